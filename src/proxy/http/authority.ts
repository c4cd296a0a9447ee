import { equalsIgnoringCase } from "./text.ts";

/** Host and port of an authority or a `host` header, and what HAProxy thinks of them (http.c, h1.c). */

/** The port's digits at the end; "" when there is a colon and nothing behind it, undefined when there is no colon. */
export function portOf(host: string): string | undefined {
  let at = host.length;
  while (at > 0) {
    at--;
    const code = host.charCodeAt(at);
    if (code < 0x30 || code > 0x39) break;
  }
  return host[at] === ":" ? host.slice(at + 1) : undefined;
}

/** Without the port and its colon. */
export function withoutPort(host: string): string {
  const port = portOf(host);
  return port === undefined ? host : host.slice(0, host.length - port.length - 1);
}

/** Whether a port need not be written; `scheme` is with its `://`, and without one both usual ports count. */
export function isDefaultPort(scheme: string | undefined, port: string): boolean {
  if (port === "") return true;
  if (scheme === undefined) return port === "80" || port === "443";
  return (
    (port === "443" && equalsIgnoringCase(scheme, "https://")) ||
    (port === "80" && equalsIgnoringCase(scheme, "http://"))
  );
}

const plainAuthority = /^[!-~]*$/;
const delimiters = /[,#/?@[\\\]]/;

/**
 * Whether an authority or a `host` header holds what could make it be read in
 * another way: blanks, bytes outside ASCII, delimiters; square brackets may
 * only stand around an address, at the front and before the port.
 */
export function hasForbiddenCharacter(authority: string): boolean {
  if (!plainAuthority.test(authority)) return true;
  if (!delimiters.test(authority)) return false;
  let open = false;
  for (let at = 0; at < authority.length; at++) {
    const character = authority[at] ?? "";
    if (!delimiters.test(character)) continue;
    const opens = character === "[" && at === 0;
    const closes = character === "]" && (at === authority.length - 1 || authority[at + 1] === ":");
    if (!opens && !closes) return true;
    open = !open;
  }
  return open;
}

/**
 * Compares the authority of a CONNECT with the `host` header (undefined: there
 * is none). Gives the header's value as it goes on, which is without a usual
 * port; false when one of the two is invalid.
 */
export function reconcileConnectHost(
  authority: string,
  host: string | undefined,
): string | undefined | false {
  const port = portOf(authority);
  if (port === undefined || port === "") return false;
  if (host === undefined) return undefined;
  const hostPort = portOf(host) ?? "";
  const hostName = withoutPort(host);
  if (!equalsIgnoringCase(hostName, withoutPort(authority))) return false;
  if (hostPort === "") return isDefaultPort(undefined, port) ? host : false;
  if (hostPort !== port) return false;
  return isDefaultPort(undefined, port) ? hostName : host;
}

/** Whether the authority of an absolute URI and the `host` header mean the same but for a usual port. */
export function meansSameHost(scheme: string, authority: string, host: string): boolean {
  if (equalsIgnoringCase(authority, host)) return true;
  const port = portOf(authority);
  const hostPort = portOf(host);
  if (port === undefined && hostPort === undefined) return false;
  if (port !== undefined && !isDefaultPort(scheme, port)) return false;
  if (hostPort !== undefined && !isDefaultPort(scheme, hostPort)) return false;
  return equalsIgnoringCase(withoutPort(authority), withoutPort(host));
}
