/** Fetches of cookies: `cookie` of requests, `set-cookie` of responses (RFC 6265, read as leniently as HAProxy does). */
import { cookiePairs } from "../cookie-pairs.ts";
import { text, type Sample } from "../sample.ts";
import type { FetchContext, HeadersView } from "../views.ts";
import { argumentText, leadingInteger, type Fetch } from "./fetch.ts";
import { counting, headersOf, joining, ofDirection, ofRequest, ofResponse, type SideOf } from "./headers.ts";

/** The values of a message's cookies of that name; without a name, of all. */
function* cookieValues(headers: HeadersView, context: FetchContext, name: string): Iterable<string> {
  const list = context.direction === "request";
  for (const { value: line } of headers.values(list ? "cookie" : "set-cookie")) {
    if (line.length < name.length + 1) continue;
    for (const cookie of cookiePairs(line, list, name.length + 1)) {
      if (name === "" || cookie.name === name) yield cookie.value;
      else if (!list) break;
    }
  }
}

/** The last cookie of that name; without a name, the first of all. ACLs try all. */
const values =
  (side: SideOf, convert: (value: string) => Sample): Fetch =>
  (args) => {
    const name = argumentText(args, 0) ?? "";
    const all = (context: FetchContext): Iterable<string> => {
      const headers = headersOf(context, side(context));
      return headers ? cookieValues(headers, context, name) : [];
    };
    return {
      one: (context) => {
        let found: string | undefined;
        for (const value of all(context)) {
          found = value;
          if (name === "") break;
        }
        return found === undefined ? undefined : convert(found);
      },
      *each(context) {
        for (const value of all(context)) yield convert(value);
      },
    };
  };

const count = (side: SideOf): Fetch =>
  counting(side, (headers, name, context) => [...cookieValues(headers, context, name)].length);

/** The names of all cookies; of a response's, only the first of each line. */
const names = (side: SideOf): Fetch =>
  joining(side, (headers, context) => {
    const list = side(context) === "request";
    const found: string[] = [];
    for (const line of cookieLines(headers, list)) {
      for (const { name } of cookiePairs(line, list, 1)) {
        found.push(name);
        if (!list) break;
      }
    }
    return found;
  });

/** A request's lines are cut at commas too, a response's are whole. */
function* cookieLines(headers: HeadersView, list: boolean): Iterable<string> {
  if (list) {
    for (const { value } of headers.values("cookie")) yield value;
    return;
  }
  for (let i = 0; i < headers.length; i++) if (headers.name(i) === "set-cookie") yield headers.value(i);
}

function family(prefix: string, side: SideOf): [string, Fetch][] {
  return [
    [prefix, values(side, text)],
    [`${prefix}_cnt`, count(side)],
    [`${prefix}_val`, values(side, leadingInteger)],
  ];
}

export const COOKIE_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["cookie", values(ofDirection, text)],
  ...family("cook", ofRequest),
  ...family("req.cook", ofRequest),
  ...family("scook", ofResponse),
  ...family("res.cook", ofResponse),
  ["req.cook_names", names(ofRequest)],
  ["res.cook_names", names(ofResponse)],
];
