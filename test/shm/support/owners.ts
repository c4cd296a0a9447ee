import fs from "node:fs";
import mmapIo from "mmap-io";

const mmap = mmapIo as unknown as typeof mmapIo.default;
const SLOTS = 64;

/**
 * Who owns which slot, told by the owners themselves in a file of its own that
 * all processes of a test share: so a second owner of a slot is noticed the
 * moment it appears.
 */
export class Owners {
  readonly #pids: Int32Array;

  constructor(file: string) {
    const fd = fs.openSync(file, "r+");
    const bytes = mmap.map(SLOTS * 4, 3, mmap.MAP_SHARED, fd);
    this.#pids = new Int32Array(bytes.buffer, bytes.byteOffset, SLOTS);
    fs.closeSync(fd);
  }

  static make(file: string): Owners {
    fs.writeFileSync(file, Buffer.alloc(SLOTS * 4));
    return new Owners(file);
  }

  /** Enters an owner; the pid of another that is in already, else 0. */
  enter(slot: number, pid: number): number {
    return Atomics.compareExchange(this.#pids, slot, 0, pid);
  }

  /** Takes an owner out; true if it was the one that was in. */
  leave(slot: number, pid: number): boolean {
    return Atomics.compareExchange(this.#pids, slot, pid, 0) === pid;
  }
}
