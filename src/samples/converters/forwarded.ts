/**
 * Converters of the header `forwarded` (RFC 7239): its fields, the nodes in
 * them, and texts made fit to be a node (http_ext.c). HAProxy reads it strictly:
 * each field once, nothing but the four that it knows, no blanks.
 */
import { isIPv4, isIPv6 } from "node:net";
import { formatAddress, parseIpv6, readIpv4 } from "../patterns/addresses.ts";
import { address, boolean, integer, text, textOf, type Sample } from "../sample.ts";
import { bytesOf, textAt, type Converter } from "./converter.ts";

/** Where reading stands in a text. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** Takes what a sticky pattern matches, perhaps nothing; undefined where it does not match. */
function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

const next = (cursor: Cursor): string => cursor.text.charAt(cursor.at);

/** A name in a node: an address, `unknown`, or a made up one. */
type NodeName =
  | { readonly kind: "address"; readonly text: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "hidden"; readonly text: string };

type NodePort =
  { readonly kind: "port"; readonly port: number } | { readonly kind: "hidden"; readonly text: string };

interface ForwardedNode {
  readonly name: NodeName;
  readonly port: NodePort | undefined;
}

const HIDDEN = /[A-Za-z0-9._-]+/y;
const IPV4 = /[0-9.]{0,15}/y;
const IPV6 = /\[[A-Za-z0-9:]{0,45}\]/y;
const PORT = /[0-9]*/y;
const HOST_NAME = /[A-Za-z0-9.]*/y;
const HIGHEST_PORT = 65535;

/** From 1 to 65535; zeros may stand in front. */
function takePort(cursor: Cursor): number | undefined {
  const port = Number(take(cursor, PORT));
  return port === 0 || port > HIGHEST_PORT ? undefined : port;
}

function takeIpv6(cursor: Cursor): string | undefined {
  const found = take(cursor, IPV6)?.slice(1, -1);
  return found !== undefined && isIPv6(found) ? found : undefined;
}

function takeNodeName(cursor: Cursor, quoted: boolean): NodeName | undefined {
  const first = next(cursor);
  if (first === "_") {
    cursor.at++;
    const hidden = take(cursor, HIDDEN);
    return hidden === undefined ? undefined : { kind: "hidden", text: hidden };
  }
  if (first === "u") return take(cursor, /unknown/y) === undefined ? undefined : { kind: "unknown" };
  const found = quoted && first === "[" ? takeIpv6(cursor) : take(cursor, IPV4);
  if (found === undefined || !(isIPv4(found) || isIPv6(found))) return undefined;
  return { kind: "address", text: found };
}

/** A port needs quotes. */
function takeNode(cursor: Cursor, quoted: boolean): ForwardedNode | undefined {
  const name = takeNodeName(cursor, quoted);
  if (!name) return undefined;
  if (next(cursor) !== ":") return { name, port: undefined };
  if (!quoted) return undefined;
  cursor.at++;
  if (next(cursor) === "_") {
    cursor.at++;
    const hidden = take(cursor, HIDDEN);
    return hidden === undefined ? undefined : { name, port: { kind: "hidden", text: hidden } };
  }
  const port = takePort(cursor);
  return port === undefined ? undefined : { name, port: { kind: "port", port } };
}

/** Whether there is a host, with a port perhaps, which needs quotes. */
function takeHost(cursor: Cursor, quoted: boolean): boolean {
  if (cursor.at >= cursor.text.length) return false;
  if (quoted && next(cursor) === "[") {
    if (takeIpv6(cursor) === undefined) return false;
  } else take(cursor, HOST_NAME);
  if (next(cursor) !== ":") return true;
  if (!quoted) return false;
  cursor.at++;
  return takePort(cursor) !== undefined;
}

const FIELDS = ["for", "by", "host", "proto"] as const;

type FieldName = (typeof FIELDS)[number];

/** Whether a field's value was right; the cursor stands behind it. */
const READERS: Readonly<Record<FieldName, (cursor: Cursor, quoted: boolean) => boolean>> = {
  for: (cursor, quoted) => takeNode(cursor, quoted) !== undefined,
  by: (cursor, quoted) => takeNode(cursor, quoted) !== undefined,
  host: takeHost,
  proto: (cursor) => take(cursor, /https?/y) !== undefined,
};

/** The fields of a header's value, without their quotes; undefined for a header that is not to be trusted. */
function readForwarded(value: string): Map<FieldName, string> | undefined {
  const found = new Map<FieldName, string>();
  const cursor: Cursor = { text: value, at: 0 };
  // What stands behind all four is not looked at.
  while (cursor.at < value.length && found.size < FIELDS.length) {
    if (found.size > 0 && take(cursor, /;/y) === undefined) return undefined;
    const name = FIELDS.find(
      (each) =>
        !found.has(each) &&
        value.startsWith(`${each}=`, cursor.at) &&
        value.length > cursor.at + each.length + 1,
    );
    if (name === undefined) return undefined;
    cursor.at += name.length + 1;
    const quoted = name !== "proto" && take(cursor, /"/y) !== undefined;
    const start = cursor.at;
    if (!READERS[name](cursor, quoted)) return undefined;
    found.set(name, value.slice(start, cursor.at));
    if (quoted && take(cursor, /"/y) === undefined) return undefined;
  }
  return found.size > 0 ? found : undefined;
}

const onNode =
  (value: (node: ForwardedNode) => Sample | undefined): Converter =>
  () =>
  (sample) => {
    const node = takeNode({ text: bytesOf(sample), at: 0 }, true);
    return node && value(node);
  };

function nameSample({ name }: ForwardedNode): Sample | undefined {
  if (name.kind === "unknown") return text("unknown");
  if (name.kind === "hidden") return text(`_${name.text}`);
  const found = readIpv4(name.text) ?? parseIpv6(name.text);
  return found && address(found);
}

function portSample({ port }: ForwardedNode): Sample | undefined {
  if (!port) return undefined;
  return port.kind === "port" ? integer(port.port) : text(`_${port.text}`);
}

/** A made up name of a text; none where it has other characters than those may have. */
const hidden = (sample: Sample): Sample | undefined => {
  const value = textOf(sample);
  return value !== undefined && /^[A-Za-z0-9._-]+$/.test(value) ? text(`_${value}`) : undefined;
};

export const FORWARDED_CONVERTERS: Readonly<Record<string, Converter>> = {
  rfc7239_is_valid: () => (sample) => boolean(readForwarded(bytesOf(sample)) !== undefined),
  rfc7239_field: (args) => {
    const name = FIELDS.find((each) => each === textAt(args, 0));
    return (sample) => {
      const value = name && readForwarded(bytesOf(sample))?.get(name);
      return value === undefined ? undefined : text(value);
    };
  },
  rfc7239_n2nn: onNode(nameSample),
  rfc7239_n2np: onNode(portSample),
  rfc7239_nn: () => (sample) => {
    if (sample.type === "ipv4") return text(formatAddress(sample.value));
    if (sample.type === "ipv6") return text(`[${formatAddress(sample.value)}]`);
    return textOf(sample) === "" ? text("unknown") : hidden(sample);
  },
  rfc7239_np: () => (sample) => {
    if (sample.type === "sint") return text(String(BigInt.asUintN(32, BigInt(sample.value))));
    return hidden(sample);
  },
};
