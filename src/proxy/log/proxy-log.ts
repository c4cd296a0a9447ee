import { LOG_LEVELS } from "../../config/log-target.ts";
import type { ProxyConfig } from "../../config/types.ts";
import { LogDates } from "../expressions/log-dates.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { RuleContext } from "../rules/outcome.ts";
import type { ConnectionError } from "../stream/connection-error.ts";
import type { ConnectionAddress, Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { LogOutput, LogOutputs } from "./log-senders.ts";

const info = LOG_LEVELS.indexOf("info");
const error = LOG_LEVELS.indexOf("err");

type LogContext = RuleContext & { readonly origin: string };
type Format = (context: LogContext) => string;

/** Ends of a stream that are nobody's error (SF_ERR_NONE and SF_ERR_LOCAL). */
const harmless: ReadonlySet<string> = new Set(["-", "L"]);

/**
 * The log of a proxy: a line for each of its streams, and for sessions that
 * have none (strm_log() and sess_log() in log.c).
 */
export class ProxyLog {
  /** How many lines it has written (`%lc`). */
  lines = 0;
  readonly #config: ProxyConfig;
  readonly #dates = new LogDates();
  readonly #outputs: readonly LogOutput[];
  readonly #format: Format | undefined;
  readonly #errorFormat: Format | undefined;
  readonly #structured: Format | undefined;

  constructor(config: ProxyConfig, expressions: Expressions, outputs: LogOutputs) {
    const { logFormat, errorLogFormat, logFormatSd } = config;
    this.#config = config;
    this.#outputs = config.logs
      .map((target) => outputs.to(target, config.logTag))
      .filter((output) => output !== undefined);
    this.#format = logFormat && expressions.format(logFormat);
    this.#errorFormat = errorLogFormat && expressions.format(errorLogFormat);
    this.#structured = logFormatSd && expressions.format(logFormatSd);
  }

  /** Whether anybody listens. */
  get isActive(): boolean {
    return this.#outputs.length > 0;
  }

  /** Sends a text of its own, at `level` 0..7. */
  send(level: number, text: string): void {
    for (const output of this.#outputs) output.send(level, text);
  }

  /** A stream begins: without a format, HAProxy notes just that. */
  streamBegun({ session }: Stream): void {
    if (!this.isActive || this.#format) return;
    const { name, mode } = this.#config;
    const [source, destination] = [shown(session.source, 1), shown(session.destination, 1)];
    this.send(info, `Connect from ${source} to ${destination} (${name}/${mode.toUpperCase()})`);
  }

  /** Writes the line of a stream, once; at its end, or with `option logasap` as soon as its answer begins. */
  streamEnded(stream: Stream): void {
    if (!this.isActive || !this.#format || stream.logged) return;
    const { options } = this.#config;
    if (stream.isMonitor || (options.has("dontlognull") && stream.bytes.clientIn === 0)) return;
    stream.logged = true;
    const isError = wasError(stream);
    if (!isError && options.has("dontlog-normal")) return;
    if (stream.logLevel === "silent") return;
    const usual = isError && options.has("log-separate-errors") ? error : info;
    const level = stream.logLevel === undefined ? usual : LOG_LEVELS.indexOf(stream.logLevel);
    this.#write(level, this.#format, contextOf(stream.session, stream));
  }

  /** Writes the line of a connection that ended before it had a stream. */
  sessionFailed(session: Session): void {
    const format = this.#errorFormat ?? this.#format;
    if (!this.isActive || !format) return;
    this.#write(this.#failureLevel, format, contextOf(session, undefined));
  }

  /** Writes the line of a connection that did not come to speak its protocol (sess_log_embryonic() in session.c). */
  handshakeFailed(session: Session, failure: ConnectionError): void {
    if (this.#errorFormat) {
      this.sessionFailed(session);
      return;
    }
    if (!this.isActive || !this.#format) return;
    const { luid, name } = session.listener.settings;
    const date = this.#dates.precise(session.acceptedWallMs);
    const where = `${this.#config.name}/${name ?? luid}`;
    this.send(this.#failureLevel, `${shown(session.source, luid)} [${date}] ${where}: ${failure.logged}`);
  }

  /** Connections without a stream are errors. */
  get #failureLevel(): number {
    return this.#config.options.has("log-separate-errors") ? error : info;
  }

  #write(level: number, format: Format, context: LogContext): void {
    const text = format(context);
    const structured = this.#structured?.(context);
    this.lines++;
    for (const output of this.#outputs) output.send(level, text, structured);
  }
}

function wasError(stream: Stream): boolean {
  const { endCause, redispatched, retries, http } = stream;
  if (redispatched || !harmless.has(endCause)) return true;
  return (endCause === "-" && retries > 0) || (http?.status ?? 0) >= 500;
}

function contextOf(session: Session, stream: Stream | undefined): LogContext {
  const origin = stream ? "txn_close" : "sess_error";
  return { session, stream, direction: "response", final: true, mayWait: false, origin };
}

/** A UNIX socket has no port but the number of a listener. */
function shown(address: ConnectionAddress, listener: number): string {
  return address.family === "unix" ? `unix:${listener}` : `${address.host}:${address.port}`;
}
