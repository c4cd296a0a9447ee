import { addFigures, figureOf, figureOfBigInt, type Figure } from "./figures.ts";
import type { DerivedPlace, Layout } from "./layout.ts";
import { rateAt } from "./rate.ts";
import type { ObjectType } from "./stat-names.ts";

/** `show stat` names with their figures. */
export type Stats = Record<string, Figure>;

/** The moment figures are worked out for, on the shared clock. */
export interface Moment {
  readonly nowMs: number;
  readonly nowSeconds: number;
}

/**
 * The figures of one object, read from `words` (the 32-bit words of a private
 * copy or of mapped memory) where the object begins at word `base`.
 */
export function readStats(
  layout: Layout,
  type: ObjectType,
  words: Uint32Array,
  base: number,
  moment: Moment,
): Stats {
  const stats: Stats = {};
  const { counters, derived } = layout.stats[type];
  for (const { name, word } of counters) stats[name] = readCounter(words, base + word);
  for (const place of derived) stats[place.name] = readDerived(place, words, base, moment);
  return stats;
}

/** The 64-bit counter at a word. */
export function readCounter(words: Uint32Array, at: number): Figure {
  const low = words[at] ?? 0;
  const high = words[at + 1] ?? 0;
  return high === 0 ? low : figureOf(low, high);
}

/** One derived figure of the object that begins at word `base`. */
export function readDerived(place: DerivedPlace, words: Uint32Array, base: number, moment: Moment): Figure {
  const at = base + place.word;
  switch (place.how) {
    case "sum": {
      let sum: Figure = 0;
      for (let index = 0; index < (place.words ?? 1); index++)
        sum = addFigures(sum, readCounter(words, at + 2 * index));
      return sum;
    }
    case "rate":
      return rateAt(
        { currTick: words[at] ?? 0, currCtr: words[at + 1] ?? 0, prevCtr: words[at + 2] ?? 0 },
        moment.nowMs,
      );
    case "age":
    case "age-or-never": {
      const second = words[at] ?? 0;
      return place.how === "age-or-never" && second === 0 ? -1 : moment.nowSeconds - second;
    }
  }
}

/**
 * Adds one object's figures to a sum over thread groups, as HAProxy does for
 * `show stat`: counters and rates add up, of ages the latest event counts.
 */
export function mergeStats(layout: Layout, type: ObjectType, into: Stats, from: Stats): void {
  const places = layout.stats[type];
  for (const { name } of places.counters) into[name] = addFigures(into[name] ?? 0, from[name] ?? 0);
  for (const { name, how } of places.derived) {
    const [a, b] = [into[name] ?? 0, from[name] ?? 0];
    into[name] = how === "age" || how === "age-or-never" ? latest(a, b) : addFigures(a, b);
  }
}

/** The younger of two ages, -1 meaning never. */
function latest(a: Figure, b: Figure): Figure {
  if (a === -1) return b;
  if (b === -1) return a;
  return a < b ? a : b;
}

/** The counters of `from` that are not 0: what is lost when nobody uses the object any more. */
export function amounts(layout: Layout, type: ObjectType, from: Stats): Stats {
  const found: Stats = {};
  for (const { name } of layout.stats[type].counters) {
    const figure = from[name] ?? 0;
    if (figure !== 0) found[name] = figure;
  }
  const sum = layout.stats[type].derived.filter(({ how }) => how === "sum");
  for (const { name } of sum) {
    const figure = from[name] ?? 0;
    if (figure !== 0) found[name] = figure;
  }
  return found;
}

/** Seconds and ticks of the shared clock, from its nanoseconds and its own tick. */
export function momentOf(ns: bigint, nowMs: number): Moment {
  return { nowMs, nowSeconds: Number(figureOfBigInt(ns / 1_000_000_000n)) };
}
