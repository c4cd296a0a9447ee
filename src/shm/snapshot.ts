import { HaluaError } from "../errors.ts";
import { layoutOfBytes, supportedVersions, type Layout } from "./layout.ts";
import { RATE_UPDATE_IN_PROGRESS } from "./rate.ts";
import type { ObjectType } from "./stat-names.ts";
import { momentOf, readStats, type Moment, type Stats } from "./stat-reader.ts";
import { tickDifference } from "./ticks.ts";

/** A slot's two fields. `heartbeat` is the tick it expires at, 0 when never set. */
export interface RawSlot {
  readonly slot: number;
  readonly pid: number;
  readonly heartbeat: number;
}

/** Reads bytes of the file again; undefined when it cannot be read any more. */
export type Reread = (offset: number, length: number) => Buffer | undefined;

const RATE_TRIES = 3;
const RATE_BYTES = 12;

const UNPRINTABLE = /[^\x21-\x7e]/;
const UNPRINTABLE_EACH = /[^\x21-\x7e]/g;

function escapeByte(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

const FREE_SLOT: Omit<RawSlot, "slot"> = { pid: 0, heartbeat: 0 };

/**
 * The file's layout as its first bytes name it. `path` is for the messages.
 *
 * Throws E_MAP_SHORT, E_MAP_FORMAT or E_MAP_VERSION.
 */
export function detectLayout(bytes: Buffer, path: string): Layout {
  if (bytes.length < 2)
    throw new HaluaError(
      "E_MAP_SHORT",
      `${path}: has ${bytes.length} bytes, too few to name a version (supported: ${supportedVersions}); is it a shm-stats-file?`,
    );
  const major = bytes[0] ?? 0;
  const minor = bytes[1] ?? 0;
  const layout = layoutOfBytes(major, minor);
  if (!layout) {
    const known = major === 1;
    throw new HaluaError(
      known ? "E_MAP_VERSION" : "E_MAP_FORMAT",
      known
        ? `${path}: version ${major}.${minor} found, supported are ${supportedVersions}; use a halua that knows this HAProxy's version`
        : `${path}: not a shm-stats-file: its first bytes read as version ${major}.${minor}, supported are ${supportedVersions}; name the file of HAProxy's "shm-stats-file"`,
    );
  }
  if (bytes.length < layout.headerSize)
    throw new HaluaError(
      "E_MAP_SHORT",
      `${path}: has ${bytes.length} bytes, a version ${layout.version} header has ${layout.headerSize}; it was cut short, let HAProxy make it anew`,
    );
  return layout;
}

/**
 * One look at the file: a private copy of its bytes and pure functions on it.
 * The copy is read by `pread`, so that a file cut short meanwhile can only make
 * it shorter. Nothing here trusts a byte: whatever stands in the file, every
 * method answers.
 */
export class Snapshot {
  readonly layout: Layout;
  /** How many bytes the file had. */
  readonly fileSize: number;
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  readonly #reread: Reread | undefined;

  /**
   * `bytes` must be 8-byte aligned and hold at least the header of `layout`.
   * `reread` is used for a rate that was copied in the midst of an update.
   */
  constructor(layout: Layout, bytes: Buffer, fileSize: number = bytes.length, reread?: Reread) {
    this.#reread = reread;
    this.layout = layout;
    this.fileSize = fileSize;
    this.#bytes = bytes;
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  }

  /** The shared clock's tick. */
  get nowMs(): number {
    return this.#bytes.readUInt32LE(this.layout.nowMsOffset);
  }

  /** The shared clock in nanoseconds. */
  get nowNs(): bigint {
    return this.#bytes.readBigUInt64LE(this.layout.nowNsOffset);
  }

  /** The moment at which this copy's figures are worked out: the file's own clock. */
  get moment(): Moment {
    return momentOf(this.nowNs, this.nowMs);
  }

  /** How many objects the header says are in use; may be nonsense in a damaged file. */
  get objectsInHeader(): number {
    return this.#bytes.readInt32LE(this.layout.objectsOffset);
  }

  /** How many objects the header says the file has room for. */
  get objectsSlots(): number {
    return this.#bytes.readInt32LE(this.layout.objectsSlotsOffset);
  }

  /** How many objects can be read: those the header counts and the copy holds whole. */
  get objectCount(): number {
    const whole = Math.floor((this.#bytes.length - this.layout.headerSize) / this.layout.objectSize);
    return Math.max(0, Math.min(this.objectsInHeader, whole));
  }

  /** The fields of one slot. */
  slot(slot: number): RawSlot {
    const { slotsOffset, slotSize, slotCount, slotPidOffset, slotHeartbeatOffset } = this.layout;
    if (slot < 0 || slot >= slotCount) return { slot, ...FREE_SLOT };
    const at = slotsOffset + slot * slotSize;
    return {
      slot,
      pid: this.#bytes.readInt32LE(at + slotPidOffset),
      heartbeat: this.#bytes.readUInt32LE(at + slotHeartbeatOffset),
    };
  }

  /** Every slot whose heartbeat was ever set and not cleared, in id order. */
  occupiedSlots(): RawSlot[] {
    const found: RawSlot[] = [];
    for (let slot = 0; slot < this.layout.slotCount; slot++) {
      const raw = this.slot(slot);
      if (raw.heartbeat !== 0) found.push(raw);
    }
    return found;
  }

  /** Milliseconds until a heartbeat expires, by the file's own clock; 0 or less when it has. */
  ttl(heartbeat: number): number {
    return tickDifference(heartbeat, this.nowMs);
  }

  /**
   * An object's guid: the bytes up to the first NUL. HAProxy allows letters,
   * digits and `_ : . -`; what is not printable ASCII, in a damaged file, is
   * shown as `\xHH`, so that it can do no harm on a terminal.
   */
  guid(index: number): string {
    const start = this.#at(index) + this.layout.guidOffset;
    const end = this.#bytes.indexOf(0, start);
    const limit = start + this.layout.guidSize;
    const guid = this.#bytes.toString("latin1", start, end === -1 || end > limit ? limit : end);
    return UNPRINTABLE.test(guid) ? guid.replace(UNPRINTABLE_EACH, escapeByte) : guid;
  }

  /** An object's thread group, from 1; 0 means the object is being made or reused, and counts for nobody. */
  tgid(index: number): number {
    const at = this.#at(index) + this.layout.tgidOffset;
    return this.layout.tgidSize === 1 ? (this.#bytes[at] ?? 0) : this.#bytes.readUInt16LE(at);
  }

  /** An object's type, or undefined where the byte is none of HAProxy's. */
  type(index: number): ObjectType | undefined {
    const byte = this.#bytes[this.#at(index) + this.layout.typeOffset];
    return byte === 0 ? "frontend" : byte === 1 ? "backend" : undefined;
  }

  /** An object's users: bit n for slot n, bits of dead slots included. */
  users(index: number): bigint {
    const word = (this.#at(index) + this.layout.usersOffset) >>> 2;
    const high = this.#words[word + 1] ?? 0;
    const low = this.#words[word] ?? 0;
    return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low);
  }

  /** An object's figures at `moment`, by default this copy's own. */
  stats(index: number, type: ObjectType, moment: Moment = this.moment): Stats {
    const base = this.#at(index) >>> 2;
    if (this.#reread) this.#settleRates(this.#reread, type, base);
    return readStats(this.layout, type, this.#words, base, moment);
  }

  /** Copies again, a few times at most, the rates whose window was just being turned over. */
  #settleRates(reread: Reread, type: ObjectType, base: number): void {
    for (const { how, word } of this.layout.stats[type].derived) {
      if (how !== "rate") continue;
      for (let tries = RATE_TRIES; tries > 0; tries--) {
        if (((this.#words[base + word] ?? 0) & RATE_UPDATE_IN_PROGRESS) === 0) break;
        reread((base + word) * 4, RATE_BYTES)?.copy(this.#bytes, (base + word) * 4);
      }
    }
  }

  /** True when the index holds an object in use by the map: a known type, a thread group and a guid. */
  isObject(index: number): boolean {
    return (
      this.tgid(index) !== 0 &&
      this.type(index) !== undefined &&
      this.#bytes[this.#at(index) + this.layout.guidOffset] !== 0
    );
  }

  /** What in the header cannot be true, as short phrases; empty in a sound file. */
  implausible(): string[] {
    const found: string[] = [];
    const { objectsInHeader: used, objectsSlots: room } = this;
    if (used < 0) found.push(`${used} objects`);
    if (room < 0) found.push(`room for ${room} objects`);
    if (room >= 0 && used > room) found.push(`${used} objects in room for ${room}`);
    if (this.nowMs === 0) found.push("a clock at 0");
    return found;
  }

  #at(index: number): number {
    return this.layout.headerSize + index * this.layout.objectSize;
  }
}
