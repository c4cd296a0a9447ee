/** Fetches of cookies: `cookie` of requests, `set-cookie` of responses (RFC 6265, read as leniently as HAProxy does). */
import { readInt } from "../patterns/integers.ts";
import { integer, text, type Sample } from "../sample.ts";
import type { FetchContext, HeadersView } from "../views.ts";
import { argumentText, type Fetch } from "./fetch.ts";
import { headersOf, ofDirection, ofRequest, ofResponse, type SideOf } from "./headers.ts";

interface Cookie {
  readonly name: string;
  readonly value: string;
}

const isBlank = (char: string | undefined): boolean => char === " " || char === "\t";

/** Where a value ends: at a comma or semicolon outside quotes. */
function valueEnd(line: string, from: number): number {
  let quoted = false;
  for (let at = from; at < line.length; at++) {
    const char = line[at];
    if (quoted && char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "," || char === ";")) return at;
  }
  return line.length;
}

function trimmedEnd(line: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(line[at - 1])) at--;
  return at;
}

/**
 * The cookies of a header's value: those of a request stand one behind the
 * other (`list`), a response has one, with attributes behind it that look the
 * same. What begins with `$` is an attribute of old, what has no `=` is none at all.
 *
 * @param shortest as many characters a name and its `=` must have to be looked at
 */
function* cookiesIn(line: string, list: boolean, shortest: number): Iterable<Cookie> {
  let from = 0;
  while (from + shortest < line.length) {
    let start = from;
    while (isBlank(line[start])) start++;
    let equal = start;
    while (equal < line.length && !endsName(line[equal], list)) equal++;
    const isPair = line[equal] === "=";
    let value = equal + 1;
    while (isBlank(line[value])) value++;
    const next = isPair ? valueEnd(line, value) : equal;
    from = next + 1;
    if (!isPair || line[start] === "$") continue;
    const name = line.slice(start, trimmedEnd(line, start, equal));
    yield { name, value: line.slice(value, trimmedEnd(line, value, next)) };
  }
}

const endsName = (char: string | undefined, list: boolean): boolean =>
  char === "=" || char === ";" || (list && char === ",");

/** The values of a message's cookies of that name; without a name, of all. */
function* cookieValues(headers: HeadersView, context: FetchContext, name: string): Iterable<string> {
  const list = context.direction === "request";
  for (const { value: line } of headers.values(list ? "cookie" : "set-cookie")) {
    if (line.length < name.length + 1) continue;
    for (const cookie of cookiesIn(line, list, name.length + 1)) {
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

const count =
  (side: SideOf): Fetch =>
  (args) => {
    const name = argumentText(args, 0) ?? "";
    return {
      one: (context) => {
        const headers = headersOf(context, side(context));
        return headers && integer([...cookieValues(headers, context, name)].length);
      },
    };
  };

/** The names of all cookies; of a response's, only the first of each line. */
const names =
  (side: SideOf): Fetch =>
  (args) => {
    const delimiter = args[0] === undefined ? "," : args[0].text.charAt(0) || "\0";
    return {
      one: (context) => {
        const headers = headersOf(context, side(context));
        if (!headers) return undefined;
        const list = side(context) === "request";
        const found: string[] = [];
        for (const line of cookieLines(headers, list)) {
          for (const { name } of cookiesIn(line, list, 1)) {
            found.push(name);
            if (!list) break;
          }
        }
        return text(found.join(delimiter));
      },
    };
  };

/** A request's lines are cut at commas too, a response's are whole. */
function* cookieLines(headers: HeadersView, list: boolean): Iterable<string> {
  if (list) {
    for (const { value } of headers.values("cookie")) yield value;
    return;
  }
  for (let i = 0; i < headers.length; i++) if (headers.name(i) === "set-cookie") yield headers.value(i);
}

const number = (value: string): Sample => integer(Number(BigInt.asIntN(32, BigInt(readInt(value).value))));

function family(prefix: string, side: SideOf): [string, Fetch][] {
  return [
    [prefix, values(side, text)],
    [`${prefix}_cnt`, count(side)],
    [`${prefix}_val`, values(side, number)],
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
