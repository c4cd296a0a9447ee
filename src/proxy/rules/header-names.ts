import type { ProxyConfig } from "../../config/types.ts";
import type { Stream } from "../stream/stream.ts";

const restricted = /[^0-9a-zA-Z-]/;

/**
 * `option http-restrict-req-hdr-names`: removes headers whose names have other
 * characters than letters, digits and hyphens, or says that the request is to
 * be refused for them.
 */
export function refusesHeaderNames({ restrictHeaderNames }: ProxyConfig, { http }: Stream): boolean {
  if (!http || restrictHeaderNames === undefined || restrictHeaderNames === "preserve") return false;
  const { headers } = http.request;
  if (restrictHeaderNames === "delete") {
    headers.removeIf((name) => restricted.test(name));
    return false;
  }
  for (const [name] of headers) {
    if (!restricted.test(name)) continue;
    http.status = 403;
    return true;
  }
  return false;
}
