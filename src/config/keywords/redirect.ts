/** Redirections, as a keyword and as an action. Source: configuration manual 4.2 "redirect"; texts of http_rules.c. */
import type { Condition } from "../acl.ts";
import type { Redirect } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import { Refused, rewording } from "../diagnostics.ts";
import type { LogFormat } from "../log-format.ts";
import { leadingInteger } from "../units.ts";

export interface RedirectParsers {
  /** Absent for the keyword, whose target is plain text. */
  readonly format?: (text: string) => LogFormat;
  readonly condition: (cursor: Cursor) => Condition;
  readonly onResponse: boolean;
}

const CODES = [301, 302, 303, 307, 308] as const;

/** Reads a redirection with its condition, up to the end of the line. @throws Refused with HAProxy's text */
export function parseRedirect(
  cursor: Cursor,
  parsers: RedirectParsers,
): { readonly redirect: Redirect; readonly condition?: Condition } {
  let type: Redirect["type"] | undefined;
  let code: Redirect["code"] = 302;
  let destination = "";
  let cookie: { readonly text: string; readonly kind: "set" | "format" | "clear" } | undefined;
  const flags = { dropQuery: false, keepQuery: false, appendSlash: false, ignoreEmpty: false };
  let condition: Condition | undefined;

  while (!cursor.atEnd) {
    if (cursor.atCondition) {
      condition = rewording(
        (error) => `error in condition: ${error}`,
        () => parsers.condition(cursor),
      );
      break;
    }
    const word = cursor.next();
    const argument = (): string => {
      const value = cursor.next();
      if (value === "") throw new Refused(`missing argument for '${word}'`);
      return value;
    };
    switch (word) {
      case "location":
      case "prefix":
      case "scheme":
        destination = argument();
        type = word;
        break;
      case "set-cookie":
        cookie = { text: argument(), kind: "set" };
        break;
      case "set-cookie-fmt":
        cookie = { text: argument(), kind: "format" };
        break;
      case "clear-cookie":
        cookie = { text: argument(), kind: "clear" };
        break;
      case "code": {
        const text = argument();
        const found = CODES.find((each) => each === leadingInteger(text));
        if (!found) {
          throw new Refused(
            `'code': unsupported HTTP code '${text}' (must be one of 301, 302, 303, 307 or 308)`,
          );
        }
        code = found;
        break;
      }
      case "drop-query":
        flags.dropQuery = true;
        break;
      case "keep-query":
        flags.keepQuery = true;
        break;
      case "append-slash":
        flags.appendSlash = true;
        break;
      case "ignore-empty":
        flags.ignoreEmpty = true;
        break;
      default:
        throw new Refused(
          "expects 'code', 'prefix', 'location', 'scheme', 'set-cookie', 'set-cookie-fmt', 'clear-cookie'," +
            ` 'drop-query', 'keep-query', 'ignore-empty' or 'append-slash' (was '${word}')`,
        );
    }
  }
  if (!type) throw new Refused("redirection type expected ('prefix', 'location', or 'scheme')");
  if (parsers.onResponse && type !== "location") {
    throw new Refused("response only supports redirect type 'location'");
  }
  const { format } = parsers;
  const plain = !format || (type === "prefix" && destination === "/");
  const target = plain ? destination : format(destination);
  const setCookie = cookie && cookieValue(cookie, format);
  const redirect = { type, code, target, ...flags, ...(setCookie !== undefined && { setCookie }) };
  return { redirect, ...(condition && { condition }) };
}

function cookieValue(
  cookie: { readonly text: string; readonly kind: "set" | "format" | "clear" },
  format: ((text: string) => LogFormat) | undefined,
): string | LogFormat {
  if (cookie.kind === "clear") return `${cookie.text}; path=/; Max-Age=0;`;
  const value = `${cookie.text}; path=/;`;
  return cookie.kind === "format" && format ? format(value) : value;
}
