/**
 * Signatures of JSON Web Tokens (RFC 7515; jwt.c), and queries into their
 * parts. With Node's crypto, which is OpenSSL as in HAProxy: libraries for
 * tokens give promises, or judge claims, and samples must be there at once.
 */
import { constants, createHmac, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import { isVariable } from "../catalog/argument-values.ts";
import type { Argument } from "../catalog/notation.ts";
import type { KeyFiles } from "../key-files.ts";
import { integer, textOf } from "../sample.ts";
import { bytesOf, textAt, type ConversionContext, type Converter } from "./converter.ts";
import { fromBase64Url } from "./encodings.ts";
import { queryJson } from "./json.ts";

/** What a check of a signature says, with HAProxy's numbers. */
const VERDICT = {
  wrong: 0,
  right: 1,
  unknownAlgorithm: -1,
  unmanagedAlgorithm: -2,
  invalidToken: -3,
  unknownKey: -5,
} as const;

type Verdict = (typeof VERDICT)[keyof typeof VERDICT];

/** The text of an argument, or of the variable that it names; undefined where that has none. */
export function textArgument(
  args: readonly Argument[],
  index: number,
): (context: ConversionContext) => string | undefined {
  const written = textAt(args, index);
  if (!isVariable(written)) return () => written;
  return (context) => {
    const found = context.variable(written);
    return found && textOf(found);
  };
}

/** The parts of a token, which must be so many. */
export function tokenParts(token: string, count: number): string[] | undefined {
  const parts = token.split(".");
  return parts.length === count ? parts : undefined;
}

const ALGORITHM = /^(?:none|([HREP])S(256|384|512))$/;

/** A signature to be checked. */
interface Signed {
  readonly algorithm: string;
  /** `sha256`... */
  readonly digest: string;
  readonly content: Buffer;
  readonly signature: Buffer;
}

function checkHmac({ digest, content, signature }: Signed, secret: string): Verdict {
  const expected = createHmac(digest, Buffer.from(secret, "latin1")).update(content).digest();
  const right = expected.length === signature.length && timingSafeEqual(expected, signature);
  return right ? VERDICT.right : VERDICT.wrong;
}

/** How many bytes a number has on a curve. */
const CURVE_SIZES: ReadonlyMap<string | undefined, number> = new Map([
  ["prime256v1", 32],
  ["secp384r1", 48],
  ["secp521r1", 66],
]);

/** The two numbers of an ECDSA signature in as many bytes as the key has; HAProxy does not ask for that. */
function resized(signature: Buffer, key: KeyObject): Buffer | undefined {
  const size = CURVE_SIZES.get(key.asymmetricKeyDetails?.namedCurve) ?? 0;
  const halves = [signature.subarray(0, signature.length / 2), signature.subarray(signature.length / 2)];
  const numbers = halves.map((half) => {
    const first = half.findIndex((byte) => byte !== 0);
    const digits = half.subarray(first < 0 ? half.length : first);
    return digits.length > size ? undefined : Buffer.concat([Buffer.alloc(size - digits.length), digits]);
  });
  const [r, s] = numbers;
  return r && s && Buffer.concat([r, s]);
}

function checkWithKey(signed: Signed, key: KeyObject | undefined): Verdict {
  const { algorithm, digest, content, signature } = signed;
  if (!key) return VERDICT.unknownKey;
  const isEcdsa = algorithm === "E";
  if (isEcdsa && signature.length % 2 !== 0) return VERDICT.invalidToken;
  const padding = algorithm === "P" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  try {
    if (!isEcdsa) {
      const isRsa = key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "rsa-pss";
      return isRsa && verify(digest, content, { key, padding }, signature) ? VERDICT.right : VERDICT.wrong;
    }
    const sized = key.asymmetricKeyType === "ec" ? resized(signature, key) : undefined;
    const right = sized && verify(digest, content, { key, dsaEncoding: "ieee-p1363" }, sized);
    return right ? VERDICT.right : VERDICT.wrong;
  } catch {
    // A key that does not go with the algorithm.
    return VERDICT.wrong;
  }
}

/** Whether a token is signed with an algorithm, and a key that has been found for it. */
function checkToken(token: string, algorithmName: string, check: (signed: Signed) => Verdict): Verdict {
  const [known, algorithm, bits = ""] = ALGORITHM.exec(algorithmName) ?? [];
  if (known === undefined) return VERDICT.unknownAlgorithm;
  const parts = tokenParts(token, 3);
  if (!parts) return VERDICT.invalidToken;
  const [header = "", claims = "", encoded = ""] = parts;
  if (algorithm === undefined) return encoded === "" ? VERDICT.right : VERDICT.wrong;
  const signature = encoded === "" ? undefined : fromBase64Url(encoded);
  if (signature === undefined) return VERDICT.invalidToken;
  return check({
    algorithm,
    digest: `sha${bits}`,
    content: Buffer.from(`${header}.${claims}`, "latin1"),
    signature: Buffer.from(signature, "latin1"),
  });
}

/** A converter that checks with the algorithm and the key that its arguments, or their variables, have. */
const verifier =
  (
    load: (keys: KeyFiles, path: string) => void,
    check: (signed: Signed, key: string, keys: KeyFiles) => Verdict,
  ): Converter =>
  (args, { keys }) => {
    const [algorithmOf, keyOf] = [textArgument(args, 0), textArgument(args, 1)];
    const path = textAt(args, 1);
    if (!isVariable(path) && !textAt(args, 0).startsWith("HS")) load(keys, path);
    return (sample, context) => {
      const [algorithm, key] = [algorithmOf(context), keyOf(context)];
      if (!algorithm || !key) return undefined;
      return integer(checkToken(bytesOf(sample), algorithm, (signed) => check(signed, key, keys)));
    };
  };

/** A query into one of a token's parts, counted from 0; without a path there is no sample. */
const query =
  (part: number): Converter =>
  (args) => {
    const path = args[0]?.text;
    const asInteger = textAt(args, 1) === "int";
    return (sample) => {
      const parts = bytesOf(sample).split(".");
      const decoded = fromBase64Url(parts[part] ?? "=");
      return decoded === undefined || path === undefined ? undefined : queryJson(decoded, path, asInteger);
    };
  };

export const JWT_CONVERTERS: Readonly<Record<string, Converter>> = {
  jwt_header_query: query(0),
  jwt_payload_query: query(1),
  jwt_verify: verifier(
    (keys, path) => keys.loadPublicKey(path),
    (signed, key, keys) =>
      signed.algorithm === "H" ? checkHmac(signed, key) : checkWithKey(signed, keys.publicKey(key)),
  ),
  jwt_verify_cert: verifier(
    (keys, path) => keys.loadCertificate(path),
    (signed, key, keys) =>
      signed.algorithm === "H" ? VERDICT.unmanagedAlgorithm : checkWithKey(signed, keys.certificateKey(key)),
  ),
};
