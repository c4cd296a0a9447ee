import { readFileSync } from "node:fs";
import type { HttpReply } from "../../config/actions.ts";
import type { Config, ErrorReply, ProxyConfig } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import type { Expressions } from "../expressions/expressions.ts";
import { errorPage } from "../http/error-pages.ts";
import type { LocalReply } from "../stream/transaction.ts";
import type { RuleContext } from "./outcome.ts";
import { parseRawReply, replyFrom, type RawReply } from "./raw-reply.ts";
import { compileReply, type MakeReply } from "./replies.ts";

/** What answers an error; nothing is sent where it gives undefined (an empty errorfile). */
type Page = (context: RuleContext) => LocalReply | undefined;

/**
 * What a proxy answers errors with: its `errorfile`, `errorloc`, `http-error`
 * and `errorfiles` lines. All files are read when it is made.
 */
export class ErrorPages {
  readonly #pages: ReadonlyMap<number, Page>;

  /** @throws HaluaError with HAProxy's text for a file that cannot be used */
  constructor(config: Pick<ProxyConfig, "errors">, whole: Config, expressions: Expressions) {
    this.#pages = new Map(
      [...config.errors].map(([status, reply]) => [status, compilePage(reply, whole, expressions)]),
    );
  }

  /** The page of this proxy alone; undefined where it has none of its own. */
  own(status: number): Page | undefined {
    return this.#pages.get(status);
  }

  /** The reply to an error: this proxy's page, the frontend's, or HAProxy's own. Undefined: nothing is sent. */
  reply(status: number, context: RuleContext): LocalReply | undefined {
    const page = this.own(status) ?? context.session.frontend.errorPages.own(status);
    return page ? page(context) : builtIn(status);
  }
}

/** The reply to an error of a stream: its backend's page, its frontend's, or HAProxy's own (http_error_message()). */
export function errorReply(status: number, context: RuleContext): LocalReply | undefined {
  const { stream, session } = context;
  if (stream?.http) stream.http.status = status;
  return (stream?.backend ?? session.frontend).errorPages.reply(status, context);
}

const builtIns = new Map<number, RawReply>();

/** HAProxy's page; that of 500 for a status that has none. */
function builtIn(status: number): LocalReply {
  let page = builtIns.get(status);
  if (!page) {
    page = parsed(errorPage(status)) as RawReply;
    builtIns.set(status, page);
  }
  return replyFrom(page);
}

function compilePage(reply: ErrorReply, whole: Config, expressions: Expressions): Page {
  switch (reply.kind) {
    case "file": {
      const raw = loadErrorFile(reply.path);
      return () => raw && replyFrom(raw);
    }
    case "location": {
      const { code, url } = reply;
      const raw = parsed(
        `HTTP/1.1 ${code} ${code === 302 ? "Found" : "See Other"}\r\nCache-Control: no-cache\r\n` +
          `Content-length: 0\r\nLocation: ${url}\r\n\r\n`,
      );
      return () => raw && replyFrom(raw);
    }
    case "reply":
      return compileReply(reply.reply, whole, expressions);
  }
}

/** Reads an errorfile. @throws HaluaError with HAProxy's text */
export function loadErrorFile(path: string): RawReply | undefined {
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch {
    throw new HaluaError("E_USAGE", `error opening file '${path}'.`);
  }
  const raw = parseRawReply(text);
  if (typeof raw === "string") throw new HaluaError("E_USAGE", `'${path}': ${raw}`);
  return raw;
}

function parsed(text: string): RawReply | undefined {
  const raw = parseRawReply(text);
  if (typeof raw === "string") throw new HaluaError("E_INTERNAL", `invalid error message: ${raw}`);
  return raw;
}
