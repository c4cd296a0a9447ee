import { isIPv4, isIPv6 } from "node:net";
import { crc32c } from "../../samples/converters/hashes.ts";
import type { ConnectionErrorName } from "../stream/connection-error.ts";
import type { ConnectionAddress, ProxyField } from "../stream/session.ts";

/** What a PROXY protocol header says, and how long it is. */
export interface ProxyHeader {
  readonly size: number;
  /** Undefined for `UNKNOWN` and `LOCAL`: the connection speaks for itself. */
  readonly source?: ConnectionAddress;
  readonly destination?: ConnectionAddress;
  /** What stands behind the addresses. */
  readonly fields: readonly ProxyField[];
}

/** What is wrong with a header. */
type HeaderFault = Extract<ConnectionErrorName, "PRX_NOT_HDR" | "PRX_BAD_HDR" | "PRX_BAD_PROTO">;

const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
const longestV1 = 107;
const v2Head = 16;

/**
 * Reads a header of the PROXY protocol, version 1 or 2. Undefined while bytes
 * are missing; the name of the error for what is none.
 * Source: the protocol's specification; connection.c for what is accepted.
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | HeaderFault | undefined {
  const known = Math.min(bytes.length, signature.length);
  if (known > 0 && bytes.compare(signature, 0, known, 0, known) === 0) {
    return bytes.length < v2Head ? undefined : readV2(bytes);
  }
  const start = "PROXY ".slice(0, bytes.length);
  if (bytes.toString("latin1", 0, start.length) !== start) return "PRX_NOT_HDR";
  const end = bytes.indexOf("\n");
  if (end < 0) return bytes.length > longestV1 ? "PRX_BAD_HDR" : undefined;
  const line = bytes.toString("latin1", 0, end);
  return line.endsWith("\r") ? readV1(line.slice(0, -1), end + 1) : "PRX_BAD_HDR";
}

function readV1(line: string, size: number): ProxyHeader | HeaderFault {
  const [, family, source = "", destination = "", from = "", to = "", ...rest] = line.split(" ");
  if (family === "UNKNOWN") return { size, fields: [] };
  const valid = family === "TCP4" ? isIPv4 : isIPv6;
  if (family !== "TCP4" && family !== "TCP6") return "PRX_BAD_PROTO";
  if (rest.length > 0 || !valid(source) || !valid(destination)) return "PRX_BAD_HDR";
  if (![from, to].every((port) => /^\d{1,5}$/.test(port) && Number(port) < 65_536)) return "PRX_BAD_HDR";
  const version = family === "TCP4" ? 4 : 6;
  return {
    size,
    source: { family: version, host: source, port: Number(from) },
    destination: { family: version, host: destination, port: Number(to) },
    fields: [],
  };
}

/** Lengths of the addresses by family. */
const lengths = { 1: 12, 2: 36, 3: 216 } as const;

function readV2(bytes: Buffer): ProxyHeader | HeaderFault | undefined {
  const versionAndCommand = bytes.readUInt8(12);
  const familyAndProtocol = bytes.readUInt8(13);
  const size = v2Head + bytes.readUInt16BE(14);
  if (versionAndCommand >> 4 !== 2) return "PRX_NOT_HDR";
  if (bytes.length < size) return undefined;
  const command = versionAndCommand & 15;
  if (command === 0) {
    const fields = readFields(bytes.subarray(0, size), v2Head);
    return typeof fields === "string" ? fields : { size, fields };
  }
  if (command !== 1) return "PRX_BAD_HDR";
  const family = familyAndProtocol >> 4;
  const body = bytes.subarray(v2Head, size);
  if (family !== 1 && family !== 2 && family !== 3) return { size, fields: [] };
  if (body.length < lengths[family]) return "PRX_BAD_HDR";
  if (family === 3) return { size, ...unixAddresses(body), fields: [] };
  const fields = readFields(bytes.subarray(0, size), v2Head + lengths[family]);
  if (typeof fields === "string") return "PRX_BAD_HDR";
  const width = family === 1 ? 4 : 16;
  const host = (at: number): string =>
    family === 1 ? [...body.subarray(at, at + 4)].join(".") : ipv6Text(body.subarray(at, at + 16));
  const version = family === 1 ? 4 : 6;
  return {
    size,
    source: { family: version, host: host(0), port: body.readUInt16BE(2 * width) },
    destination: { family: version, host: host(width), port: body.readUInt16BE(2 * width + 2) },
    fields,
  };
}

const checksumType = 3;
/** How long a value may be, by type: HAProxy's limits. */
const longest: Readonly<Record<number, number>> = { 2: 255, 5: 128 };
const longestField = 1024;

/** The fields behind the addresses; a checksum among them must be right. */
function readFields(header: Buffer, start: number): ProxyField[] | "PRX_BAD_HDR" {
  const fields: ProxyField[] = [];
  for (let at = start; at < header.length;) {
    if (at + 3 > header.length) return "PRX_BAD_HDR";
    const type = header.readUInt8(at);
    const from = at + 3;
    at = from + header.readUInt16BE(at + 1);
    if (at > header.length || at - from > (longest[type] ?? longestField)) return "PRX_BAD_HDR";
    if (type === checksumType && !hasChecksum(header, from, at)) return "PRX_BAD_HDR";
    fields.push({ type, value: header.toString("latin1", from, at) });
  }
  return fields;
}

/** Whether the checksum is that of the header with zeros in its place. */
function hasChecksum(header: Buffer, from: number, to: number): boolean {
  if (to - from !== 4) return false;
  const copy = Buffer.from(header);
  copy.fill(0, from, to);
  return crc32c(copy) >>> 0 === header.readUInt32BE(from);
}

function unixAddresses(body: Buffer): Pick<ProxyHeader, "source" | "destination"> {
  const path = (at: number): string => body.toString("latin1", at, at + 108).replace(/\0.*$/s, "");
  return {
    source: { family: "unix", path: path(0) },
    destination: { family: "unix", path: path(108) },
  };
}

/** The canonical text of an IPv6 address. */
function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16));
  // The URL parser knows how to shorten it.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
