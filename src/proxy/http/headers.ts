import { valueEnd } from "./list-values.ts";
import { isBlank, lowerCase } from "./text.ts";

/** One of the comma-separated values of a header, and where it stands. */
export interface HeaderValue {
  /** Which line of the message's headers. */
  readonly line: number;
  /** Where it starts and ends in that line's value, without the blanks around it. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/**
 * The header lines of a message, in order. Names are lower case, as HAProxy
 * keeps and sends them; given ones may be in any case. Values are byte strings:
 * a character a byte (latin1).
 */
export class Headers implements Iterable<readonly [name: string, value: string]> {
  #names: string[] = [];
  #values: string[] = [];

  static from(lines: Iterable<readonly [name: string, value: string]>): Headers {
    const headers = new Headers();
    for (const [name, value] of lines) headers.add(name, value);
    return headers;
  }

  get length(): number {
    return this.#names.length;
  }

  /** The name of line `i`; "" beyond the last. */
  name(i: number): string {
    return this.#names[i] ?? "";
  }

  /** The value of line `i`; "" beyond the last. */
  value(i: number): string {
    return this.#values[i] ?? "";
  }

  /** The value of the first line of that name. */
  get(name: string): string | undefined {
    const i = this.#names.indexOf(lowerCase(name));
    return i === -1 ? undefined : this.#values[i];
  }

  /** The value of the last line of that name. */
  last(name: string): string | undefined {
    const i = this.#names.lastIndexOf(lowerCase(name));
    return i === -1 ? undefined : this.#values[i];
  }

  /** The values of all lines of that name, one a line. */
  all(name: string): string[] {
    const lower = lowerCase(name);
    return this.#values.filter((_, i) => this.#names[i] === lower);
  }

  has(name: string): boolean {
    return this.#names.includes(lowerCase(name));
  }

  /** How many lines have that name. */
  count(name: string): number {
    const lower = lowerCase(name);
    let count = 0;
    for (const one of this.#names) if (one === lower) count++;
    return count;
  }

  /** Adds a line at the end. */
  add(name: string, value: string): void {
    this.append(lowerCase(name), value);
  }

  /** As {@link Headers.add}, for a name known to be in lower case. */
  append(name: string, value: string): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  /** Removes all lines of that name and adds one at the end, as `set-header` does. */
  set(name: string, value: string): void {
    this.remove(name);
    this.add(name, value);
  }

  /** Removes all lines of that name; gives how many there were. */
  remove(name: string): number {
    const lower = lowerCase(name);
    return this.#names.includes(lower) ? this.removeIf((one) => one === lower) : 0;
  }

  /** Removes the lines that `test` says yes to; gives how many there were. */
  removeIf(test: (name: string, value: string) => boolean): number {
    const names: string[] = [];
    const values: string[] = [];
    for (const [name, value] of this) {
      if (test(name, value)) continue;
      names.push(name);
      values.push(value);
    }
    const removed = this.#names.length - names.length;
    this.#names = names;
    this.#values = values;
    return removed;
  }

  /** Removes line `i`. */
  removeAt(i: number): void {
    this.#names.splice(i, 1);
    this.#values.splice(i, 1);
  }

  /** Gives line `i`, which there must be, another value. */
  replaceAt(i: number, value: string): void {
    if (i < this.#values.length) this.#values[i] = value;
  }

  /**
   * The comma-separated values of all lines of that name ("" is any), in order; a comma
   * in a quoted string does not separate. An empty line has one empty value,
   * as http_find_header() gives it. The line's value may be replaced while
   * this goes on, from `start` on by text of the length of what was there.
   */
  *values(name: string): Generator<HeaderValue> {
    const lower = lowerCase(name);
    for (let line = 0; line < this.#names.length; line++) {
      if (lower !== "" && this.#names[line] !== lower) continue;
      const text = this.value(line);
      let at = 0;
      for (;;) {
        const next = valueEnd(text, at);
        let start = at;
        let end = next;
        while (start < end && isBlank(text, start)) start++;
        while (end > start && isBlank(text, end - 1)) end--;
        yield { line, start, end, value: text.slice(start, end) };
        if (next >= text.length) break;
        at = next + 1;
      }
    }
  }

  /** Takes one of {@link Headers.values} away, with its blanks and a comma; the line, when it was all there was. */
  removeValue({ line, start, end }: HeaderValue): void {
    const text = this.value(line);
    let from = start;
    let to = end;
    while (from > 0 && isBlank(text, from - 1)) from--;
    while (to < text.length && isBlank(text, to)) to++;
    if (from === 0 && to === text.length) {
      this.removeAt(line);
      return;
    }
    if (from === 0) to++;
    else from--;
    this.replaceAt(line, text.slice(0, from) + text.slice(to));
  }

  clone(): Headers {
    const copy = new Headers();
    copy.#names = this.#names.slice();
    copy.#values = this.#values.slice();
    return copy;
  }

  *[Symbol.iterator](): Generator<readonly [name: string, value: string]> {
    for (let i = 0; i < this.#names.length; i++) yield [this.name(i), this.value(i)];
  }
}
