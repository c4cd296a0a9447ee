import { hasForbiddenCharacter } from "../http/authority.ts";
import { Headers } from "../http/headers.ts";
import type { Framing, RequestHead } from "../http/message.ts";
import { isToken } from "../http/text.ts";
import { hasAuthority, normalizeAbsoluteUri, splitUri } from "../http/uri.ts";
import { isPlainValue, readFields, sendableFields } from "./h2-fields.ts";
import type { Field } from "./hpack-table.ts";

/** A request as a stream of HTTP/2 brings it. */
export interface H2Request {
  readonly head: RequestHead;
  readonly framing: Framing;
  /** It asks for another protocol on the stream (RFC 8441), which the head has as an upgrade. */
  readonly asksForProtocol: boolean;
  /** The stream is in order, what it asks is not: it gets an answer of status 400. */
  readonly isInvalid: boolean;
}

export interface H2RequestRules {
  /** `tune.http.maxhdr` */
  readonly maxHeaders: number;
  /** `option accept-unsafe-violations-in-http-request` */
  readonly acceptUnsafe: boolean;
}

const known: ReadonlySet<string> = new Set([":method", ":scheme", ":authority", ":path", ":protocol"]);
const forbiddenInPath = /[\0- \x7f#]/;
const schemeForm = /^[A-Za-z][A-Za-z0-9+.-]*$/;

/**
 * The request that a block of fields makes (h2_make_htx_request); undefined
 * where it is malformed, which ends its stream.
 */
export function readRequest(
  fields: readonly Field[],
  isEnd: boolean,
  { maxHeaders, acceptUnsafe }: H2RequestRules,
): H2Request | undefined {
  const read = readFields(fields, known, (name, value) =>
    name === ":path" && !acceptUnsafe ? !forbiddenInPath.test(value) : isPlainValue(value),
  );
  if (!read) return undefined;
  const { pseudo, length } = read;
  const target = targetOf(pseudo);
  const headers = gatherHeaders(read.headers, pseudo.get(":authority"));
  if (!target || !headers) return undefined;
  if (isEnd && length !== undefined && length !== "0") return undefined;
  const protocol = pseudo.get(":protocol");
  if (protocol !== undefined) {
    // HTTP/2 is there already.
    if (/^h2c?$/i.test(protocol)) return undefined;
    headers.append("upgrade", protocol);
    headers.append("connection", "upgrade");
  }
  // One is for the request line.
  if (headers.length + 1 > maxHeaders) return undefined;
  const method = protocol === undefined ? (pseudo.get(":method") ?? "") : "GET";
  const { uri, isNormalized, isInvalid } = target;
  const head: RequestHead = {
    method,
    uri,
    version: "HTTP/2.0",
    headers,
    ...(isNormalized && { normalizedUri: true }),
  };
  if (pseudo.has(":scheme") && hasAuthority(uri)) normalizeAbsoluteUri(head);
  const opensTunnel = protocol !== undefined || method === "CONNECT";
  return {
    head,
    framing: opensTunnel ? { kind: "none" } : framingOf(isEnd, length),
    asksForProtocol: protocol !== undefined,
    // The method of HTTP/2's preface belongs to it alone.
    isInvalid: isInvalid || !isToken(method) || method.toUpperCase() === "PRI",
  };
}

function framingOf(isEnd: boolean, length: string | undefined): Framing {
  if (isEnd) return { kind: "none" };
  return length === undefined
    ? { kind: "chunked", implied: true }
    : { kind: "length", length: Number(length) };
}

interface Target {
  readonly uri: string;
  readonly isNormalized: boolean;
  readonly isInvalid: boolean;
}

/** The request's URI out of its parts (h2_prepare_htx_reqline). */
function targetOf(pseudo: ReadonlyMap<string, string>): Target | undefined {
  const method = pseudo.get(":method");
  const [scheme, authority, path] = [pseudo.get(":scheme"), pseudo.get(":authority"), pseudo.get(":path")];
  const protocol = pseudo.get(":protocol");
  if (method === undefined || method === "") return undefined;
  if (authority !== undefined && hasForbiddenCharacter(authority)) return undefined;
  if (method === "CONNECT" && protocol === undefined) {
    if (scheme !== undefined || path !== undefined || (authority ?? "") === "") return undefined;
    return { uri: authority ?? "", isNormalized: false, isInvalid: false };
  }
  if (protocol !== undefined && (method !== "CONNECT" || authority === undefined)) return undefined;
  if (scheme === undefined || path === undefined) return undefined;
  if (!path.startsWith("/") && path !== "*") return undefined;
  const isUsual = /^https?$/i.test(scheme);
  const uri = authority === undefined ? path : `${scheme}://${authority}${path === "*" ? "" : path}`;
  return {
    uri,
    isNormalized: authority !== undefined && isUsual,
    isInvalid: (!isUsual && !schemeForm.test(scheme)) || forbiddenInPath.test(uri.replaceAll("#", "")),
  };
}

/** The headers with one `host`, the authority where there is one, and with the cookies in one piece. */
function gatherHeaders(received: Headers, authority: string | undefined): Headers | undefined {
  const headers = new Headers();
  const cookies: string[] = [];
  let hasHost = authority !== undefined;
  if (authority !== undefined) headers.append("host", authority);
  for (const [name, value] of received) {
    switch (name) {
      case "cookie":
        cookies.push(value);
        break;
      case "te":
        if (value !== "trailers") return undefined;
        headers.append(name, value);
        break;
      case "host":
        if (hasHost) break;
        if (hasForbiddenCharacter(value)) return undefined;
        hasHost = true;
        headers.append(name, value);
        break;
      default:
        headers.append(name, value);
    }
  }
  if (cookies.length > 0) headers.append("cookie", cookies.join("; "));
  return headers;
}

/** Whether a request wants another protocol, which HTTP/2 asks for with CONNECT; the first that it names. */
export function protocolAskedFor({ headers }: RequestHead): string | undefined {
  const asks = [...headers.values("connection")].some(({ value }) => value.toLowerCase() === "upgrade");
  return asks ? headers.get("upgrade")?.split(",", 1)[0]?.trim() : undefined;
}

/** The fields of a request to a server (h2s_snd_bhdrs). `protocol` is that of {@link protocolAskedFor}. */
export function requestFields(head: RequestHead, protocol: string | undefined): Field[] {
  const { method, uri, headers } = head;
  if (method === "CONNECT") return [[":method", method], [":authority", uri], ...regular(headers, true)];
  const { scheme, authority: named, pathAndQuery } = splitUri(uri);
  const authority = protocol === undefined ? named : (headers.get("host") ?? named);
  const hasName = authority !== undefined && authority !== "";
  const missing = method === "OPTIONS" ? "*" : "/";
  return [
    [":method", protocol === undefined ? method : "CONNECT"],
    [":scheme", scheme === undefined ? "https" : scheme.replace("://", "")],
    ...(hasName ? ([[":authority", authority]] as const) : []),
    [":path", uri === "*" ? uri : (pathAndQuery ?? missing)],
    ...(protocol === undefined ? [] : ([[":protocol", protocol]] as const)),
    ...regular(headers, hasName),
  ];
}

function regular(headers: Headers, hasAuthority: boolean): Field[] {
  const fields: Field[] = [];
  for (const [name, value] of sendableFields(headers)) {
    if (name === "host" && hasAuthority) continue;
    // Of all that `te` may say, only this may be passed on.
    if (name === "te" && !/trailers(?:,|$)/.test(value)) continue;
    fields.push(name === "te" ? [name, "trailers"] : [name, value]);
  }
  return fields;
}
