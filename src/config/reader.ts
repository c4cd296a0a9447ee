/**
 * Reads the lines of one file: words, `.if` blocks and messages, sections, and
 * keywords, which do the rest. Source: cfgparse.c (parse_cfg) for the order of
 * things and the texts.
 */
import { BlockFault, Blocks } from "./blocks.ts";
import { ConditionRefused, evaluateCondition, type ConditionContext } from "./conditions.ts";
import { LineAbandoned, LineRefused, Refused } from "./diagnostics.ts";
import { excerpt } from "./excerpt.ts";
import type { Section } from "./keywords/keyword.ts";
import { findKeyword, isHaproxyKeyword, suggestionsFor } from "./keywords/table.ts";
import { Line, type Modifier } from "./line.ts";
import { nearestWord } from "./nearest.ts";
import { closeSection, isSection, openSection, UNSUPPORTED_SECTIONS } from "./section-lines.ts";
import type { State } from "./state.ts";
import { isWordError, splitWords, type WordError, type WordFault } from "./words.ts";

/** In the first pass only the global section's early keywords count (see doc/internals). */
export type Pass = "early" | "full";

/** How a file ended: `abort` means that nothing more is to be read. */
export interface FileVerdict {
  readonly fatal: boolean;
  readonly abort: boolean;
}

const MAX_FATAL = 50;

const WORD_FAULTS: Readonly<Record<Exclude<WordFault, "too-many">, string>> = {
  quote: "unmatched quote",
  brace: "unmatched brace in environment variable name",
  variable: "forbidden first char in environment variable name",
  hex: "truncated or invalid hexadecimal sequence",
  expansion: "truncated or invalid word expansion sequence",
};

const NEGATABLE: ReadonlySet<string> = new Set([
  "option",
  "log",
  "busy-polling",
  "set-dumpable",
  "strict-limits",
  "insecure-fork-wanted",
  "numa-cpu-mapping",
]);

class Stop extends Error {}

export class FileReader {
  private fatal = 0;
  private abort = false;
  private lineNumber = 0;
  private section: Section | "unsupported" | undefined;
  private sectionName = "";
  private readonly blocks = new Blocks();
  private warnedEmpty = false;

  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly state: State,
    private readonly pass: Pass,
    private readonly conditions: ConditionContext,
  ) {}

  read(): FileVerdict {
    try {
      if (this.pass === "full") this.enterDirectory();
      try {
        this.lines();
      } catch (error) {
        if (!(error instanceof EndOfFile)) throw error;
      }
      this.endSection();
      if (this.blocks.unfinished) {
        this.alert("non-terminated '.if' block.");
        this.stop();
      }
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    return { fatal: this.fatal > 0 || this.abort, abort: this.abort };
  }

  private enterDirectory(): void {
    const error = this.state.directory.apply({ file: this.file, line: 0 });
    if (error === undefined) return;
    this.state.diagnostics.add("alert", `parsing [${this.file}:0]: failed to apply default-path: ${error}.`);
    this.stop();
  }

  private lines(): void {
    let truncated: number | undefined;
    let at = 0;
    while (at < this.text.length) {
      if (truncated !== undefined) {
        this.alert(`Stray NUL character at position ${truncated + 1}.`);
        this.fatal++;
        return;
      }
      const end = this.text.indexOf("\n", at);
      let raw = this.text.slice(at, end < 0 ? undefined : end);
      at = end < 0 ? this.text.length : end + 1;
      this.lineNumber++;
      if (this.fatal >= MAX_FATAL) {
        this.alert(`too many fatal errors (${this.fatal}), stopping now.`);
        return;
      }
      const nul = raw.indexOf("\0");
      if (nul >= 0) raw = raw.slice(0, nul);
      if (nul >= 0 || end < 0) truncated = raw.length;
      this.oneLine(raw);
    }
    if (truncated !== undefined) {
      this.alert(`Missing LF on last line, file might have been truncated at position ${truncated + 1}.`);
      this.fatal++;
    }
  }

  private oneLine(raw: string): void {
    const text = raw.replace(/^[ \t\v\f\r]+/, "");
    const indent = raw.length - text.length;
    // A scope: `[name]` lines mark parts of files for filters of the streaming engine.
    if (text.startsWith("[")) return;
    const split = splitWords(text, (name) => this.variable(name));
    if (isWordError(split)) {
      this.wordError(split, text, indent);
      return;
    }
    const { words, emptyAt } = split;
    if (words.length === 0) return;
    if (words[0] === "" && emptyAt === undefined) return;
    if (words[0]?.startsWith(".") && this.macro(words)) return;
    if (this.blocks.masked) return;
    if (words[0]?.startsWith(".") && this.pass === "full") {
      this.message(words);
      return;
    }
    if (words[0] === "") return;
    if (this.pass === "full" && words.includes("")) {
      this.emptyWord(words, text, indent, emptyAt);
      return;
    }
    this.directive(words);
  }

  private variable(name: string): string | undefined {
    switch (name) {
      case ".LINE":
        return String(this.lineNumber);
      case ".FILE":
        return this.file;
      case ".SECTION":
        return this.sectionName;
      default:
        return this.state.environment.get(name);
    }
  }

  private wordError(error: WordError, text: string, indent: number): void {
    if (error.fault === "too-many") {
      const last = error.words[63] ?? "";
      this.alert(`too many words, truncating after word 64, position ${error.position + 1}: <${last}>.`);
    } else {
      // HAProxy has cut the line behind a name that starts with a dot before it shows it.
      const name = error.fault === "variable" ? /^\.[A-Za-z0-9_.]*/.exec(text.slice(error.position)) : null;
      const shown = name ? text.slice(0, error.position + name[0].length) : text;
      const { line, pointer } = excerpt(shown, error.position, 80, 2);
      const position = indent + error.position + 1;
      this.alert(`${WORD_FAULTS[error.fault]} at position ${position}:\n  ${line}\n${pointer}`);
    }
    this.fatal++;
  }

  private emptyWord(
    words: readonly string[],
    text: string,
    indent: number,
    emptyAt: number | undefined,
  ): void {
    const index = words.indexOf("");
    let position = emptyAt;
    if (position === undefined) {
      position = words.slice(0, index).reduce((sum, word) => sum + word.length + 1, 0);
      if (position >= text.length) position = 0;
    }
    const { line, pointer } = excerpt(text, position, 80, 2);
    const explanation = this.warnedEmpty
      ? ""
      : "\nAborting to prevent all subsequent arguments from being silently ignored. " +
        "If this is caused by an environment variable expansion, please have a look at section " +
        "2.3 of the configuration manual to find solutions to address this.";
    this.warnedEmpty = true;
    this.alert(
      `argument number ${index} at position ${indent + position + 1} is empty and marks the end of the ` +
        `argument list:\n  ${line}\n${pointer}${explanation}`,
    );
    const name = /^[A-Za-z0-9_]*/.exec(text.slice(position))?.[0] ?? "";
    const hint =
      name === "" || emptyAt === undefined ? undefined : nearestWord(name, this.state.environment.names());
    if (hint !== undefined) {
      this.state.diagnostics.add(
        "notice",
        `Hint: maybe you meant ${hint} instead ?`,
        this.file,
        this.lineNumber,
      );
    }
    this.fatal++;
  }

  /** `.if` and its kin. @returns whether the line was one */
  private macro(words: readonly string[]): boolean {
    try {
      return this.blocks.line(words, (all) => this.condition(all));
    } catch (error) {
      if (!(error instanceof BlockFault)) throw error;
      this.alert(error.text);
      this.abort = true;
      throw error.endsFile ? new EndOfFile() : new Stop();
    }
  }

  private condition(words: readonly string[]): boolean {
    const [name = "", ...rest] = words;
    const text = rest.join(" ");
    try {
      return evaluateCondition(text, this.conditions);
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      // The text is cut as for an `.if`, and for an `.elif` two columns shorter.
      const width = 79 - name.length;
      const { line, pointer } = excerpt(text, error.position, width, 3 + name.length);
      this.alert(
        `${error.text} in '${name}' at position ${error.position + 1}:\n  ${name} ${line}\n${pointer}`,
      );
      return this.stop();
    }
  }

  /** `.notice`, `.warning`, `.alert` and `.diag`. */
  private message(words: readonly string[]): void {
    const [name = "", text = "", extra] = words;
    const level = (
      { ".notice": "notice", ".warning": "warning", ".alert": "alert", ".diag": "diag" } as const
    )[name];
    if (!level) {
      this.alert(`unknown directive '${name}'.`);
      this.fatal++;
      // HAProxy reads no further here, but ends the file as if it were over.
      throw new EndOfFile();
    }
    if (extra !== undefined) {
      this.alert(
        `Unexpected argument '${extra}' for '${name}'. Use quotes if the message should contain spaces.`,
      );
      this.fatal++;
      return;
    }
    this.state.diagnostics.add(
      level,
      `parsing [${this.file}:${this.lineNumber}]: '${text}'.`,
      this.file,
      this.lineNumber,
    );
    if (level === "alert") this.stop();
  }

  private directive(all: readonly string[]): void {
    let modifier: Modifier = "";
    let words = all;
    if (words[0] === "no" || words[0] === "default") {
      modifier = words[0];
      words = words.slice(1);
    }
    const location = { file: this.file, line: this.lineNumber };
    const line = new Line(location, words, modifier, this.state.diagnostics);
    if (modifier !== "" && !NEGATABLE.has(line.keyword)) {
      this.alert(
        "negation/default currently supported only for options, log, busy-polling, set-dumpable, " +
          "strict-limits, insecure-fork-wanted and numa-cpu-mapping.",
      );
      this.fatal++;
    }
    try {
      if (isSection(line.keyword) && !this.isKeywordHere(line.keyword)) this.enter(line.keyword, line);
      else if (UNSUPPORTED_SECTIONS.has(line.keyword)) this.enterUnsupported(line);
      else this.keyword(line);
    } catch (error) {
      this.refused(error);
    }
  }

  /** Whether a section's name is a keyword of the section being read; none is in HAProxy. */
  private isKeywordHere(name: string): boolean {
    return name === "" && this.section !== undefined;
  }

  private enter(section: Section, line: Line): void {
    this.endSection();
    this.section = section;
    this.sectionName = line.word(1) || section;
    if (this.pass === "early" && section !== "global") return;
    openSection(section, line, this.state);
  }

  private enterUnsupported(line: Line): void {
    this.endSection();
    this.section = "unsupported";
    this.sectionName = line.word(1) || line.keyword;
    if (this.pass === "early") return;
    const text = `HAProxy's section '${line.keyword}' is not supported by halua.`;
    if (!this.state.lenient) line.fail(text);
    line.warn(text);
  }

  private endSection(): void {
    if (this.pass === "early") return;
    closeSection(this.state, (text) => {
      this.state.diagnostics.add("alert", text);
      this.fatal++;
    });
    this.state.current = {};
  }

  private keyword(line: Line): void {
    const { section, pass, state } = this;
    if (section === "unsupported") return;
    if (section === undefined) {
      if (pass === "early") return;
      line.failTight(`unknown keyword '${line.keyword}' out of section.`);
    }
    if (pass === "early" && section !== "global") return;
    const entry = findKeyword(section, line.keyword);
    if (pass === "early" ? !entry?.early : entry?.early === "only") return;
    if (!entry) {
      this.unknownKeyword(line, section);
      return;
    }
    if (isProxy(section) && !state.proxy) line.fail("'listen' or 'defaults' expected.");
    entry.parse(line, state);
    if (entry.support !== "supported" && pass === "full") {
      line.diag(`'${entry.name}' is accepted without effect: ${entry.support.accepted}.`);
    }
  }

  private unknownKeyword(line: Line, section: Section): void {
    const { keyword } = line;
    if (isProxy(section) && !this.state.proxy) line.fail("'listen' or 'defaults' expected.");
    if (isHaproxyKeyword(section, keyword)) {
      const text = `HAProxy's keyword '${keyword}' is not supported by halua.`;
      if (!this.state.lenient) line.fail(text);
      line.warn(text);
      return;
    }
    if (section === "ring") line.fail(`unknown statement '${keyword}'.`);
    if (section === "userlist") line.failTight(`unknown keyword '${keyword}' in 'userlist' section`);
    const best = nearestWord(keyword, suggestionsFor(section));
    const hint = best === undefined ? "" : `; did you mean '${best}' maybe ?`;
    line.fail(`unknown keyword '${keyword}' in '${section}' section${hint}`);
  }

  private refused(error: unknown): void {
    if (error instanceof LineRefused) {
      if (error.text !== "") {
        this.state.diagnostics.add("alert", error.text, this.file, this.lineNumber);
      }
      this.fatal++;
      if (error.abort) this.stop();
    } else if (error instanceof LineAbandoned) {
      if (error.abort) this.stop();
    } else if (error instanceof Refused) {
      throw new Error(`a refusal was not worded: ${error.text}`, { cause: error });
    } else {
      throw error;
    }
  }

  private alert(text: string): void {
    const where = `parsing [${this.file}:${this.lineNumber}]: `;
    this.state.diagnostics.add("alert", where + text, this.file, this.lineNumber);
  }

  private stop(): never {
    this.abort = true;
    throw new Stop();
  }
}

/** The rest of the file is not read, but what ends a file still happens. */
class EndOfFile extends Stop {}

const isProxy = (section: Section): boolean =>
  section === "defaults" || section === "frontend" || section === "listen" || section === "backend";
