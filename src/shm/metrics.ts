import { HaluaError } from "../errors.ts";
import type { Time } from "../time.ts";
import { companionPath, MappedCompanion, readCompanion } from "./companion-file.ts";
import { checkMetricName, type CompanionTable, type Holder, type Seat } from "./companion-table.ts";
import { figureOfBigInt, type Figure } from "./figures.ts";
import { reasonOf, type FileRules } from "./map-file.ts";
import { Counter, Gauge, type MetricHost } from "./metric.ts";
import type { SlotClaim } from "./slot-claim.ts";
import type { SlotState } from "./slots.ts";

/** For how long one look at file and slot is good, in ms; as with objects. */
const CHECK_LASTS_MS = 1;

/** A slot in use as the map has it, and how it stands. */
export interface HeldSlot extends Holder {
  readonly state: SlotState;
}

/** What the metrics of a map stand on. */
export interface MetricsOptions {
  readonly mapPath: string;
  readonly rules: FileRules;
  readonly access: string;
  readonly time: Time;
  readonly pid: number;
  /** The member whose slot they live in; undefined for who only reads. */
  readonly member: { check(): void; readonly claim: SlotClaim | undefined } | undefined;
  /** The slots in use now. */
  slots(this: void): readonly HeldSlot[];
  warn(this: void, message: string): void;
}

/**
 * Scripts' own figures, in a file beside the map: `<map>.halua`, made when the
 * first one is asked for. Who only reads needs no file, and makes none.
 *
 * Errors: E_USAGE for bad names and kinds that clash, E_MAP_FULL, E_MAP_ACCESS
 * where an observer would write, and those of {@link MapFile.open} for a file
 * that cannot be trusted.
 */
export class Metrics implements MetricHost {
  readonly #options: MetricsOptions;
  readonly #metrics = new Map<string, Counter | Gauge>();
  #companion: MappedCompanion | undefined;
  #seat: { readonly claim: SlotClaim; readonly seat: Seat } | undefined;
  #checkedAtMs = -Infinity;
  #isReleased = false;
  #lastProblem: string | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  /** The counter of that name. The same name gives the same counter. */
  counter(name: string): Counter {
    const known = this.#metrics.get(name);
    if (known instanceof Counter) return known;
    return this.#make(name, new Counter(this, name));
  }

  /** The gauge of that name. The same name gives the same gauge. */
  gauge(name: string): Gauge {
    const known = this.#metrics.get(name);
    if (known instanceof Gauge) return known;
    return this.#make(name, new Gauge(this, name));
  }

  /** Every name in the file with its total, sorted. */
  totals(): Map<string, Figure> {
    const totals = new Map<string, Figure>();
    const table = this.#table();
    for (const { name, kind, index } of table?.entries() ?? []) {
      const own = this.#metrics.get(name);
      if (own?.kind === kind) totals.set(name, own.total());
      else if (kind === "gauge") totals.set(name, this.gaugeOfOthers(name));
      else totals.set(name, figureOfBigInt(table?.counterTotal(index) ?? 0n));
    }
    return totals;
  }

  /** What the process in a slot has counted and set, by name; empty where it keeps no figures. */
  ofSlot(slot: number): Map<string, Figure> {
    const figures = new Map<string, Figure>();
    const table = this.#table();
    const held = this.#options.slots().find((each) => each.slot === slot);
    const seat = held && table?.seatOf(held);
    if (!table || !seat) return figures;
    for (const { name, kind, index } of table.entries()) {
      const value = kind === "gauge" ? table.gaugeOf(index, seat) : table.counterOf(index, seat);
      if (value !== undefined) figures.set(name, typeof value === "bigint" ? figureOfBigInt(value) : value);
    }
    return figures;
  }

  /** After each heartbeat of the own slot: notes it, puts right what a race wrote over, and looks for a file again. */
  beat(): void {
    if (this.#metrics.size === 0 || this.#isReleased || !this.#options.member) return;
    this.#checkedAtMs = -Infinity;
    this.settle();
    if (!this.#companion) this.#openAgain();
    const { claim, seat } = this.#seat ?? {};
    if (!this.#companion || !claim || !seat) return;
    if (!this.#companion.table.holds(seat, this.#options.pid)) {
      this.#seat = undefined;
      this.#takePlace();
      return;
    }
    this.#companion.table.beat(seat, claim.heartbeat);
    for (const metric of this.#metrics.values()) metric.refresh();
  }

  /** Leaves the own place; before the slot is given back. Harmless when repeated. */
  release(): void {
    if (this.#isReleased) return;
    if (this.#companion && this.#seat && this.#companion.problem() === undefined)
      this.#companion.table.leaveSeat(this.#seat.seat, this.#options.pid);
    this.#isReleased = true;
    this.#detach();
  }

  settle(): void {
    const { member, time } = this.#options;
    if (!member || this.#isReleased) return;
    const now = time.monotonicMs();
    if (now - this.#checkedAtMs >= CHECK_LASTS_MS) {
      this.#checkedAtMs = now;
      member.check();
      const problem = this.#companion?.problem();
      if (problem !== undefined) this.#lose(problem);
    }
    if ((this.#companion ? member.claim : undefined) !== this.#seat?.claim) this.#takePlace();
  }

  mustWrite(what: string): void {
    const { member, mapPath, access } = this.#options;
    if (member) return;
    throw new HaluaError(
      "E_MAP_ACCESS",
      `metric "${what}": only a member may change it, ${mapPath} is open for access "${access}"; open it with access "member"`,
    );
  }

  counterTotal(name: string): bigint {
    const table = this.#shared();
    const index = table?.find(name, "counter");
    return table && index !== undefined ? table.counterTotal(index) : 0n;
  }

  gaugeOfOthers(name: string): number {
    const table = this.#shared();
    const index = table?.find(name, "gauge");
    if (!table || index === undefined) return 0;
    const own = this.#options.member?.claim?.slot;
    let sum = 0;
    for (const held of this.#options.slots()) {
      if (held.state !== "alive" || held.slot === own) continue;
      const seat = table.seatOf(held);
      sum += (seat && table.gaugeOf(index, seat)) ?? 0;
    }
    return sum;
  }

  #make<T extends Counter | Gauge>(name: string, metric: T): T {
    checkMetricName(name);
    if (this.#options.member && !this.#isReleased) {
      this.settle();
      this.#companion ??= MappedCompanion.open(companionPath(this.#options.mapPath), this.#options.rules);
      this.#companion.table.obtain(name, metric.kind);
      this.settle();
    } else readCompanion(companionPath(this.#options.mapPath), this.#options.rules)?.find(name, metric.kind);
    this.#metrics.set(name, metric);
    if (this.#seat) this.#place(metric, this.#seat.seat);
    return metric;
  }

  /** What can be looked at: the mapped file itself, or a copy of it. */
  #table(): CompanionTable | undefined {
    this.settle();
    if (this.#companion) return this.#companion.table;
    return readCompanion(companionPath(this.#options.mapPath), this.#options.rules);
  }

  /** The same for one metric's total; a member that could not keep its file goes on with what it has itself. */
  #shared(): CompanionTable | undefined {
    return this.#options.member && this.#metrics.size > 0 ? this.#companion?.table : this.#table();
  }

  /** Goes where the slot is: to its place in the file, or into private memory while there is none. */
  #takePlace(): void {
    const claim = this.#options.member?.claim;
    if (!this.#companion || !claim) {
      this.#seat = undefined;
      for (const metric of this.#metrics.values()) metric.moveTo(undefined);
      return;
    }
    const { slot, heartbeat } = claim;
    const seat = this.#companion.table.takeSeat({ slot, heartbeat, pid: this.#options.pid });
    this.#seat = { claim, seat };
    for (const metric of this.#metrics.values()) this.#place(metric, seat);
  }

  #place(metric: Counter | Gauge, seat: Seat): void {
    const table = this.#companion?.table;
    if (!table) return;
    try {
      metric.moveTo({ table, index: table.obtain(metric.name, metric.kind), seat });
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      metric.moveTo(undefined);
      this.#options.warn(`metric "${metric.name}" counts for this process alone: ${reasonOf(error)}`);
    }
  }

  #lose(problem: string): void {
    this.#detach();
    this.#options.warn(`${problem}; its figures are lost`);
    this.#openAgain();
  }

  #detach(): void {
    this.#seat = undefined;
    for (const metric of this.#metrics.values()) metric.moveTo(undefined);
    this.#companion?.file.close();
    this.#companion = undefined;
  }

  #openAgain(): void {
    try {
      this.#companion = MappedCompanion.open(companionPath(this.#options.mapPath), this.#options.rules);
      this.#lastProblem = undefined;
      this.#takePlace();
    } catch (error) {
      if (!(error instanceof HaluaError)) throw error;
      const problem = reasonOf(error);
      if (problem !== this.#lastProblem) this.#options.warn(problem);
      this.#lastProblem = problem;
    }
  }
}
