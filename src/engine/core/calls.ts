import { metatableOf, typeError } from "./errors.ts";
import { LuaFunction, Meta, Table, type Value } from "./model.ts";
import { getStr } from "./table.ts";

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

export function call1(f: Value, a: Value): Value {
  return f instanceof LuaFunction ? f.fn(a) : callObject(f, [a]);
}

export function call2(f: Value, a: Value, b: Value): Value {
  return f instanceof LuaFunction ? f.fn(a, b) : callObject(f, [a, b]);
}

export function call3(f: Value, a: Value, b: Value, c: Value): Value {
  return f instanceof LuaFunction ? f.fn(a, b, c) : callObject(f, [a, b, c]);
}
