import fs from "node:fs";
import { findLayout, type Layout } from "../../../src/shm/layout.ts";

/** Writes single fields of a map file, as another process would halfway through something. */
export class Poke {
  readonly layout: Layout;
  readonly #file: string;

  constructor(file: string, version = "1.2") {
    this.#file = file;
    this.layout = findLayout(version)!;
  }

  slot(slot: number, fields: { pid?: number; heartbeat?: number }): void {
    const { slotsOffset, slotSize, slotPidOffset, slotHeartbeatOffset } = this.layout;
    const at = slotsOffset + slot * slotSize;
    if (fields.pid !== undefined) this.#write(at + slotPidOffset, i32(fields.pid));
    if (fields.heartbeat !== undefined) this.#write(at + slotHeartbeatOffset, i32(fields.heartbeat | 0));
  }

  /** How many objects the header counts. */
  objects(count: number): void {
    this.#write(this.layout.objectsOffset, i32(count));
  }

  users(index: number, users: bigint): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(users);
    this.#write(this.#object(index) + this.layout.usersOffset, bytes);
  }

  tgid(index: number, tgid: number): void {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(tgid);
    this.#write(this.#object(index) + this.layout.tgidOffset, bytes);
  }

  guid(index: number, guid: string): void {
    this.#write(this.#object(index) + this.layout.guidOffset, Buffer.from(`${guid}\0`));
  }

  /** Zeros a whole object, as a HAProxy does that adds one at the same moment. */
  wipe(index: number): void {
    this.#write(this.#object(index), Buffer.alloc(this.layout.objectSize));
  }

  /** The tick of a backend's session rate. */
  rateTick(index: number, tick: number): void {
    const { word } = this.layout.stats.backend.derivedByName.get("rate")!;
    this.#write(this.#object(index) + 4 * word, i32(tick | 0));
  }

  #object(index: number): number {
    return this.layout.headerSize + index * this.layout.objectSize;
  }

  #write(offset: number, bytes: Buffer): void {
    const fd = fs.openSync(this.#file, "r+");
    fs.writeSync(fd, bytes, 0, bytes.length, offset);
    fs.closeSync(fd);
  }
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
