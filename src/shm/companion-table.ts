import { createHash } from "node:crypto";
import { HaluaError } from "../errors.ts";
import {
  cell,
  ENTRIES_OFFSET,
  entry,
  ENTRY_SIZE,
  MAGIC,
  MAX_NAME_BYTES,
  MAX_NAMES,
  owners,
  SLOTS,
  type MetricKind,
} from "./companion-layout.ts";
import { HEARTBEAT_TIMEOUT_MS, tickDifference } from "./ticks.ts";

/** What a name may be made of: what HAProxy allows in a guid, so that every exporter takes it. */
const NAME = /^[A-Za-z0-9_:.-]+$/;

/** A slot's hold on its figures: lasts as long as nobody takes the slot after it. */
export interface Seat {
  readonly slot: number;
  readonly epoch: bigint;
}

/** Who holds a slot by the map: what a seat must agree with to be shown. */
export interface Holder {
  readonly slot: number;
  readonly pid: number;
  readonly heartbeat: number;
}

/** A name in the file. */
export interface Entry {
  readonly index: number;
  readonly name: string;
  readonly kind: MetricKind;
}

/** Throws E_USAGE for what cannot be a name. */
export function checkMetricName(name: string): void {
  const shown = JSON.stringify(name.length > MAX_NAME_BYTES ? `${name.slice(0, MAX_NAME_BYTES)}...` : name);
  if (name.length === 0 || name.length > MAX_NAME_BYTES)
    throw new HaluaError(
      "E_USAGE",
      `metric ${shown}: its name has ${name.length} bytes, it must have 1 to ${MAX_NAME_BYTES}`,
    );
  if (!NAME.test(name))
    throw new HaluaError("E_USAGE", `metric ${shown}: its name may hold letters, digits and _ : . - only`);
}

/**
 * The figures of a companion file: names, seats and cells, each operation at
 * most one atomic change of what others rely on. doc/internals/companion.md
 * argues why a kill between any two of them neither loses nor doubles a figure.
 *
 * It works on the mapped file, or on a private copy for who only reads.
 */
export class CompanionTable {
  readonly #path: string;
  readonly #bytes: Uint8Array;
  readonly #u64: BigUint64Array;
  readonly #f64: Float64Array;
  readonly #float = new Float64Array(1);
  readonly #bits = new BigUint64Array(this.#float.buffer);
  /** Names never change and never go. */
  readonly #names = new Map<number, Entry>();

  constructor(path: string, bytes: Uint8Array) {
    this.#path = path;
    this.#bytes = bytes;
    this.#u64 = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 3);
    this.#f64 = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 3);
  }

  /** Whether the file still begins as one of ours. */
  hasMagic(): boolean {
    for (let at = 0; at < MAGIC.length; at++) if (this.#bytes[at] !== MAGIC.charCodeAt(at)) return false;
    return true;
  }

  /** The index of a name; undefined when nobody has made it. Throws E_USAGE for a name of the other kind. */
  find(name: string, kind: MetricKind): number | undefined {
    const hash = hashOf(name, kind);
    for (let step = 0; step < MAX_NAMES; step++) {
      const index = probe(hash, step);
      const found = Atomics.load(this.#u64, word(index, entry.hash));
      if (found === 0n) return undefined;
      if (found === hash) return this.#sameName(index, name);
      if (found === (hash ^ KIND_BIT)) throw kindClash(name, kind);
    }
    return undefined;
  }

  /**
   * The index of a name, made on its first use. One compare-and-swap of its
   * hash makes it; the letters are put there by everybody who uses the name, so
   * it does not matter who of them dies before.
   *
   * Throws E_USAGE for a name of the other kind, E_MAP_FULL.
   */
  obtain(name: string, kind: MetricKind): number {
    const hash = hashOf(name, kind);
    for (let step = 0; step < MAX_NAMES; step++) {
      const index = probe(hash, step);
      const found = Atomics.compareExchange(this.#u64, word(index, entry.hash), 0n, hash);
      if (found === (hash ^ KIND_BIT)) throw kindClash(name, kind);
      if (found !== 0n && found !== hash) continue;
      this.#writeName(this.#sameName(index, name), name);
      return index;
    }
    throw new HaluaError(
      "E_MAP_FULL",
      `${this.#path}: has no room for metric "${name}": it holds ${MAX_NAMES} names, which is all it can; use fewer names, or remove the file (its figures are lost)`,
    );
  }

  /** Every name whose letters are there, sorted. */
  entries(): Entry[] {
    const found: Entry[] = [];
    for (let index = 0; index < MAX_NAMES; index++) {
      const known = this.#names.get(index) ?? this.#readEntry(index);
      if (!known) continue;
      this.#names.set(index, known);
      found.push(known);
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Takes a slot's place from whoever had it: from now on what stands there of others is shown no more. */
  takeSeat({ slot, pid, heartbeat }: Holder): Seat {
    const at = ownerWord(slot);
    for (let before = Atomics.load(this.#u64, at); ;) {
      const epoch = BigInt.asUintN(32, (before >> 32n) + 1n) || 1n;
      const seen = Atomics.compareExchange(this.#u64, at, before, ownerOf(epoch, pid));
      if (seen === before) {
        this.beat({ slot, epoch }, heartbeat);
        return { slot, epoch };
      }
      before = seen;
    }
  }

  /** Whether the place is still ours. */
  holds({ slot, epoch }: Seat, pid: number): boolean {
    return Atomics.load(this.#u64, ownerWord(slot)) === ownerOf(epoch, pid);
  }

  /** Notes the heartbeat that the slot was just given. */
  beat({ slot }: Seat, heartbeat: number): void {
    Atomics.store(this.#u64, ownerWord(slot) + owners.heartbeat / 8, BigInt(heartbeat));
  }

  /** Leaves the place: nobody's figures are shown there any more. What was counted stays in the totals. */
  leaveSeat({ slot, epoch }: Seat, pid: number): void {
    Atomics.compareExchange(this.#u64, ownerWord(slot), ownerOf(epoch, pid), ownerOf(epoch, 0));
  }

  /** The seat of a slot's holder; undefined where that one keeps no figures here (HAProxy itself, for one). */
  seatOf({ slot, pid, heartbeat }: Holder): Seat | undefined {
    const at = ownerWord(slot);
    const owner = Atomics.load(this.#u64, at);
    if (pid <= 0 || BigInt.asUintN(32, owner) !== BigInt(pid)) return undefined;
    // A later process with the same id: its slot's heartbeat is a whole expiry away from what was noted here.
    const noted = Number(BigInt.asUintN(32, Atomics.load(this.#u64, at + owners.heartbeat / 8)));
    if (Math.abs(tickDifference(heartbeat, noted)) >= HEARTBEAT_TIMEOUT_MS / 2) return undefined;
    return { slot, epoch: owner >> 32n };
  }

  /** Adds to a counter, once and for all. Where the place has been taken meanwhile it still counts in the total. */
  add(index: number, slot: number, n: bigint): void {
    Atomics.add(this.#u64, cellWord(index, slot) + cell.value / 8, n);
  }

  /** Has the place's counter show `counted`, which its owner has counted so far. */
  showCounter(index: number, { slot, epoch }: Seat, counted: bigint): void {
    const at = cellWord(index, slot);
    const base = BigInt.asUintN(64, Atomics.load(this.#u64, at + cell.value / 8) - counted);
    this.#put(at + cell.base / 8, base);
    this.#put(at + cell.epoch / 8, epoch);
  }

  /** Has the place's gauge show `value`. */
  showGauge(index: number, { slot, epoch }: Seat, value: number): void {
    const at = cellWord(index, slot);
    this.#float[0] = value;
    this.#put(at + cell.value / 8, this.#bits[0] ?? 0n);
    this.#put(at + cell.epoch / 8, epoch);
  }

  /** What a counter counted over all slots, the dead included: the sum of its cells, which nobody ever takes back. */
  counterTotal(index: number): bigint {
    let sum = 0n;
    for (let slot = 0; slot < SLOTS; slot++)
      sum += Atomics.load(this.#u64, cellWord(index, slot) + cell.value / 8);
    return BigInt.asUintN(64, sum);
  }

  /** What a seat's owner has counted; undefined when it does not use the counter. */
  counterOf(index: number, { slot, epoch }: Seat): bigint | undefined {
    const at = cellWord(index, slot);
    if (Atomics.load(this.#u64, at + cell.epoch / 8) !== epoch) return undefined;
    const base = Atomics.load(this.#u64, at + cell.base / 8);
    const value = Atomics.load(this.#u64, at + cell.value / 8);
    // Taken by another meanwhile: the two may not belong together.
    if (Atomics.load(this.#u64, at + cell.epoch / 8) !== epoch) return undefined;
    return BigInt.asUintN(64, value - base);
  }

  /** What a seat's owner has set; undefined when it does not use the gauge. */
  gaugeOf(index: number, { slot, epoch }: Seat): number | undefined {
    const at = cellWord(index, slot);
    if (Atomics.load(this.#u64, at + cell.epoch / 8) !== epoch) return undefined;
    return this.#f64[at + cell.value / 8];
  }

  #put(at: number, value: bigint): void {
    if (Atomics.load(this.#u64, at) !== value) Atomics.store(this.#u64, at, value);
  }

  #nameAt(index: number): string {
    const from = ENTRIES_OFFSET + index * ENTRY_SIZE + entry.name;
    let name = "";
    for (let at = from; at < from + MAX_NAME_BYTES; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte === 0) break;
      name += String.fromCharCode(byte);
    }
    return name;
  }

  /** Written whole words at a time, always the same ones, so that many may write at once. */
  #writeName(index: number, name: string): void {
    const bytes = Buffer.alloc(entry.nameSize);
    bytes.write(name, "latin1");
    for (let at = 0; at < entry.nameSize; at += 8)
      this.#put(word(index, entry.name + at), bytes.readBigUInt64LE(at));
  }

  #readEntry(index: number): Entry | undefined {
    const hash = Atomics.load(this.#u64, word(index, entry.hash));
    if (hash === 0n) return undefined;
    const kind = (hash & KIND_BIT) === 0n ? "counter" : "gauge";
    const name = this.#nameAt(index);
    return NAME.test(name) && hashOf(name, kind) === hash ? { index, name, kind } : undefined;
  }

  /** Two names of one hash do not happen by chance; if they do, the later one is refused. */
  #sameName(index: number, name: string): number {
    const known = this.#readEntry(index);
    if (!known || known.name === name) return index;
    throw new HaluaError("E_USAGE", `metric "${name}": clashes with "${known.name}"; give it another name`);
  }
}

/** The bit of a hash that tells the kind: 0 for a counter. */
const KIND_BIT = 1n;

const hashes = new Map<string, bigint>();

/** What stands for a name and its kind in the file: never 0, and the kind in its lowest bit. */
export function hashOf(name: string, kind: MetricKind): bigint {
  let hash = hashes.get(name);
  if (hash === undefined) {
    hash = createHash("sha256").update(name, "latin1").digest().readBigUInt64LE(0) & ~KIND_BIT || 2n;
    if (hashes.size < 4 * MAX_NAMES) hashes.set(name, hash);
  }
  return kind === "counter" ? hash : hash | KIND_BIT;
}

/** Where a name is looked for at the `step`th try: the same places for both kinds. */
function probe(hash: bigint, step: number): number {
  return (Number((hash >> 1n) % BigInt(MAX_NAMES)) + step) % MAX_NAMES;
}

function kindClash(name: string, kind: MetricKind): HaluaError {
  const other = kind === "counter" ? "gauge" : "counter";
  return new HaluaError(
    "E_USAGE",
    `metric "${name}": is a ${other} already, it cannot be a ${kind} too; give one of them another name`,
  );
}

function word(index: number, offset: number): number {
  return (ENTRIES_OFFSET + index * ENTRY_SIZE + offset) / 8;
}

function cellWord(index: number, slot: number): number {
  return word(index, entry.cells + slot * cell.size);
}

function ownerWord(slot: number): number {
  return (owners.offset + slot * owners.size) / 8;
}

function ownerOf(epoch: bigint, pid: number): bigint {
  return (epoch << 32n) | BigInt.asUintN(32, BigInt(pid));
}
