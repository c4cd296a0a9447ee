import { HaluaError } from "../errors.ts";
import { pass } from "./fault-points.ts";
import { nextRoom } from "./growth.ts";
import type { MapFile } from "./map-file.ts";
import type { Memory } from "./memory.ts";
import { loadTgid, storeTgid, type KeyBytes } from "./object-key.ts";
import { heartbeatIsStale, tickDifference } from "./ticks.ts";

/** After a vain search for a dead object the next waits this long, as in HAProxy: it is likely vain too. */
const REUSE_PAUSE_MS = 50;

/** How often, and how long each time, an object that another process is making is waited for. */
const PENDING_TRIES = 40;
const PENDING_WAIT_MS = 0.5;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Who asks: its slot's bit in `users`, and the moment, as a tick. */
export interface Asker {
  readonly slot: number;
  readonly now: number;
}

/**
 * The objects of a mapped file, as a member changes them: found, adopted,
 * reused, added. Every method touches the mapped memory, so the caller makes
 * sure that the file is whole first.
 *
 * The protocol is HAProxy's (its statistics file), made stricter in two places
 * where it relies on processes not starting at the same moment: an index is
 * taken by compare-and-swap of the count before it is written to, and whoever
 * makes an object looks for others making the same one before it shows it.
 */
export class ObjectTable {
  readonly #file: MapFile;
  readonly #maxObjects: number;
  #memory: Memory;
  /** Indexes whose only user was the former owner of our slot: ours to adopt, although nobody uses them. */
  readonly #inherited = new Set<number>();
  #reuseFailedAt: number | undefined;

  constructor(file: MapFile, memory: Memory, maxObjects: number) {
    this.#file = file;
    this.#memory = memory;
    this.#maxObjects = maxObjects;
  }

  /** The memory that objects found last lie in; a new, larger one when the file outgrew the old. */
  get memory(): Memory {
    return this.#memory;
  }

  /** The byte an object begins at. */
  base(index: number): number {
    const { headerSize, objectSize } = this.#memory.layout;
    return headerSize + index * objectSize;
  }

  /** How many objects are in use and may be touched. Throws E_MAP_FORMAT for a count that cannot be. */
  count(): number {
    const { layout } = this.#memory;
    const count = Atomics.load(this.#memory.i32, layout.objectsOffset >>> 2);
    const size = this.#file.size();
    if (count < 0 || this.base(count) > size)
      throw new HaluaError(
        "E_MAP_FORMAT",
        `${this.#file.path}: counts ${count} objects, its ${size} bytes hold ${Math.max(0, Math.floor((size - layout.headerSize) / layout.objectSize))}; the file is damaged, let HAProxy make it anew`,
      );
    if (this.base(count) > this.#memory.byteLength)
      this.#memory = this.#memory.remap(this.#file, count + this.#maxObjects);
    return count;
  }

  /**
   * Takes over a slot from whoever had it: its bit is cleared from all objects,
   * but for the indexes in `own`, and those that this leaves without any user
   * are remembered as adoptable.
   */
  inherit({ slot }: Asker, own: ReadonlySet<number>): void {
    const bit = bitOf(slot);
    this.#inherited.clear();
    for (let index = 0, count = this.count(); index < count; index++) {
      if (own.has(index)) continue;
      const before = Atomics.and(this.#memory.u64, this.#users(index), ~bit);
      if (before === bit) this.#inherited.add(index);
      pass("claim inherit");
    }
  }

  /** Adopts the key's object if one is in use, else reuses a dead one or adds one; its index. Throws E_MAP_FULL, E_MAP_FORMAT. */
  obtain(key: KeyBytes, asker: Asker): number {
    for (let attempt = 0; ; attempt++) {
      const adopted = this.#adopt(key, asker);
      if (adopted !== undefined) return adopted;
      const index = this.#reuse(asker) ?? this.#append(asker);
      key.fill(this.#memory, this.base(index));
      pass("add name");
      if (attempt >= PENDING_TRIES || this.#isOnlyMaker(key, index)) {
        key.publish(this.#memory, this.base(index));
        pass("add publish");
        return index;
      }
      this.#withdraw(index, asker);
      pause();
    }
  }

  /**
   * Puts the bit back on an object that was ours, after our slot was lost; false
   * when the object has become another's meanwhile.
   */
  regain(key: KeyBytes, index: number, { slot }: Asker): boolean {
    const base = this.base(index);
    if (index >= this.count()) return false;
    const bit = bitOf(slot);
    const before = Atomics.or(this.#memory.u64, this.#users(index), bit);
    if (key.matches(this.#memory, base)) return true;
    if ((before & ~bit) === 0n && loadTgid(this.#memory, base) === 0 && key.hasName(this.#memory, base)) {
      // Somebody began to reuse it and, seeing our bit, gave up: it is whole but hidden.
      key.publish(this.#memory, base);
      return true;
    }
    this.drop(index, slot);
    return false;
  }

  /** True while the object at `index` is the key's and carries the slot's bit. */
  isOurs(key: KeyBytes, index: number, slot: number): boolean {
    const users = Atomics.load(this.#memory.u64, this.#users(index));
    return (users & bitOf(slot)) !== 0n && key.matches(this.#memory, this.base(index));
  }

  /** Takes the slot's bit off an object. */
  drop(index: number, slot: number): void {
    Atomics.and(this.#memory.u64, this.#users(index), ~bitOf(slot));
    pass("release users");
  }

  #adopt(key: KeyBytes, asker: Asker): number | undefined {
    const count = this.count();
    const alive = this.#beating(asker.now);
    let found: number | undefined;
    for (let index = 0; index < count; index++) {
      if (!key.matches(this.#memory, this.base(index))) continue;
      const users = Atomics.load(this.#memory.u64, this.#users(index));
      if (users === 0n && !this.#inherited.has(index)) continue;
      // Of doubled objects the one that somebody alive counts on is the right one.
      if ((users & alive) !== 0n) {
        found = index;
        break;
      }
      found ??= index;
    }
    if (found === undefined) return undefined;
    const before = Atomics.or(this.#memory.u64, this.#users(found), bitOf(asker.slot));
    pass("adopt users");
    const wasUsed = before !== 0n || this.#inherited.has(found);
    if (wasUsed && key.matches(this.#memory, this.base(found))) {
      this.#inherited.delete(found);
      return found;
    }
    this.drop(found, asker.slot);
    this.#inherited.delete(found);
    return undefined;
  }

  /** Takes an object that no live slot uses; its index, hidden and with our bit alone. */
  #reuse(asker: Asker): number | undefined {
    const failedAt = this.#reuseFailedAt;
    if (failedAt !== undefined && tickDifference(asker.now, failedAt) < REUSE_PAUSE_MS) return undefined;
    this.#reuseFailedAt = undefined;
    const count = this.count();
    const alive = this.#beating(asker.now);
    for (let index = 0; index < count; index++) {
      if (this.#inherited.has(index)) continue;
      const users = Atomics.load(this.#memory.u64, this.#users(index));
      if ((users & alive) === 0n && this.#seize(index, users, asker)) return index;
    }
    this.#reuseFailedAt = asker.now;
    return undefined;
  }

  /** Takes the next index, making the file larger where needed. */
  #append(asker: Asker): number {
    const { layout } = this.#memory;
    for (;;) {
      const count = this.count();
      if (count >= this.#maxObjects)
        throw new HaluaError(
          "E_MAP_FULL",
          `${this.#file.path}: holds ${count} objects, the most allowed is ${this.#maxObjects}; allow more objects ("shm-stats-file-max-objects" in HAProxy)`,
        );
      this.#makeRoom(count + 1);
      const index = layout.objectsOffset >>> 2;
      if (Atomics.compareExchange(this.#memory.i32, index, count, count + 1) !== count) continue;
      pass("add count");
      // After a map reset old content may stand here: it is taken as any dead object is.
      const users = Atomics.load(this.#memory.u64, this.#users(count));
      if (this.#seize(count, users, asker)) return count;
    }
  }

  #makeRoom(objects: number): void {
    const { layout } = this.#memory;
    const index = layout.objectsSlotsOffset >>> 2;
    const room = Atomics.load(this.#memory.i32, index);
    if (room < 0)
      throw new HaluaError(
        "E_MAP_FORMAT",
        `${this.#file.path}: has room for ${room} objects; the file is damaged, let HAProxy make it anew`,
      );
    if (objects > room) {
      // The file first and then the figure, so that the figure never promises too much.
      const more = nextRoom(room) - room;
      this.#file.append(more * layout.objectSize);
      pass("grow file");
      Atomics.add(this.#memory.i32, index, more);
      pass("grow room");
    }
    if (this.base(objects) > this.#file.size())
      throw new HaluaError(
        "E_MAP_SHORT",
        `${this.#file.path}: has room for ${Math.max(room, objects)} objects by its header but not in its bytes; it was cut short, let HAProxy make it anew`,
      );
  }

  /** HAProxy's way to own a dead object: users to 0, hide it, users to our bit; false if somebody came between. */
  #seize(index: number, users: bigint, { slot }: Asker): boolean {
    const { u64 } = this.#memory;
    const at = this.#users(index);
    if (Atomics.compareExchange(u64, at, users, 0n) !== users) return false;
    pass("seize users");
    storeTgid(this.#memory, this.base(index), 0);
    pass("seize hide");
    if (Atomics.compareExchange(u64, at, 0n, bitOf(slot)) !== 0n) return false;
    pass("seize own");
    return true;
  }

  #withdraw(index: number, { slot }: Asker): void {
    // Nameless first: HAProxy up to 3.4 looks up the name of an object without thread group.
    this.#memory.u8[this.base(index) + this.#memory.layout.guidOffset] = 0;
    this.drop(index, slot);
  }

  /**
   * Decides between processes that make the same object at once. Each shows its
   * name before it looks, so of two at least one sees the other: the one with
   * the lower index waits for the other to give way, the other gives way. An
   * owner that died halfway is waited for only a moment.
   */
  #isOnlyMaker(key: KeyBytes, own: number): boolean {
    for (let attempt = 0; attempt < PENDING_TRIES; attempt++) {
      let pendingAbove = false;
      for (let index = 0, count = this.count(); index < count; index++) {
        if (index === own || !key.hasName(this.#memory, this.base(index))) continue;
        if (Atomics.load(this.#memory.u64, this.#users(index)) === 0n) continue;
        const tgid = loadTgid(this.#memory, this.base(index));
        if (tgid === key.key.tgid || (tgid === 0 && index < own)) return false;
        if (tgid === 0) pendingAbove = true;
      }
      if (!pendingAbove) return true;
      pause();
    }
    return true;
  }

  /** Bit n for each slot n whose heartbeat has not run out. */
  #beating(now: number): bigint {
    const { layout, u32 } = this.#memory;
    let mask = 0n;
    for (let slot = 0; slot < layout.slotCount; slot++) {
      const at = layout.slotsOffset + slot * layout.slotSize + layout.slotHeartbeatOffset;
      if (!heartbeatIsStale(Atomics.load(u32, at >>> 2), now)) mask |= bitOf(slot);
    }
    return mask;
  }

  #users(index: number): number {
    return (this.base(index) + this.#memory.layout.usersOffset) >>> 3;
  }
}

/** The bit a slot has in `users`. */
export function bitOf(slot: number): bigint {
  return 1n << BigInt(slot);
}

function pause(): void {
  Atomics.wait(sleeper, 0, 0, PENDING_WAIT_MS);
}
