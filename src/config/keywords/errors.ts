/** Error pages: errorfile, errorloc, errorfiles, http-error. Source: configuration manual 4.2 and 3.8; texts of http_htx.c. */
import type { Condition } from "../acl.ts";
import { parseCondition } from "../acl.ts";
import { Cursor } from "../cursor.ts";
import type { Line } from "../line.ts";
import { parseLogFormat } from "../log-format.ts";
import { REQUEST_PLACES, RESPONSE_PLACES } from "../samples.ts";
import { currentProxy, type State } from "../state.ts";
import type { ErrorReply } from "../types.ts";
import { leadingInteger } from "../units.ts";
import { linesOf, PROXY_SECTIONS, type LineParser } from "./build.ts";
import { ERROR_STATUSES, parseReply } from "./reply.ts";

const kw = linesOf(PROXY_SECTIONS);

/** Where errors are declared: a proxy, or an http-errors section. */
function target(state: State): Map<number, ErrorReply> {
  return state.current.httpErrors ? state.current.httpErrors.errors : currentProxy(state).errors;
}

/** Declares a page. What a section that was named before has for the status counts no more: the later line does. */
function declare(state: State, code: number, reply: ErrorReply): void {
  target(state).set(code, reply);
  if (state.current.httpErrors) return;
  const { errorSections } = currentProxy(state);
  errorSections.forEach((section, i) => {
    errorSections[i] = { ...section, without: [...section.without, code] };
  });
}

function status(line: Line): number {
  const value = leadingInteger(line.word(1));
  if (!ERROR_STATUSES.has(value)) line.fail(`${line.keyword} : status code '${line.word(1)}' not handled.`);
  return value;
}

function errorfile(line: Line, state: State): void {
  if (line.word(1) === "" || line.word(2) === "") {
    // The two places that take it differ by a space and a line feed.
    line.fail(
      state.current.httpErrors
        ? "errorfile: expects <status_code> and <file> as arguments."
        : "errorfile : expects <status_code> and <file> as arguments.\n",
    );
  }
  const code = status(line);
  const path = line.word(2);
  const file = state.files.read(path);
  if ("error" in file) line.fail(`errorfile : error opening file '${path}'.`);
  const fault = state.checkErrorFile(file.text);
  if (fault !== undefined) line.fail(`errorfile : '${path}': ${fault}`);
  declare(state, code, { kind: "file", path: state.directory.lasting(path) });
}

const errorloc =
  (code: 302 | 303): LineParser =>
  (line, state) => {
    if (line.word(1) === "" || line.word(2) === "") {
      line.fail(`${line.keyword} : expects <status_code> and <url> as arguments.`);
    }
    if (line.word(3) !== "") line.fail(`${line.keyword} : expects exactly two arguments.`);
    declare(state, status(line), { kind: "location", code, url: line.word(2) });
  };

function errorfiles(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.fail("errorfiles : expects <name> as argument.");
  const statuses = line.words.slice(2).map((text) => {
    const value = leadingInteger(text);
    if (!ERROR_STATUSES.has(value)) line.fail(`errorfiles : status code '${text}' not handled.`);
    return value;
  });
  currentProxy(state).errorSections.push({ name, statuses, without: [], location: line.location });
}

function httpError(line: Line, state: State): void {
  if (line.word(1) !== "status") line.fail("http-error : expects at least a <status> as arguments.\n");
  const cursor = new Cursor(line.words, 1);
  const places = REQUEST_PLACES | RESPONSE_PLACES;
  const reply = line.try(
    (error) => `http-error : ${error}`,
    () =>
      parseReply(cursor, 0, line, state, (text, http) =>
        parseLogFormat(text, { catalog: state.catalog, places, use: http ? "http" : "plain" }),
      ),
  );
  if (!ERROR_STATUSES.has(reply.status)) {
    line.fail(`http-error : status code '${reply.status}' not handled.`);
  }
  if (!cursor.atEnd) line.fail(`http-error : unknown keyword '${cursor.peek()}'.`);
  declare(state, reply.status, { kind: "reply", reply, location: line.location });
}

const BOTH = { places: [...PROXY_SECTIONS, "http-errors"] } as const;

export const ERROR_KEYWORDS = [
  kw(
    "errorfile",
    "1.4",
    "<status:status> <file:path>",
    "A whole response for errors with this status, from a file.",
    errorfile,
    BOTH,
  ),
  kw(
    "errorloc",
    "1.3",
    "<status:status> <url:string>",
    "Sends clients elsewhere on errors with this status.",
    errorloc(302),
  ),
  kw("errorloc302", "1.3", "<status:status> <url:string>", "The same as `errorloc`.", errorloc(302)),
  kw(
    "errorloc303",
    "1.3",
    "<status:status> <url:string>",
    "Sends clients elsewhere with 303.",
    errorloc(303),
  ),
  kw(
    "errorfiles",
    "2.2",
    "<section:name> [<status:status>...]",
    "Uses the pages of an http-errors section.",
    errorfiles,
  ),
  kw(
    "http-error",
    "2.2",
    "status <status:status> [content-type <type:string>] [hdr <name:header> <value:format>] [{file|string|lf-file|lf-string} <body:string>]",
    "A response for errors with this status.",
    httpError,
  ),
];

/** The condition behind a keyword, worded for its place. */
export function conditionAt(line: Line, state: State, start: number, shown: string, what: string): Condition {
  if (line.word(start) !== "if" && line.word(start) !== "unless") {
    line.fail(`'${shown}' requires either 'if' or 'unless' followed by a condition.`);
  }
  return line.try(
    (error) => `error detected while parsing ${what} : ${error}.`,
    () => parseCondition(line.words.slice(start), currentProxy(state).acls, state.acl, line.location),
  );
}
