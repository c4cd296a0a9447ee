import {
  boolean,
  declareFunction,
  insist,
  LuaClass,
  LuaError,
  method,
  result,
  Several,
  string,
  uncounted,
  type Item,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { RegularExpression } from "../samples/index.ts";

/** The global `Regex` (hlua_fcn.c): PCRE2's expressions on bytes. */

/** Texts as long as HAProxy's buffer never match. */
const bufferSize = 16_384;

/** The whole match and its groups: no more than HAProxy has room for (MAX_MATCH in defaults.h). */
const mostGroups = 10;

const subject = string("text", "what is searched, less than 16384 bytes");

export const regexClass = new LuaClass<Runtime, RegularExpression>(
  "Regex",
  "A compiled regular expression.",
  {
    exec: method<Runtime, RegularExpression, [typeof subject]>("exec", {
      doc: "Whether the expression matches somewhere in a text.",
      args: [subject],
      returns: [result("boolean", "")],
      since: "1.8",
      count: uncounted,
      body: (_execution, regex, text) => text.length < bufferSize && regex.test(text),
    }),
    match: method<Runtime, RegularExpression, [typeof subject]>("match", {
      doc: "Searches a text.",
      args: [subject],
      returns: [
        result("boolean", "whether the expression matches"),
        result(
          "string[]",
          "the whole match, then its groups, up to the first that took no part and 10 in all; empty without a match",
        ),
      ],
      since: "1.8",
      count: uncounted,
      body: (_execution, regex, text) => {
        if (text.length >= bufferSize) return false;
        const found = regex.match(text);
        return new Several(found !== undefined, firstGroups(found ?? []));
      },
    }),
  },
);

function firstGroups(found: readonly (string | undefined)[]): string[] {
  const groups: string[] = [];
  for (const group of found.slice(0, mostGroups)) {
    if (group === undefined) break;
    groups.push(group);
  }
  return groups;
}

/** The global table; it has the metatable of its objects. */
export const regexItems: Item<Runtime>[] = [
  declareFunction("new", {
    doc: "Compiles a regular expression in PCRE2's syntax.",
    args: [
      string("pattern", "the expression; ends at its first NUL byte"),
      // HAProxy hands a null message to Lua, which shows it so.
      insist(
        boolean("case_sensitive", "`false` ignores the case of letters"),
        "boolean",
        new LuaError("(null)", { argument: 2 }),
      ),
    ],
    returns: [
      result("boolean", "whether the pattern is valid"),
      result("Regex|string", "the compiled expression, or what is wrong with the pattern"),
    ],
    since: "1.8",
    count: uncounted,
    body: (_execution, pattern, caseSensitive) => {
      const compiled = RegularExpression.compile(pattern, !caseSensitive);
      return typeof compiled === "string"
        ? new Several(false, compiled)
        : new Several(true, regexClass.wrap(compiled));
    },
  }),
];
