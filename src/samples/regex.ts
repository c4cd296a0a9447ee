import { Pcre2, type Code } from "./pcre2.ts";

/**
 * Regular expressions as HAProxy has them: PCRE2's syntax on bytes, its error
 * texts and offsets, and its limits, so that no pattern can hold the thread for
 * ever (regex.c). One thing differs: without regard to case, the bytes 0xC0 to
 * 0xDE are taken for the letters that Latin-1 has there.
 */

/** The libraries in use; a new one is opened when the memory of the last is full. */
const libraries: Pcre2[] = [];

const lost = new FinalizationRegistry<{ code: Code; data: number }>(({ code, data }) =>
  code.library.release(code.pointer, data),
);

/** A compiled expression. Its memory goes back when it is no longer referred to. */
export class RegularExpression {
  readonly #code: Code;
  readonly #data: number;

  private constructor(code: Code) {
    this.#code = code;
    this.#data = code.library.matchData(code.pointer);
    lost.register(this, { code, data: this.#data });
  }

  /**
   * Compiles `pattern`, a byte string, which ends at its first NUL. Gives
   * HAProxy's message where it is not valid.
   */
  static compile(this: void, pattern: string, ignoreCase: boolean): RegularExpression | string {
    const end = pattern.indexOf("\0");
    const text = end < 0 ? pattern : pattern.slice(0, end);
    const last = libraries.at(-1);
    const library = last && !last.isFull ? last : open();
    let compiled = library.compile(text, ignoreCase);
    if ("outOfMemory" in compiled && compiled.outOfMemory) {
      compiled = open().compile(text, ignoreCase);
    }
    if ("pointer" in compiled) return new RegularExpression(compiled);
    const { message, offset } = compiled;
    return `regex '${text}' is invalid (error=${message}, erroffset=${offset})`;
  }

  /** Whether `subject`, a byte string, matches. */
  test(subject: string): boolean {
    return this.#code.library.match(this.#code.pointer, this.#data, subject) > 0;
  }

  /**
   * What the expression matches first in `subject`: the whole, then the groups
   * up to the last that took part, undefined for one before it that did not.
   */
  match(subject: string): (string | undefined)[] | undefined {
    return this.spans(subject)?.map((span) => span && subject.slice(...span));
  }

  /** The same as byte offsets; looks from `offset` on, where `^` no longer matches. */
  spans(subject: string, offset = 0): (readonly [start: number, end: number] | undefined)[] | undefined {
    const { library, pointer } = this.#code;
    const count = library.match(pointer, this.#data, subject, offset);
    if (count === 0) return undefined;
    return Array.from({ length: count }, (_, i) => library.span(this.#data, i));
  }
}

function open(): Pcre2 {
  const library = new Pcre2();
  libraries.push(library);
  return library;
}
