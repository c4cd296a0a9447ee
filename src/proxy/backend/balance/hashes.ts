import { crc32 } from "node:zlib";
import type { HashType } from "../../../config/types.ts";

/** Unsigned 32-bit hashes of byte strings, with HAProxy's results (hash.c). */
export type Hash = (text: string) => number;

const hashes: Readonly<Record<HashType["hash"], Hash>> = {
  sdbm: (text) => {
    let hash = 0;
    for (let i = 0; i < text.length; i++) {
      hash = (text.charCodeAt(i) + (hash << 6) + (hash << 16) - hash) | 0;
    }
    return hash >>> 0;
  },
  djb2: (text) => {
    let hash = 5381;
    for (let i = 0; i < text.length; i++) hash = ((hash << 5) + hash + text.charCodeAt(i)) | 0;
    return hash >>> 0;
  },
  wt6,
  crc32: (text) => crc32(Buffer.from(text, "latin1")),
  none: (text) => Number(BigInt.asUintN(32, leadingInteger(text))),
};

function wt6(text: string): number {
  let h0 = 0xa53c965a | 0;
  let h1 = 0x5ca6953a | 0;
  let step0 = 6;
  let step1 = 18;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h0 = ~(h0 ^ code);
    h1 = ~(h1 + code);
    // A shift by 32 is one by 0 on the processors HAProxy runs on, as it is here.
    const turned = (h1 << step0) | (h1 >>> (32 - step0));
    h1 = (h0 << step1) | (h0 >>> (32 - step1));
    h0 = turned;
    const steps = ((h0 >>> 16) ^ h1) & 0xffff;
    step0 = steps & 31;
    step1 = steps >>> 11;
  }
  return (h0 ^ h1) >>> 0;
}

/** The 64-bit integer at the start of a text, held within its range (read_int64). */
function leadingInteger(text: string): bigint {
  const [, sign, digits] = /^([+-]?)([0-9]+)/.exec(text) ?? [];
  if (digits === undefined) return 0n;
  const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
  const most = 2n ** 63n;
  if (value >= most) return most - 1n;
  return value < -most ? -most : value;
}

/** Spreads a hash over all 32 bits (full_hash in intops.h). */
export function avalanche(value: number): number {
  let a = value | 0;
  a = (a + 0x7ed55d16 + (a << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = ((a + 0xd3a2646c) | 0) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3221225473) >>> 0;
}

/** What `hash-type` makes of a key. */
export function hashOf({ hash, avalanche: spread }: HashType): Hash {
  const plain = hashes[hash];
  return spread ? (text) => avalanche(plain(text)) : plain;
}
