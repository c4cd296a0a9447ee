import { createHash } from "node:crypto";
import { compareSync } from "bcryptjs";
import { verify } from "unixcrypt";

/**
 * Whether a password has the hash that crypt(3) made of it. Which kinds there
 * are, src/config says when it reads a hash: MD5 (`$1$`), SHA-256 (`$5$`),
 * SHA-512 (`$6$`) and bcrypt (`$2a$`, `$2b$`, `$2y$`).
 * @param password byte string; one that is not UTF-8 matches MD5 hashes only, as the libraries take texts
 */
export function hasHash(password: string, hash: string): boolean {
  if (hash.startsWith("$1$")) return md5Crypt(password, hash) === hash;
  const text = Buffer.from(password, "latin1").toString("utf8");
  if (/^\$2[aby]\$/.test(hash)) return compareSync(text, hash);
  try {
    return /^\$[56]\$/.test(hash) && verify(text, hash);
  } catch {
    // A hash whose settings are out of range.
    return false;
  }
}

const alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** In which order the bytes of the digest are written, three to four characters. */
const written = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const;

/** Poul-Henning Kamp's MD5-based hash: no kept library computes it. */
function md5Crypt(password: string, hash: string): string {
  const salt = (hash.split("$", 3)[2] ?? "").slice(0, 8);
  const md5 = (...parts: string[]): string =>
    createHash("md5").update(parts.join(""), "latin1").digest().toString("latin1");
  const inner = md5(password, salt, password);
  let mixed = "";
  for (let left = password.length; left > 0; left -= 16) mixed += inner.slice(0, Math.min(16, left));
  for (let bits = password.length; bits > 0; bits >>= 1) {
    mixed += (bits & 1) === 1 ? "\0" : password.slice(0, 1);
  }
  let digest = md5(password, "$1$", salt, mixed);
  for (let round = 0; round < 1000; round++) {
    const isOdd = (round & 1) === 1;
    digest = md5(
      isOdd ? password : digest,
      round % 3 === 0 ? "" : salt,
      round % 7 === 0 ? "" : password,
      isOdd ? digest : password,
    );
  }
  const byte = (i: number): number => digest.charCodeAt(i);
  const groups = written.map(([a, b, c]) => characters((byte(a) << 16) | (byte(b) << 8) | byte(c), 4));
  return `$1$${salt}$${groups.join("")}${characters(byte(11), 2)}`;
}

/** A number, six bits a character, the lowest first. */
function characters(value: number, count: number): string {
  return Array.from({ length: count }, (_, i) => alphabet.charAt((value >> (6 * i)) & 63)).join("");
}
