/**
 * What fetches ask of their arguments beyond the types, with HAProxy's texts.
 * That variables and ACLs exist is checked by the room that reads the
 * configuration, which knows them.
 */
import { cNumber, decimal, hexBytes, integerOf, oneOf } from "./argument-values.ts";
import type { ArgumentCheck } from "./notation.ts";

/** How many of the last values of a header can be asked for. */
const HEADER_HISTORY = 10n;

const unitFault = (text: string): string => `expects 's', 'ms' or 'us', got '${text}'`;
const TIME_UNITS = ["s", "ms", "us"];

const header: ArgumentCheck = (args) =>
  integerOf(args[1]) < -HEADER_HISTORY ? `header occurrence must be >= -${HEADER_HISTORY}` : undefined;

const capture: ArgumentCheck = (args) =>
  integerOf(args[0]) < 0n ? "capture identifier must be >= 0" : undefined;

const roundTrip = oneOf(0, ["us", "ms"], (text) => `expects 'us' or 'ms', got '${text}'`);

const distcc: ArgumentCheck = (args) =>
  args[0]?.text.length === 4 ? undefined : "token name must be exactly 4 characters";

const constantBinary: ArgumentCheck = (args) => {
  const bytes = hexBytes(args[0]?.text ?? "");
  if (typeof bytes === "string") return bytes;
  // HAProxy refuses a binary of no bytes, and has no text for that.
  return bytes.length === 0 ? "(null)" : undefined;
};

const constantBoolean: ArgumentCheck = (args) =>
  /^(?:true|false|0|1)$/i.test(args[0]?.text ?? "") ? undefined : "Expects 'true', 'false', '0' or '1'";

const constantMethod: ArgumentCheck = (args) =>
  /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*$/.test(args[0]?.text ?? "") ? undefined : "expects valid method.";

const scope: ArgumentCheck = (args) =>
  oneOf(
    0,
    ["", "sess", "txn", "req", "res", "proc", "check"],
    (text) => `invalid scope '${text}', must be one of: sess, txn, req, res, proc`,
  )(args);

/** The names of PROXY protocol fields. */
const TLV_NAMES = [
  "ALPN",
  "AUTHORITY",
  "CRC32C",
  "NOOP",
  "UNIQUE_ID",
  "SSL",
  "SSL_VERSION",
  "SSL_CN",
  "SSL_CIPHER",
  "SSL_SIG_ALG",
  "SSL_KEY_ALG",
  "NETNS",
];

const tlv: ArgumentCheck = (args) => {
  const text = args[0]?.text ?? "";
  if (TLV_NAMES.includes(text.toUpperCase())) return undefined;
  const { value, end } = cNumber(text);
  if (end < text.length) return `Could not convert type '${text}'`;
  return value < 0n || value > 255n ? `Invalid TLV Type '${text}'` : undefined;
};

const block: ArgumentCheck = (args) => {
  const text = args[0]?.text ?? "";
  if (text === "") return "a block position is expected (> 0) or a special block name (head, tail, first)";
  return /^(?:head|tail|first|[0-9]+)$/.test(text) ? undefined : "invalid block position";
};

const lengthAndValue: ArgumentCheck = (args) => {
  const offset = integerOf(args[0]);
  const length = integerOf(args[1]);
  if (offset < 0n) return "payload offset1 must be positive";
  if (length === 0n) return "payload length must be > 0";
  const text = args[2]?.text ?? "";
  if (text === "") return undefined;
  const second = decimal(text);
  if (second === undefined) return "payload offset2 is not a number";
  return offset + length + second < 0n ? "payload offset2 too negative" : undefined;
};

const query = oneOf(0, ["", "with_qm"], () => "supported options are: 'with_qm'");

const distinguishedName = oneOf(
  2,
  ["", "rfc2253"],
  () => "only rfc2253 or a blank value are currently supported as the format argument.",
);

const uuid: ArgumentCheck = (args) => {
  const version = args[0]?.value ?? 4;
  return version === 4 || version === 7 ? undefined : `Unsupported UUID version: '${version}'`;
};

/** The checks by the names of the fetches. */
export const FETCH_CHECKS: ReadonlyMap<string, ArgumentCheck> = new Map([
  ...each(header, "hdr hdr_ip hdr_val shdr shdr_ip shdr_val"),
  ...each(header, "req.fhdr req.hdr req.hdr_ip req.hdr_val res.fhdr res.hdr res.hdr_ip res.hdr_val"),
  ...each(oneOf(0, TIME_UNITS, unitFault), "accept_date request_date"),
  ...each(oneOf(1, TIME_UNITS, unitFault), "date"),
  ...each(capture, "capture.req.hdr capture.res.hdr"),
  ...each(roundTrip, "bc_rtt bc_rttvar fc_rtt fc_rttvar"),
  ...each(distcc, "distcc_body distcc_param"),
  ...each(constantBinary, "bin"),
  ...each(constantBoolean, "bool"),
  ...each(constantMethod, "meth"),
  ...each(scope, "dump_all_vars"),
  ...each(tlv, "fc_pp_tlv"),
  ...each(block, "internal.htx_blk.data internal.htx_blk.hdrname internal.htx_blk.hdrval"),
  ...each(block, "internal.htx_blk.size internal.htx_blk.start_line internal.htx_blk.type"),
  ...each(lengthAndValue, "payload_lv req.payload_lv res.payload_lv"),
  ...each(query, "query"),
  ...each(distinguishedName, "ssl_c_i_dn ssl_c_r_dn ssl_c_s_dn ssl_f_i_dn ssl_f_s_dn ssl_s_i_dn ssl_s_s_dn"),
  ...each(uuid, "uuid"),
]);

function each(check: ArgumentCheck, names: string): [string, ArgumentCheck][] {
  return names.split(" ").map((name) => [name, check]);
}
