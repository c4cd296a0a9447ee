/** Stack positions of the C API. */
import { Light, LuaFunction, Table, Thread, Userdata, type Value } from "../model.ts";
import { typeName } from "../errors.ts";

/** Functions of lua.h by name. */
export type ApiFunctions = Record<string, (L: Thread, ...args: never[]) => unknown>;

export const REGISTRY = -1_001_000;

/** The type numbers of lua.h, by the names of `type`. */
const TYPE_NUMBERS: Readonly<Record<string, number>> = {
  nil: 0,
  boolean: 1,
  userdata: 7,
  number: 3,
  string: 4,
  table: 5,
  function: 6,
  thread: 8,
};

export function typeNumber(v: Value): number {
  switch (typeof v) {
    case "undefined":
      return 0;
    case "boolean":
      return 1;
    case "number":
    case "bigint":
      return 3;
    case "string":
      return 4;
    default:
      if (v instanceof Table) return 5;
      if (v instanceof LuaFunction) return 6;
      if (v instanceof Light) return 2;
      return TYPE_NUMBERS[typeName(v)] ?? 7;
  }
}

/** The value at an index, pseudo-indices included; undefined beyond the top. */
export function at(L: Thread, index: number): Value {
  if (index > 0) {
    const i = L.ci.base + index - 1;
    return i < L.top ? L.stack[i] : undefined;
  }
  if (index > REGISTRY) return L.stack[L.top + index];
  if (index === REGISTRY) return L.G.registry;
  return L.ci.fn?.host?.up[REGISTRY - index - 1];
}

/** Whether there is anything at an index. */
export function isNone(L: Thread, index: number): boolean {
  if (index > 0) return L.ci.base + index - 1 >= L.top;
  if (index >= REGISTRY) return false;
  return REGISTRY - index > (L.ci.fn?.host?.up.length ?? 0);
}

export function push(L: Thread, v: Value): void {
  L.stack[L.top++] = v;
}

export function pop(L: Thread): Value {
  const v = L.stack[--L.top];
  L.stack[L.top] = undefined;
  return v;
}

/** Takes `n` values off, in order. */
export function take(L: Thread, n: number): Value[] {
  const values = L.stack.slice(L.top - n, L.top);
  setTop(L, L.top - n);
  return values;
}

export function pushAll(L: Thread, values: readonly Value[]): void {
  for (const v of values) L.stack[L.top++] = v;
}

/** Moves the top, filling with nil or letting go of what was there. */
export function setTop(L: Thread, top: number): void {
  const { stack } = L;
  for (let i = L.top; i < top; i++) stack[i] = undefined;
  for (let i = top; i < L.top; i++) stack[i] = undefined;
  L.top = top;
}

/** The position in the stack array of an index that is no pseudo-index. */
export function position(L: Thread, index: number): number {
  return index > 0 ? L.ci.base + index - 1 : L.top + index;
}

/** The table at an index. */
export function tableAt(L: Thread, index: number): Table {
  const v = at(L, index);
  if (v instanceof Table) return v;
  throw new TypeError("table expected");
}

export function metatableHolder(v: Value): Table | Userdata | undefined {
  return v instanceof Table || v instanceof Userdata ? v : undefined;
}

/** The light userdata for a pointer: the same object for the same pointer. */
export function lightFor(L: Thread, p: unknown): Light {
  const { lights, lightObjects } = L.G;
  const isObject = (typeof p === "object" && p !== null) || typeof p === "function";
  let light = isObject ? lightObjects.get(p) : lights.get(p);
  if (light === undefined) {
    light = new Light(p);
    if (isObject) lightObjects.set(p, light);
    else lights.set(p, light);
  }
  return light;
}
