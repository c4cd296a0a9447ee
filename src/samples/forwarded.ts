/**
 * The header `forwarded` (RFC 7239), as http_ext.c reads it: strictly, each
 * field once, nothing but the four that it knows, no blanks.
 */
import { isIPv4, isIPv6 } from "node:net";
import { formatAddress, parseIpv6 } from "./patterns/addresses.ts";

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

export interface ForwardedNode {
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

export const FORWARDED_FIELDS = ["for", "by", "host", "proto"] as const;

type FieldName = (typeof FORWARDED_FIELDS)[number];

/** Whether a field's value was right; the cursor stands behind it. */
const READERS: Readonly<Record<FieldName, (cursor: Cursor, quoted: boolean) => boolean>> = {
  for: (cursor, quoted) => takeNode(cursor, quoted) !== undefined,
  by: (cursor, quoted) => takeNode(cursor, quoted) !== undefined,
  host: takeHost,
  proto: (cursor) => take(cursor, /https?/y) !== undefined,
};

/** The fields of a header's value, without their quotes; undefined for a header that is not to be trusted. */
export function readForwarded(value: string): Map<FieldName, string> | undefined {
  const found = new Map<FieldName, string>();
  const cursor: Cursor = { text: value, at: 0 };
  // What stands behind all four is not looked at.
  while (cursor.at < value.length && found.size < FORWARDED_FIELDS.length) {
    if (found.size > 0 && take(cursor, /;/y) === undefined) return undefined;
    const name = FORWARDED_FIELDS.find(
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

/** The node at the start of a text, as it stands in quotes. */
export function readNode(text: string): ForwardedNode | undefined {
  return takeNode({ text, at: 0 }, true);
}

/** A made up name or port of a text; undefined where it has characters that those may not have. */
function concealed(text: string): string | undefined {
  return /^[A-Za-z0-9._-]+$/.test(text) ? `_${text}` : undefined;
}

/** What may stand as a node's name for a text: itself, or a made up name. Addresses of IPv6 come in brackets. */
export function forwardedName(text: string): string | undefined {
  const cursor: Cursor = { text, at: 0 };
  const name = takeNodeName(cursor, true);
  if (!name || cursor.at < text.length) return concealed(text);
  const ipv6 = name.kind === "address" ? parseIpv6(name.text) : undefined;
  return ipv6 ? `[${formatAddress(ipv6)}]` : text;
}

/** What may stand as a node's port for a text: itself, or a made up one. */
export function forwardedPort(text: string): string | undefined {
  const cursor: Cursor = { text, at: 0 };
  const isHidden = take(cursor, /_[A-Za-z0-9._-]+/y) !== undefined;
  const isPort = isHidden || takePort(cursor) !== undefined;
  return isPort && cursor.at === text.length ? text : concealed(text);
}

/** Whether a text may stand as the host, in quotes. */
export function isForwardedHost(text: string): boolean {
  const cursor: Cursor = { text, at: 0 };
  return takeHost(cursor, true) && cursor.at === text.length;
}
