import { systemTime, type Time } from "../../time.ts";
import type { PatternReference, PatternReferences } from "../../samples/patterns/index.ts";
import { escapeWord } from "./live-patterns.ts";
import type { LiveOwner } from "./live-server.ts";
import type { StatsSocket } from "./stats-socket.ts";

/** What {@link LiveReferences} asks and changes HAProxy over. */
interface Owner extends Pick<LiveOwner, "change"> {
  readonly socket: Pick<StatsSocket, "ask">;
}

/** Settings of {@link LiveReferences}. */
export interface LiveReferencesOptions {
  /** How old entries may be when a script reads them, in milliseconds. */
  readonly maxAgeMs?: number;
  readonly time?: Time;
}

/** A reference of HAProxy's that one here stands for. */
interface Mirror {
  readonly reference: PatternReference;
  readonly kind: "map" | "acl";
  readonly name: string;
  /** Monotonic milliseconds; undefined before the first visit and after a change. */
  fetchedAt: number | undefined;
  fetching: Promise<void> | undefined;
  /** Counts changes, so that a visit that began before one is not believed. */
  changes: number;
}

const defaultMaxAgeMs = 1000;

/** A line of `show map` and `show acl` without a name. */
const listedReference = /^-?\d+ \(([^)]+)\) /;

/** A line of `show map NAME` or `show acl NAME`: where the entry is, its key, its value. */
const listedEntry = /^0x[0-9a-f]+ (\S*)(?: (.*))?$/;

/**
 * The maps and ACLs of a live HAProxy among the references of this program:
 * a script looks its entries up here, by any method. Whole references are
 * fetched when a script reads them and they have grown old; changes go both
 * ways at once.
 */
export class LiveReferences {
  readonly #owner: Owner;
  readonly #references: PatternReferences;
  readonly #time: Time;
  readonly #maxAgeMs: number;
  readonly #mirrors = new Map<PatternReference, Mirror>();

  constructor(owner: Owner, references: PatternReferences, options: LiveReferencesOptions = {}) {
    this.#owner = owner;
    this.#references = references;
    this.#time = options.time ?? systemTime;
    this.#maxAgeMs = options.maxAgeMs ?? defaultMaxAgeMs;
  }

  /** Learns which references HAProxy has; those without a file have no name to call them by. */
  async list(): Promise<void> {
    for (const kind of ["map", "acl"] as const) {
      for (const line of (await this.#owner.socket.ask(`show ${kind}`)).split("\n")) {
        const name = listedReference.exec(line)?.[1];
        if (name === undefined || this.#references.lookup(name)) continue;
        const reference = this.#references.standIn(name, kind);
        const fresh = { fetchedAt: undefined, fetching: undefined, changes: 0 };
        this.#mirrors.set(reference, { reference, kind, name, ...fresh });
      }
    }
  }

  /** Fetches the entries anew where they are too old; undefined for what is young enough, or not HAProxy's. */
  refresh(reference: PatternReference): Promise<void> | undefined {
    const mirror = this.#mirrors.get(reference);
    if (!mirror) return undefined;
    const { fetchedAt } = mirror;
    if (fetchedAt !== undefined && this.#time.monotonicMs() - fetchedAt <= this.#maxAgeMs) return undefined;
    mirror.fetching ??= this.#fetch(mirror).finally(() => {
      mirror.fetching = undefined;
    });
    return mirror.fetching;
  }

  /** Makes HAProxy's reference change as the one here has; undefined for one that is not HAProxy's. */
  change(
    reference: PatternReference,
    verb: "add" | "set" | "del" | "clear",
    ...words: string[]
  ): Promise<void> | undefined {
    const mirror = this.#mirrors.get(reference);
    return mirror && this.#send(mirror, [verb, mirror.kind, mirror.name, ...words]);
  }

  /** Gives HAProxy's reference the entries that the one here has, all at once. */
  replace(reference: PatternReference): Promise<void> | undefined {
    const mirror = this.#mirrors.get(reference);
    return mirror && this.#replace(mirror);
  }

  async #replace(mirror: Mirror): Promise<void> {
    const { kind, name, reference } = mirror;
    const entries = [...reference.entries()];
    const said = await this.#owner.change(`prepare ${kind} ${escapeWord(name)}`);
    const version = /\d+/.exec(said)?.[0];
    if (version === undefined) return;
    const adding = entries.map(({ key, value }) =>
      this.#send(mirror, ["add", kind, `@${version}`, name, key, ...(value === undefined ? [] : [value])]),
    );
    adding.push(this.#send(mirror, ["commit", kind, `@${version}`, name]));
    await Promise.all(adding);
  }

  /** Sends a command, unless a word of it cannot be sent. */
  async #send(mirror: Mirror, words: readonly string[]): Promise<void> {
    if (words.some((word) => word === "" || /[\n\r\0]/.test(word))) return;
    mirror.changes++;
    mirror.fetchedAt = undefined;
    await this.#owner.change(words.map(escapeWord).join(" "));
  }

  async #fetch(mirror: Mirror): Promise<void> {
    const { kind, name, reference, changes } = mirror;
    const text = await this.#owner.socket.ask(`show ${kind} ${escapeWord(name)}`);
    // What a change made since is not in there.
    if (mirror.changes !== changes) return;
    const lines = text.split("\n").flatMap((line) => {
      const found = listedEntry.exec(line);
      return found ? [{ key: found[1] ?? "", value: kind === "map" ? (found[2] ?? "") : found[2] }] : [];
    });
    copyInto(reference, lines);
    mirror.fetchedAt = this.#time.monotonicMs();
  }
}

/** Gives a reference these entries. What is as it was stays, so that only what is different is told of. */
function copyInto(
  reference: PatternReference,
  wanted: readonly { readonly key: string; readonly value: string | undefined }[],
): void {
  const sign = (key: string, value: string | undefined): string => `${key} ${value ?? ""}`;
  const missing = new Map<string, number>();
  for (const { key, value } of wanted) {
    missing.set(sign(key, value), (missing.get(sign(key, value)) ?? 0) + 1);
  }
  for (const entry of [...reference.entries()]) {
    const count = missing.get(sign(entry.key, entry.value)) ?? 0;
    if (count === 0) reference.deleteEntry(entry);
    else missing.set(sign(entry.key, entry.value), count - 1);
  }
  for (const { key, value } of wanted) {
    const count = missing.get(sign(key, value)) ?? 0;
    if (count === 0) continue;
    missing.set(sign(key, value), count - 1);
    reference.add(key, value);
  }
}
