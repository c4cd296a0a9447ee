/* eslint-disable prefer-rest-params -- whether an argument was given at all matters, and a rest array costs */
import { lessThan, textOfValue } from "../../core/access.ts";
import { allocate } from "../../core/account.ts";
import { LuaFunction, Table, type Value } from "../../core/model.ts";
import { callHere, enter, here } from "../../core/run.ts";
import { regs, results } from "../../core/regs.ts";
import { dropTail, getInt, length, setInt, setStr } from "../../core/table.ts";
import { tick } from "../../budget.ts";
import { type Functions, raise } from "../api.ts";
import { maxText } from "../string/strings.ts";
import { quicksort, type Sortable } from "../table/quicksort.ts";
import { accelerate, none, one, oneText, slow, thread, watched } from "./fast.ts";

/** Results that come back in one array; more go the long way, which knows the limit of the stack. */
const manyValues = 20_000;

/** A table whose elements are all in its array part: no metatable, no loose integer keys. */
function isList(t: Value): t is Table {
  return t instanceof Table && t.mt === undefined && t.ints === 0;
}

function insert(this: LuaFunction, t: Value, where: Value, v: Value): Value {
  if (!isList(t) || watched()) return slow(this, arguments);
  if (arguments.length === 2) {
    setInt(t, length(t) + 1, where);
    allocate(16);
    return none();
  }
  const n = t.arr.length;
  if (arguments.length !== 3 || typeof where !== "number" || v === undefined || where < 1 || where >= n) {
    return slow(this, arguments);
  }
  tick(thread(), (n - where) >> 4);
  t.arr.splice(where, 0, v);
  allocate(16);
  return none();
}

function remove(this: LuaFunction, t: Value, where: Value): Value {
  if (!isList(t) || watched()) return slow(this, arguments);
  const { arr } = t;
  const n = arr.length - 1;
  if (n < 1) return slow(this, arguments);
  if (arguments.length === 1 || where === n) {
    const last = arr.pop();
    dropTail(t);
    return one(last);
  }
  if (arguments.length !== 2 || typeof where !== "number" || where < 1 || where > n)
    return slow(this, arguments);
  tick(thread(), (n - where) >> 4);
  const value = arr[where];
  arr.splice(where, 1);
  dropTail(t);
  return one(value);
}

function concat(this: LuaFunction, t: Value, separator: Value = "", i: Value = 1, j?: Value): Value {
  if (!isList(t) || typeof separator !== "string" || typeof i !== "number" || watched())
    return slow(this, arguments);
  const { arr } = t;
  const last = j ?? arr.length - 1;
  if (typeof last !== "number" || i < 1 || last >= Math.max(arr.length, 1)) return slow(this, arguments);
  let text = "";
  for (let k = i; k <= last; k++) {
    const value = arr[k];
    const piece = typeof value === "string" ? value : textOfValue(value);
    if (piece === undefined || text.length > maxText / 2) return slow(this, arguments);
    text += k < last ? piece + separator : piece;
  }
  if (last - i > 64) tick(thread(), (last - i) >> 2);
  return oneText(text);
}

function unpack(this: LuaFunction, t: Value, i: Value = 1, j?: Value): Value {
  if (!isList(t) || typeof i !== "number" || watched()) return slow(this, arguments);
  const { arr } = t;
  const last = j ?? arr.length - 1;
  if (typeof last !== "number" || i < 1 || last >= Math.max(arr.length, 1) || last - i > manyValues) {
    return slow(this, arguments);
  }
  return i > last ? none() : results(arr.slice(i, last + 1));
}

function pack(this: LuaFunction): Value {
  if (watched()) return slow(this, arguments);
  const t = new Table();
  const arr: Value[] = [undefined];
  for (const value of arguments as unknown as Iterable<Value>) arr.push(value);
  t.arr = arr;
  dropTail(t);
  setStr(t, "n", arguments.length);
  allocate(96 + arr.length * 8);
  return one(t);
}

/** The elements of a table without a metatable, compared as `<` does or by a Lua function. */
class Elements implements Sortable {
  private pivot: Value;

  constructor(
    private readonly t: Table,
    private readonly compare: LuaFunction | undefined,
  ) {}

  private before(a: Value, b: Value): boolean {
    const { L } = regs;
    if (this.compare) {
      const answer = callHere(L, this.compare, [a, b]);
      return regs.n > 0 && answer !== undefined && answer !== false;
    }
    if (typeof a === "number" && typeof b === "number") return a < b;
    if (typeof a === "string" && typeof b === "string") return a < b;
    const answer = here(L, () => lessThan(a, b));
    return answer !== undefined && answer !== false;
  }

  less(i: number, j: number): boolean {
    return this.before(getInt(this.t, i), getInt(this.t, j));
  }

  swap(i: number, j: number): void {
    const kept = getInt(this.t, i);
    setInt(this.t, i, getInt(this.t, j));
    setInt(this.t, j, kept);
  }

  hold(i: number): void {
    this.pivot = getInt(this.t, i);
  }

  below(i: number): boolean {
    return this.before(getInt(this.t, i), this.pivot);
  }

  above(i: number): boolean {
    return this.before(this.pivot, getInt(this.t, i));
  }

  release(): void {
    this.pivot = undefined;
  }

  fail(): never {
    return raise(thread(), "invalid order function for sorting");
  }
}

function sort(this: LuaFunction, t: Value, compare: Value): Value {
  const { L } = regs;
  if (!isList(t) || (compare !== undefined && !(compare instanceof LuaFunction)) || watched())
    return slow(this, arguments);
  if (L.ci.d >= L.dmax) return slow(this, arguments);
  const n = t.arr.length - 1;
  if (n > 1) {
    const ci = enter(L, this);
    ci.base = L.top;
    tick(thread(), n * Math.ceil(Math.log2(n + 1)));
    quicksort(new Elements(t, compare), 1, n, 0);
    L.ci = ci.prev ?? ci;
  }
  return none();
}

/** Puts the short ways in front of the functions of `table`. */
export function accelerateTable(functions: Functions): void {
  const entries = { concat, insert, pack, remove, sort, unpack };
  for (const [name, entry] of Object.entries(entries)) accelerate(functions[name], entry);
}
