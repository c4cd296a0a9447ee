import { balanced } from "./interpret.ts";
import { type ByteSet, disjoint } from "./classes.ts";
import type { Meter } from "./meter.ts";
import type { Item, Parsed, Repeat } from "./parse.ts";

/** A compiled search: the same contract as Interpreter.search. */
export type Search = (text: string, init: number, out: Int32Array) => number;

/** More loops inside each other than this, and V8 would rather not compile the result. */
const maxLoops = 16;
/** Far below the depth at which Lua says "pattern too complex". */
const maxNesting = 150;

/** Whether a pattern can be compiled; the others stay with the interpreter. */
export function compilable(parsed: Parsed): boolean {
  let loops = 0;
  let nesting = 0;
  for (const item of parsed.items) {
    if (item.kind === "fault") return false;
    if (item.kind === "open" || item.kind === "close") nesting++;
    if (item.kind === "byte" && item.repeat !== "") {
      nesting++;
      loops++;
    }
  }
  return loops <= maxLoops && nesting <= maxNesting;
}

/**
 * Compiles a pattern into one JavaScript function of nested loops: each repeat
 * becomes a loop over the lengths it may take, in the order Lua tries them,
 * with the rest of the pattern as its body. To fail is to go on with the
 * innermost loop around, which is exactly where Lua would backtrack to.
 */
export function generateSearch(parsed: Parsed, meter: Meter): Search {
  const writer = new Writer(parsed);
  const source = writer.write();
  // The source is made of numbers and fixed text only: nothing of the pattern's own text gets into it.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function("meter", "balanced", "tables", source) as (
    meter: Meter,
    balance: typeof balanced,
    tables: readonly Uint8Array[],
  ) => Search;
  return make(meter, balanced, writer.tables);
}

type Repeated = Item & { kind: "byte" } & { repeat: Exclude<Repeat, ""> };

/** A place in the text that the generated code knows: a variable and a constant distance from it. */
interface Place {
  readonly variable: string;
  readonly offset: number;
}

class Writer {
  readonly tables: Uint8Array[] = [];
  private readonly lines: string[] = [];
  private loops = 0;
  /** The statement that means "this way does not match". */
  private fail = "continue search;";

  constructor(private readonly parsed: Parsed) {}

  write(): string {
    const { items, anchored } = this.parsed;
    const least = leastLength(items);
    this.emit(`const n = s.length; let left = meter.left;`);
    this.emit(`const last = ${anchored ? `Math.min(init, n - ${least})` : `n - ${least}`};`);
    this.emit(`search: for (let p = init; p <= last; p++) {`);
    this.emit(`if (--left <= 0) left = meter.refill(left);`);
    const first = items[0];
    if (!anchored && first?.kind === "byte" && (first.repeat === "" || first.repeat === "+")) {
      // Most starts fail on the first byte, so skip those without the rest of the ceremony.
      this.emit(`if (!(${this.test(first.set, "p")})) continue;`);
    }
    this.items(0, { variable: "p", offset: 0 });
    this.emit(`}`);
    this.emit(`meter.left = left; return -1;`);
    const body = this.lines.join("\n");
    const loads = this.tables.map((_, i) => `const t${i} = tables[${i}];`).join(" ");
    return `"use strict"; ${loads}\nreturn function search(s, init, out) {\n${body}\n};`;
  }

  private emit(line: string): void {
    this.lines.push(line);
  }

  /** Writes the steps from `index` on, at `place`. */
  private items(index: number, place: Place): void {
    const { items } = this.parsed;
    for (; index < items.length; index++) {
      const item = items[index];
      if (!item) break;
      switch (item.kind) {
        case "byte":
          if (!isRepeated(item)) place = this.once(item.set, place);
          else if (this.wholeRun(item, index)) place = this.run(item, place);
          else {
            this.loop(item, place, index);
            return;
          }
          break;
        case "open":
          this.emit(`const c${item.capture}s = ${text(place)};`);
          if (item.position) this.emit(`const c${item.capture}e = ${text(place)};`);
          break;
        case "close":
          this.emit(`const c${item.capture}e = ${text(place)};`);
          break;
        case "balance": {
          const next = `p${++this.loops}`;
          this.emit(`meter.left = left;`);
          this.emit(`const ${next} = balanced(s, ${text(place)}, ${item.open}, ${item.close}, meter);`);
          this.emit(`left = meter.left; if (${next} < 0) ${this.fail}`);
          place = { variable: next, offset: 0 };
          break;
        }
        case "frontier": {
          const table = this.table(item.set);
          const at = text(place);
          this.emit(`if (${table}[${at} > 0 ? s.charCodeAt(${at} - 1) : 0] === 1) ${this.fail}`);
          this.emit(`if (${table}[${at} < n ? s.charCodeAt(${at}) : 0] === 0) ${this.fail}`);
          break;
        }
        case "back": {
          if (item.position) {
            // What `()` captured is no text, so nothing can match it again.
            this.emit(`if (n >= 0) ${this.fail}`);
            break;
          }
          const [from, to] = [`c${item.capture}s`, `c${item.capture}e`];
          const next = `p${++this.loops}`;
          this.emit(`left -= (${to} - ${from}) >> 3;`);
          this.emit(`if (!s.startsWith(s.substring(${from}, ${to}), ${text(place)})) ${this.fail}`);
          this.emit(`const ${next} = ${text(place)} + ${to} - ${from};`);
          place = { variable: next, offset: 0 };
          break;
        }
        case "end":
          this.emit(`if (${text(place)} !== n) ${this.fail}`);
          break;
        case "fault":
          throw new Error("a faulty pattern cannot be compiled");
      }
    }
    this.emit(`out[0] = ${text(place)};`);
    this.parsed.closed.forEach((closed, i) => {
      this.emit(`out[${1 + 2 * i}] = c${i}s; out[${2 + 2 * i}] = ${closed ? `c${i}e` : "-1"};`);
    });
    this.emit(`meter.left = left; return p;`);
  }

  private once(set: ByteSet, place: Place): Place {
    const at = text(place);
    this.emit(`if (${at} >= n || !(${this.test(set, at)})) ${this.fail}`);
    return { variable: place.variable, offset: place.offset + 1 };
  }

  /** A repeat that takes as much as there is, for good. */
  private run(item: Repeated, place: Place): Place {
    const end = `e${++this.loops}`;
    const at = text(place);
    this.emit(`let ${end} = ${at}; while (${end} < n && (${this.test(item.set, end)})) ${end}++;`);
    this.emit(`left -= ${end} - (${at});`);
    if (item.repeat === "+") this.emit(`if (${end} === ${at}) ${this.fail}`);
    return { variable: end, offset: 0 };
  }

  /** A repeat that tries its lengths in turn, with the rest of the pattern inside. */
  private loop(item: Repeated, place: Place, index: number): void {
    const id = ++this.loops;
    const [q, end] = [`p${id}`, `e${id}`];
    const at = text(place);
    const count = `if (--left <= 0) left = meter.refill(left);`;
    switch (item.repeat) {
      case "-":
        this.emit(`loop${id}: for (let ${q} = ${at};; ${q}++) {`);
        this.emit(`if (${q} !== ${at}) { ${count}`);
        this.emit(`if (${q} > n || !(${this.test(item.set, `${q} - 1`)})) break; }`);
        break;
      case "?":
        this.emit(`const ${end} = ${at} < n && (${this.test(item.set, at)}) ? ${at} + 1 : ${at};`);
        this.emit(`loop${id}: for (let ${q} = ${end}; ${q} >= ${at}; ${q}--) {`);
        break;
      case "*":
      case "+": {
        this.emit(`let ${end} = ${at}; while (${end} < n && (${this.test(item.set, end)})) ${end}++;`);
        this.emit(`left -= ${end} - (${at});`);
        const relation = item.repeat === "+" ? ">" : ">=";
        this.emit(`loop${id}: for (let ${q} = ${end}; ${q} ${relation} ${at}; ${q}--) { ${count}`);
        break;
      }
    }
    const outer = this.fail;
    this.fail = `continue loop${id};`;
    this.items(index + 1, { variable: q, offset: 0 });
    this.fail = outer;
    this.emit(`}`);
    this.emit(outer);
  }

  /**
   * Whether a shorter run could never match: the next thing needed is a byte
   * that no byte of the run can be, or the end of the text.
   */
  private wholeRun(repeated: Repeated, index: number): boolean {
    if (repeated.repeat !== "*" && repeated.repeat !== "+") return false;
    for (const item of this.parsed.items.slice(index + 1)) {
      if (item.kind === "open" || item.kind === "close") continue;
      if (item.kind === "end") return true;
      return (
        item.kind === "byte" &&
        (item.repeat === "" || item.repeat === "+") &&
        disjoint(repeated.set, item.set)
      );
    }
    // The pattern ends here: the longest run is the match.
    return true;
  }

  /** An expression that is true if the byte at `at` (known to be inside) is in the set. */
  private test(set: ByteSet, at: string): string {
    const code = `s.charCodeAt(${at})`;
    if (set.only >= 0) return `${code} === ${set.only}`;
    const members = set.table.reduce((count, mark) => count + mark, 0);
    if (members === 256) return "true";
    if (members === 255) return `${code} !== ${set.table.indexOf(0)}`;
    return `${this.table(set)}[${code}] === 1`;
  }

  private table(set: ByteSet): string {
    let index = this.tables.indexOf(set.table);
    if (index < 0) index = this.tables.push(set.table) - 1;
    return `t${index}`;
  }
}

function isRepeated(item: Item & { kind: "byte" }): item is Repeated {
  return item.repeat !== "";
}

function text(place: Place): string {
  return place.offset === 0 ? place.variable : `${place.variable} + ${place.offset}`;
}

/** How many bytes any match needs at least. */
function leastLength(items: readonly Item[]): number {
  let least = 0;
  for (const item of items) {
    if (item.kind === "byte" && (item.repeat === "" || item.repeat === "+")) least++;
    if (item.kind === "balance") least += 2;
  }
  return least;
}
