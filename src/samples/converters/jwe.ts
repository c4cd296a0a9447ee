/**
 * Decryption of JSON Web Tokens (RFC 7516, RFC 7518; jwe.c) with a secret or a
 * JSON Web Key. Whatever does not fit gives no sample.
 */
import {
  constants,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  privateDecrypt,
  timingSafeEqual,
  type CipherGCMTypes,
  type KeyObject,
} from "node:crypto";
import { isVariable } from "../catalog/argument-values.ts";
import { binary, type Sample } from "../sample.ts";
import { bytesOf, textAt, type ConversionContext, type Converter } from "./converter.ts";
import { base64Bytes, fromBase64Url } from "./encodings.ts";
import { jsonObjectAt, jsonTextAt } from "./json.ts";
import { textArgument, tokenParts } from "./jwt.ts";

/** Something does not fit. */
class Refused extends Error {}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Refused();
  return value;
}

const decoded = (text: string): Buffer => Buffer.from(need(fromBase64Url(text)), "latin1");

/** How the key of the content is encrypted, in HAProxy's order: `RSA1_5` stands there to be refused. */
const ALGORITHMS = [
  "RSA1_5",
  "RSA-OAEP",
  "RSA-OAEP-256",
  "A128KW",
  "A192KW",
  "A256KW",
  "dir",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A192KW",
  "ECDH-ES+A256KW",
  "A128GCMKW",
  "A192GCMKW",
  "A256GCMKW",
] as const;

type Algorithm = (typeof ALGORITHMS)[number];

/** How the content is encrypted; sizes in bytes, those of CBC for each of its two keys. */
const ENCODINGS = [
  { name: "A128CBC-HS256", size: 16, digest: "sha256" },
  { name: "A192CBC-HS384", size: 24, digest: "sha384" },
  { name: "A256CBC-HS512", size: 32, digest: "sha512" },
  { name: "A128GCM", size: 16, digest: undefined },
  { name: "A192GCM", size: 24, digest: undefined },
  { name: "A256GCM", size: 32, digest: undefined },
] as const;

type Encoding = (typeof ENCODINGS)[number];

/** A token, taken apart. */
interface Token {
  readonly algorithm: Algorithm;
  readonly encoding: Encoding;
  /** The header as JSON, and as it stands in the token. */
  readonly header: string;
  readonly encodedHeader: string;
  readonly encryptedKey: string;
  readonly nonce: Buffer;
  readonly content: Buffer;
  readonly tag: Buffer;
}

function readToken(text: string): Token {
  const [encodedHeader = "", encryptedKey = "", nonce = "", content = "", tag = ""] = need(
    tokenParts(text, 5),
  );
  const header = need(fromBase64Url(encodedHeader));
  // HAProxy takes the beginning of a name for the name.
  const wanted = need(jsonTextAt(header, "$.alg"));
  const algorithm = need(ALGORITHMS.find((each) => each.startsWith(wanted)));
  if (algorithm === "RSA1_5") throw new Refused();
  const method = need(jsonTextAt(header, "$.enc"));
  const encoding = need(ENCODINGS.find(({ name }) => name.startsWith(method)));
  return {
    algorithm,
    encoding,
    header,
    encodedHeader,
    encryptedKey,
    nonce: decoded(nonce),
    content: decoded(content),
    tag: decoded(tag),
  };
}

const TAG_LENGTH = 16;
const BLOCK = 16;

function openGcm(key: Buffer, nonce: Buffer, data: Buffer, tag: Buffer, additional?: string): Buffer {
  if (tag.length !== TAG_LENGTH) throw new Refused();
  const cipher = createDecipheriv(`aes-${key.length * 8}-gcm` as CipherGCMTypes, key, nonce);
  if (additional !== undefined) cipher.setAAD(Buffer.from(additional, "latin1"));
  cipher.setAuthTag(tag);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

/** The first `size` bytes of a key, which must have as many. */
function keyOfSize(key: Buffer, size: number): Buffer {
  if (key.length < size) throw new Refused();
  return key.subarray(0, size);
}

/** The content, with the key that it was encrypted with. */
function openContent(token: Token, key: Buffer): Buffer {
  const { encoding, nonce, content, tag, encodedHeader } = token;
  const { size, digest } = encoding;
  if (digest === undefined) return openGcm(keyOfSize(key, size), nonce, content, tag, encodedHeader);
  const header = Buffer.from(encodedHeader, "latin1");
  const bits = Buffer.alloc(8);
  bits.writeBigUInt64BE(BigInt(header.length) * 8n);
  const mac = createHmac(digest, keyOfSize(key, size))
    .update(Buffer.concat([header, nonce, content, bits]))
    .digest();
  const expected = mac.subarray(0, mac.length / 2);
  if (tag.length !== expected.length || !timingSafeEqual(tag, expected)) throw new Refused();
  const contentKey = keyOfSize(key, 2 * size).subarray(size);
  const whole = Buffer.concat([nonce, Buffer.alloc(BLOCK)], BLOCK);
  const cipher = createDecipheriv(`aes-${size * 8}-cbc`, contentKey, whole);
  return Buffer.concat([cipher.update(content), cipher.final()]);
}

/** The size in bytes that an algorithm's name has in bits. */
const sizeIn = (algorithm: string): number => Number(/A(\d+)/.exec(algorithm)?.[1]) / 8;

/** The value that AES key wrap puts in front (RFC 3394). */
const WRAP_START = Buffer.alloc(8, 0xa6);

function unwrap(key: Buffer, encrypted: Buffer, size: number): Buffer {
  const cipher = createDecipheriv(`id-aes${size * 8}-wrap`, keyOfSize(key, size), WRAP_START);
  return Buffer.concat([cipher.update(encrypted), cipher.final()]);
}

/** The key of the content, with a secret that both sides have. */
function keyWithSecret({ algorithm, header, encryptedKey }: Token, secret: Buffer): Buffer {
  if (encryptedKey === "") throw new Refused();
  const encrypted = decoded(encryptedKey);
  if (/^A\d+KW$/.test(algorithm)) return unwrap(secret, encrypted, sizeIn(algorithm));
  if (!algorithm.endsWith("GCMKW")) throw new Refused();
  const tag = decoded(need(jsonTextAt(header, "$.tag")));
  const nonce = decoded(need(jsonTextAt(header, "$.iv")));
  return openGcm(keyOfSize(secret, sizeIn(algorithm)), nonce, encrypted, tag);
}

function keyWithRsa({ algorithm, encryptedKey }: Token, key: KeyObject): Buffer {
  if (encryptedKey === "") throw new Refused();
  const oaepHash = algorithm === "RSA-OAEP" ? "sha1" : "sha256";
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return privateDecrypt({ key, padding, oaepHash }, decoded(encryptedKey));
}

/** A text with its length in front. */
function counted(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A key of so many bytes from a shared secret (Concat KDF; RFC 7518, 4.6.2). */
function derivedKey(secret: Buffer, { header }: Token, purpose: string, size: number): Buffer {
  const party = (path: string): Buffer => {
    const text = jsonTextAt(header, path);
    return text === undefined ? Buffer.alloc(0) : decoded(text);
  };
  const bits = Buffer.alloc(4);
  bits.writeUInt32BE(size * 8);
  const parties = [counted(party("$.apu")), counted(party("$.apv"))];
  const info = Buffer.concat([counted(Buffer.from(purpose, "latin1")), ...parties, bits]);
  const rounds: Buffer[] = [];
  for (let round = 1; rounds.length * 32 < size; round++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(round);
    rounds.push(createHash("sha256").update(number).update(secret).update(info).digest());
  }
  return Buffer.concat(rounds, size);
}

/** The key of the content, agreed on with the sender's key of this one token (ECDH-ES). */
function keyWithCurve(token: Token, privateKey: KeyObject): Buffer {
  const { algorithm, encoding, encryptedKey } = token;
  const publicKey = curvePublicKey(need(jsonObjectAt(token.header, "$.epk")));
  const secret = diffieHellman({ privateKey, publicKey });
  if (algorithm === "ECDH-ES") {
    const size = encoding.digest === undefined ? encoding.size : 2 * encoding.size;
    return derivedKey(secret, token, encoding.name, size);
  }
  if (encryptedKey === "") throw new Refused();
  const size = sizeIn(algorithm);
  return unwrap(derivedKey(secret, token, algorithm, size), decoded(encryptedKey), size);
}

/** Members of a JSON Web Key, as Node takes them. */
function jwkMembers(jwk: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, need(jsonTextAt(jwk, `$.${name}`))]));
}

const curvePublicKey = (jwk: string): KeyObject =>
  createPublicKey({ key: { kty: "EC", ...jwkMembers(jwk, ["crv", "x", "y"]) }, format: "jwk" });

const curvePrivateKey = (jwk: string): KeyObject =>
  createPrivateKey({ key: { kty: "EC", ...jwkMembers(jwk, ["crv", "x", "y", "d"]) }, format: "jwk" });

const RSA_MEMBERS = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

const rsaPrivateKey = (jwk: string): KeyObject =>
  createPrivateKey({ key: { kty: "RSA", ...jwkMembers(jwk, RSA_MEMBERS) }, format: "jwk" });

/** The key of the content, with a JSON Web Key of the kind that the algorithm asks for. */
function keyWithJwk(token: Token, jwk: string): Buffer {
  const kind = need(jsonTextAt(jwk, "$.kty"));
  const { algorithm } = token;
  if (algorithm.startsWith("RSA")) {
    if (kind !== "RSA") throw new Refused();
    return keyWithRsa(token, rsaPrivateKey(jwk));
  }
  if (algorithm.startsWith("ECDH")) {
    if (kind !== "EC") throw new Refused();
    return keyWithCurve(token, curvePrivateKey(jwk));
  }
  if (kind !== "oct") throw new Refused();
  const secret = decoded(need(jsonTextAt(jwk, "$.k")));
  return algorithm === "dir" ? secret : keyWithSecret(token, secret);
}

/** A sample of what `decrypt` gives; none where something does not fit, the cipher's own complaints included. */
function attempt(decrypt: () => Buffer): Sample | undefined {
  try {
    return binary(decrypt().toString("latin1"));
  } catch {
    return undefined;
  }
}

export const JWE_CONVERTERS: Readonly<Record<string, Converter>> = {
  jwt_decrypt_secret: (args) => {
    const written = textAt(args, 0);
    const constant = Buffer.from(written, "base64").toString("latin1");
    const secretOf = (context: ConversionContext): string | undefined =>
      isVariable(written) ? base64Bytes(context.variable(written)) : constant;
    return (sample, context) =>
      attempt(() => {
        const token = readToken(bytesOf(sample));
        const secret = Buffer.from(need(secretOf(context)), "latin1");
        const direct = token.algorithm === "dir" && token.encryptedKey === "";
        return openContent(token, direct ? secret : keyWithSecret(token, secret));
      });
  },
  jwt_decrypt_jwk: (args) => {
    const jwkOf = textArgument(args, 0);
    return (sample, context) =>
      attempt(() => {
        const token = readToken(bytesOf(sample));
        return openContent(token, keyWithJwk(token, need(jwkOf(context))));
      });
  },
};
