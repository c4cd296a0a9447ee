import { metatableOf, runError, STATUS, typeError } from "./errors.ts";
import { LuaFunction, Meta, throwLua, type Table, type Thread, type Value } from "./model.ts";
import { regs } from "./regs.ts";
import { getStr } from "./table.ts";

/** PUC's LUAI_MAXCCALLS. */
export const MAX_C_CALLS = 200;

/** A metatable's metamethods, from its cache. */
export function metaOf(mt: Table): Meta {
  return (mt.meta ??= new Meta((name) => getStr(mt, name)));
}

/** A metamethod of any value; undefined when it has none. */
export function metamethod(v: Value, name: string): Value {
  const mt = metatableOf(v);
  return mt === undefined ? undefined : getStr(mt, name);
}

/** Calls any value: a function, or through `__call`. */
export function callValue(f: Value, args: readonly Value[]): Value {
  if (f instanceof LuaFunction) return f.fn(...args);
  return callObject(f, args);
}

/** Calls a value that is no function. */
export function callObject(f: Value, args: readonly Value[]): Value {
  const handler = metamethod(f, "__call");
  if (!(handler instanceof LuaFunction)) return typeError(f, "call", 0);
  return handler.fn(f, ...args);
}

/** Counts a call that PUC makes from C: by a host function, or of a metamethod. */
export function countC(L: Thread): void {
  if (++L.nC < MAX_C_CALLS) return;
  if (L.nC === MAX_C_CALLS) runError("C stack overflow");
  if (L.nC >= MAX_C_CALLS + 25) throwLua("error in error handling", STATUS.ERRERR);
}

/** Calls a metamethod. */
export function call2(f: Value, a: Value, b: Value): Value {
  const { L } = regs;
  countC(L);
  const result = f instanceof LuaFunction ? f.fn(a, b) : callObject(f, [a, b]);
  L.nC--;
  return result;
}

/** Calls a `__newindex`. */
export function call3(f: LuaFunction, a: Value, b: Value, c: Value): Value {
  const { L } = regs;
  countC(L);
  const result = f.fn(a, b, c);
  L.nC--;
  return result;
}
