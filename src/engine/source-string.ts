/**
 * The strings of a source that is being compiled, in the place of Fengari's
 * TString: the text is read off the source as it is, and as bytes only where an
 * error's message wants them.
 */
import type { FengariString } from "./fengari.d.ts";

/** Longer pieces of a text are views of it, and would keep all of it. */
const LONGEST_COPY = 12;

export class SourceString implements FengariString {
  readonly text: string;
  #hash: string | null = null;

  constructor(text: string) {
    this.text = text.length <= LONGEST_COPY ? text : Buffer.from(text, "latin1").toString("latin1");
  }

  get realstring(): Uint8Array {
    return Buffer.from(this.text, "latin1");
  }

  /** The key under which the compiler finds the constant again; no other key begins so. */
  get hash(): string {
    return (this.#hash ??= `|${this.text}`);
  }

  /** As Fengari's strings have it. */
  getstr(): Uint8Array {
    return this.realstring;
  }

  tsslen(): number {
    return this.text.length;
  }
}

/** The text of one of Fengari's strings, or of ours. */
export function textOfString(s: FengariString): string {
  return s instanceof SourceString ? s.text : textOfBytes(s.realstring);
}

export function textOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
