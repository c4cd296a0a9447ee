import type { Headers } from "../http/headers.ts";
import { equalsIgnoringCase } from "../http/text.ts";
import { splitUri } from "../http/uri.ts";

/**
 * Whether a form comes from a page of the same host, as far as a browser tells:
 * `origin`, or else `referer`, names the host that was asked. Clients that tell
 * neither are let in (stats_check_same_origin()).
 */
export function isSameOrigin(headers: Headers): boolean {
  const source = headers.get("origin") ?? headers.get("referer");
  if (source === undefined) return true;
  const { authority } = splitUri(source.trim());
  return authority !== undefined && equalsIgnoringCase(authority, headers.get("host")?.trim() ?? "");
}
