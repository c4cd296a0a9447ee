import type { Aged } from "./age-order.ts";
import { columnTypes, type Column, type ColumnName } from "./columns.ts";
import type { StickKey } from "./keys.ts";
import { PeriodCounter } from "./period-counter.ts";

/** The elements of one column: numbers, rates, or texts. */
type Cell = (number | PeriodCounter | string | undefined)[];

function emptyCell({ name, period = 0, unit = 1, elements = 1 }: Column): Cell {
  const { kind } = columnTypes[name];
  return Array.from({ length: elements }, () => {
    if (kind === "rate") return new PeriodCounter(period, unit);
    return kind === "dict" ? undefined : 0;
  });
}

/** One key of a stick table with what is kept for it. */
export class StickEntry implements Aged<StickEntry> {
  static #made = 0;
  older: StickEntry | undefined;
  newer: StickEntry | undefined;
  /** Tells it from all others that there have been. */
  readonly number = ++StickEntry.#made;
  readonly key: StickKey;
  /** How many streams hold it; one that is held does not expire. */
  users = 0;
  /** When it expires, on the table's clock; meaningless in a table without expiry. */
  expiresAt = 0;
  readonly #cells: ReadonlyMap<ColumnName, Cell>;
  readonly #now: () => number;

  /** @param now the table's clock, in whole milliseconds */
  constructor(key: StickKey, columns: Iterable<Column>, now: () => number) {
    this.key = key;
    this.#cells = new Map(Array.from(columns, (column) => [column.name, emptyCell(column)]));
    this.#now = now;
  }

  /** Counts in a column, wrapping at 32 bits where it has so many. Whether the table has the column, and is it a counter. */
  add(name: ColumnName, by = 1, element = 0): boolean {
    const cell = this.#cells.get(name);
    const value = cell?.[element];
    if (cell === undefined || value === undefined || typeof value === "string") return false;
    if (value instanceof PeriodCounter) value.add(this.#now(), by);
    else cell[element] = wrap(name, value + by);
    return true;
  }

  /** Whether it has the column, and the element of it. */
  has(name: ColumnName, element = 0): boolean {
    const cell = this.#cells.get(name);
    return cell !== undefined && element < cell.length;
  }

  /** A counter's value; a rate's count of its current period. */
  counted(name: ColumnName, element = 0): number {
    const value = this.#cells.get(name)?.[element];
    if (value instanceof PeriodCounter) return value.current;
    return typeof value === "number" ? value : 0;
  }

  /** Makes a rate what somebody has measured elsewhere: it holds for a period, then fades. Whether there is one. */
  setRate(name: ColumnName, count: number, element = 0): boolean {
    const value = this.#cells.get(name)?.[element];
    if (!(value instanceof PeriodCounter)) return false;
    value.set(this.#now(), count);
    return true;
  }

  /** Puts a value into a column that is not a rate. Whether the table has one of that kind. */
  set(name: ColumnName, value: number | string, element = 0): boolean {
    const cell = this.#cells.get(name);
    const { kind } = columnTypes[name];
    const isText = typeof value === "string";
    if (!cell || element >= cell.length || kind === "rate" || (kind === "dict") !== isText) return false;
    cell[element] = isText ? value : wrap(name, value);
    return true;
  }

  /** A column's value: events of the last period for a rate; undefined where there is no such column, or no text. */
  get(name: ColumnName, element = 0): number | string | undefined {
    const value = this.#cells.get(name)?.[element];
    return value instanceof PeriodCounter ? value.read(this.#now()) : value;
  }
}

function wrap(name: ColumnName, value: number): number {
  switch (columnTypes[name].kind) {
    case "uint":
      return value >>> 0;
    case "sint":
      return value | 0;
    default:
      return value;
  }
}
