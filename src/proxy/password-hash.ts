import { createHash } from "node:crypto";
import { compareSync } from "bcryptjs";

/**
 * crypt(3)'s hashes of passwords, on node:crypto: MD5 (Kamp), SHA-256 and
 * SHA-512 (Drepper's specification). The one kept package for the SHA hashes
 * cannot be loaded by `require`, and none has MD5. bcrypt has a good one.
 */

/**
 * Whether a password, a byte string, has this hash. Which kinds there are,
 * src/config says when it reads one.
 */
export function hasHash(password: string, hash: string): boolean {
  switch (/^\$(?:1|5|6|2[aby])\$/.exec(hash)?.[0]) {
    case undefined:
      return false;
    case "$1$":
      return md5Crypt(password, hash) === hash;
    case "$5$":
      return shaCrypt(password, hash, sha256) === hash;
    case "$6$":
      return shaCrypt(password, hash, sha512) === hash;
    default:
      return compareSync(Buffer.from(password, "latin1").toString("utf8"), hash);
  }
}

/** The digest of byte strings, one behind the other, as byte string. */
function digest(algorithm: string, ...parts: string[]): string {
  return createHash(algorithm).update(parts.join(""), "latin1").digest().toString("latin1");
}

/** `text` over and over, up to a length. */
function filled(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** Rounds, each of which hashes the digest so far with the password, and now and then the salt. */
function rounds(
  count: number,
  algorithm: string,
  { start, password, salt }: { start: string; password: string; salt: string },
): string {
  let current = start;
  for (let round = 0; round < count; round++) {
    const isOdd = (round & 1) === 1;
    current = digest(
      algorithm,
      isOdd ? password : current,
      round % 3 === 0 ? "" : salt,
      round % 7 === 0 ? "" : password,
      isOdd ? current : password,
    );
  }
  return current;
}

function md5Crypt(password: string, hash: string): string {
  const salt = (hash.split("$", 3)[2] ?? "").slice(0, 8);
  let mixed = filled(digest("md5", password, salt, password), password.length);
  for (let bits = password.length; bits > 0; bits >>= 1) {
    mixed += (bits & 1) === 1 ? "\0" : password.slice(0, 1);
  }
  const start = digest("md5", password, "$1$", salt, mixed);
  const result = rounds(1000, "md5", { start, password, salt });
  return `$1$${salt}$${written(result, [0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 5], [11])}`;
}

interface ShaKind {
  readonly mark: string;
  readonly algorithm: string;
  readonly size: number;
  /** In which order the bytes of the digest are written, and the last few. */
  readonly order: readonly number[];
  readonly last: readonly number[];
}

const sha256: ShaKind = {
  mark: "$5$",
  algorithm: "sha256",
  size: 32,
  order: turns(10, [0, 10, 20]),
  last: [31, 30],
};
const sha512: ShaKind = {
  mark: "$6$",
  algorithm: "sha512",
  size: 64,
  order: turns(21, [0, 21, 42]),
  last: [63],
};

/** Triples that take the three thirds of a digest in turns. */
function turns(count: number, [a = 0, b = 0, c = 0]: readonly number[]): number[] {
  const orders = [
    [a, b, c],
    [b, c, a],
    [c, a, b],
  ];
  // SHA-256 goes through them backwards.
  const step = count === 10 ? 2 : 1;
  return Array.from({ length: count }, (_, i) => (orders[(i * step) % 3] ?? []).map((at) => at + i)).flat();
}

const roundsForm = /^rounds=([0-9]+)\$/;

function shaCrypt(password: string, hash: string, { mark, algorithm, size, order, last }: ShaKind): string {
  const settings = hash.slice(mark.length);
  const given = roundsForm.exec(settings);
  const count = given ? Math.min(999_999_999, Math.max(1000, Number(given[1]))) : 5000;
  const salt = (settings.slice(given?.[0].length ?? 0).split("$", 1)[0] ?? "").slice(0, 16);
  const { length } = password;
  const inner = digest(algorithm, password, salt, password);
  let mixed = filled(inner, length);
  for (let bits = length; bits > 0; bits >>= 1) mixed += (bits & 1) === 1 ? inner : password;
  const start = digest(algorithm, password, salt, mixed);
  const passwords = filled(digest(algorithm, password.repeat(length)), length);
  const saltCount = 16 + start.charCodeAt(0);
  const salts = filled(digest(algorithm, salt.repeat(saltCount)), salt.length);
  const result = rounds(count, algorithm, { start, password: passwords, salt: salts });
  const shown = given ? `rounds=${count}$` : "";
  return `${mark}${shown}${salt}$${written(result.slice(0, size), order, last)}`;
}

const alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Three bytes of a digest become four characters, six bits each, the lowest first; the last few bytes become fewer. */
function written(bytes: string, order: readonly number[], last: readonly number[]): string {
  let text = "";
  for (let i = 0; i < order.length; i += 3) text += characters(bytes, order.slice(i, i + 3), 4);
  return text + characters(bytes, last, last.length + 1);
}

function characters(bytes: string, order: readonly number[], count: number): string {
  const value = order.reduce((sum, at) => (sum << 8) | bytes.charCodeAt(at), 0);
  return Array.from({ length: count }, (_, i) => alphabet.charAt((value >> (6 * i)) & 63)).join("");
}
