/** Cookies of headers. */
import { cookiePairs, type CookiePair } from "../../samples/cookie-pairs.ts";

export type { CookiePair };

/**
 * The cookies of one header line, in order.
 *
 * @param isList whether it is a `cookie` header; a `set-cookie` header has one cookie, and attributes
 * @param shortest as of {@link cookiePairs}
 */
export function* cookiesOf(header: string, isList: boolean, shortest = 1): Generator<CookiePair> {
  for (const pair of cookiePairs(header, isList, shortest)) {
    yield pair;
    if (!isList) return;
  }
}

/** The first value of the cookie in the lines of a header; undefined when it is in none. */
export function cookieValue(lines: Iterable<string>, name: string, isList: boolean): string | undefined {
  for (const line of lines) {
    for (const cookie of cookiesOf(line, isList, name.length + 1)) {
      if (cookie.name === name) return cookie.value;
    }
  }
  return undefined;
}
