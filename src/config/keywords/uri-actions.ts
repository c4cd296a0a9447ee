/** The actions on a request's method and URI. Source: configuration manual 4.3; texts of http_act.c. */
import type { Action, UriNormalizer } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import { Refused, rewording } from "../diagnostics.ts";
import { action, checkedRegex, ruleFormat } from "./action-kit.ts";
import type { ActionKeyword } from "./keyword.ts";

type Parse = ActionKeyword["parse"];

const setLine =
  (kind: "set-path" | "set-pathq" | "set-query" | "set-uri" | "set-method"): Parse =>
  (cursor, context) => {
    const text = cursor.next();
    if (text === "" || !(cursor.atEnd || cursor.atCondition)) {
      throw new Refused("expects exactly 1 argument <format>");
    }
    return { kind, format: ruleFormat(text, context) };
  };

const replaceLine =
  (kind: "replace-path" | "replace-pathq" | "replace-uri"): Parse =>
  (cursor, context) => {
    const regex = cursor.next();
    const text = cursor.next();
    if (regex === "" || text === "" || !(cursor.atEnd || cursor.atCondition)) {
      throw new Refused("expects exactly 2 arguments <match-regex> and <replace-format>");
    }
    rewording(
      (error) => `failed to parse the regex : ${error}`,
      () => checkedRegex(regex, context),
    );
    return { kind, regex, format: ruleFormat(text, context) };
  };

/** The normalizers, as their words stand in a line. */
const NORMALIZERS: readonly UriNormalizer[] = [
  "path-merge-slashes",
  "path-strip-dot",
  "path-strip-dotdot",
  "path-strip-dotdot full",
  "query-sort-by-name",
  "percent-to-uppercase",
  "percent-to-uppercase strict",
  "percent-decode-unreserved",
  "percent-decode-unreserved strict",
  "fragment-strip",
  "fragment-encode",
];

function normalizeUri(cursor: Cursor): Action {
  const name = cursor.next();
  if (name === "") throw new Refused("missing argument <normalizer>");
  const plain = NORMALIZERS.find((each) => each === name);
  if (!plain) throw new Refused(`unknown normalizer '${name}'`);
  const further = NORMALIZERS.find((each) => each.startsWith(`${name} `));
  if (!further || cursor.atEnd || cursor.atCondition) return { kind: "normalize-uri", normalizer: plain };
  const word = cursor.next();
  if (further !== `${name} ${word}`) {
    throw new Refused(`unknown argument '${word}' for '${name}' normalizer`);
  }
  return { kind: "normalize-uri", normalizer: further };
}

export const URI_ACTIONS: readonly ActionKeyword[] = [
  action(
    "set-path",
    ["http-request"],
    "1.6",
    "<path:format>",
    "Sets the path, without the query.",
    setLine("set-path"),
  ),
  action("set-pathq", ["http-request"], "2.3", "<path:format>", "Sets path and query.", setLine("set-pathq")),
  action("set-query", ["http-request"], "1.6", "<query:format>", "Sets the query.", setLine("set-query")),
  action("set-uri", ["http-request"], "1.6", "<uri:format>", "Sets the whole URI.", setLine("set-uri")),
  action("set-method", ["http-request"], "1.6", "<method:format>", "Sets the method.", setLine("set-method")),
  action(
    "replace-path",
    ["http-request"],
    "2.2",
    "<match:regex> <path:format>",
    "Replaces what matches in the path.",
    replaceLine("replace-path"),
  ),
  action(
    "replace-pathq",
    ["http-request"],
    "2.3",
    "<match:regex> <path:format>",
    "Replaces what matches in path and query.",
    replaceLine("replace-pathq"),
  ),
  action(
    "replace-uri",
    ["http-request"],
    "2.0",
    "<match:regex> <uri:format>",
    "Replaces what matches in the URI.",
    replaceLine("replace-uri"),
  ),
  action(
    "normalize-uri",
    ["http-request"],
    "2.4",
    "<normalizer:string> [{full|strict}]",
    "Makes URIs that mean the same look the same, in one respect.",
    normalizeUri,
    { experimental: true },
  ),
];
