/** Fetches of a request's first line, and of what it and the host name together. */
import { stir } from "../converters/hashes.ts";
import { readIpv4 } from "../patterns/addresses.ts";
import { address, binary, boolean, integer, text, type Sample } from "../sample.ts";
import type { FetchContext, RequestView } from "../views.ts";
import { booleanFetch, named, plain, textFetch, type Fetch } from "./fetch.ts";
import { addressBytesOf, sourceOf } from "./addresses.ts";

/** `1.1` of `HTTP/1.1`; undefined of what is no such version. */
export function versionNumber(version: string): string | undefined {
  return version.length === 8 ? `${version.charAt(5)}.${version.charAt(7)}` : undefined;
}

/** Path and query, or only the path. */
function pathIn(context: FetchContext, { uri }: RequestView, withQuery: boolean): string | undefined {
  const path = context.pathAndQuery(uri);
  const mark = withQuery ? -1 : (path?.indexOf("?") ?? -1);
  return mark < 0 ? path : path?.slice(0, mark);
}

const path = (withQuery: boolean): Fetch =>
  textFetch((context) => {
    const head = context.requestHead();
    return head && pathIn(context, head, withQuery);
  });

/** The first of the host header's values. */
function hostOf({ headers }: RequestView): string | undefined {
  for (const { value } of headers.values("host")) return value;
  return undefined;
}

/** Host and path; only the path without a host, only the host where the target is no path. */
const base = (withQuery: boolean): Fetch =>
  textFetch((context) => {
    const head = context.requestHead();
    if (!head) return undefined;
    const host = hostOf(head);
    const found = pathIn(context, head, withQuery);
    if (host === undefined || host === "") return found;
    return found?.startsWith("/") ? host + found : host;
  });

/** HAProxy's hash of paths, over bytes with their sign, stirred. */
function pathHash(value: string): number {
  let hash = 0;
  for (let at = 0; at < value.length; at++) {
    hash = (Math.imul(hash, 65599) + ((value.charCodeAt(at) << 24) >> 24)) | 0;
  }
  return stir(hash);
}

function hostAndPathHash(context: FetchContext, withQuery: boolean): number | undefined {
  const head = context.requestHead();
  if (!head) return undefined;
  // With the query, the whole line of the host counts.
  const host = (withQuery ? head.headers.get("host") : hostOf(head)) ?? "";
  const found = pathIn(context, head, withQuery);
  return pathHash(host + (found?.startsWith("/") ? found : ""));
}

const hash = (withQuery: boolean): Fetch =>
  plain((context) => {
    const found = hostAndPathHash(context, withQuery);
    return found === undefined ? undefined : integer(found);
  });

/** Four bytes of the hash, then those of the client's address. */
const hashAndSource = (withQuery: boolean): Fetch =>
  plain((context) => {
    const end = context.stream && sourceOf(context);
    const source = end && addressBytesOf(end);
    const found = source === undefined ? undefined : hostAndPathHash(context, withQuery);
    if (source === undefined || found === undefined) return undefined;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(found);
    return binary(bytes.toString("latin1") + source);
  });

/** The address and port that an absolute target names, if it does with an IPv4 one. */
function targetAddress(
  context: FetchContext,
): { readonly address: Sample; readonly port: number } | undefined {
  const uri = context.requestHead()?.uri;
  const match = uri === undefined ? undefined : /^(https?):\/\/([0-9.]+)(?::([0-9]*))?/i.exec(uri);
  const found = match && readIpv4(match[2] ?? "");
  if (!found) return undefined;
  const usual = match[1]?.toLowerCase() === "https" ? 443 : 80;
  return { address: address(found), port: match[3] === undefined ? usual : Number(match[3]) & 0xffff };
}

const query: Fetch = (args) => {
  const withMark = args[0]?.text === "with_qm";
  return {
    one: (context) => {
      const uri = context.requestHead()?.uri;
      const mark = uri?.indexOf("?") ?? -1;
      if (uri === undefined || mark < 0) return undefined;
      const found = uri.slice(mark + 1);
      return text(withMark && found !== "" ? `?${found}` : found);
    },
  };
};

const KNOWN_METHODS = new Set(["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"]);

/** The method. One that HAProxy knows is kept as it came, whatever rules and scripts make of it; another is looked up. */
const method: Fetch = plain((context) => {
  const came = context.stream?.http?.requestLine.method ?? "";
  const value = KNOWN_METHODS.has(came) ? came : context.requestHead()?.method;
  return value === undefined ? undefined : { type: "meth", value };
});

const version: Fetch = textFetch((context) => {
  const head = context.stream?.http?.requestLine ?? context.requestHead();
  return head && versionNumber(head.version);
});

export const REQUEST_LINE_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["method", method],
  ["path", path(false)],
  ["pathq", path(true)],
  ["query", query],
  ["url", textFetch((context) => context.requestHead()?.uri)],
  ["url_ip", plain((context) => targetAddress(context)?.address)],
  [
    "url_port",
    plain((context) => {
      const found = targetAddress(context);
      return found && integer(found.port);
    }),
  ],
  ["base", base(false)],
  ["baseq", base(true)],
  ["base32", hash(false)],
  ["base32+src", hashAndSource(false)],
  ["url32", hash(true)],
  ["url32+src", hashAndSource(true)],
  ...named("req.ver req_ver", version),
  ...named(
    "req.proto_http req_proto_http",
    plain((context) => (context.requestHead() ? boolean(true) : undefined)),
  ),
  [
    "http_first_req",
    booleanFetch(({ stream, session }) => (stream?.http ? session?.streamCount === 1 : undefined)),
  ],
];
