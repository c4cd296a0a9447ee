/**
 * What the parser has to say, as data: a list of messages in the order HAProxy
 * would print them, and the formatter that gives them HAProxy's form. Nothing
 * here writes anywhere; the command line and the tests decide where it goes.
 */

/**
 * HAProxy's start-up levels. `diag` is what HAProxy prints under `-dD` only;
 * halua uses it also for keywords that it accepts without effect.
 */
export type Level = "alert" | "warning" | "notice" | "diag";

/** HAProxy puts `config : ` before what it says while reading, not before what it finds afterwards. */
export type Phase = "reading" | "checking";

/** One message. `text` is a byte string and may hold line feeds; the last one is left to the formatter. */
export interface Diagnostic {
  readonly level: Level;
  readonly phase: Phase;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/** Collects messages, and remembers what they mean for the verdict. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];
  phase: Phase = "reading";

  add(level: Level, text: string, file?: string, line?: number): void {
    const at = { ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
    this.list.push({ level, phase: this.phase, text, ...at });
  }

  has(level: Level): boolean {
    return this.list.some((entry) => entry.level === level);
  }
}

const PREFIX: Readonly<Record<Level, string>> = {
  alert: "[ALERT]   ",
  warning: "[WARNING] ",
  notice: "[NOTICE]  ",
  diag: "[DIAG]    ",
};

/**
 * One message as HAProxy prints it, with the line feed:
 * `[ALERT]    (pid) : config : text`.
 */
export function formatDiagnostic(diagnostic: Diagnostic, pid: number): string {
  const context = diagnostic.phase === "reading" ? "config : " : "";
  return `${PREFIX[diagnostic.level]} (${pid}) : ${context}${diagnostic.text}\n`;
}

/** All messages, in order; `diag` ones only when asked for (HAProxy's `-dD`). */
export function formatDiagnostics(list: readonly Diagnostic[], pid: number, withDiag = false): string {
  return list
    .filter((entry) => withDiag || entry.level !== "diag")
    .map((entry) => formatDiagnostic(entry, pid))
    .join("");
}

/**
 * Thrown by a keyword's parser: the line is refused. The reader of lines
 * records it and goes on with the next line, or stops when `abort` is set.
 * `text` is complete, position included.
 */
export class LineRefused extends Error {
  override readonly name = "LineRefused";
  constructor(
    readonly text: string,
    readonly abort = false,
  ) {
    super(text);
  }
}

/** Thrown once the reason was already recorded: nothing more to say about this line. */
export class LineAbandoned extends Error {
  override readonly name = "LineAbandoned";
  constructor(readonly abort = false) {
    super("line abandoned");
  }
}

/**
 * Thrown by the parsers of expressions, conditions and addresses, which do not
 * know where they stand: the caller puts its own words in front.
 */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(readonly text: string) {
    super(text);
  }
}

/** Runs `body`; if it throws {@link Refused}, throws it again with `wrap` applied to its text. */
export function rewording<T>(wrap: (text: string) => string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof Refused) throw new Refused(wrap(error.text));
    throw error;
  }
}
