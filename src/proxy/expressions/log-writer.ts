/**
 * How values of a log-format text are written: quotes, escapes, `-` for
 * nothing, JSON and CBOR (the lf_ functions of log.c). All texts are byte strings.
 */
import type { LogFormatFlag } from "../../config/log-format.ts";
import { CborWriter } from "./cbor.ts";

/** What a value is forced to, from `%(name:type)`; `raw` is the bytes as they are, without any flag. */
export type ForcedType = "str" | "sint" | "bool" | "raw" | undefined;

const untilNul = (text: string): string => {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
};

const hex2 = (code: number): string => code.toString(16).toUpperCase().padStart(2, "0");

/** What must not stand in a header: it is written as `%0A`. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
export const notInHttp = /[\x00-\x08\x0a-\x1f\x7f]/g;
/** What must not stand in a logged request line, and in a captured header: written as `#0A`. */
// eslint-disable-next-line no-control-regex -- as above
export const notInRequests = /[\x00-\x1f"#\x7f-\xff]/g;
// eslint-disable-next-line no-control-regex -- as above
export const notInCaptures = /[\x00-\x1f"#{|}\x7f-\xff]/g;

/** Writes what is not allowed as the escape character and two hexadecimal digits. */
function escapeBytes(text: string, forbidden: RegExp, escape: string): string {
  if (text.search(forbidden) < 0) return text;
  return text.replace(forbidden, (char) => escape + hex2(char.charCodeAt(0)));
}

/** Writes values with the flags of one part. */
export class ValueWriter {
  readonly json: boolean;
  readonly hexadecimal: boolean;
  readonly cbor: CborWriter | undefined;
  readonly #quotes: boolean;
  readonly #mandatory: boolean;
  readonly #escapes: RegExp | undefined;
  readonly #forced: ForcedType;

  constructor(flags: ReadonlySet<LogFormatFlag>, forced: ForcedType) {
    this.json = flags.has("json");
    this.cbor = flags.has("cbor") ? new CborWriter(flags.has("bin")) : undefined;
    this.hexadecimal = flags.has("X");
    this.#quotes = flags.has("Q");
    this.#mandatory = flags.has("M");
    this.#forced = forced;
    if (this.json) this.#escapes = /["\\]/g;
    else if (flags.has("E") && !this.cbor) this.#escapes = /["\\\]]/g;
  }

  /** JSON or CBOR. */
  get encodes(): boolean {
    return this.json || this.cbor !== undefined;
  }

  /** A text, with quotes and `-` where the flags ask for them; undefined is nothing. */
  text(value: string | undefined): string {
    if (this.#quotes || this.json) return `"${this.#plain(value)}"`;
    const written = this.#plain(value);
    return written === "" && this.#mandatory && !this.cbor ? "-" : written;
  }

  /** A text that needs quotes only where the encoding does. */
  rawText(value: string): string {
    return this.json ? `"${this.#plain(value)}"` : this.#plain(value);
  }

  #plain(value: string | undefined): string {
    if (value === undefined || value === "") return "";
    const whole = untilNul(value);
    if (this.cbor) return this.cbor.text(whole);
    return this.#escapes ? whole.replace(this.#escapes, "\\$&") : whole;
  }

  /** A number; `usual` is how it is written where nothing is encoded. */
  integer(value: number | bigint, usual = String(value)): string {
    if (!this.encodes) return usual;
    if (this.#forced === "bool") return this.boolean(BigInt(value) !== 0n);
    if (this.cbor) return this.cbor.integer(value);
    return this.#forced === "str" ? `"${value}"` : String(value);
  }

  boolean(value: boolean): string {
    if (this.cbor) return this.cbor.boolean(value);
    return this.json ? String(value) : "";
  }

  /** A number that +X shows in hexadecimal, with so many digits at least. */
  hexInteger(value: number, digits: number, usual?: string): string {
    if (!this.hexadecimal) return this.integer(value, usual);
    return this.rawText((value >>> 0).toString(16).toUpperCase().padStart(digits, "0"));
  }

  /** Bytes, with those that are `forbidden` escaped. */
  bytes(value: string, forbidden: RegExp | undefined, escape: string): string {
    if (!this.cbor && !this.#escapes) return forbidden ? escapeBytes(value, forbidden, escape) : value;
    const pieces = cut(value, forbidden, escape);
    // HAProxy writes what precedes an escape as a piece even where that is nothing.
    if (this.cbor) return this.cbor.pieces(pieces.map(({ text }) => text));
    const escapes = this.#escapes;
    return pieces
      .map(({ text, escaped }) => (escapes && !escaped ? text.replace(escapes, "\\$&") : text))
      .join("");
  }

  /** A text that is made of parts by `write`. */
  variable(write: () => string): string {
    if (this.cbor) return this.cbor.open("text") + write() + this.cbor.close();
    const quote = this.#quotes || this.json ? '"' : "";
    return quote + write() + quote;
  }

  /** A character of our own inside a {@link ValueWriter.variable} text. */
  mark(char: string): string {
    return this.cbor ? this.cbor.pieces([char]) : char;
  }

  /** What stands in a list for a text that is missing. */
  missing(): string {
    return this.#quotes ? "" : this.mark("-");
  }

  /** Texts one by one. */
  list(items: readonly string[]): string {
    if (this.cbor) return this.cbor.open("array") + items.join("") + this.cbor.close();
    return this.json ? `[${items.join(", ")}]` : items.join(" ");
  }
}

interface Piece {
  readonly text: string;
  readonly escaped: boolean;
}

/** The text in pieces: what is allowed as it is, each forbidden character escaped by itself. */
function cut(value: string, forbidden: RegExp | undefined, escape: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index, 0: char } of forbidden ? value.matchAll(forbidden) : []) {
    pieces.push({ text: value.slice(from, index), escaped: false });
    pieces.push({ text: escape + hex2(char.charCodeAt(0)), escaped: true });
    from = index + 1;
  }
  if (from < value.length) pieces.push({ text: value.slice(from), escaped: false });
  return pieces;
}
