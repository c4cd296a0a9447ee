import { declareFunction, LuaError, result, string, uncounted, type Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/** `core`'s help with texts (hlua_fcn.c). */

/** A byte string as C sees it: up to its first NUL. */
function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

/** Cuts `text` at every byte that is in `separators`. */
export function tokenize(text: string, separators: string, skipEmpty: boolean): string[] {
  const tokens: string[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !separators.includes(text.charAt(i))) continue;
    if (!skipEmpty || i > start) tokens.push(text.slice(start, i));
    start = i + 1;
  }
  return tokens;
}

export const textItems: Item<Runtime>[] = [
  declareFunction("tokenize", {
    doc: "Cuts a text into pieces. Each byte of `separators` separates; a text ends at its first NUL byte.",
    args: [string("text", "what is cut"), string("separators", "the bytes that separate")],
    rest: "`true` leaves empty pieces out",
    returns: [result("string[]", "the pieces, from 1")],
    since: "1.7",
    count: uncounted,
    body: (_execution, text, separators, ...rest) => {
      // The flag is looked at only where it is the last argument.
      const [skipEmpty] = rest;
      if (rest.length === 1 && typeof skipEmpty !== "boolean") {
        throw new LuaError("boolean expected", { argument: 3 });
      }
      return tokenize(untilNul(text), untilNul(separators), rest.length === 1 && skipEmpty === true);
    },
  }),
];
