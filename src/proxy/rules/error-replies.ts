import { readFileSync } from "node:fs";
import type { HttpReply, ReplyBody } from "../../config/actions.ts";
import type { Config, ErrorReply, ProxyConfig } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import type { Expressions } from "../expressions/expressions.ts";
import { errorPage, type Page } from "../http/error-pages.ts";
import { readErrorFile } from "../http/errorfile.ts";
import { Headers } from "../http/headers.ts";
import { reasonOf } from "../http/status.ts";
import type { LocalReply } from "../stream/transaction.ts";
import type { RuleContext } from "./outcome.ts";

/** Makes a reply; undefined where nothing is to be sent (an empty errorfile). */
export type MakeReply = (context: RuleContext) => LocalReply | undefined;

/** What replies are made from: the sections they name, how their formats are written, the limits of files. */
export interface ReplySources {
  readonly config: Config;
  readonly expressions: Expressions;
}

/**
 * What a proxy, or an http-errors section, answers errors with: its
 * `errorfile`, `errorloc`, `http-error` and `errorfiles` lines. All files are
 * read when it is made.
 */
export class ErrorPages {
  readonly #pages: ReadonlyMap<number, MakeReply>;

  /** @throws HaluaError with HAProxy's text for a file that cannot be used */
  constructor(of: Pick<ProxyConfig, "errors">, config: Config, expressions: Expressions) {
    const sources: ReplySources = { config, expressions };
    this.#pages = new Map(
      [...of.errors]
        .filter(([, reply]) => !namesDefault(reply))
        .map(([status, reply]) => [status, compilePage(status, reply, sources)]),
    );
  }

  /** The page declared for a status; undefined where there is none. */
  own(status: number): MakeReply | undefined {
    return this.#pages.get(status);
  }

  /**
   * The reply to an error: this proxy's page, the frontend's, or HAProxy's own
   * (http_error_message()). Undefined: nothing is sent, the connection is closed.
   */
  reply(status: number, context: RuleContext): LocalReply | undefined {
    const page = this.own(status) ?? context.session.frontend.errorPages.own(status);
    return page ? page(context) : errorPage(status);
  }
}

/** The reply to an error of a stream, whose status it becomes. */
export function errorReply(status: number, context: RuleContext): LocalReply | undefined {
  const { stream, session } = context;
  if (stream?.http) stream.http.status = status;
  return (stream?.backend ?? session.frontend).errorPages.reply(status, context);
}

/** `http-error status N default-errorfiles` declares nothing of its own (proxy_finalize_http_errors()). */
function namesDefault(reply: ErrorReply): boolean {
  return reply.kind === "reply" && reply.reply.body.kind === "default-errorfiles";
}

function compilePage(status: number, reply: ErrorReply, sources: ReplySources): MakeReply {
  switch (reply.kind) {
    case "file":
      return fileReply(reply.path, sources.config);
    case "location": {
      const { code, url } = reply;
      const text =
        `HTTP/1.1 ${code} ${code === 302 ? "Found" : "See Other"}\r\n` +
        `Cache-Control: no-cache\r\nContent-length: 0\r\nLocation: ${url}\r\n\r\n`;
      return pageReply(text, `errorloc${code} ${status}`);
    }
    case "reply":
      return compileReply(reply.reply, sources);
  }
}

/** A reply that an errorfile holds whole. @throws HaluaError with HAProxy's text */
function fileReply(path: string, { global }: Config): MakeReply {
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch (error) {
    throw new HaluaError("E_USAGE", `error opening file '${path}'.`, { cause: error });
  }
  return pageReply(text.slice(0, global.tune.bufsize), `'${path}'`);
}

function pageReply(text: string, name: string): MakeReply {
  const page = readErrorFile(text);
  if (page === "empty") return () => undefined;
  if ("error" in page) throw new HaluaError("E_USAGE", `${name}: ${page.error}`);
  return () => copyOf(page);
}

/** A reply of its own: rules may change it. */
function copyOf({ head, body }: Page): LocalReply {
  return { head: { ...head, headers: head.headers.clone() }, body };
}

/**
 * Prepares a reply of `http-request return`, `deny` and their kin, and of
 * `http-error` (http_reply_to_htx()). Files are read now.
 * @throws HaluaError with HAProxy's text for a file that cannot be used
 */
export function compileReply(reply: HttpReply, sources: ReplySources): MakeReply {
  const { status, body } = reply;
  switch (body.kind) {
    case "default-errorfiles":
      return (context) => errorReply(status, context);
    case "errorfile":
      return fileReply(body.path, sources.config);
    case "errorfiles":
      return sectionReply(reply, body.section, sources);
    default:
      return madeReply(reply, bodyText(body, sources), sources);
  }
}

/** A section's page; without one for the status, an answer without a body. */
function sectionReply(reply: HttpReply, name: string, sources: ReplySources): MakeReply {
  const section = sources.config.httpErrors.find((each) => each.name === name);
  const page = section && new ErrorPages(section, sources.config, sources.expressions).own(reply.status);
  return page ?? madeReply(reply, () => "", sources);
}

type Payload = Exclude<ReplyBody, { readonly kind: "default-errorfiles" | "errorfile" | "errorfiles" }>;

function bodyText(body: Payload, { expressions }: ReplySources): (context: RuleContext) => string {
  switch (body.kind) {
    case "none":
      return () => "";
    case "string":
      return () => body.text;
    case "file": {
      const text = readBody(body.path);
      return () => text;
    }
    case "lf-string":
    case "lf-file":
      return expressions.format(body.format);
  }
}

function readBody(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    throw new HaluaError("E_USAGE", `error opening file '${path}'`, { cause: error });
  }
}

function madeReply(
  reply: HttpReply,
  text: (context: RuleContext) => string,
  { expressions }: ReplySources,
): MakeReply {
  const { status, contentType } = reply;
  const reason = reasonOf(status);
  const fields = reply.headers.map(({ name, value }) => ({ name, value: expressions.format(value) }));
  return (context) => {
    const body = text(context);
    const headers = new Headers();
    for (const { name, value } of fields) {
      const made = value(context);
      if (made !== "") headers.add(name, made);
    }
    headers.append("content-length", String(body.length));
    if (body !== "" && contentType !== undefined) headers.append("content-type", contentType);
    return { head: { version: "HTTP/1.1", status, reason, headers }, body };
  };
}
