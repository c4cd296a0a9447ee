/** lua.h: tables, metatables, operators. */
import { allocate } from "../account.ts";
import { concat, equals, index, lengthOf, lessEqual, lessThan, rawSet, setIndex } from "../access.ts";
import { bnot, OPERATORS, unm } from "../arith.ts";
import { metatableOf, runError } from "../errors.ts";
import { Table, Userdata, type HostC, type Thread, type Value } from "../model.ts";
import { here, onThread } from "../run.ts";
import { regs } from "../regs.ts";
import { setMetatable } from "../metatables.ts";
import { get, getInt, next, set, setInt } from "../table.ts";
import { type ApiFunctions, at, lightFor, pop, push, tableAt, take, typeNumber } from "./slots.ts";
import { functionFor, textOf } from "./stack.ts";

type Bytes = Uint8Array | string;
type Int = number | bigint;

/** Pushes a value and gives its type's number. */
function give(L: Thread, v: Value): number {
  push(L, v);
  return typeNumber(v);
}

/** `object[key]`, with metamethods only where there are any. */
function getAny(L: Thread, object: Value, key: Value): Value {
  if (object instanceof Table) {
    const v = get(object, key);
    if (v !== undefined || object.mt === undefined) return v;
  }
  return here(L, () => index(object, key));
}

function setAny(L: Thread, object: Value, key: Value, value: Value): void {
  if (object instanceof Table && object.mt === undefined && typeof key === "string") {
    allocate(16);
    rawSet(object, key, value);
  } else here(L, () => setIndex(object, key, value));
}

function globals(L: Thread): Value {
  return getInt(L.G.registry, 2);
}

function raw(L: Thread, t: Table, key: Value, value: Value): void {
  allocate(16);
  if (regs.L === L) rawSet(t, key, value);
  else onThread(L, () => rawSet(t, key, value));
}

function createTable(L: Thread, elements = 0): void {
  allocate(96);
  const t = new Table();
  t.want = Math.min(elements, 1 << 20);
  push(L, t);
}

export const tableApi: ApiFunctions = {
  lua_pushglobaltable: (L: Thread) => push(L, globals(L)),
  lua_newtable: (L: Thread) => createTable(L),
  lua_createtable: createTable,
  lua_gettable(L: Thread, i: number) {
    const object = at(L, i);
    return give(L, getAny(L, object, pop(L)));
  },
  lua_getfield: (L: Thread, i: number, k: Bytes) => give(L, getAny(L, at(L, i), textOf(k))),
  lua_geti: (L: Thread, i: number, n: Int) => give(L, getAny(L, at(L, i), n)),
  lua_getglobal: (L: Thread, k: Bytes) => give(L, getAny(L, globals(L), textOf(k))),
  lua_rawget: (L: Thread, i: number) => {
    const t = tableAt(L, i);
    return give(L, get(t, pop(L)));
  },
  lua_rawgeti: (L: Thread, i: number, n: Int) => give(L, get(tableAt(L, i), n)),
  lua_rawgetp: (L: Thread, i: number, p: unknown) => give(L, get(tableAt(L, i), lightFor(L, p))),
  lua_settable(L: Thread, i: number) {
    const object = at(L, i);
    const [key, value] = take(L, 2);
    setAny(L, object, key, value);
  },
  lua_setfield(L: Thread, i: number, k: Bytes) {
    const object = at(L, i);
    setAny(L, object, textOf(k), pop(L));
  },
  lua_seti(L: Thread, i: number, n: Int) {
    const object = at(L, i);
    setAny(L, object, n, pop(L));
  },
  lua_setglobal: (L: Thread, k: Bytes) => setAny(L, globals(L), textOf(k), pop(L)),
  lua_register: (L: Thread, k: Bytes, c: HostC) => setAny(L, globals(L), textOf(k), functionFor(c)),
  lua_rawset(L: Thread, i: number) {
    const t = tableAt(L, i);
    const [key, value] = take(L, 2);
    raw(L, t, key, value);
  },
  lua_rawseti(L: Thread, i: number, n: Int) {
    const t = tableAt(L, i);
    const v = pop(L);
    allocate(16);
    if (typeof n === "number") setInt(t, n, v);
    else set(t, n, v);
  },
  lua_rawsetp(L: Thread, i: number, p: unknown) {
    const t = tableAt(L, i);
    set(t, lightFor(L, p), pop(L));
  },
  lua_next(L: Thread, i: number) {
    const t = tableAt(L, i);
    const entry = next(t, pop(L));
    if (entry === null) return onThread(L, () => runError("invalid key to 'next'"));
    if (entry === undefined) return 0;
    push(L, entry[0]);
    push(L, entry[1]);
    return 1;
  },
  lua_getmetatable(L: Thread, i: number) {
    const mt = regs.L === L ? metatableOf(at(L, i)) : onThread(L, () => metatableOf(at(L, i)));
    if (mt === undefined) return false;
    push(L, mt);
    return true;
  },
  lua_setmetatable(L: Thread, i: number) {
    const v = at(L, i);
    const mt = pop(L);
    setMetatable(L.G, v, mt instanceof Table ? mt : undefined, typeNumber(v));
    return true;
  },
  lua_newuserdata(L: Thread) {
    const u = new Userdata(Object.create(null) as object);
    allocate(128);
    push(L, u);
    return u.data;
  },
  lua_getuservalue(L: Thread, i: number) {
    const u = at(L, i);
    return give(L, u instanceof Userdata ? u.user : undefined);
  },
  lua_setuservalue(L: Thread, i: number) {
    const u = at(L, i);
    const v = pop(L);
    if (u instanceof Userdata) u.user = v;
  },
  lua_len: (L: Thread, i: number) => {
    const v = at(L, i);
    push(
      L,
      here(L, () => lengthOf(v)),
    );
  },
  lua_concat(L: Thread, n: number) {
    if (n === 1) return;
    const values = take(L, n);
    push(L, n === 0 ? "" : here(L, () => concatRest(values)));
  },
  lua_arith(L: Thread, op: number) {
    if (op >= 12) {
      const v = pop(L);
      push(
        L,
        here(L, () => (op === 12 ? unm(v) : bnot(v))),
      );
      return;
    }
    const [a, b] = take(L, 2);
    push(
      L,
      here(L, () => OPERATORS[op]?.(a, b)),
    );
  },
  lua_compare(L: Thread, i: number, j: number, op: number) {
    const a = at(L, i);
    const b = at(L, j);
    const compare = op === 0 ? equals : op === 1 ? lessThan : lessEqual;
    return here(L, () => compare(a, b)) === true ? 1 : 0;
  },
};

/** A whole concatenation: metamethods run to their end here. */
function concatRest(values: Value[]): Value {
  return concat(values, -1000);
}
