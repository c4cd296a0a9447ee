import type { Time } from "../../time.ts";
import type { Sample } from "../sample.ts";
import { AgeOrder } from "./age-order.ts";
import type { Column, ColumnName } from "./columns.ts";
import { defaultKeyLengths, stickKey, type KeyType, type StickKey } from "./keys.ts";
import { StickEntry } from "./stick-entry.ts";

/** A table as a configuration declares it. */
export interface StickTableOptions {
  /** The name of its proxy. */
  name: string;
  type: KeyType;
  /** How many bytes of a string or binary key count; a string's last one is for its NUL, so `len 20` is 21. */
  keyLength?: number;
  /** How many entries it holds. */
  size: number;
  /** Milliseconds after which an entry that is not touched goes; 0 for never. */
  expire?: number;
  /** Whether a full table refuses new keys rather than dropping the oldest. */
  noPurge?: boolean;
  columns: readonly Column[];
  time: Time;
}

/**
 * A stick table: counters by key, which expire. Nothing runs in the
 * background: what has expired is dropped when somebody looks.
 */
export class StickTable {
  readonly name: string;
  readonly type: KeyType;
  /** In bytes; a string's key counts its NUL, as HAProxy shows it. */
  readonly keyLength: number;
  readonly size: number;
  readonly expire: number;
  readonly noPurge: boolean;
  readonly columns: ReadonlyMap<ColumnName, Column>;
  readonly #now: () => number;
  readonly #entries = new Map<StickKey, StickEntry>();
  /** The one touched longest ago first. */
  readonly #order = new AgeOrder<StickEntry>();

  constructor(options: StickTableOptions) {
    const { name, type, size, expire = 0, noPurge = false, columns, time } = options;
    this.name = name;
    this.type = type;
    const hasLength = type === "string" || type === "binary";
    this.keyLength = (hasLength ? options.keyLength : undefined) ?? defaultKeyLengths[type];
    this.size = size;
    this.expire = expire;
    this.noPurge = noPurge;
    this.columns = new Map(columns.map((column) => [column.name, column]));
    this.#now = () => Math.floor(time.monotonicMs());
  }

  /** How many entries there are. */
  get used(): number {
    this.#dropExpired();
    return this.#entries.size;
  }

  /** The key that a sample makes here; undefined where it cannot be converted. */
  key(sample: Sample): StickKey | undefined {
    return stickKey(this.type, this.keyLength, sample);
  }

  /** The entry of a key; looking does not keep it from expiring. */
  find(key: StickKey): StickEntry | undefined {
    this.#dropExpired();
    return this.#entries.get(key);
  }

  /** The entry of a key, made where there is none; undefined when the table is full. */
  entry(key: StickKey): StickEntry | undefined {
    const known = this.find(key);
    if (known) return known;
    if (this.#entries.size >= this.size && !this.#purge()) return undefined;
    const entry = new StickEntry(key, this.columns.values(), this.#now);
    entry.expiresAt = this.#now() + this.expire;
    this.#entries.set(key, entry);
    this.#order.append(entry);
    return entry;
  }

  /** As {@link entry}, its time starting anew. */
  touch(key: StickKey): StickEntry | undefined {
    const entry = this.entry(key);
    if (entry) this.renew(entry);
    return entry;
  }

  /** An entry's time starts anew: something was counted in it. */
  renew(entry: StickEntry): void {
    // One that has gone in the meantime stays away.
    if (this.#entries.get(entry.key) !== entry) return;
    entry.expiresAt = this.#now() + this.expire;
    this.#order.remove(entry);
    this.#order.append(entry);
  }

  /** As {@link touch}, and holds the entry until {@link release}. */
  hold(key: StickKey): StickEntry | undefined {
    const entry = this.touch(key);
    if (entry) entry.users++;
    return entry;
  }

  release(entry: StickEntry): void {
    entry.users = Math.max(0, entry.users - 1);
  }

  /** Milliseconds until an entry expires; 0 in a table without expiry. */
  timeLeft(entry: StickEntry): number {
    return this.expire === 0 ? 0 : Math.max(0, entry.expiresAt - this.#now());
  }

  /** Milliseconds since it was touched; 0 in a table without expiry. */
  idleTime(entry: StickEntry): number {
    return this.expire === 0 ? 0 : Math.max(0, this.expire - this.timeLeft(entry));
  }

  /** All entries, the one touched longest ago first. */
  entries(): Iterable<StickEntry> {
    this.#dropExpired();
    return this.#order;
  }

  /** Removes an entry, unless somebody holds it; whether it is gone. */
  remove(entry: StickEntry): boolean {
    if (entry.users > 0 || this.#entries.get(entry.key) !== entry) return false;
    this.#order.remove(entry);
    return this.#entries.delete(entry.key);
  }

  #dropExpired(): void {
    if (this.expire === 0) return;
    const now = this.#now();
    for (let entry = this.#order.oldest; entry && entry.expiresAt <= now; entry = this.#order.oldest) {
      // One that is held stays for another round.
      if (entry.users > 0) this.renew(entry);
      else this.remove(entry);
    }
  }

  /** Makes room: drops the oldest entries that nobody holds, one in 256 of the table's size; whether there was one. */
  #purge(): boolean {
    if (this.noPurge) return false;
    let room = 1 + (this.size >> 8);
    const before = this.#entries.size;
    for (const entry of this.#order) {
      if (room === 0) break;
      if (this.remove(entry)) room--;
    }
    return this.#entries.size < before;
  }
}
