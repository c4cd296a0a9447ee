/** One line of a configuration on its way through the keywords' parsers. */
import { LineRefused, Refused, type Diagnostics } from "./diagnostics.ts";
import type { Location } from "./location.ts";

/** `no` and `default` in front of a keyword. */
export type Modifier = "" | "no" | "default";

export class Line {
  readonly location: Location;
  /** `[file:line]`, as messages name a line. */
  readonly where: string;

  constructor(
    location: Location,
    /** Without the modifier; the first is the keyword. */
    readonly words: readonly string[],
    readonly modifier: Modifier,
    private readonly diagnostics: Diagnostics,
  ) {
    this.location = location;
    this.where = `[${location.file}:${location.line}]`;
  }

  /** The word at `index`; "" behind the last, which no word of a line is. */
  word(index: number): string {
    return this.words[index] ?? "";
  }

  get keyword(): string {
    return this.word(0);
  }

  /** Refuses the line: `parsing [file:line] : text`. */
  fail(text: string): never {
    throw new LineRefused(`parsing ${this.where} : ${text}`);
  }

  /** As {@link fail}, written `parsing [file:line]: text`; HAProxy has both habits. */
  failTight(text: string): never {
    throw new LineRefused(`parsing ${this.where}: ${text}`);
  }

  /** Refuses the line with a text that says itself where it stands. */
  failBare(text: string, abort = false): never {
    throw new LineRefused(text, abort);
  }

  /** Refuses the line, and the rest of the configuration with it. */
  abort(text: string): never {
    throw new LineRefused(`parsing ${this.where} : ${text}`, true);
  }

  abortTight(text: string): never {
    throw new LineRefused(`parsing ${this.where}: ${text}`, true);
  }

  /** An alert that does not keep the rest of the line from being read. */
  alert(text: string): void {
    this.add("alert", `parsing ${this.where} : ${text}`);
  }

  warn(text: string): void {
    this.add("warning", `parsing ${this.where} : ${text}`);
  }

  warnTight(text: string): void {
    this.add("warning", `parsing ${this.where}: ${text}`);
  }

  diag(text: string): void {
    this.add("diag", `parsing ${this.where} : ${text}`);
  }

  /** Any message, with this line as its place. */
  add(level: "alert" | "warning" | "notice" | "diag", text: string): void {
    this.diagnostics.add(level, text, this.location.file, this.location.line);
  }

  /** Runs a parser that knows nothing of lines; what it refuses is refused with `wrap`'s text. */
  try<T>(wrap: (text: string) => string, body: () => T): T {
    try {
      return body();
    } catch (error) {
      if (error instanceof Refused) return this.fail(wrap(error.text));
      throw error;
    }
  }

  /** Refuses more than `count` words behind the first `index + 1`. */
  atMost(count: number, index = 0): void {
    const extra = this.word(index + count + 1);
    if (extra === "") return;
    const keyword = this.words.slice(0, index + 1).join(" ");
    this.fail(`'${keyword}' cannot handle unexpected argument '${extra}'.`);
  }
}
