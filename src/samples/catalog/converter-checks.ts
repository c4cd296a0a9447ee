/** What converters ask of their arguments beyond the types, with HAProxy's texts. */
import { getHashes } from "node:crypto";
import { isIP } from "node:net";
import { allOf, base64Fault, cNumber, decimal, integerOf, isVariable, oneOf } from "./argument-values.ts";
import { mqttFieldFault } from "./mqtt-fields.ts";
import type { ArgumentCheck } from "./notation.ts";

const operator =
  (index: number): ArgumentCheck =>
  (args) => {
    const text = args[index]?.text ?? "";
    return isVariable(text) || decimal(text) !== undefined
      ? undefined
      : "expects an integer or a variable name";
  };

/** `index` is where the optional variable stands. */
const optionalVariable =
  (index: number): ArgumentCheck =>
  (args) => {
    const text = args[index]?.text ?? "";
    return text === "" || isVariable(text) ? undefined : `failed to register variable name '${text}'`;
  };

const variable: ArgumentCheck = (args) =>
  (args[0]?.text ?? "") === "" ? "missing variable name" : optionalVariable(0)(args);

const notBothEmpty: ArgumentCheck = (args) =>
  (args[1]?.text ?? "") === "" && (args[2]?.text ?? "") === ""
    ? "one of the optional arguments has to be nonempty"
    : undefined;

const truncation: ArgumentCheck = (args) => {
  const value = integerOf(args[2]);
  return value === 0n || value === 1n ? undefined : `Unsupported truncate value (${value})`;
};

const decimalChunks: ArgumentCheck = (args) => {
  const size = integerOf(args[1]);
  return size <= 0n || size > 8n ? `chunk_size out of [1..8] range (${size})` : undefined;
};

const hexChunks: ArgumentCheck = (args) => {
  const size = integerOf(args[1]);
  const needed = (args[0]?.text ?? "") !== "" || integerOf(args[2]) !== 0n;
  return size <= 0n && needed ? `chunk_size needs to be positive (${size})` : undefined;
};

/** The control characters that has_ctl can look for, one bit each: 0x00 to 0x1f, then 0x7f. */
const CONTROL_BITS = 0x1ffffffffn;

const controls: ArgumentCheck = (args) => {
  const text = args[0]?.text ?? "";
  if (text === "" || text === "any" || text === "http") return undefined;
  const { value, end } = cNumber(text);
  if (end < text.length) {
    return (
      `cannot parse value '${text}', problem at position ${end}; ` +
      "expecting an integer value (decimal or hex with '0x' prefix).\n"
    );
  }
  const excess = BigInt.asUintN(64, value) & ~CONTROL_BITS;
  return excess === 0n
    ? undefined
    : `unsupported excess bits 0x${excess.toString(16)} in argument value ${text}`;
};

const jsonInput = oneOf(
  0,
  ["", "ascii", "utf8", "utf8s", "utf8p", "utf8ps"],
  () => "Unexpected input code type. Allowed value are 'ascii', 'utf8', 'utf8s', 'utf8p' and 'utf8ps'",
);

const byteRange: ArgumentCheck = (args) => {
  const fault = operator(0)(args);
  if (fault !== undefined) return fault;
  const at = (index: number): bigint | undefined => decimal(args[index]?.text ?? "");
  if ((at(0) ?? 0n) < 0n) return "expects a non-negative integer";
  if (args.length < 2) return undefined;
  return operator(1)(args) ?? ((at(1) ?? 1n) <= 0n ? "expects a positive integer" : undefined);
};

const field: ArgumentCheck = (args) => {
  if (integerOf(args[0]) === 0n) return "Unexpected value 0 for index";
  return args[1]?.text === "" ? "Empty separators list" : undefined;
};

const delimiter: ArgumentCheck = (args) => {
  const text = args[1]?.text;
  if (text === undefined || text.length === 1 || /^0x[0-9a-fA-F]{2}$/.test(text)) return undefined;
  return "Delimiter must be either exactly 1 character, or 0xHH for an ASCII code .";
};

const regexFlags: ArgumentCheck = (args) => {
  const wrong = /[^ig]/.exec(args[2]?.text ?? "");
  return wrong ? `invalid regex flag '${wrong[0]}', only 'i' and 'g' are supported` : undefined;
};

const PROTOBUF_TYPES =
  "int32 uint32 sint32 int64 uint64 sint64 bool enum fixed32 sfixed32 float fixed64 sfixed64 double";

const protobufType = oneOf(1, PROTOBUF_TYPES.split(" "), (text) => `Wrong protocol buffer type '${text}'`);

/** The names of the tags that HAProxy knows; others go by number. */
export const FIX_TAGS: Readonly<Record<string, number>> = {
  beginstring: 8,
  bodylength: 9,
  checksum: 10,
  msgtype: 35,
  sendercompid: 49,
  targetcompid: 56,
};

const fixTag: ArgumentCheck = (args) => {
  const text = args[0]?.text ?? "";
  const known = Object.hasOwn(FIX_TAGS, text.toLowerCase()) || /^[0-9]*[1-9][0-9]*$/.test(text);
  return known ? undefined : `Unknown FIX tag name '${text}'`;
};

const jsonPath: ArgumentCheck = (args) =>
  (args[0]?.text ?? "") === "" ? "json_path must not be empty" : undefined;

const onlyInt = oneOf(1, ["", "int"], () => 'output_type only supports "int" as argument');

const JWT_ALGORITHM = /^(?:none|[HREP]S(?:256|384|512))$/;

const jwtAlgorithm: ArgumentCheck = (args) => {
  const text = args[0]?.text ?? "";
  return isVariable(text) || JWT_ALGORITHM.test(text) ? undefined : `unknown JWT algorithm: ${text}`;
};

const noHmac: ArgumentCheck = (args) =>
  (args[0]?.text ?? "").startsWith("HS") && !isVariable(args[1]?.text ?? "")
    ? "HMAC-signed tokens can't be processed by this converter"
    : undefined;

const WHEN = ["stopping", "normal", "error", "forwarded", "toapplet", "processed", "acl"];

const when: ArgumentCheck = (args) => {
  const word = (args[0]?.text ?? "").replace(/^!/, "");
  if (!WHEN.includes(word)) {
    return `expects a supported keyword among {${WHEN.join(",")}} but got '${word}'`;
  }
  return word === "acl" && (args[1]?.text ?? "") === ""
    ? "'acl' selector requires an extra argument with the ACL name"
    : undefined;
};

const sha2: ArgumentCheck = (args) => {
  const bits = args[0]?.value ?? 256;
  return bits === 224 || bits === 256 || bits === 384 || bits === 512
    ? undefined
    : `Unsupported number of bits: '${bits}'`;
};

/** Names of digests that OpenSSL knows and Node does not list: other spellings, and those it cannot compute. */
const UNLISTED_DIGESTS =
  "sha2-224 sha2-256 sha2-384 sha2-512 sha2-512/224 sha2-512/256 blake2b-512 blake2s-256 " +
  "md4 rsa-md4 md4withrsaencryption mdc2 rsa-mdc2 ripemd whirlpool ssl3-md5 ssl3-sha1";
const DIGESTS = new Set([...getHashes().map((name) => name.toLowerCase()), ...UNLISTED_DIGESTS.split(" ")]);

const digest: ArgumentCheck = (args) =>
  DIGESTS.has((args[0]?.text ?? "").toLowerCase())
    ? undefined
    : "algorithm must be a valid OpenSSL message digest name.";

const base64 =
  (index: number, what: string): ArgumentCheck =>
  (args) => {
    const fault = base64Fault(args[index]?.text ?? "");
    return fault === undefined ? undefined : `failed to parse ${what}${fault}`;
  };

const keySize: ArgumentCheck = (args) =>
  [128n, 192n, 256n].includes(integerOf(args[0])) ? undefined : "key size must be 128, 192 or 256 (bits).";

/** The tag of AES-GCM is written to a variable, unless it is checked. */
const tagVariable: ArgumentCheck = (args) => {
  const text = args[3]?.text ?? "";
  if (isVariable(text)) return undefined;
  return `failed to parse aead_tag : ${variableFault(text)}`;
};

function variableFault(text: string): string {
  if (text === "") return "Empty variable name cannot be accepted";
  const [, scope, name = ""] = /^([^.]*)\.(.*)$/s.exec(text) ?? [];
  const wrong = /[^A-Za-z0-9_.]/.exec(name);
  if (wrong && scope !== undefined && isVariable(`${scope}.a`)) return `invalid syntax at char '${wrong[0]}'`;
  return (
    `invalid variable name '${text}'. A variable name must start with its scope. ` +
    "The scope can be 'proc', '(p)sess', '(p)txn', '(p)req', '(p)res' or 'check'"
  );
}

const aes = (...more: readonly ArgumentCheck[]): ArgumentCheck =>
  allOf(keySize, base64(1, "nonce : "), base64(2, "key : "), ...more);

/** The conditions of set-var. */
const GUARDS = ["ifexists", "ifnotexists", "ifempty", "ifnotempty", "ifset", "ifnotset", "ifgt", "iflt"];

const guards: ArgumentCheck = (args) => {
  const wrong = args.slice(1).find(({ text }) => !GUARDS.includes(text));
  return wrong && `unknown condition "${wrong.text}"`;
};

const defaultAddress: ArgumentCheck = (args) => {
  const text = args[1]?.text;
  return text === undefined || isIP(text) !== 0 ? undefined : `map: cannot parse default ip <${text}>.`;
};

const timeUnit = oneOf(1, ["s", "ms", "us"], (text) => `expects 's', 'ms' or 'us', got '${text}'`);

const encoding = oneOf(0, ["", "query"], () => "Unexpected encode type. Allowed value is 'query'");

/** The checks by the names of the converters. */
export const CONVERTER_CHECKS: ReadonlyMap<string, ArgumentCheck> = new Map([
  ...each(operator(0), "add sub mul div mod and or xor"),
  ...each(allOf(optionalVariable(1), notBothEmpty), "add_item"),
  ...each(optionalVariable(1), "concat"),
  ...each(variable, "strcmp secure_memcmp"),
  ...each(allOf(decimalChunks, truncation), "be2dec le2dec"),
  ...each(allOf(hexChunks, truncation), "be2hex"),
  ...each(controls, "has_ctl"),
  ...each(jsonInput, "json"),
  ...each(byteRange, "bytes"),
  ...each(field, "field word"),
  ...each(delimiter, "param"),
  ...each(regexFlags, "regsub"),
  ...each(protobufType, "ungrpc protobuf"),
  ...each(fixTag, "fix_tag_value"),
  ...each(mqttFieldFault, "mqtt_field_value"),
  ...each(allOf(jsonPath, onlyInt), "json_query"),
  ...each(onlyInt, "jwt_header_query jwt_payload_query"),
  ...each(jwtAlgorithm, "jwt_verify"),
  ...each(allOf(jwtAlgorithm, noHmac), "jwt_verify_cert"),
  ...each(base64(0, "secret: "), "jwt_decrypt_secret"),
  ...each(when, "when"),
  ...each(sha2, "sha2"),
  ...each(digest, "digest"),
  ...each(allOf(digest, base64(1, "key : ")), "hmac"),
  ...each(aes(tagVariable, base64(4, "aad : ")), "aes_gcm_enc"),
  ...each(aes(base64(3, "aead_tag : "), base64(4, "aad : ")), "aes_gcm_dec"),
  ...each(aes(base64(3, "aad : ")), "aes_cbc_enc aes_cbc_dec"),
  ...each(guards, "set-var"),
  ...each(timeUnit, "http_date"),
  ...each(encoding, "url_enc"),
  ...each(defaultAddress, "map_int_ip map_str_ip map_beg_ip map_sub_ip map_dir_ip"),
  ...each(defaultAddress, "map_ip_ip map_dom_ip map_end_ip map_reg_ip"),
]);

function each(check: ArgumentCheck, names: string): [string, ArgumentCheck][] {
  return names.split(" ").map((name) => [name, check]);
}
