/** Fetches of the parameters in a request's query or body: `a=1&b=2`. */
import { text, type Sample } from "../sample.ts";
import type { FetchContext } from "../views.ts";
import { payloadOf } from "./body.ts";
import { argumentText, leadingInteger, named, type Fetch } from "./fetch.ts";

const separates = (char: string | undefined, delimiter: string): boolean =>
  char === "&" || char === ";" || char === delimiter;

function endOf(list: string, from: number, delimiter: string): number {
  let at = from;
  while (at < list.length && !separates(list[at], delimiter)) at++;
  return at;
}

/**
 * Where the value of a parameter starts, searched from `from`: behind a
 * separator or at the start, and behind the name's `=`.
 */
function valueStart(list: string, from: number, name: string, delimiter: string, same: Same): number {
  let at = from;
  while (at + name.length < list.length) {
    if (list[at + name.length] === "=") {
      if (same(list.slice(at, at + name.length))) return at + name.length + 1;
      // Whatever stood there is passed over with its sign, as HAProxy does.
      at += name.length + 1;
    }
    at = endOf(list, at, delimiter) + 1;
  }
  return -1;
}

type Same = (name: string) => boolean;

/** The values of the parameters of that name; without a name, of all. */
function* parameterValues(
  list: string,
  name: string,
  delimiter: string,
  ignoreCase: boolean,
): Iterable<string> {
  const wanted = name.toLowerCase();
  const same: Same = (found) => found === name || (ignoreCase && found.toLowerCase() === wanted);
  let at = 0;
  while (at < list.length) {
    const start = name === "" ? list.indexOf("=", at) + 1 || -1 : valueStart(list, at, name, delimiter, same);
    if (start < 0) return;
    at = endOf(list, start, delimiter);
    yield list.slice(start, at);
  }
}

/** The first parameter of that name, or all of them for ACLs. */
const parameters =
  (
    listOf: (context: FetchContext, delimiter: string) => string | undefined,
    places: { readonly delimiter: number; readonly flags: number },
    convert: (value: string) => Sample,
  ): Fetch =>
  (args) => {
    const name = argumentText(args, 0) ?? "";
    const given = argumentText(args, places.delimiter) ?? "";
    const delimiter = given === "" ? "?" : given.charAt(0);
    const ignoreCase = argumentText(args, places.flags)?.startsWith("i") ?? false;
    const all = (context: FetchContext, separator: string): Iterable<string> => {
      const list = listOf(context, delimiter);
      return list === undefined ? [] : parameterValues(list, name, separator, ignoreCase);
    };
    const separator = places.delimiter < 0 ? "&" : delimiter;
    return {
      one: (context) => {
        for (const value of all(context, separator)) return convert(value);
        return undefined;
      },
      *each(context) {
        for (const value of all(context, separator)) yield convert(value);
      },
    };
  };

/** What stands behind the delimiter in the target. */
function queryOf(context: FetchContext, delimiter: string): string | undefined {
  const uri = context.requestHead()?.uri;
  const at = uri?.indexOf(delimiter) ?? -1;
  return at < 0 ? undefined : uri?.slice(at + 1);
}

const inQuery = { delimiter: 1, flags: 2 };
const inBody = { delimiter: -1, flags: 1 };

export const PARAMETER_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...named("url_param urlp", parameters(queryOf, inQuery, text)),
  ["urlp_val", parameters(queryOf, inQuery, leadingInteger)],
  [
    "req.body_param",
    parameters((context) => payloadOf(context, "request")?.toString("latin1"), inBody, text),
  ],
];
