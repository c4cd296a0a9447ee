import { tick } from "../../budget.ts";
import { pushText, toText } from "../../strings.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { argumentError, checkType, isAbsent, lua, LUA_OPLT, raise } from "../api.ts";
import { checkLength, isRaw } from "./access.ts";
import { quicksort, type Sortable } from "./quicksort.ts";

/** Any values, compared by Lua: elements are taken from the table each time, as scripts may watch or change it. */
class LuaArray implements Sortable {
  private readonly raw: boolean;

  constructor(
    private readonly L: LuaThread,
    private readonly compares: boolean,
  ) {
    this.raw = isRaw(L, 1);
  }

  private get(i: number): void {
    if (this.raw) lua.lua_rawgeti(this.L, 1, i);
    else lua.lua_geti(this.L, 1, i);
  }

  private set(i: number): void {
    if (this.raw) lua.lua_rawseti(this.L, 1, i);
    else lua.lua_seti(this.L, 1, i);
  }

  less(i: number, j: number): boolean {
    const { L } = this;
    this.get(i);
    this.get(j);
    const answer = this.compare(-2, -1);
    lua.lua_pop(L, 2);
    return answer;
  }

  /** Compares two values on the stack. */
  private compare(a: number, b: number): boolean {
    const { L } = this;
    tick(L, 1);
    if (!this.compares) return Boolean(lua.lua_compare(L, a, b, LUA_OPLT));
    lua.lua_pushvalue(L, 2);
    lua.lua_pushvalue(L, a - 1);
    lua.lua_pushvalue(L, b - 2);
    lua.lua_call(L, 2, 1);
    const answer = lua.lua_toboolean(L, -1);
    lua.lua_pop(L, 1);
    return answer;
  }

  swap(i: number, j: number): void {
    this.get(i);
    this.get(j);
    this.set(i);
    this.set(j);
  }

  hold(i: number): void {
    this.get(i);
  }

  below(i: number): boolean {
    this.get(i);
    const answer = this.compare(-1, -2);
    lua.lua_pop(this.L, 1);
    return answer;
  }

  above(i: number): boolean {
    this.get(i);
    const answer = this.compare(-2, -1);
    lua.lua_pop(this.L, 1);
    return answer;
  }

  release(): void {
    lua.lua_pop(this.L, 1);
  }

  fail(): never {
    return raise(this.L, "invalid order function for sorting");
  }
}

type Plain = LuaInteger | string;

/** Numbers or texts without a comparison function: nobody can watch, so they are sorted outside the table. */
class PlainArray implements Sortable {
  private pivot: Plain = 0;

  constructor(
    private readonly L: LuaThread,
    private readonly values: Plain[],
  ) {}

  private at(i: number): Plain {
    return this.values[i] ?? 0;
  }

  less(i: number, j: number): boolean {
    return this.at(i) < this.at(j);
  }

  swap(i: number, j: number): void {
    const kept = this.at(i);
    this.values[i] = this.at(j);
    this.values[j] = kept;
  }

  hold(i: number): void {
    this.pivot = this.at(i);
  }

  below(i: number): boolean {
    return this.at(i) < this.pivot;
  }

  above(i: number): boolean {
    return this.pivot < this.at(i);
  }

  release(): void {
    this.pivot = 0;
  }

  fail(): never {
    return raise(this.L, "invalid order function for sorting");
  }
}

type Kind = "integer" | "float" | "text";

/** Sorts outside the table if all its elements are of one plain kind; false if they are not. */
function sortPlain(L: LuaThread, size: number): boolean {
  if (!isRaw(L, 1)) return false;
  const values: Plain[] = [0];
  let kind: Kind | undefined;
  for (let i = 1; i <= size; i++) {
    lua.lua_rawgeti(L, 1, i);
    const found = kindAt(L);
    if (found !== undefined && (kind === undefined || found === kind)) {
      kind = found;
      values.push(valueAt(L, found));
      lua.lua_pop(L, 1);
    } else {
      lua.lua_pop(L, 1);
      return false;
    }
  }
  tick(L, size * Math.ceil(Math.log2(size + 1)));
  const array = new PlainArray(L, values);
  try {
    quicksort(array, 1, size, 0);
  } finally {
    for (let i = 1; i <= size; i++) {
      const value = values[i] ?? 0;
      if (typeof value === "string") pushText(L, value);
      else if (kind === "float") lua.lua_pushnumber(L, Number(value));
      else lua.lua_pushinteger(L, value);
      lua.lua_rawseti(L, 1, i);
    }
  }
  return true;
}

function kindAt(L: LuaThread): Kind | undefined {
  const type = lua.lua_type(L, -1);
  if (type === lua.LUA_TSTRING) return "text";
  if (type !== lua.LUA_TNUMBER) return undefined;
  return lua.lua_isinteger(L, -1) ? "integer" : "float";
}

function valueAt(L: LuaThread, kind: Kind): Plain {
  if (kind === "text") return toText(L, -1) ?? "";
  if (kind === "float") return Number(lua.lua_tonumberx(L, -1));
  return lua.lua_tointegerx(L, -1) || 0;
}

/** `table.sort`. */
export function sort(L: LuaThread): number {
  const size = checkLength(L, 1, { read: true, write: true });
  if (size <= 1) return 0;
  if (size >= 0x7fffffff) argumentError(L, 1, "array too big");
  const compares = !isAbsent(L, 2);
  if (compares) checkType(L, 2, lua.LUA_TFUNCTION);
  lua.lua_settop(L, 2);
  const count = Number(size);
  if (!compares && sortPlain(L, count)) return 0;
  lua.lua_checkstack(L, 40);
  quicksort(new LuaArray(L, compares), 1, count, 0);
  return 0;
}
