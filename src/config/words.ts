/**
 * A line of a configuration cut into words, byte for byte as HAProxy does it:
 * weak quotes ("..."), strong quotes ('...'), backslash escapes, comments and
 * environment variables, which are looked up inside weak quotes only.
 * Texts are byte strings: one character a byte.
 *
 * Source of the rules: configuration manual 2.2 and 2.3, and tools.c
 * (parse_line) for the corners: an unknown variable still makes a word, an
 * empty quote makes an empty word, `"${V[*]}"` spreads over several words.
 */

/** Looks up `NAME`, or `.LINE`, `.FILE`, `.SECTION`; undefined when it does not exist. */
export type VariableLookup = (name: string) => string | undefined;

/** More words than this on a line are refused (HAProxy's MAX_LINE_ARGS). */
export const MAX_WORDS = 64;

/**
 * Why a line cannot be cut. `position` counts from 0 in the given text.
 * `hex`: a `\x` without two hexadecimal digits behind it. `expansion`: a `[`
 * in a variable that is not `[*]`.
 */
export type WordFault = "quote" | "brace" | "variable" | "hex" | "expansion" | "too-many";

export interface WordError {
  readonly fault: WordFault;
  readonly position: number;
  /** The words found so far; complete for `too-many`. */
  readonly words: readonly string[];
}

export interface WordList {
  readonly words: readonly string[];
  /** Where the first empty word comes from: its start, or the name of the unknown variable behind it. */
  readonly emptyAt?: number;
}

const PSEUDO = new Set([".LINE", ".FILE", ".SECTION"]);
const isSpace = (char: string): boolean => char === " " || (char >= "\t" && char <= "\r");
const isAlpha = (char: string): boolean => (char >= "a" && char <= "z") || (char >= "A" && char <= "Z");

/** Cuts `text`, which ends at its first line feed, carriage return or NUL. */
export function splitWords(text: string, lookup: VariableLookup): WordList | WordError {
  const splitter = new Splitter(text, lookup);
  const fault = splitter.run();
  if (fault) return { ...fault, words: splitter.words };
  if (splitter.words.length > MAX_WORDS) {
    return { fault: "too-many", position: splitter.lastPosition(), words: splitter.words };
  }
  const { emptyAt } = splitter;
  return { words: splitter.words, ...(emptyAt !== undefined && { emptyAt }) };
}

export function isWordError(result: WordList | WordError): result is WordError {
  return "fault" in result;
}

interface Fault {
  readonly fault: WordFault;
  readonly position: number;
}

class Splitter {
  readonly words: string[] = [];
  emptyAt: number | undefined;

  private at = 0;
  private word = "";
  private inWord = false;
  private wordStart = 0;
  private quote: { readonly mark: string; readonly at: number; empty: boolean } | undefined;
  private unknownVariable: number | undefined;

  constructor(
    private readonly text: string,
    private readonly lookup: VariableLookup,
  ) {}

  run(): Fault | undefined {
    for (;;) {
      const char = this.text.charAt(this.at);
      if (char === "" || char === "\0" || char === "\n" || char === "\r") break;
      if (char === "#" && !this.quote) break;
      const fault = this.step(char);
      if (fault) return fault;
    }
    if (this.inWord) this.endWord();
    return this.quote && { fault: "quote", position: this.quote.at };
  }

  /** Where the last word that still fits starts in the line of words HAProxy would have built. */
  lastPosition(): number {
    return this.words.slice(0, MAX_WORDS - 1).reduce((sum, word) => sum + word.length + 1, 0);
  }

  private step(char: string): Fault | undefined {
    if (char === '"' || char === "'") {
      if (!this.quote || this.quote.mark === char) {
        this.toggleQuote(char);
        return undefined;
      }
    } else if (char === "\\" && this.quote?.mark !== "'") {
      return this.escape();
    } else if (isSpace(char) && !this.quote) {
      if (this.inWord) this.endWord();
      this.at++;
      return undefined;
    } else if (char === "$" && this.quote?.mark === '"') {
      return this.variable();
    }
    this.emit(char, this.at);
    this.at++;
    return undefined;
  }

  private toggleQuote(mark: string): void {
    if (this.quote) {
      if (this.quote.empty) this.startWord(this.at);
      this.quote = undefined;
    } else {
      this.quote = { mark, at: this.at, empty: true };
    }
    this.at++;
  }

  private escape(): Fault | undefined {
    const start = this.at;
    const next = this.text.charAt(start + 1);
    let value = "\\";
    let length = 2;
    switch (next) {
      case " ":
      case "\\":
      case "#":
      case "'":
      case '"':
        value = next;
        break;
      case "t":
        value = "\t";
        break;
      case "n":
        value = "\n";
        break;
      case "r":
        value = "\r";
        break;
      case "$":
        // Outside quotes a dollar means nothing, so there is nothing to escape.
        if (this.quote) value = next;
        else length = 1;
        break;
      case "x": {
        const digits = this.text.slice(start + 2, start + 4);
        if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return { fault: "hex", position: start };
        value = String.fromCharCode(parseInt(digits, 16));
        length = 4;
        break;
      }
      default:
        length = 1;
    }
    this.at += length;
    this.emit(value, start);
    return undefined;
  }

  private variable(): Fault | undefined {
    const start = this.at++;
    const brace = this.text.charAt(this.at) === "{" ? this.at++ : undefined;
    const nameAt = this.at;
    const first = this.text.charAt(nameAt);
    if (!isAlpha(first) && first !== "_" && first !== ".") return { fault: "variable", position: nameAt };
    this.at++;
    while (/^[A-Za-z0-9_]$/.test(this.text.charAt(this.at))) this.at++;
    const name = this.text.slice(nameAt, this.at);
    if (name.startsWith(".") && !PSEUDO.has(name)) return { fault: "variable", position: nameAt };

    let value = this.lookup(name);
    let spread = false;
    if (brace !== undefined) {
      if (this.text.charAt(this.at) === "[") {
        if (!this.text.startsWith("[*]", this.at)) return { fault: "expansion", position: this.at };
        this.at += 3;
        spread = true;
      }
      if (this.text.charAt(this.at) === "-") {
        const end = this.text.indexOf("}", this.at);
        if (end < 0) return { fault: "brace", position: brace };
        value ??= this.text.slice(this.at + 1, end);
        this.at = end;
        this.unknownVariable = undefined;
      } else if (this.text.charAt(this.at) !== "}") {
        return { fault: "brace", position: brace };
      }
      this.at++;
    }
    // A spread variable without value leaves no word, and its quotes neither.
    if (spread && this.quote) this.quote.empty = false;
    if (value === undefined) {
      if (!spread) {
        this.unknownVariable ??= nameAt;
        this.startWord(start);
      }
      return undefined;
    }
    this.unknownVariable = undefined;
    for (const char of value) {
      if (spread && isSpace(char)) {
        if (this.inWord) this.endWord();
      } else {
        this.emit(char, start);
      }
    }
    return undefined;
  }

  private startWord(at: number): void {
    if (this.inWord) return;
    this.inWord = true;
    this.wordStart = at;
  }

  private emit(char: string, at: number): void {
    this.startWord(at);
    this.word += char;
    if (this.quote) this.quote.empty = false;
  }

  private endWord(): void {
    if (this.word === "") this.emptyAt ??= this.unknownVariable ?? this.wordStart;
    // A NUL byte (\x00) ends a word for whoever reads it.
    const end = this.word.indexOf("\0");
    this.words.push(end < 0 ? this.word : this.word.slice(0, end));
    this.word = "";
    this.inWord = false;
  }
}

/** `word` written so that {@link splitWords} reads it back: as it is where that is enough, else in weak quotes. */
export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:@%+,=^-]+$/.test(word)) return word;
  let escaped = "";
  for (let i = 0; i < word.length; i++) {
    const char = word.charAt(i);
    if (char === '"' || char === "\\" || char === "$") escaped += `\\${char}`;
    else if (char >= " " && char <= "~") escaped += char;
    else escaped += `\\x${word.charCodeAt(i).toString(16).padStart(2, "0")}`;
  }
  return `"${escaped}"`;
}
