/** The actions on headers. Source: configuration manual 4.3; texts of http_act.c. */
import type { Action, HeaderMatch } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import { action, checkedRegex, HTTP_RULES, ruleExpression, ruleFormat } from "./action-kit.ts";
import type { ActionContext, ActionKeyword } from "./keyword.ts";

type Parse = ActionKeyword["parse"];

const setHeader =
  (kind: "set-header" | "add-header" | "early-hint"): Parse =>
  (cursor, context) => {
    const name = cursor.next();
    const value = cursor.next();
    if (name === "" || value === "") throw new Refused("expects exactly 2 arguments");
    const wrong = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/.exec(name);
    if (wrong) context.line.warn(`header name '${name}' contains forbidden character '${wrong[0]}'.`);
    return { kind, name, format: ruleFormat(value, context) };
  };

const replaceHeader =
  (kind: "replace-header" | "replace-value"): Parse =>
  (cursor, context) => {
    const [name, regex, format] = [cursor.next(), cursor.next(), cursor.next()];
    if (name === "" || regex === "" || format === "") throw new Refused("expects exactly 3 arguments");
    return { kind, name, regex: checkedRegex(regex, context), format: ruleFormat(format, context) };
  };

const DELETE_MATCHES: readonly HeaderMatch[] = ["str", "beg", "end", "sub", "reg"];

function delHeader(cursor: Cursor, context: ActionContext): Action {
  const name = cursor.next();
  if (name === "") throw new Refused("expects at least 1 argument");
  const match = deleteMatch(cursor);
  if (match === "reg") checkedRegex(name, context);
  return { kind: "del-header", name, match };
}

/** `-m <method>`, which may be left out. */
function deleteMatch(cursor: Cursor): HeaderMatch {
  if (!cursor.skip("-m")) return "str";
  const text = cursor.next();
  if (text === "") throw new Refused("-m flag expects exactly 1 argument");
  const match = DELETE_MATCHES.find((each) => each === text);
  if (!match) throw new Refused(`-m with unsupported matching method '${text}'`);
  return match;
}

const putHeaders =
  (kind: "set-headers-bin" | "add-headers-bin"): Parse =>
  (cursor, context) => {
    if (cursor.peek() === "") {
      throw new Refused("expects exactly one argument or three arguments <headers> prefix <pfx>");
    }
    const headers = ruleExpression(cursor, context);
    if (!cursor.skip("prefix")) return { kind, headers, prefix: "" };
    const prefix = cursor.next();
    if (prefix === "") {
      throw new Refused("expects 1 argument: <headers>; or 3 arguments: <headers> prefix <pfx>");
    }
    return { kind, headers, prefix };
  };

function delHeaders(cursor: Cursor, context: ActionContext): Action {
  if (cursor.peek() === "") throw new Refused("expects at least 1 argument");
  const names = ruleExpression(cursor, context);
  const match = deleteMatch(cursor);
  if (match === "reg") {
    throw new Refused("-m reg is unsupported with del-headers-bin due to performance reasons");
  }
  return { kind: "del-headers-bin", names, match };
}

export const HEADER_ACTIONS: readonly ActionKeyword[] = [
  action(
    "set-header",
    HTTP_RULES,
    "1.5",
    "<name:header> <value:format>",
    "Sets a header, in place of all of that name.",
    setHeader("set-header"),
  ),
  action(
    "add-header",
    HTTP_RULES,
    "1.5",
    "<name:header> <value:format>",
    "Adds a header.",
    setHeader("add-header"),
  ),
  action(
    "del-header",
    HTTP_RULES,
    "1.5",
    "<name:header> [-m {str|beg|end|sub|reg}]",
    "Removes headers by name.",
    delHeader,
  ),
  action(
    "replace-header",
    HTTP_RULES,
    "1.5",
    "<name:header> <match:regex> <value:format>",
    "Replaces what matches in each whole value of a header.",
    replaceHeader("replace-header"),
  ),
  action(
    "replace-value",
    HTTP_RULES,
    "1.5",
    "<name:header> <match:regex> <value:format>",
    "Replaces what matches in each comma-separated value of a header.",
    replaceHeader("replace-value"),
  ),
  action(
    "early-hint",
    ["http-request"],
    "1.9",
    "<name:header> <value:format>",
    "Sends a header in a response with status 103.",
    setHeader("early-hint"),
  ),
  action(
    "set-headers-bin",
    HTTP_RULES,
    "3.4",
    "<headers:expr> [prefix <prefix:string>]",
    "Sets the headers of a block as `req.hdrs_bin` gives it, in place of all of their names.",
    putHeaders("set-headers-bin"),
  ),
  action(
    "add-headers-bin",
    HTTP_RULES,
    "3.4",
    "<headers:expr> [prefix <prefix:string>]",
    "Adds the headers of a block as `req.hdrs_bin` gives it.",
    putHeaders("add-headers-bin"),
  ),
  action(
    "del-headers-bin",
    HTTP_RULES,
    "3.4",
    "<names:expr> [-m {str|beg|end|sub}]",
    "Removes the headers whose names a block lists, each with its length in front, and a zero at the end.",
    delHeaders,
  ),
];
