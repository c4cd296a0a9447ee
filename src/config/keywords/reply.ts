/** Responses made by rules and by `http-error`. Source: configuration manual 4.2 "http-request return"; texts of http_htx.c. */
import type { HttpReply, ReplyBody } from "../actions.ts";
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import type { Line } from "../line.ts";
import type { LogFormat } from "../log-format.ts";
import type { State } from "../state.ts";
import { leadingInteger } from "../units.ts";

/** The statuses for which HAProxy has a page of its own. */
export const ERROR_STATUSES: ReadonlySet<number> = new Set([
  200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414, 421, 422, 425, 429, 431, 500, 501, 502, 503, 504,
]);

type FormatParser = (text: string, http: boolean) => LogFormat;

interface Draft {
  status: number;
  contentType?: string;
  readonly headers: { name: string; value: LogFormat }[];
  body: ReplyBody;
  /** The word that made the body. */
  source: string;
  /** The text of an `lf-` body, parsed at the end as HAProxy does. */
  format?: { readonly kind: "lf-file" | "lf-string"; readonly path: string; readonly text: string };
  raw?: string;
}

const IGNORED_HEADERS = new Set(["content-length", "transfer-encoding", "content-type"]);

/**
 * Reads a reply up to the first word that is not about it.
 * @throws Refused with HAProxy's text
 */
export function parseReply(
  cursor: Cursor,
  defaultStatus: number,
  line: Line,
  state: State,
  parseFormat: FormatParser,
): HttpReply {
  const draft: Draft = { status: defaultStatus, headers: [], body: { kind: "none" }, source: "" };
  for (;;) {
    const word = cursor.peek();
    if (word === "status") {
      cursor.next();
      const text = argument(cursor, word, "<status_code>");
      draft.status = leadingInteger(text);
      if (draft.status < 200 || draft.status > 599) {
        throw new Refused(`Unexpected status code '${draft.status}'`);
      }
    } else if (word === "content-type") {
      cursor.next();
      draft.contentType = argument(cursor, word, "<ctype>");
    } else if (word === "hdr") {
      cursor.next();
      header(cursor, draft, line, parseFormat);
    } else if (BODIES.has(word)) {
      cursor.next();
      body(cursor, word, draft, state);
    } else {
      break;
    }
  }
  return finish(draft, line, parseFormat);
}

const BODIES = new Set([
  "errorfiles",
  "default-errorfiles",
  "errorfile",
  "file",
  "string",
  "lf-file",
  "lf-string",
]);

function argument(cursor: Cursor, word: string, what: string): string {
  const text = cursor.next();
  if (text === "") throw new Refused(`'${word}' expects ${what} as argument`);
  return text;
}

function header(cursor: Cursor, draft: Draft, line: Line, parseFormat: FormatParser): void {
  const name = cursor.next();
  const value = cursor.next();
  if (name === "" || value === "") throw new Refused("'hdr' expects <name> and <value> as arguments");
  if (IGNORED_HEADERS.has(name.toLowerCase())) {
    line.warn(`header '${name}' always ignored by the http reply.`);
    return;
  }
  draft.headers.push({ name, value: parseFormat(value, true) });
}

function body(cursor: Cursor, word: string, draft: Draft, state: State): void {
  if (draft.source !== "") {
    throw new Refused(`unexpected '${word}' argument, '${draft.source}' already defined`);
  }
  draft.source = word;
  switch (word) {
    case "errorfiles":
      draft.body = { kind: "errorfiles", section: argument(cursor, word, "<name>") };
      break;
    case "default-errorfiles":
      draft.body = { kind: "default-errorfiles" };
      break;
    case "errorfile": {
      const path = argument(cursor, word, "<fmt>");
      const file = state.files.read(path);
      if ("error" in file) throw new Refused(`error opening file '${path}'.`);
      const fault = state.checkErrorFile(file.text);
      if (fault !== undefined) throw new Refused(`'${path}': ${fault}`);
      draft.body = { kind: "errorfile", path: state.directory.lasting(path) };
      break;
    }
    case "file": {
      const path = argument(cursor, word, "<file>");
      draft.raw = readBody(path, state);
      draft.body = { kind: "file", path: state.directory.lasting(path) };
      break;
    }
    case "string":
      draft.raw = argument(cursor, word, "<str>");
      draft.body = { kind: "string", text: draft.raw };
      break;
    case "lf-file": {
      const path = argument(cursor, word, "<file>");
      draft.format = { kind: "lf-file", path: state.directory.lasting(path), text: readBody(path, state) };
      break;
    }
    default:
      draft.format = { kind: "lf-string", path: "", text: argument(cursor, word, "<fmt>") };
  }
}

function readBody(path: string, state: State): string {
  const file = state.files.read(path);
  if ("error" in file) throw new Refused(`error opening file '${path}'`);
  const { bufsize } = state.global.tune;
  if (file.text.length > bufsize) {
    throw new Refused(`file '${path}' exceeds the buffer size (${file.text.length} > ${bufsize})`);
  }
  return file.text;
}

function finish(draft: Draft, line: Line, parseFormat: FormatParser): HttpReply {
  const { status, headers, source, format, raw } = draft;
  let { body: made, contentType } = draft;
  const noBody = status === 204 || status === 304;
  if (source === "") {
    if (contentType !== undefined) {
      line.warn(
        `content-type '${contentType}' ignored by the http reply because neither errorfile nor payload defined.`,
      );
      contentType = undefined;
    }
  } else if (format) {
    if (noBody) throw new Refused(`No body expected for ${status} responses`);
    if (contentType === undefined) {
      throw new Refused("a content type must be defined with a log-format payload");
    }
    const parsed = parseFormat(format.text, false);
    made =
      format.kind === "lf-file"
        ? { kind: "lf-file", path: format.path, format: parsed }
        : { kind: "lf-string", format: parsed };
  } else if (raw !== undefined) {
    if (noBody && raw !== "") throw new Refused(`No body expected for ${status} responses`);
    if (contentType === undefined && raw !== "") {
      throw new Refused("a content type must be defined when non-empty payload is configured");
    }
    if (contentType !== undefined && raw === "") {
      line.warn(`content-type '${contentType}' ignored by the http reply when used with an empty payload.`);
      contentType = undefined;
    }
  } else {
    if (made.kind !== "errorfile" && !ERROR_STATUSES.has(status)) {
      throw new Refused(`status code '${status}' not handled by default with '${source}' argument.`);
    }
    if (contentType !== undefined) {
      line.warn(`content-type '${contentType}' ignored by the http reply when used with an errorfile.`);
      contentType = undefined;
    }
    if (headers.length > 0) {
      line.warn("hdr parameters ignored by the http reply when used with an errorfile.");
      headers.length = 0;
    }
  }
  return { status, headers, body: made, ...(contentType !== undefined && { contentType }) };
}
