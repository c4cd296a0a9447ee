import { isDefaultPort, portOf } from "./authority.ts";
import type { RequestHead } from "./message.ts";

/** The request target's forms and parts (RFC 9112 3.2), taken apart as HAProxy's http_uri_parser does. */

export type UriForm = "empty" | "asterisk" | "path" | "absolute" | "authority";

export interface UriParts {
  readonly form: UriForm;
  /** With its `://`; absolute form only. */
  readonly scheme: string | undefined;
  /** `user@` of the authority, with the `@`; "" when there is none. */
  readonly userinfo: string;
  /** Without userinfo; undefined in path and asterisk form. */
  readonly authority: string | undefined;
  /** With the query and all that follows; undefined when there is none. */
  readonly pathAndQuery: string | undefined;
}

const schemeForm = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const authorityEnd = /[/?#]/;

/** Takes a request target apart. The form is told by its first character. */
export function splitUri(uri: string): UriParts {
  const first = uri[0];
  if (first === "/") {
    return { form: "path", scheme: undefined, userinfo: "", authority: undefined, pathAndQuery: uri };
  }
  if (first === undefined || first === "*") {
    const form = first === undefined ? "empty" : "asterisk";
    return { form, scheme: undefined, userinfo: "", authority: undefined, pathAndQuery: undefined };
  }
  const scheme = schemeForm.exec(uri)?.[0];
  const start = scheme?.length ?? 0;
  const length = uri.slice(start).search(authorityEnd);
  const end = length === -1 ? uri.length : start + length;
  const name = uri.lastIndexOf("@", end - 1) + 1;
  const from = Math.max(start, name);
  return {
    form: scheme === undefined ? "authority" : "absolute",
    scheme,
    userinfo: uri.slice(start, from),
    authority: uri.slice(from, end),
    pathAndQuery: scheme === undefined || end === uri.length ? undefined : uri.slice(end),
  };
}

/** The path without the query; undefined when the target has none (the `path` fetch). */
export function pathOf(uri: string): string | undefined {
  const { pathAndQuery } = splitUri(uri);
  const query = pathAndQuery?.indexOf("?") ?? -1;
  return query === -1 ? pathAndQuery : pathAndQuery?.slice(0, query);
}

/** What follows the first question mark; undefined when there is none (the `query` fetch). */
export function queryOf(uri: string): string | undefined {
  const mark = uri.indexOf("?");
  return mark === -1 ? undefined : uri.slice(mark + 1);
}

/** Whether the target names a host, which the `host` header must then follow. */
export function hasAuthority(uri: string): boolean {
  return uri !== "" && !uri.startsWith("/") && !uri.startsWith("*");
}

/** `http-request set-path`: the query stays. Where there is no path, all of the target is replaced. */
export function setPath(head: RequestHead, path: string): void {
  const { pathAndQuery = head.uri } = splitUri(head.uri);
  const query = pathAndQuery.indexOf("?");
  replaceEnd(head, pathAndQuery, query === -1 ? path : path + pathAndQuery.slice(query));
}

/** `http-request set-pathq` */
export function setPathAndQuery(head: RequestHead, pathAndQuery: string): void {
  replaceEnd(head, splitUri(head.uri).pathAndQuery ?? head.uri, pathAndQuery);
}

/** `http-request set-query`: `query` is without its question mark; an empty one leaves a mark that is there. */
export function setQuery(head: RequestHead, query: string): void {
  const mark = head.uri.indexOf("?");
  if (mark !== -1) head.uri = head.uri.slice(0, mark + 1) + query;
  else if (query !== "") head.uri = `${head.uri}?${query}`;
}

/** `http-request set-uri`: `host` headers follow an authority in it. False when it should have one and has not. */
export function setUri(head: RequestHead, uri: string): boolean {
  head.uri = uri;
  if (!hasAuthority(uri)) return true;
  const authority = head.method === "CONNECT" ? uri : splitUri(uri).authority;
  if (authority === undefined || authority === "") return false;
  setHosts(head, authority);
  return true;
}

/** `http-request set-method` */
export function setMethod(head: RequestHead, method: string): void {
  head.method = method;
}

/**
 * Puts `host` into the target's authority, where it has one: to be called
 * whenever rules or scripts have changed or added the `host` header. False
 * when there should be an authority and is none.
 */
export function followHost(head: RequestHead, host: string): boolean {
  if (!hasAuthority(head.uri)) return true;
  const { scheme = "", userinfo, authority = "" } = splitUri(head.uri);
  if (authority === "") return false;
  const start = scheme.length + userinfo.length;
  head.uri = head.uri.slice(0, start) + host + head.uri.slice(start + authority.length);
  return true;
}

/** `set-header` on a request: as {@link Headers.set}, and the authority follows `host`. */
export function setRequestHeader(head: RequestHead, name: string, value: string): boolean {
  head.headers.set(name, value);
  return name.toLowerCase() !== "host" || followHost(head, value);
}

/** `add-header` on a request: as {@link Headers.add}, and the authority follows `host`. */
export function addRequestHeader(head: RequestHead, name: string, value: string): boolean {
  head.headers.add(name, value);
  return name.toLowerCase() !== "host" || followHost(head, value);
}

/**
 * What HAProxy does to an absolute target it has received (RFC 3986 6.2.3):
 * a usual port is left out, a missing path is `/` (but for OPTIONS), and `host`
 * headers follow.
 */
export function normalizeAbsoluteUri(head: RequestHead): void {
  const { scheme, userinfo, authority = "", pathAndQuery } = splitUri(head.uri);
  if (scheme === undefined) return;
  const port = portOf(authority);
  const dropsPort = port !== undefined && isDefaultPort(scheme, port);
  const addsPath = pathAndQuery === undefined && head.method !== "OPTIONS";
  if (!dropsPort && !addsPath) return;
  const host = dropsPort ? authority.slice(0, authority.length - port.length - 1) : authority;
  head.uri = `${scheme}${userinfo}${host}${pathAndQuery ?? (addsPath ? "/" : "")}`;
  setHosts(head, host);
}

function setHosts({ headers }: RequestHead, host: string): void {
  for (let i = 0; i < headers.length; i++) if (headers.name(i) === "host") headers.replaceAt(i, host);
}

function replaceEnd(head: RequestHead, end: string, replacement: string): void {
  head.uri = head.uri.slice(0, head.uri.length - end.length) + replacement;
}
