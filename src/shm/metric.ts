import { HaluaError } from "../errors.ts";
import type { CompanionTable, Seat } from "./companion-table.ts";
import type { MetricKind } from "./companion-layout.ts";
import { addFigures, figureOfBigInt, type Figure } from "./figures.ts";

/** Where a metric's figure goes: an entry of the companion, in the seat of the own slot. */
export interface MetricPlace {
  readonly table: CompanionTable;
  readonly index: number;
  readonly seat: Seat;
}

/** What a metric needs of those it belongs to. */
export interface MetricHost {
  /** Makes sure that shared memory may be touched; where it may not, metrics have been made private before this returns. */
  settle(): void;
  /** Refuses what would change a figure where that is not allowed. Throws E_MAP_ACCESS. */
  mustWrite(what: string): void;
  /** A counter's figure over all processes, without what this one keeps privately. */
  counterTotal(name: string): bigint;
  /** The sum of a gauge over the live slots other than our own. */
  gaugeOfOthers(name: string): number;
}

const ONE = 1n;

/**
 * A figure that only goes up: a 64-bit integer that wraps at 2^64, as HAProxy's
 * own counters do. While this process has no slot it counts privately; what was
 * counted then is added once it has one.
 */
export class Counter {
  readonly kind = "counter" satisfies MetricKind;
  readonly name: string;
  readonly #host: MetricHost;
  #place: MetricPlace | undefined;
  #mine: Figure = 0;
  #pending = 0n;

  constructor(host: MetricHost, name: string) {
    this.#host = host;
    this.name = name;
  }

  /** Adds `n`, atomically across processes. Throws E_USAGE for anything but a whole number from 0 on, E_MAP_ACCESS for an observer. */
  add(n: Figure = 1): void {
    if (typeof n === "number" ? !(Number.isSafeInteger(n) && n >= 0) : n < 0n)
      throw new HaluaError(
        "E_USAGE",
        `metric "${this.name}": a counter only goes up, by whole numbers, not by ${n}; use a gauge for what goes down`,
      );
    this.#host.mustWrite(this.name);
    this.#host.settle();
    this.#mine = addFigures(this.#mine, n);
    const place = this.#place;
    if (place) place.table.add(place.index, place.seat.slot, n === 1 ? ONE : BigInt(n));
    else this.#pending += BigInt(n);
  }

  /** What this process has counted. */
  get(): Figure {
    return this.#mine;
  }

  /** What all processes have counted, those that are gone included. */
  total(): Figure {
    this.#host.settle();
    return figureOfBigInt(BigInt.asUintN(64, this.#host.counterTotal(this.name) + this.#pending));
  }

  /** Counts in another place, or privately; what was counted privately moves along. */
  moveTo(place: MetricPlace | undefined): void {
    this.#place = place;
    if (!place) return;
    const { table, index, seat } = place;
    const pending = this.#pending;
    table.showCounter(index, seat, BigInt(this.#mine) - pending);
    this.#pending = 0n;
    if (pending !== 0n) table.add(index, seat.slot, pending);
  }

  /** Shows again what is ours, should another process have written over it in a race. */
  refresh(): void {
    if (this.#place) this.#place.table.showCounter(this.#place.index, this.#place.seat, BigInt(this.#mine));
  }
}

/**
 * A figure that is set: a double, 0 at first. It belongs to its process: once
 * that is gone, it counts in no total any more.
 */
export class Gauge {
  readonly kind = "gauge" satisfies MetricKind;
  readonly name: string;
  readonly #host: MetricHost;
  #place: MetricPlace | undefined;
  #value = 0;

  constructor(host: MetricHost, name: string) {
    this.#host = host;
    this.name = name;
  }

  /** Throws E_USAGE for a number that is not finite, E_MAP_ACCESS for an observer. */
  set(value: number): void {
    if (!Number.isFinite(value))
      throw new HaluaError("E_USAGE", `metric "${this.name}": a gauge takes finite numbers, not ${value}`);
    this.#host.mustWrite(this.name);
    this.#host.settle();
    this.#value = value;
    this.refresh();
  }

  /** Adds to what was set last; `n` may be negative. */
  add(n = 1): void {
    this.set(this.#value + n);
  }

  /** What this process has set. */
  get(): number {
    return this.#value;
  }

  /** The sum over all live slots. */
  total(): number {
    this.#host.settle();
    return this.#value + this.#host.gaugeOfOthers(this.name);
  }

  /** Shows its value in another place, or nowhere. */
  moveTo(place: MetricPlace | undefined): void {
    this.#place = place;
    this.refresh();
  }

  /** Shows again what is ours, should another process have written over it in a race. */
  refresh(): void {
    if (this.#place) this.#place.table.showGauge(this.#place.index, this.#place.seat, this.#value);
  }
}
