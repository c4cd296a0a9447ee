import { writeSync } from "node:fs";
import { breakDown, formatTime } from "../calendar/index.ts";
import type { Time } from "../time.ts";

/** syslog's levels, by number. */
export const levelNames = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;

export type LevelName = (typeof levelNames)[number];

/** How much of a script's text one line holds: HAProxy's trash buffer less its end mark. */
const lineLimit = 16383;

/** Somewhere else than stderr that lines go: what a `log` line of a configuration names. */
export interface LogSink {
  /** Sends a text at `level` 0..7. Never throws. */
  send(level: number, text: string): void;
}

/** Settings of a {@link Logger}. */
export interface LogOptions {
  /** Debug lines are shown only then, as with HAProxy's `-d`. */
  debug?: boolean;
  /** Nothing is shown on stderr, as with HAProxy's `-q`. */
  quiet?: boolean;
  /** Where whole lines go; stderr by default. */
  write?: (text: string) => void;
  /** The process that the lines name. */
  pid?: number;
}

/**
 * What scripts and halua say on stderr, in HAProxy's two forms: `[info]
 * 325/074851 (13005) : text` for a script's own lines (core.log and its
 * kin), `[ALERT]    (13005) : text` for what the host has to say.
 */
export class Logger {
  readonly #time: Time;
  readonly #debug: boolean;
  readonly #write: (text: string) => void;
  readonly #pid: number;
  readonly #quiet: boolean;
  /** The configuration's global loggers. */
  sinks: readonly LogSink[] = [];
  /** `tune.lua.log.loggers`: whether scripts' lines go to loggers. */
  toSinks = true;
  /** `tune.lua.log.stderr`: whether they go to stderr; `auto`, where no logger takes them. */
  toStderr: "on" | "auto" | "off" = "auto";
  #warnings = 0;

  constructor(time: Time, options: LogOptions = {}) {
    this.#time = time;
    this.#debug = options.debug ?? false;
    this.#write = options.write ?? writeToStderr;
    this.#pid = options.pid ?? process.pid;
    this.#quiet = options.quiet ?? false;
  }

  /** A script's line at `level` 0..7, for the loggers of its traffic or else the global ones. `text` is a byte string. */
  script(level: number, text: string, sinks = this.sinks): void {
    const shown = printable(text);
    const taken = this.toSinks && sinks.length > 0;
    if (taken) for (const sink of sinks) sink.send(level, shown);
    if (this.toStderr === "off" || (this.toStderr === "auto" && taken)) return;
    if (this.#quiet || (level === 7 && !this.#debug)) return;
    const name = levelNames[level] ?? "debug";
    this.#write(`[${name}] ${stamp(this.#time.wallMs())} (${this.#pid}) : ${shown}\n`);
  }

  /** A script has failed: said on stderr and, whatever is set for scripts' own lines, to the loggers. */
  failure(text: string, sinks = this.sinks): void {
    for (const sink of sinks) sink.send(3, text);
    this.alert(text);
  }

  /** Something that went wrong. */
  alert(text: string): void {
    this.#say(`[ALERT]    (${this.#pid}) : ${text}\n`);
  }

  /** How many warnings there were. */
  get warnings(): number {
    return this.#warnings;
  }

  /** Something that may go wrong. */
  warning(text: string): void {
    this.#warnings++;
    this.#say(`[WARNING]  (${this.#pid}) : ${text}\n`);
  }

  /** Something worth knowing. */
  notice(text: string): void {
    this.#say(`[NOTICE]   (${this.#pid}) : ${text}\n`);
  }

  #say(line: string): void {
    if (!this.#quiet) this.#write(line);
  }
}

/** A text as HAProxy logs it: what is not printable ASCII becomes a dot, what is too long is cut. */
export function printable(text: string): string {
  const end = text.indexOf("\0");
  const whole = end < 0 ? text : text.slice(0, end);
  const cut = whole.length > lineLimit ? `${whole.slice(0, lineLimit - 4)} ...` : whole;
  return cut.replace(/[^ -~]/g, ".");
}

/** `<day of the year from 0>/<hhmmss>`, local time. */
function stamp(wallMs: number): string {
  const at = breakDown(Math.floor(wallMs / 1000), "here");
  return `${String(at.yearday).padStart(3, "0")}/${formatTime("%H%M%S", at)}`;
}

/** Writes at once, so that nothing is lost when the process ends here. Bytes go out as they are. */
export function writeToStderr(text: string): void {
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(2, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
