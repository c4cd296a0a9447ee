import {
  entryByHandle,
  explainLookup,
  listEntries,
  listReferences,
  PatternError,
  PatternReferences,
  type PatternKind,
  type PatternReference,
} from "../../samples/patterns/index.ts";
import { message, type Command, type CommandAnswer, type CommandContext } from "./command.ts";

/** Commands about maps and ACLs, with HAProxy's words (map.c). */

const title: Record<PatternKind, string> = { map: "map", acl: "ACL" };

function referencesOf({ runtime }: CommandContext): PatternReferences {
  return runtime.services.get(PatternReferences);
}

/** An answer that is only a refusal. */
class Refusal extends Error {}

function refuse(text: string): never {
  throw new Refusal(text);
}

/** The map or ACL that a word names; `mixed` lets a map stand for an ACL, as some commands do. */
function find(context: CommandContext, kind: PatternKind, word: string, mixed: boolean): PatternReference {
  const found = referencesOf(context).identify(word);
  const suits = found && (mixed || (kind === "map" ? found.isMap : found.isAcl));
  return suits ? found : refuse(`Unknown ${title[kind]} identifier. Please use #<id> or <file>.`);
}

/** The words after the command's own, with a version `@n` taken off the front. */
function withVersion(words: readonly string[]): { version: number | undefined; rest: readonly string[] } {
  const [first = "", ...rest] = words;
  if (!first.startsWith("@")) return { version: undefined, rest: words };
  return { version: (Number.parseInt(first.slice(1), 10) || 0) >>> 0, rest };
}

/** Runs a change; a pattern or value that does not fit is told with a full stop. */
function change(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof PatternError) refuse(`${error.message}.`);
    throw error;
  }
}

type Run = (
  context: CommandContext,
  kind: PatternKind,
  words: readonly string[],
  payload: string | undefined,
) => string | undefined;

/** Declares a command for both kinds or one; `run` gives text as it is, or refuses. */
function patternCommand(verb: string, kind: PatternKind, usage: string, run: Run): Command {
  return {
    words: [verb, kind],
    level: "admin",
    usage,
    run: (context, words, payload): CommandAnswer => {
      try {
        const text = run(context, kind, words.slice(2), payload);
        return text === undefined ? undefined : { text };
      } catch (error) {
        if (error instanceof Refusal) return message(error.message);
        throw error;
      }
    },
  };
}

const show: Run = (context, kind, words) => {
  if (words.length === 0) return listReferences(referencesOf(context), kind);
  const { version, rest } = withVersion(words);
  return listEntries(find(context, kind, rest[0] ?? "", false), version);
};

const get: Run = (context, kind, [name, key]) => {
  if (name === undefined || key === undefined) return refuse(`Missing ${title[kind]} identifier and/or key.`);
  return explainLookup(find(context, kind, name, true), key, kind);
};

const set: Run = (context, kind, [name, key, value]) => {
  if (name === undefined || key === undefined || value === undefined) {
    return refuse("'set map' expects three parameters: map identifier, key and value.");
  }
  const reference = find(context, kind, name, true);
  if (!key.startsWith("#0x")) {
    change(() => reference.set(key, value));
    return undefined;
  }
  const entry = entryByHandle(reference, handle(key));
  if (!entry) return refuse("key or pattern not found.");
  change(() => reference.setEntry(entry, value));
  return undefined;
};

/** The entry's name of `#0x...`. */
function handle(key: string): string {
  if (!/^#0x[0-9a-f]+$/i.test(key)) return refuse("Malformed identifier. Please use #<id> or <file>.");
  return key.slice(1);
}

const add: Run = (context, kind, words, payload) => {
  const { version, rest } = withVersion(words);
  const [name, key, value] = rest;
  const complete =
    kind === "acl"
      ? name !== undefined && key !== undefined
      : name !== undefined && (payload !== undefined || (key !== undefined && value !== undefined));
  if (!complete || name === undefined) {
    return refuse(
      kind === "map"
        ? "'add map' expects three parameters (map identifier, key and value) or one parameter (map identifier) and a payload"
        : "'add acl' expects two parameters: ACL identifier and pattern.",
    );
  }
  const reference = find(context, kind, name, true);
  if (version !== undefined && ((version - reference.nextVersion) | 0) > 0) {
    return refuse(`Version number in the future, please use 'prepare ${kind}' before.`);
  }
  if (kind === "acl" && reference.hasValues) {
    return refuse(
      "This ACL is shared with a map containing samples. You must use the command 'add map' to add values.",
    );
  }
  const entries = payload === undefined ? [[key ?? "", value ?? ""] as const] : payloadEntries(payload, kind);
  for (const [pattern, text] of entries) {
    change(() => reference.add(pattern, kind === "map" ? text : undefined, version));
  }
  return undefined;
};

/** A payload's lines: a key, blanks, the value. Those before a faulty one count. */
function* payloadEntries(payload: string, kind: PatternKind): Iterable<readonly [string, string]> {
  for (const line of payload.split("\n")) {
    if (line === "") continue;
    const [, key = "", value] = /^([^ \t]*)(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (value === undefined && kind === "map") refuse(`Missing value for key '${key}'.`);
    yield [key, value ?? ""];
  }
}

const del: Run = (context, kind, [name, key]) => {
  if (name === undefined || key === undefined) {
    return refuse(`This command expects two parameters: ${title[kind]} identifier and key.`);
  }
  const reference = find(context, kind, name, false);
  if (!key.startsWith("#0x")) {
    return reference.delete(key) ? undefined : refuse("Key not found.");
  }
  const entry = entryByHandle(reference, handle(key));
  if (!entry || !reference.deleteEntry(entry)) return refuse("Key not found.");
  return undefined;
};

const clear: Run = (context, kind, words) => {
  const { version, rest } = withVersion(words);
  if (rest[0] === undefined) return refuse(`Missing ${title[kind]} identifier.`);
  const reference = find(context, kind, rest[0], false);
  const cleared = version ?? reference.currentVersion;
  reference.clear(cleared, cleared);
  return undefined;
};

const prepare: Run = (context, kind, [name]) => {
  return `New version created: ${find(context, kind, name ?? "", false).prepare()}\n`;
};

const commit: Run = (context, kind, words) => {
  const { version, rest } = withVersion(words);
  if (version === undefined) return refuse("Missing version number.");
  if (rest[0] === undefined) return refuse(`Missing ${title[kind]} identifier.`);
  const reference = find(context, kind, rest[0], false);
  if (!reference.isPrepared(version)) return refuse("Version number out of range.");
  if (!reference.commit(version)) return refuse("Version number out of range.");
  return undefined;
};

export const patternCommands: readonly Command[] = [
  patternCommand("add", "acl", "add acl [@<ver>] <acl> <pattern>        : add an acl entry", add),
  patternCommand(
    "clear",
    "acl",
    "clear acl [@<ver>] <acl>                : clear the contents of this acl",
    clear,
  ),
  patternCommand(
    "commit",
    "acl",
    "commit acl @<ver> <acl>                 : commit the ACL at this version",
    commit,
  ),
  patternCommand(
    "del",
    "acl",
    "del acl <acl> [<key>|#<ref>]            : delete acl entries matching <key>",
    del,
  ),
  patternCommand(
    "get",
    "acl",
    "get acl <acl> <value>                   : report the patterns matching a sample for an ACL",
    get,
  ),
  patternCommand(
    "prepare",
    "acl",
    "prepare acl <acl>                       : prepare a new version for atomic ACL replacement",
    prepare,
  ),
  patternCommand(
    "show",
    "acl",
    "show acl [@<ver>] <acl>                 : report available acls or dump an acl's contents",
    show,
  ),
  patternCommand(
    "add",
    "map",
    "add map [@<ver>] <map> <key> <val>      : add a map entry (payload supported instead of key/val)",
    add,
  ),
  patternCommand(
    "clear",
    "map",
    "clear map [@<ver>] <map>                : clear the contents of this map",
    clear,
  ),
  patternCommand(
    "commit",
    "map",
    "commit map @<ver> <map>                 : commit the map at this version",
    commit,
  ),
  patternCommand(
    "del",
    "map",
    "del map <map> [<key>|#<ref>]            : delete map entries matching <key>",
    del,
  ),
  patternCommand(
    "get",
    "map",
    "get map <map> <value>                   : report the keys and values matching a sample for a map",
    get,
  ),
  patternCommand(
    "prepare",
    "map",
    "prepare map <map>                       : prepare a new version for atomic map replacement",
    prepare,
  ),
  patternCommand("set", "map", "set map <map> [<key>|#<ref>] <value>    : modify a map entry", set),
  patternCommand(
    "show",
    "map",
    "show map [@<ver>] [map]                 : report available maps or dump a map's contents",
    show,
  ),
];
