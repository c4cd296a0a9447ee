/** Converters between texts and other spellings of them. */
import { cast, integer, narrow, type Sample } from "../sample.ts";
import { bytesOf, numberAt, onBytes, onText, textAt, type Converter } from "./converter.ts";

const encode = (value: string, encoding: BufferEncoding): string =>
  Buffer.from(value, "latin1").toString(encoding);

const decode = (value: string, encoding: BufferEncoding): string =>
  Buffer.from(value, encoding).toString("latin1");

/** Base64 with all its padding, and nothing else; several padded parts may follow each other. */
export function fromBase64(value: string): string | undefined {
  const parts = value.match(/.{4}/g) ?? [];
  if (value.length % 4 !== 0 || !parts.every((part) => /^[A-Za-z0-9+/]+={0,3}$/.test(part))) return undefined;
  return parts.map((part) => decode(part, "base64")).join("");
}

/** Base64 for URLs, which has no padding: HAProxy reads that of others as one more digit, the last. */
export function fromBase64Url(value: string): string | undefined {
  if (value.length % 4 === 1 || !/^[A-Za-z0-9_=-]*$/.test(value)) return undefined;
  return decode(value.replaceAll("=", "_"), "base64url");
}

/** The bytes in pieces of `size`; with `whole` a shorter rest is left out. */
function chunks(value: string, size: number, whole: boolean): string[] {
  const parts: string[] = [];
  const end = whole ? value.length - size + 1 : value.length;
  for (let at = 0; at < end; at += size) parts.push(value.slice(at, at + size));
  return parts;
}

/** Numbers of the pieces of a binary, with a separator between them. */
const numbers = (numberOf: (bytes: Buffer) => bigint): Converter =>
  onText((value, args) =>
    chunks(value, numberAt(args, 1) ?? 1, numberAt(args, 2) === 1)
      .map((part) => String(BigInt.asUintN(64, numberOf(Buffer.from(part, "latin1")))))
      .join(textAt(args, 0)),
  );

const bigEndian = (bytes: Buffer): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** As HAProxy shifts: in 32 bits with a sign, so that larger pieces come out as they do there. */
const littleEndian = (bytes: Buffer): bigint =>
  bytes.reduce((sum, byte, at) => sum | BigInt.asUintN(64, BigInt(byte << (at * 8))), 0n);

const hexChunks = onText((value, args) => {
  const separator = textAt(args, 0);
  const whole = numberAt(args, 2) === 1;
  const hex = encode(value, "hex").toUpperCase();
  if (separator === "" && !whole) return hex;
  return chunks(hex, 2 * (numberAt(args, 1) ?? 1), whole).join(separator);
});

/** With `form`, or behind a question mark, a plus is a space. What is no escape makes it fail. */
const urlDecode = onText((value, args) => {
  const end = value.indexOf("\0");
  const whole = end < 0 ? value : value.slice(0, end);
  if (/%(?![0-9a-fA-F]{2})/.test(whole)) return undefined;
  const mark = (numberAt(args, 0) ?? 0) !== 0 ? 0 : whole.indexOf("?");
  const plus = mark < 0 ? whole : whole.slice(0, mark) + whole.slice(mark).replaceAll("+", " ");
  return plus.replace(/%(..)/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
});

const urlEncode = onText((value) =>
  value.replace(
    /[^A-Za-z0-9._~-]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  ),
);

const JSON_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\r": "\\r",
  "\n": "\\n",
  "\t": "\\t",
};

function jsonCharacter(each: string): string {
  const escape = JSON_ESCAPES[each];
  if (escape !== undefined) return escape;
  return /[ -~]/.test(each) ? each : `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const jsonText = onText((value, args) => {
  const mode = textAt(args, 0);
  if (!mode.startsWith("utf8")) return value.replace(/[^]/g, jsonCharacter);
  let result = "";
  for (const code of utf8Codes(value, mode.startsWith("utf8p"))) {
    // utf8s and utf8ps drop what is wrong, the others fail on it.
    if (code !== undefined && code <= 0xffff) result += jsonCharacter(String.fromCharCode(code));
    else if (!mode.endsWith("s")) return undefined;
  }
  return result;
});

/** The code points of UTF-8; undefined for what is none. Overlong forms are wrong unless `lenient`. */
function* utf8Codes(value: string, lenient: boolean): Generator<number | undefined> {
  for (let at = 0; at < value.length;) {
    const first = value.charCodeAt(at++);
    if (first < 0x80) {
      yield first;
      continue;
    }
    const more = first >= 0xfc ? 5 : first >= 0xf8 ? 4 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc0 || first >= 0xfe) {
      yield undefined;
      continue;
    }
    let code = first & (0x3f >> more);
    let taken = 0;
    while (taken < more && (value.charCodeAt(at) & 0xc0) === 0x80) {
      code = code * 64 + (value.charCodeAt(at++) & 0x3f);
      taken++;
    }
    const least = [0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000][more] ?? 0;
    const surrogate = (code >= 0xd800 && code <= 0xdfff) || (code >= 0xfffe && code <= 0xffff);
    if (taken < more || surrogate || (code < least && !lenient)) yield undefined;
    else yield code;
  }
}

function fromHex(value: string): Sample | undefined {
  if (!/^[0-9a-fA-F]*$/.test(value)) return undefined;
  return integer(narrow(BigInt.asIntN(64, BigInt(`0x0${value}`))));
}

export const ENCODING_CONVERTERS: Readonly<Record<string, Converter>> = {
  base64: onText((value) => encode(value, "base64")),
  b64dec: onBytes(fromBase64),
  ub64enc: onText((value) => encode(value, "base64url")),
  ub64dec: onBytes(fromBase64Url),
  hex: onText((value) => encode(value, "hex").toUpperCase()),
  hex2i: () => (sample) => fromHex(bytesOf(sample)),
  base2: onText((value) => value.replace(/[^]/g, (each) => each.charCodeAt(0).toString(2).padStart(8, "0"))),
  be2dec: numbers(bigEndian),
  le2dec: numbers(littleEndian),
  be2hex: hexChunks,
  url_dec: urlDecode,
  url_enc: urlEncode,
  json: jsonText,
};

/** Bytes of a variable's base64, for keys and the like. */
export function base64Bytes(sample: Sample | undefined): string | undefined {
  const found = sample && cast(sample, "str");
  return found && fromBase64(bytesOf(found));
}
