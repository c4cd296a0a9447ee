import type { Item, Parsed } from "./parse.ts";
import type { Meter } from "./meter.ts";

/** Lua's MAXCCALLS: how deep repeats and captures may nest. */
const maxDepth = 200;

/** Raised for what Lua reports as an error of the pattern; the caller turns it into a Lua error. */
export class PatternFault extends Error {}

/**
 * Walks the steps of a pattern over a text. It needs no preparation, so it
 * serves patterns that are new, faulty or too deep for generated code, and is
 * the yardstick the generated code is tested against.
 */
export class Interpreter {
  private busy = false;
  private text = "";
  private depth = 0;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  constructor(
    private readonly parsed: Parsed,
    private readonly meter: Meter,
  ) {}

  /**
   * Finds the first match at or after `init` (only at `init` if anchored).
   * Returns its start, or -1; `out` gets its end, then start and end of each
   * capture (-1 as the end of one left open).
   */
  search(text: string, init: number, out: Int32Array): number {
    // A count hook may use this very pattern while a search waits for it to return.
    if (this.busy) return new Interpreter(this.parsed, this.meter).search(text, init, out);
    this.busy = true;
    try {
      return this.scan(text, init, out);
    } finally {
      this.busy = false;
    }
  }

  private scan(text: string, init: number, out: Int32Array): number {
    this.text = text;
    const last = this.parsed.anchored ? init : text.length;
    for (let start = init; start <= last; start++) {
      this.meter.spend(1);
      this.depth = 0;
      this.ends.fill(-1);
      const end = this.match(start, 0);
      if (end >= 0) {
        out[0] = end;
        for (let i = 0; i < this.parsed.captures; i++) {
          out[1 + 2 * i] = this.starts[i] ?? 0;
          out[2 + 2 * i] = this.ends[i] ?? -1;
        }
        return start;
      }
    }
    return -1;
  }

  /** Matches the steps from `index` on at `at`; the end of the match or -1. */
  private match(at: number, index: number): number {
    if (++this.depth > maxDepth) throw new PatternFault("pattern too complex");
    const end = this.steps(at, index);
    this.depth--;
    return end;
  }

  private steps(at: number, index: number): number {
    const { items } = this.parsed;
    const { text } = this;
    for (;;) {
      const item = items[index++];
      if (!item) return at;
      switch (item.kind) {
        case "byte": {
          if (!this.one(item, at)) {
            if (item.repeat === "" || item.repeat === "+") return -1;
            break;
          }
          switch (item.repeat) {
            case "":
              at++;
              break;
            case "?": {
              const end = this.match(at + 1, index);
              if (end >= 0) return end;
              break;
            }
            case "-":
              return this.fewest(item, at, index);
            case "*":
              return this.most(item, at, index, 0);
            case "+":
              return this.most(item, at, index, 1);
          }
          break;
        }
        case "open":
          this.starts[item.capture] = at;
          if (item.position) this.ends[item.capture] = at;
          return this.match(at, index);
        case "close": {
          this.ends[item.capture] = at;
          const end = this.match(at, index);
          if (end < 0) this.ends[item.capture] = -1;
          return end;
        }
        case "balance":
          at = balanced(text, at, item.open, item.close, this.meter);
          if (at < 0) return -1;
          break;
        case "frontier": {
          const { table } = item.set;
          const before = at > 0 ? text.charCodeAt(at - 1) : 0;
          const after = at < text.length ? text.charCodeAt(at) : 0;
          if (table[before] === 1 || table[after] === 0) return -1;
          break;
        }
        case "back": {
          if (item.position) return -1;
          const captured = text.substring(this.starts[item.capture] ?? 0, this.ends[item.capture]);
          this.meter.spend(1 + (captured.length >> 3));
          if (!text.startsWith(captured, at)) return -1;
          at += captured.length;
          break;
        }
        case "end":
          return at === text.length ? at : -1;
        case "fault":
          throw new PatternFault(item.message);
      }
    }
  }

  private one(item: Item & { kind: "byte" }, at: number): boolean {
    return at < this.text.length && item.set.table[this.text.charCodeAt(at)] === 1;
  }

  private most(item: Item & { kind: "byte" }, at: number, index: number, least: number): number {
    let count = 1;
    while (this.one(item, at + count)) count++;
    this.meter.spend(count);
    for (; count >= least; count--) {
      this.meter.spend(1);
      const end = this.match(at + count, index);
      if (end >= 0) return end;
    }
    return -1;
  }

  private fewest(item: Item & { kind: "byte" }, at: number, index: number): number {
    for (;;) {
      this.meter.spend(1);
      const end = this.match(at, index);
      if (end >= 0) return end;
      if (!this.one(item, at)) return -1;
      at++;
    }
  }
}

/** `%bxy` at `at`: the position after the closing byte, or -1. */
export function balanced(text: string, at: number, open: number, close: number, meter: Meter): number {
  if (at >= text.length || text.charCodeAt(at) !== open) return -1;
  let depth = 1;
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === close) {
      if (--depth === 0) {
        meter.spend(i - at);
        return i + 1;
      }
    } else if (c === open) depth++;
  }
  meter.spend(text.length - at);
  return -1;
}
