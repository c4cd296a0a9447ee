import { constants, crc32, deflateRawSync } from "node:zlib";
import type { CompressionAlgorithm } from "../../config/types.ts";

/** Makes one compressed payload, piece by piece. */
export interface Encoder {
  /** Whether what comes out is smaller, or meant to be. */
  readonly compresses: boolean;
  /** What `data` becomes: it can be read as soon as it has come. Empty data is flushed already. `isLast` ends the payload. */
  encode(data: Buffer, isLast: boolean): Buffer;
}

/** An encoder for one payload; `level` is zlib's, 1 to 9. */
export function encoderOf(algorithm: CompressionAlgorithm, level: number): Encoder {
  switch (algorithm) {
    case "identity":
      return { compresses: false, encode: (data) => data };
    case "raw-deflate":
      return new Deflate(level, none);
    case "deflate":
      return new Deflate(level, new Adler());
    case "gzip":
      return new Deflate(level, new Gzip());
  }
}

/** What a format puts around deflated data. */
interface Wrapping {
  readonly head: Buffer;
  /** Sees all data as it was. */
  add(data: Buffer): void;
  /** Behind the deflated data. */
  tail(): Buffer;
}

const nothing = Buffer.alloc(0);
const none: Wrapping = { head: nothing, add: () => undefined, tail: () => nothing };

/** RFC 1952: no name, no time, made on Unix. */
class Gzip implements Wrapping {
  readonly head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  #sum = 0;
  #length = 0;

  add(data: Buffer): void {
    // Of no data zlib begins anew.
    if (data.length > 0) this.#sum = crc32(data, this.#sum);
    this.#length = (this.#length + data.length) % 2 ** 32;
  }

  tail(): Buffer {
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(this.#sum);
    tail.writeUInt32LE(this.#length, 4);
    return tail;
  }
}

const adlerBase = 65_521;
/** So many bytes can be added up before 32 bits are full. */
const adlerRun = 5552;

/** RFC 1950: a window of 32 kB, the fastest level. */
class Adler implements Wrapping {
  readonly head = Buffer.from([0x78, 0x01]);
  #low = 1;
  #high = 0;

  add(data: Buffer): void {
    for (let at = 0; at < data.length; at += adlerRun) {
      for (const byte of data.subarray(at, at + adlerRun)) {
        this.#low += byte;
        this.#high += this.#low;
      }
      this.#low %= adlerBase;
      this.#high %= adlerBase;
    }
  }

  tail(): Buffer {
    const tail = Buffer.alloc(4);
    tail.writeUInt16BE(this.#high);
    tail.writeUInt16BE(this.#low, 2);
    return tail;
  }
}

/** How far deflated data may refer back. */
const windowSize = 32_768;

/**
 * Deflates each piece by itself, with what came before as its dictionary: the
 * pieces make one stream, and between them there is no state but the last
 * 32 kB of data. zlib's streams would keep 256 kB each, and can only be
 * waited for.
 */
class Deflate implements Encoder {
  readonly compresses = true;
  readonly #level: number;
  readonly #wrapping: Wrapping;
  #window = nothing;
  #begun = false;

  constructor(level: number, wrapping: Wrapping) {
    this.#level = level;
    this.#wrapping = wrapping;
  }

  encode(data: Buffer, isLast: boolean): Buffer {
    if (data.length === 0 && !isLast) return nothing;
    const parts: Buffer[] = this.#begun ? [] : [this.#wrapping.head];
    this.#begun = true;
    this.#wrapping.add(data);
    parts.push(
      deflateRawSync(data, {
        level: this.#level,
        finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
        ...(this.#window.length > 0 && { dictionary: this.#window }),
      }),
    );
    if (isLast) parts.push(this.#wrapping.tail());
    else this.#remember(data);
    return Buffer.concat(parts);
  }

  #remember(data: Buffer): void {
    const missing = windowSize - data.length;
    // A copy: the buffer that the data stands in is used again.
    this.#window =
      missing > 0
        ? Buffer.concat([this.#window.subarray(-missing), data])
        : Buffer.from(data.subarray(-windowSize));
  }
}
