/** Hashes and digests. Those of 32 bits take an argument that stirs the result once more. */
import { createHash, createHmac } from "node:crypto";
import { isVariable } from "../catalog/argument-values.ts";
import { binary, integer } from "../sample.ts";
import { base64Bytes } from "./encodings.ts";
import { bytesOf, numberAt, textAt, type Converter } from "./converter.ts";
import { xxh3 } from "./xxh3.ts";
import { xxh32, xxh64 } from "./xxhash.ts";

/** Bob Jenkins' mixing of 32 bits (https://burtleburtle.net/bob/hash/integer.html), then spread by a prime. */
export function stir(hash: number): number {
  let mixed = (hash + 0x7ed55d16 + (hash << 12)) | 0;
  mixed = mixed ^ 0xc761c23c ^ (mixed >>> 19);
  mixed = (mixed + 0x165667b1 + (mixed << 5)) | 0;
  mixed = (mixed + 0xd3a2646c) ^ (mixed << 9);
  mixed = (mixed + 0xfd7046c5 + (mixed << 3)) | 0;
  return Math.imul(mixed ^ 0xb55a4f09 ^ (mixed >>> 16), 3_221_225_473) >>> 0;
}

const hash32 =
  (hash: (bytes: Buffer) => number): Converter =>
  (args) => {
    const stirred = (numberAt(args, 0) ?? 0) !== 0;
    return (sample) => {
      const value = hash(Buffer.from(bytesOf(sample), "latin1")) >>> 0;
      return integer(stirred ? stir(value) : value);
    };
  };

/** A table of the remainders of all bytes, for a reflected polynomial. */
function crcTable(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    return crc;
  });
}

function crc(polynomial: number): (bytes: Buffer) => number {
  const table = crcTable(polynomial);
  return (bytes) => {
    let value = -1;
    for (const byte of bytes) value = (value >>> 8) ^ (table[(value ^ byte) & 255] ?? 0);
    return ~value;
  };
}

/** Castagnoli's checksum. */
export const crc32c = crc(0x82f63b78);

const djb2 = (bytes: Buffer): number => bytes.reduce((hash, byte) => (Math.imul(hash, 33) + byte) | 0, 5381);

const sdbm = (bytes: Buffer): number => bytes.reduce((hash, byte) => (Math.imul(hash, 65599) + byte) | 0, 0);

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** HAProxy's own hash: two halves that turn each other by amounts taken from their bits. */
function wt6(bytes: Buffer): number {
  let left = 0xa53c965a | 0;
  let right = 0x5ca6953a;
  let [leftTurn, rightTurn] = [6, 18];
  for (const byte of bytes) {
    const [a, b] = [~(left ^ byte), ~(right + byte)];
    left = rotate(b, leftTurn);
    right = rotate(a, rightTurn);
    const turns = ((left >>> 16) ^ right) & 0xffff;
    leftTurn = turns & 31;
    rightTurn = turns >>> 11;
  }
  return left ^ right;
}

const seeded =
  (hash: (bytes: Buffer, seed: bigint) => bigint): Converter =>
  (args) => {
    const seed = BigInt.asUintN(64, BigInt(args[0]?.value ?? 0));
    return (sample) => integer(BigInt.asIntN(64, hash(Buffer.from(bytesOf(sample), "latin1"), seed)));
  };

/** The name that Node has for a digest of OpenSSL's. */
const digestName = (name: string): string => name.replace(/^sha2-/i, "sha").replaceAll("/", "-");

const digest =
  (name: (args: Parameters<Converter>[0]) => string): Converter =>
  (args) => {
    const algorithm = digestName(name(args));
    return (sample) => {
      try {
        return binary(createHash(algorithm).update(bytesOf(sample), "latin1").digest().toString("latin1"));
      } catch {
        // A digest that OpenSSL knows by name only.
        return undefined;
      }
    };
  };

const hmac: Converter = (args) => {
  const algorithm = digestName(textAt(args, 0));
  const written = textAt(args, 1);
  const constant = Buffer.from(written, "base64");
  return (sample, context) => {
    const found = isVariable(written) ? base64Bytes(context.variable(written)) : constant;
    if (found === undefined) return undefined;
    const key = typeof found === "string" ? Buffer.from(found, "latin1") : found;
    try {
      return binary(createHmac(algorithm, key).update(bytesOf(sample), "latin1").digest().toString("latin1"));
    } catch {
      return undefined;
    }
  };
};

export const HASH_CONVERTERS: Readonly<Record<string, Converter>> = {
  crc32: hash32(crc(0xedb88320)),
  crc32c: hash32(crc32c),
  djb2: hash32(djb2),
  sdbm: hash32(sdbm),
  wt6: hash32(wt6),
  xxh32: (args) => {
    const seed = Number(BigInt.asUintN(32, BigInt(args[0]?.value ?? 0)));
    return (sample) => integer(xxh32(Buffer.from(bytesOf(sample), "latin1"), seed));
  },
  xxh64: seeded(xxh64),
  xxh3: seeded(xxh3),
  sha1: digest(() => "sha1"),
  sha2: digest((args) => `sha${numberAt(args, 0) ?? 256}`),
  digest: digest((args) => textAt(args, 0)),
  hmac,
};
