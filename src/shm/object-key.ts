import { HaluaError } from "../errors.ts";
import type { Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { ObjectType } from "./stat-names.ts";

/** What an object is for: HAProxy keeps one for each guid, type and thread group. */
export interface ObjectKey {
  readonly guid: string;
  readonly type: ObjectType;
  readonly tgid: number;
}

const TYPE_BYTES: Readonly<Record<ObjectType, number>> = { frontend: 0, backend: 1 };

/**
 * A key in the form it has in the file, for comparing with and writing to the
 * objects of a {@link Memory}. All methods take the byte an object begins at.
 */
export class KeyBytes {
  readonly key: ObjectKey;
  readonly #layout: Layout;
  readonly #guid: Uint8Array;
  readonly #type: number;

  /** Throws E_USAGE for a guid or thread group that the file cannot hold. */
  constructor(layout: Layout, key: ObjectKey) {
    const guid = Buffer.from(key.guid, "latin1");
    const longest = layout.guidSize - 1;
    if (guid.length === 0 || guid.length > longest || !/^[A-Za-z0-9_:.-]+$/.test(key.guid))
      throw new HaluaError(
        "E_USAGE",
        `guid ${JSON.stringify(key.guid)}: must be 1 to ${longest} of the characters A-Z a-z 0-9 _ : . -`,
      );
    const most = 2 ** (8 * layout.tgidSize) - 1;
    if (!Number.isInteger(key.tgid) || key.tgid < 1 || key.tgid > most)
      throw new HaluaError(
        "E_USAGE",
        `guid ${key.guid}: thread group ${key.tgid} does not exist, version ${layout.version} has 1 to ${most}`,
      );
    this.key = key;
    this.#layout = layout;
    this.#guid = guid;
    this.#type = TYPE_BYTES[key.type];
  }

  /** True when the object carries this guid and type, whatever its thread group. */
  hasName(memory: Memory, base: number): boolean {
    const { u8 } = memory;
    if (u8[base + this.#layout.typeOffset] !== this.#type) return false;
    const start = base + this.#layout.guidOffset;
    const guid = this.#guid;
    if (u8[start + guid.length] !== 0) return false;
    // From the end: guids of one configuration begin alike.
    for (let index = guid.length - 1; index >= 0; index--)
      if (u8[start + index] !== guid[index]) return false;
    return true;
  }

  /** True when the object is the one of this key. */
  matches(memory: Memory, base: number): boolean {
    return loadTgid(memory, base) === this.key.tgid && this.hasName(memory, base);
  }

  /** Writes guid and type, and zeros over everything that counts. Only for an object nobody else may use. */
  fill(memory: Memory, base: number): void {
    const { objectSize, dataOffset, guidOffset, guidSize, typeOffset } = this.#layout;
    memory.u8.fill(0, base + dataOffset, base + objectSize);
    memory.u8.fill(0, base + guidOffset, base + guidOffset + guidSize);
    memory.u8.set(this.#guid, base + guidOffset);
    memory.u8[base + typeOffset] = this.#type;
  }

  /** Makes a filled object visible: HAProxy takes it for one once its thread group is not 0. */
  publish(memory: Memory, base: number): void {
    storeTgid(memory, base, this.key.tgid);
  }
}

/** The thread group of the object at byte `base`. */
export function loadTgid(memory: Memory, base: number): number {
  const at = base + memory.layout.tgidOffset;
  return memory.layout.tgidSize === 1 ? Atomics.load(memory.u8, at) : Atomics.load(memory.u16, at >>> 1);
}

/** Sets the thread group of the object at byte `base`; 0 hides it from everybody. */
export function storeTgid(memory: Memory, base: number, tgid: number): void {
  const at = base + memory.layout.tgidOffset;
  if (memory.layout.tgidSize === 1) Atomics.store(memory.u8, at, tgid);
  else Atomics.store(memory.u16, at >>> 1, tgid);
}
