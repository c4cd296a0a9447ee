import { lowerCase } from "../http/text.ts";
import type { Transaction } from "../stream/transaction.ts";

/** Whether caches may keep a response, and with its cookies. */
export interface Cacheability {
  readonly response: boolean;
  readonly cookies: boolean;
}

const never: Cacheability = { response: false, cookies: false };
const safeMethods = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
/** Statuses that are cacheable by themselves (http_wait_for_response()). */
const cacheableStatuses = new Set([200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501]);
const forbidding = /^(?:(?:private|no-cache|no-store)(?:=.*)?|s-maxage=0)$/s;

/** Judges a response by its status and headers (http_check_response_for_cacheability()). */
export function cacheabilityOf({ request, response }: Transaction): Cacheability {
  if (!response || response.status < 200) return never;
  const { headers, status } = response;
  const isUsual = safeMethods.has(request.method) && cacheableStatuses.has(status);
  let result: Cacheability = { response: isUsual, cookies: isUsual };
  if (lowerCase(headers.get("pragma")?.trim() ?? "") === "no-cache") return never;
  let isFresh = false;
  let hasNoAge = false;
  for (const { value } of headers.values("cache-control")) {
    const directive = lowerCase(value);
    if (directive === "public") result = { response: true, cookies: true };
    else if (directive === "max-age=0") hasNoAge = true;
    else if (directive === 'no-cache="set-cookie"') result = { ...result, cookies: false };
    else if (forbidding.test(directive)) result = never;
    else if (directive.startsWith("s-maxage")) {
      isFresh = true;
      hasNoAge = false;
    } else if (directive.startsWith("max-age")) isFresh = true;
  }
  if (hasNoAge) result = never;
  const hasValidator = isFresh || ["expires", "etag", "last-modified"].some((name) => headers.has(name));
  return hasValidator ? result : { ...result, response: false };
}
