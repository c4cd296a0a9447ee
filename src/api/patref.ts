import {
  calledIn,
  declareFunction,
  func,
  insist,
  LuaClass,
  LuaError,
  method,
  nothing,
  omittable,
  result,
  Several,
  string,
  strings,
  table,
  tableEntries,
  truth,
  uncounted,
  Waiting,
  type Answer,
  type Execution,
  type LuaReference,
  type LuaValue,
  type Outcome,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { PatternReference } from "../samples/patterns/index.ts";
import { subscribe } from "./event-sub.ts";
import { changedEntries, freshEntries } from "./live-references.ts";
import { refusal, textUntilNul } from "./pattern-references.ts";

/** The class Patref (hlua_fcn.c): a map or ACL, with versions that can be prepared beside the live one. */

/** How many entries `add_bulk` adds before others have their turn. */
const batchSize = 100;

/** One Patref object: the reference, and the version that it has prepared. */
export class PatrefHandle {
  readonly reference: PatternReference;
  prepared: number | undefined;

  constructor(reference: PatternReference) {
    this.reference = reference;
  }

  /** The version that this object reads and writes: its own until another one has become live since. */
  get version(): number {
    const { reference, prepared } = this;
    return prepared !== undefined && reference.mayCommit(prepared) ? prepared : reference.currentVersion;
  }

  /** Whether that is a version of its own, which nobody else sees. */
  get isPrepared(): boolean {
    return this.version !== this.reference.currentVersion;
  }
}

/** HAProxy's way to tell a failure: nil and a message. */
function done(failure: string | undefined): Outcome {
  return failure === undefined ? true : new Several(undefined, failure);
}

const key = string("key", "the key or pattern as it stands in the file");

const bulk = insist(
  table("entries", "keys with values for a map, a list of patterns for an ACL"),
  "table",
  new LuaError("argument is expected to be a table", { argument: 2 }),
);

/** An entry to add. */
type Pair = readonly [key: string, value: string | undefined];

/** What a table given to `add_bulk` asks for: keys with values for a map, values as patterns for an ACL. */
function pairsOf(execution: Execution<Runtime>, reference: PatternReference, entries: LuaReference): Pair[] {
  const text = (value: LuaValue): string => {
    if (typeof value === "string") return textUntilNul(value);
    throw new LuaError(`table of strings expected, got one with a ${typeName(value)}`, { argument: 2 });
  };
  return tableEntries(execution.host.lua.main, entries).map(([name, value]) =>
    reference.hasValues ? [text(name), text(value)] : [text(value), undefined],
  );
}

function typeName(value: LuaValue): string {
  if (value === undefined) return "nil";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "object" && "type" in value ? value.type : "number";
}

/** Adds entries, which are there now, in the live HAProxy too; what is being prepared goes there when it is committed. */
function addedLive(
  execution: Execution<Runtime>,
  { reference, isPrepared }: PatrefHandle,
  added: Outcome,
  pairs: readonly Pair[],
): Answer {
  if (isPrepared) return added;
  return changedEntries(execution, reference, added, (live) => {
    const sent = pairs.flatMap(
      ([name, value]) => live.change(reference, "add", name, ...(value === undefined ? [] : [value])) ?? [],
    );
    return sent.length > 0 ? Promise.all(sent) : undefined;
  });
}

/** Adds entries one batch a turn where the script can wait, else all at once. */
function addAll(execution: Execution<Runtime>, handle: PatrefHandle, pairs: readonly Pair[]): Answer {
  const { version } = handle;
  let next = 0;
  const addBatch = (most: number): string | undefined => {
    const end = Math.min(pairs.length, next + most);
    let failure: string | undefined;
    while (next < end && failure === undefined) {
      const [name, value] = pairs[next++] ?? ["", undefined];
      failure = refusal(() => handle.reference.add(name, value, version));
    }
    return failure;
  };
  if (pairs.length <= batchSize || !execution.host.lua.callerCanWait(execution)) {
    return addedLive(execution, handle, done(addBatch(pairs.length)), pairs);
  }
  const waiting = new Waiting(execution);
  const finish = (outcome: Outcome): void => waiting.finish(() => outcome);
  const fail = (error: unknown): void =>
    waiting.finish(() => {
      throw error;
    });
  const step = (): void => {
    const failure = addBatch(batchSize);
    if (failure === undefined && next < pairs.length) execution.host.time.soon(step);
    else {
      const added = addedLive(execution, handle, done(failure), pairs);
      if (added instanceof Promise) added.then(finish, fail);
      else waiting.finish(() => done(failure));
    }
  };
  step();
  return waiting;
}

/** What `pairs` walks with: entries that are removed meanwhile are left out, new ones come last. */
function iterator({ host }: Execution<Runtime>, handle: PatrefHandle): Outcome {
  const entries = handle.reference.entries(handle.version)[Symbol.iterator]();
  const step = declareFunction<Runtime>("next", {
    doc: "The next entry.",
    rest: "ignored",
    since: "3.2",
    body: () => {
      const next = entries.next();
      if (next.done === true) return undefined;
      const entry = next.value;
      return entry.value === undefined ? entry.key : new Several(entry.key, entry.value);
    },
  });
  return host.lua.function(step);
}

export const patrefClass = new LuaClass<Runtime, PatrefHandle>(
  "Patref",
  "A map or ACL. `ref[key]` is the value of a key, `true` for one without value, nil for none; `pairs(ref)` walks keys and values. Assigning does nothing. Methods stand before keys of the same name.",
  {
    get_name: method<Runtime, PatrefHandle>("get_name", {
      doc: "The name of the reference.",
      returns: [result("string", "the file")],
      since: "3.2",
      count: uncounted,
      body: (_execution, { reference }) => reference.name,
    }),
    is_map: method<Runtime, PatrefHandle>("is_map", {
      doc: "Whether the reference is used as a map.",
      returns: [result("boolean", "false for one that only ACLs use")],
      since: "3.2",
      count: uncounted,
      body: (_execution, { reference }) => reference.isMap,
    }),
    prepare: method<Runtime, PatrefHandle>("prepare", {
      doc: "Opens a new, empty version: from now on this object reads and writes that one, while all others see the live one.",
      since: "3.2",
      count: uncounted,
      body: (_execution, handle) => {
        handle.prepared = handle.reference.prepare();
        return nothing;
      },
    }),
    commit: method<Runtime, PatrefHandle>("commit", {
      doc: "Makes the prepared version the live one, at once for all.",
      returns: [
        result("true?", "nil when it could not"),
        result(
          "string?",
          '"Nothing to do" without `prepare`, "Commit failed" when a later version came first',
        ),
      ],
      since: "3.2",
      count: uncounted,
      body: (execution, handle) => {
        const { prepared, reference } = handle;
        if (prepared === undefined) return done("Nothing to do");
        handle.prepared = undefined;
        const committed = done(reference.commit(prepared) ? undefined : "Commit failed");
        return changedEntries(execution, reference, committed, (live) => live.replace(reference));
      },
    }),
    giveup: method<Runtime, PatrefHandle>("giveup", {
      doc: "Drops the prepared version: this object is back on the live one. HAProxy 3.2 to 3.5 leave the object, and the version's entries, where they were, against their manual; there, get a new Patref afterwards.",
      since: "3.2",
      count: uncounted,
      body: (_execution, handle) => {
        const { prepared, reference } = handle;
        if (prepared === undefined) return nothing;
        handle.prepared = undefined;
        reference.clear(prepared, prepared);
        reference.giveUp(prepared);
        return nothing;
      },
    }),
    purge: method<Runtime, PatrefHandle>("purge", {
      doc: "Removes all entries, of prepared versions too.",
      returns: [result("true", "")],
      since: "3.2",
      count: uncounted,
      body: (execution, { reference }) => {
        reference.clear();
        return changedEntries(execution, reference, true, (live) => live.change(reference, "clear"));
      },
    }),
    add: method("add", {
      doc: "Adds an entry, also where there is one with that key: then the first counts.",
      args: [key, omittable(string("value", "the value; none for an ACL"))] as const,
      returns: [result("true?", "nil when it could not"), result("string?", "why")],
      since: "3.2",
      count: uncounted,
      body: (execution: Execution<Runtime>, handle: PatrefHandle, name, value) => {
        const pair: Pair = [textUntilNul(name), value === undefined ? undefined : textUntilNul(value)];
        const added = done(refusal(() => handle.reference.add(...pair, handle.version)));
        return addedLive(execution, handle, added, [pair]);
      },
    }),
    add_bulk: method("add_bulk", {
      doc: "Adds many entries, letting others run in between. A table with anything but strings is refused before any is added; HAProxy hangs on one.",
      args: [bulk] as const,
      returns: [
        result("true?", "nil when an entry could not be added; those before it are there"),
        result("string?", "why"),
      ],
      yields: true,
      since: "3.2",
      count: uncounted,
      body: (execution: Execution<Runtime>, handle: PatrefHandle, entries) =>
        addAll(execution, handle, pairsOf(execution, handle.reference, entries)),
    }),
    del: method("del", {
      doc: "Removes the entry with this key: the first of several.",
      args: [key] as const,
      returns: [result("boolean", "whether there was one")],
      since: "3.2",
      count: uncounted,
      body: (execution: Execution<Runtime>, handle: PatrefHandle, name) => {
        const { reference } = handle;
        const word = textUntilNul(name);
        const deleted = reference.delete(word, handle.version);
        if (handle.isPrepared) return deleted;
        return changedEntries(execution, reference, deleted, (live) => live.change(reference, "del", word));
      },
    }),
    set: method("set", {
      doc: "Gives all entries with this key another value.",
      args: [
        key,
        string("value", "the value"),
        omittable(truth("force", "whether to add the key where it is not there")),
      ] as const,
      returns: [result("true?", "nil when it could not"), result("string?", 'why: "entry not found"')],
      since: "3.2",
      count: uncounted,
      body: (execution: Execution<Runtime>, handle: PatrefHandle, name, value, force) => {
        const { reference, version } = handle;
        const words = [textUntilNul(name), textUntilNul(value)] as const;
        const verb = reference.find(words[0], version) ? "set" : "add";
        const changed = done(
          refusal(() => {
            if (force === true) reference.put(...words, version);
            else reference.set(...words, version);
          }),
        );
        if (handle.isPrepared) return changed;
        return changedEntries(execution, reference, changed, (live) =>
          live.change(reference, verb, ...words),
        );
      },
    }),
    event_sub: method("event_sub", {
      doc: "Calls a function when the reference changes: `fn(event, sub, when)`, without data; `when` is in epoch seconds.",
      args: [
        strings(
          "types",
          '"PAT_REF_ADD", "PAT_REF_DEL", "PAT_REF_SET", "PAT_REF_COMMIT", "PAT_REF_CLEAR", or "PAT_REF" for all',
        ),
        calledIn("event", func("fn", "the handler")),
      ] as const,
      returns: [result("EventSub", "ends the subscription with `:unsub()`")],
      since: "3.2",
      selfApart: true,
      count: { message: () => "'event_sub' needs 2 arguments" },
      body: ({ host }: Execution<Runtime>, { reference }: PatrefHandle, names, fn) =>
        subscribe(host, names, fn, reference),
    }),
  },
  "object",
  {
    metamethods: {
      __index: method("__index", {
        doc: "The value of a key, as the file has it.",
        args: [key] as const,
        returns: [result("string|true|nil", "`true` for an entry without value")],
        since: "3.2",
        count: uncounted,
        body: (execution: Execution<Runtime>, handle: PatrefHandle, name) =>
          freshEntries(execution, handle.reference, () => {
            const entry = handle.reference.find(textUntilNul(name), handle.version);
            return entry && (entry.value ?? true);
          }),
      }),
      __newindex: method<Runtime, PatrefHandle>("__newindex", {
        doc: "Does nothing.",
        rest: "ignored",
        since: "3.2",
        body: () => nothing,
      }),
      __pairs: method<Runtime, PatrefHandle>("__pairs", {
        doc: "Walks keys and values, in order; an entry without value has its key alone.",
        rest: "ignored",
        since: "3.2",
        body: (execution, handle: PatrefHandle) =>
          freshEntries(execution, handle.reference, () => iterator(execution, handle)),
      }),
    },
  },
);
