import { HaluaError } from "../errors.ts";
import type { Layout } from "./layout.ts";
import { reasonOf, type MapFile } from "./map-file.ts";
import { mmap } from "./mapping.ts";

/** What mmap-io can map: it takes sizes as signed 32-bit integers. */
const MOST_BYTES = 2 ** 31 - 8;

/**
 * Memory that counters and slots live in, as the typed arrays that `Atomics`
 * works on: the mapped file, or (for a member without a slot) private memory of
 * the same form. All offsets are bytes.
 *
 * Touching mapped memory past the end of the file kills the process with
 * SIGBUS, so whoever writes checks the file's size first (see `Guard`).
 */
export class Memory {
  readonly layout: Layout;
  readonly byteLength: number;
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly u64: BigUint64Array;

  private constructor(layout: Layout, bytes: Uint8Array) {
    const { buffer, byteOffset, byteLength } = bytes;
    this.layout = layout;
    this.byteLength = byteLength;
    this.u8 = bytes;
    this.u16 = new Uint16Array(buffer, byteOffset, byteLength >>> 1);
    this.u32 = new Uint32Array(buffer, byteOffset, byteLength >>> 2);
    this.i32 = new Int32Array(buffer, byteOffset, byteLength >>> 2);
    this.u64 = new BigUint64Array(buffer, byteOffset, byteLength >>> 3);
  }

  /**
   * Maps room for a header and `objects` objects, more than the file may have
   * yet: so growing it needs no second mapping, as in HAProxy. The mapping goes
   * when nothing refers to it any more.
   *
   * Throws E_MAP_OPEN.
   */
  static map(file: MapFile, layout: Layout, objects: number): Memory {
    const size = layout.headerSize + objects * layout.objectSize;
    if (size > MOST_BYTES)
      throw new HaluaError(
        "E_MAP_FULL",
        `${file.path}: ${objects} objects take ${size} bytes, at most ${MOST_BYTES} can be mapped; allow fewer objects`,
      );
    return new Memory(layout, mapBytes(file, size, `lower the highest number of objects (${objects})`));
  }

  /** A larger mapping of the same file; this one stays usable. */
  remap(file: MapFile, objects: number): Memory {
    return Memory.map(file, this.layout, objects);
  }

  /** Private memory for one object, of the same form as one in the file. */
  static ofOneObject(layout: Layout): Memory {
    return new Memory(layout, new Uint8Array(layout.objectSize));
  }
}

/** Maps the first `size` bytes of a file to share them. Throws E_MAP_OPEN, naming `wayOut`. */
export function mapBytes(file: MapFile, size: number, wayOut: string): Uint8Array {
  try {
    const { PROT_READ, PROT_WRITE, MAP_SHARED } = mmap;
    const protection = (PROT_READ | PROT_WRITE) as 3;
    return mmap.map(size & ~7, protection, MAP_SHARED, file.fd);
  } catch (error) {
    throw new HaluaError(
      "E_MAP_OPEN",
      `${file.path}: cannot map ${size} bytes: ${reasonOf(error)}; ${wayOut}`,
    );
  }
}
