import type { Proxies } from "../../proxy/model/index.ts";
import type { ProcessTraffic } from "../../proxy/process-traffic.ts";
import type { Runtime } from "../../runtime/index.ts";
import type { Input } from "./input.ts";

/** What commands work on. */
export interface CommandTargets {
  readonly runtime: Runtime;
  readonly proxies: Proxies;
  /** The traffic of these proxies, where they are this process's own. */
  readonly traffic?: ProcessTraffic;
  /** What the process has said while it started, where it is one that serves a configuration. */
  readonly startLog?: { readonly text: string };
}

/** What a client may do: HAProxy's `level` of a `stats socket` line. */
export type Level = "user" | "operator" | "admin";

/** The connection that a command came over. */
export interface CommandContext extends CommandTargets {
  /** What the client may do; it can give rights away. */
  level: Level;
  /** What the client has asked for of what is not for everybody. */
  readonly modes: Modes;
  /** The open command sockets of this process. */
  readonly sockets: readonly SocketView[];
  /** What the client sends after the line. */
  readonly input: Input;
  /** Sends text; resolves once there is room for more, undefined where there is. */
  send(text: string): Promise<void> | undefined;
  /** Milliseconds after which an idle connection is closed. */
  idleMs: number;
  /** The open connections, for `show sess`. */
  readonly connections: Iterable<ConnectionView>;
}

/** Settings of a connection that let it do more, or show more. */
export interface Modes {
  "experimental-mode": boolean;
  "expert-mode": boolean;
  /** How answers that are only a message begin. */
  severity: "none" | "number" | "string";
}

/** A command socket as `show cli sockets` shows it. */
export interface SocketView {
  readonly path: string;
  readonly level: Level;
}

/** The open command sockets of a runtime. */
export class OpenCommandSockets {
  readonly list: SocketView[] = [];
}

/** A connection as `show sess` shows it. */
export interface ConnectionView {
  readonly id: number;
  readonly ageSeconds: number;
  readonly calls: number;
}

/** What a command answers: text as it is, or a message that ends in one line end. */
export type CommandAnswer = { readonly text: string } | Message | undefined;

/** One of syslog's severities, as far as answers have them. */
export type Severity = "err" | "warning" | "notice" | "info";

interface Message {
  readonly message: string;
  /** Without one it is nothing that can be shown by severity. */
  readonly severity?: Severity;
}

/** A command of the command socket. */
export interface Command {
  /** The words that call it. */
  readonly words: readonly string[];
  /** The level that it takes; any by default. */
  readonly level?: Level;
  /** It takes this mode, and is listed only in it. */
  readonly mode?: "experimental-mode" | "expert-mode";
  /** Its line in `help`; without one it is not listed. */
  readonly usage?: string;
  /** `words` are all words of the line. */
  run(
    this: void,
    context: CommandContext,
    words: readonly string[],
    payload: string | undefined,
  ): CommandAnswer | Promise<CommandAnswer>;
}

/** Says something; it gets exactly one line end. */
export function message(text: string, severity?: Severity): CommandAnswer {
  return { message: text, ...(severity && { severity }) };
}
