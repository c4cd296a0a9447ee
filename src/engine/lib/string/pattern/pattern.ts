import type { LuaThread } from "../../../types.ts";
import { compilable, generateSearch, type Search } from "./generate.ts";
import { Interpreter } from "./interpret.ts";
import { Meter } from "./meter.ts";
import { parsePattern, type Parsed } from "./parse.ts";

export { PatternFault } from "./interpret.ts";

/** Work after which compiling a pattern pays: searches, plus one for each 32 bytes searched. */
const worthCompiling = 40;

const meter = new Meter();

/** A pattern ready to search with; starts out interpreted and is compiled once it is used a lot. */
export class Pattern {
  /** Where the last match ended, then start and end of each of its captures; valid until the next search. */
  readonly out: Int32Array;
  readonly captures: number;
  readonly positions: readonly boolean[];
  readonly anchored: boolean;
  /** Cannot raise an error: well formed, not too deep, every capture closed. */
  readonly sound: boolean;
  private search: Search;
  private work = 0;

  constructor(private readonly parsed: Parsed) {
    this.captures = parsed.captures;
    this.positions = parsed.positions;
    this.anchored = parsed.anchored;
    this.out = new Int32Array(1 + 2 * parsed.captures);
    const interpreter = new Interpreter(parsed, meter);
    this.search = (text, init, out) => interpreter.search(text, init, out);
    const fit = compilable(parsed);
    if (!fit) this.work = -Infinity;
    this.sound = fit && parsed.closed.every(Boolean);
  }

  /**
   * The start of the first match at or after `init`, or -1. Throws PatternFault
   * for a malformed pattern and raises a Lua error when the budget of `L` is spent.
   */
  find(L: LuaThread, text: string, init: number): number {
    if (this.work < worthCompiling) {
      this.work += 1 + ((text.length - init) >> 5);
      if (this.work >= worthCompiling) this.search = generateSearch(this.parsed, meter);
    }
    meter.charge(L);
    return this.search(text, init, this.out);
  }
}

/** Scripts use a handful of patterns; one that makes them up by the thousand starts the cache afresh. */
const maxCached = 400;
const anchoring = new Map<string, Pattern>();
const literalCaret = new Map<string, Pattern>();

/** The pattern for a text; `anchors` is false for gmatch, where `^` is an ordinary character. */
export function patternOf(text: string, anchors: boolean): Pattern {
  const cache = anchors ? anchoring : literalCaret;
  const known = cache.get(text);
  if (known) return known;
  if (cache.size >= maxCached) cache.clear();
  const pattern = new Pattern(parsePattern(text, anchors));
  cache.set(text, pattern);
  return pattern;
}
