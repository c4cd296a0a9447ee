import { FieldScanner } from "./h1-field-scanner.ts";
import { type FieldBlock, type FieldFacts, noFacts, takeField } from "./h1-fields.ts";
import { LineScanner } from "./h1-line-scanner.ts";
import { Headers } from "./headers.ts";

export interface FieldLimits {
  /** `tune.http.maxhdr`: one more than the number of fields that fit. */
  readonly maxHeaders: number;
  /** How many bytes a head or the trailers may have. */
  readonly maxBytes: number;
  readonly acceptUnsafe: boolean;
}

/** What a reader says: done, more bytes needed, or why it takes no more. */
export type ReadResult = "done" | "more" | ReadFault;

export interface ReadFault {
  readonly reason: string;
  /** The byte where it was seen. */
  readonly offset: number;
  /** Where there was no end within the limit: in the start line, or in the fields. */
  readonly tooLong?: "line" | "fields";
}

/** Reads a block of fields: of a head, or trailers. It starts at the buffer's first byte or behind the start line. */
export class FieldsReader {
  headers = new Headers();
  facts: FieldFacts = noFacts();
  readonly #scanner: FieldScanner;
  readonly #limits: FieldLimits;
  readonly #block: FieldBlock;
  #taken = 0;

  constructor(block: FieldBlock, limits: FieldLimits) {
    this.#block = block;
    this.#limits = limits;
    this.#scanner = new FieldScanner(limits.acceptUnsafe);
  }

  /** Behind the last byte looked at; once done, behind the block. */
  get at(): number {
    return this.#scanner.at;
  }

  start(at: number): void {
    this.#scanner.start(at);
    this.#taken = 0;
    this.headers = new Headers();
    this.facts = noFacts();
  }

  /** Goes on in `bytes`, which hold what they held in the last call, and more. */
  read(bytes: Buffer): ReadResult {
    const { maxBytes, maxHeaders } = this.#limits;
    const result = this.#scanner.scan(bytes, Math.min(bytes.length, maxBytes));
    const fault = this.#take(bytes);
    const offset = this.at;
    if (fault !== undefined) return fault;
    if (result === "bad") return { reason: "header", offset };
    if (result === "done")
      return this.headers.length < maxHeaders ? "done" : { reason: "too many headers", offset };
    return bytes.length < maxBytes ? "more" : { reason: "headers too large", offset, tooLong: "fields" };
  }

  /** Takes the fields found since the last time. */
  #take(bytes: Buffer): ReadFault | undefined {
    const { marks, folded } = this.#scanner;
    if (this.#taken === marks.length) return undefined;
    const { maxHeaders, acceptUnsafe } = this.#limits;
    const rules = { block: this.#block, acceptUnsafe };
    const from = marks[this.#taken] ?? 0;
    const text = bytes.toString("latin1", from, marks[marks.length - 1]);
    for (let i = this.#taken; i < marks.length; i += 4) {
      const name = text.substring((marks[i] ?? 0) - from, (marks[i + 1] ?? 0) - from);
      let value = text.substring((marks[i + 2] ?? 0) - from, (marks[i + 3] ?? 0) - from);
      if (folded) value = value.replace(/[\r\n]/g, " ");
      if (this.headers.length >= maxHeaders)
        return { reason: "too many headers", offset: marks[i + 4] ?? this.at };
      const reason = takeField(this.headers, this.facts, name, value, rules);
      if (reason !== undefined) return { reason, offset: marks[i + 2] ?? 0 };
    }
    this.#taken = marks.length;
    return undefined;
  }
}

/** Reads a head: its start line, then its fields. The head starts at the buffer's first byte. */
export class HeadReader {
  readonly fields: FieldsReader;
  readonly #line: LineScanner;
  readonly #limits: FieldLimits;

  constructor(block: "request" | "response", limits: FieldLimits) {
    this.#limits = limits;
    this.#line = new LineScanner(block === "request", limits.acceptUnsafe);
    this.fields = new FieldsReader(block, limits);
  }

  start(): void {
    this.#line.start(0);
  }

  /** Whether no byte has been looked at yet. */
  get isFresh(): boolean {
    return this.#line.open && this.#line.at === 0;
  }

  read(bytes: Buffer): ReadResult {
    if (this.#line.open) {
      const { maxBytes } = this.#limits;
      const result = this.#line.scan(bytes, Math.min(bytes.length, maxBytes));
      if (result === "bad") return { reason: "start line", offset: this.#line.at };
      if (result === "more") {
        if (bytes.length < maxBytes) return "more";
        return { reason: "start line too long", offset: this.#line.at, tooLong: "line" };
      }
      this.fields.start(this.#line.at);
      // HTTP/0.9 has a line only.
      if (this.#line.isVersionless) return "done";
    }
    return this.fields.read(bytes);
  }

  /** The three parts of the start line, once it is done. */
  line(bytes: Buffer): [string, string, string] {
    const [a, b, c, d, e, f] = this.#line.marks;
    const text = bytes.toString("latin1", a, f);
    return [text.substring(0, b - a), text.substring(c - a, d - a), text.substring(e - a)];
  }
}
