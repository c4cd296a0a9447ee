import { anyByte, bracketSet, type ByteSet, classOf, singleByte } from "./classes.ts";

/**
 * One step of a pattern. A pattern is a plain sequence of steps: Lua has no
 * alternation and no repeated groups, which is what makes it compilable into
 * nested loops (generate.ts).
 */
export type Item =
  | { readonly kind: "byte"; readonly set: ByteSet; readonly repeat: Repeat }
  | { readonly kind: "open"; readonly capture: number; readonly position: boolean }
  | { readonly kind: "close"; readonly capture: number }
  | { readonly kind: "balance"; readonly open: number; readonly close: number }
  | { readonly kind: "frontier"; readonly set: ByteSet }
  | { readonly kind: "back"; readonly capture: number; readonly position: boolean }
  | { readonly kind: "end" }
  /** Lua finds a malformed pattern only when matching gets that far, so the error is a step too. */
  | { readonly kind: "fault"; readonly message: string };

/** `""` once, `*` most first, `+` at least one, `-` fewest first, `?` perhaps. */
export type Repeat = "" | "*" | "+" | "-" | "?";

export interface Parsed {
  readonly items: readonly Item[];
  /** Starts with `^` where that means something. */
  readonly anchored: boolean;
  /** How many captures the pattern opens (at most 32; more is a fault). */
  readonly captures: number;
  /** For each capture, whether it is `()`. */
  readonly positions: readonly boolean[];
  /** For each capture, whether it is closed. */
  readonly closed: readonly boolean[];
}

/** Lua's LUA_MAXCAPTURES. */
const maxCaptures = 32;

const char = { percent: 37, open: 40, close: 41, dollar: 36, bracket: 91, dot: 46, caret: 94 };

class Parser {
  readonly items: Item[] = [];
  readonly positions: boolean[] = [];
  readonly closed: boolean[] = [];

  constructor(
    readonly pattern: string,
    private at: number,
  ) {}

  /** Reads steps until the end or the first fault. */
  run(): void {
    const { pattern } = this;
    while (this.at < pattern.length) {
      const fault = this.item();
      if (fault !== undefined) {
        this.items.push({ kind: "fault", message: fault });
        return;
      }
    }
  }

  private item(): string | undefined {
    const { pattern, at } = this;
    switch (pattern.charCodeAt(at)) {
      case char.open:
        return this.open();
      case char.close:
        return this.close();
      case char.dollar:
        if (at + 1 !== pattern.length) break;
        this.items.push({ kind: "end" });
        this.at++;
        return undefined;
      case char.percent: {
        const next = pattern.charCodeAt(at + 1);
        if (next === 98) return this.balance();
        if (next === 102) return this.frontier();
        if (next >= 48 && next <= 57) return this.back(next);
        break;
      }
    }
    return this.byte();
  }

  private open(): string | undefined {
    const capture = this.positions.length;
    if (capture >= maxCaptures) return "too many captures";
    const position = this.pattern.charCodeAt(this.at + 1) === char.close;
    this.positions.push(position);
    this.closed.push(position);
    this.items.push({ kind: "open", capture, position });
    this.at += position ? 2 : 1;
    return undefined;
  }

  private close(): string | undefined {
    const capture = this.closed.lastIndexOf(false);
    if (capture < 0) return "invalid pattern capture";
    this.closed[capture] = true;
    this.items.push({ kind: "close", capture });
    this.at++;
    return undefined;
  }

  private balance(): string | undefined {
    if (this.at + 3 >= this.pattern.length) return "malformed pattern (missing arguments to '%b')";
    const open = this.pattern.charCodeAt(this.at + 2);
    const close = this.pattern.charCodeAt(this.at + 3);
    this.items.push({ kind: "balance", open, close });
    this.at += 4;
    return undefined;
  }

  private frontier(): string | undefined {
    const start = this.at + 2;
    if (this.pattern.charCodeAt(start) !== char.bracket) return "missing '[' after '%f' in pattern";
    const end = this.bracketEnd(start);
    if (end < 0) return "malformed pattern (missing ']')";
    this.items.push({ kind: "frontier", set: bracketSet(this.pattern, start, end) });
    this.at = end + 1;
    return undefined;
  }

  private back(digit: number): string | undefined {
    const capture = digit - 49;
    if (capture < 0 || capture >= this.closed.length || this.closed[capture] !== true) {
      return `invalid capture index %${capture + 1}`;
    }
    this.items.push({ kind: "back", capture, position: this.positions[capture] === true });
    this.at += 2;
    return undefined;
  }

  private byte(): string | undefined {
    const { pattern } = this;
    const c = pattern.charCodeAt(this.at);
    let set: ByteSet;
    if (c === char.percent) {
      if (this.at + 1 >= pattern.length) return "malformed pattern (ends with '%')";
      set = classOf(pattern.charCodeAt(this.at + 1));
      this.at += 2;
    } else if (c === char.bracket) {
      const end = this.bracketEnd(this.at);
      if (end < 0) return "malformed pattern (missing ']')";
      set = bracketSet(pattern, this.at, end);
      this.at = end + 1;
    } else {
      set = c === char.dot ? anyByte : singleByte(c);
      this.at++;
    }
    this.items.push({ kind: "byte", set, repeat: this.repeat() });
    return undefined;
  }

  private repeat(): Repeat {
    const c = this.pattern[this.at];
    if (c === "*" || c === "+" || c === "-" || c === "?") {
      this.at++;
      return c;
    }
    return "";
  }

  /** Where the set that starts at `start` has its closing bracket; -1 if nowhere. */
  private bracketEnd(start: number): number {
    const { pattern } = this;
    let at = start + 1;
    if (pattern.charCodeAt(at) === char.caret) at++;
    // The first character is a member even when it is a bracket.
    do {
      if (at >= pattern.length) return -1;
      const c = pattern.charCodeAt(at++);
      if (c === char.percent && at < pattern.length) at++;
    } while (pattern[at] !== "]");
    return at;
  }
}

/** Reads a pattern; `anchors` is false for gmatch, where `^` is an ordinary character. */
export function parsePattern(pattern: string, anchors: boolean): Parsed {
  const anchored = anchors && pattern.charCodeAt(0) === char.caret;
  const parser = new Parser(pattern, anchored ? 1 : 0);
  parser.run();
  const { items, positions, closed } = parser;
  return { items, anchored, captures: positions.length, positions, closed };
}
