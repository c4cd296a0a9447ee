/** lua.h: the stack, and values on and off it. */

import { allocate } from "../account.ts";
import { floatToText, textToNumber } from "../../numerals.ts";
import { rawEquals, textOfValue } from "../access.ts";
import { toDouble, toInteger } from "../arith.ts";
import { Host, Light, LuaFloat, LuaFunction, Table, Thread, Userdata, type HostC } from "../model.ts";
import { hostEntry } from "../host-call.ts";
import { addressOf } from "../identity.ts";
import { pin } from "../pins.ts";
import { length } from "../table.ts";
import {
  type ApiFunctions,
  at,
  isNone,
  lightFor,
  pop,
  position,
  push,
  REGISTRY,
  setTop,
  take,
  typeNumber,
} from "./slots.ts";

const MAX_STACK = 1_000_000;

export const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** Bytes as a string; a JS string is taken as characters, as Fengari does. */
export function textOf(s: Uint8Array | string): string {
  if (typeof s === "string") return Buffer.from(s, "utf8").toString("latin1");
  return Buffer.from(s.buffer, s.byteOffset, s.byteLength).toString("latin1");
}

type Bytes = Uint8Array | string;

/** A C function as a value; without upvalues always the same for the same function. */
const light = new WeakMap<HostC, LuaFunction>();

export function functionFor(c: HostC): LuaFunction {
  let f = light.get(c);
  if (f === undefined) {
    f = new LuaFunction(hostEntry, null, [], new Host(c, [], c.name));
    light.set(c, f);
  }
  return f;
}

function rotate(L: Thread, index: number, n: number): void {
  const from = position(L, index);
  const part = L.stack.slice(from, L.top);
  const size = part.length;
  const by = ((n % size) + size) % size;
  for (let i = 0; i < size; i++) L.stack[from + ((i + by) % size)] = part[i];
}

/** `%s %d %f %c %p %U %%` of lua_pushfstring. */
export function format(fmt: Bytes, args: readonly unknown[]): string {
  let next = 0;
  return textOf(fmt).replace(/%(.)/gs, (_, kind: string) => {
    if (kind === "%") return "%";
    const arg = args[next++];
    switch (kind) {
      case "s":
        return arg === null || arg === undefined ? "(null)" : (textOf(arg as Bytes).split("\0")[0] ?? "");
      case "c":
        return Number(arg) >= 32 && Number(arg) < 127
          ? String.fromCharCode(Number(arg))
          : `<\\${String(arg)}>`;
      case "d":
      case "I":
        return String(arg);
      case "f":
        return floatToText(Number(arg));
      case "p":
        return addressOf(arg);
      case "U":
        return Buffer.from(String.fromCodePoint(Number(arg)), "utf8").toString("latin1");
      default:
        return "";
    }
  });
}

function pushText(L: Thread, text: string): Uint8Array {
  push(L, text);
  return latin1(text);
}

function tolstring(L: Thread, index: number): Uint8Array | null {
  const v = at(L, index);
  const text = textOfValue(v);
  if (text === undefined) return null;
  if (typeof v !== "string" && index > REGISTRY) L.stack[position(L, index)] = text;
  return latin1(text);
}

const typeAt = (L: Thread, index: number): number => (isNone(L, index) ? -1 : typeNumber(at(L, index)));

const is =
  (test: (type: number) => boolean) =>
  (L: Thread, index: number): boolean =>
    test(typeAt(L, index));

function copy(L: Thread, from: number, to: number): void {
  const v = at(L, from);
  if (to > REGISTRY) L.stack[position(L, to)] = v;
  else if (to < REGISTRY && L.ci.fn?.host) L.ci.fn.host.up[REGISTRY - to - 1] = v;
}

export const stackApi: ApiFunctions = {
  lua_absindex: (L: Thread, i: number) => (i > 0 || i <= REGISTRY ? i : L.top - L.ci.base + i + 1),
  lua_gettop: (L: Thread) => L.top - L.ci.base,
  lua_settop: (L: Thread, i: number) => setTop(L, i >= 0 ? L.ci.base + i : L.top + i + 1),
  lua_pop: (L: Thread, n: number) => setTop(L, L.top - n),
  lua_checkstack: (L: Thread, n: number) => L.top + n <= MAX_STACK,
  lua_pushvalue: (L: Thread, i: number) => push(L, at(L, i)),
  lua_copy: copy,
  lua_rotate: rotate,
  lua_insert: (L: Thread, i: number) => rotate(L, i, 1),
  lua_remove(L: Thread, i: number) {
    rotate(L, i, -1);
    pop(L);
  },
  lua_replace(L: Thread, i: number) {
    copy(L, -1, i);
    pop(L);
  },
  lua_xmove(from: Thread, to: Thread, n: number) {
    if (from === to) return;
    for (const v of take(from, n)) push(to, v);
  },

  lua_pushnil: (L: Thread) => push(L, undefined),
  lua_pushboolean: (L: Thread, b: unknown) => push(L, Boolean(b)),
  lua_pushnumber: (L: Thread, n: number) => push(L, new LuaFloat(n)),
  lua_pushinteger(L: Thread, n: number | bigint) {
    if (typeof n === "number" ? !Number.isSafeInteger(n) : BigInt.asIntN(64, n) !== n) {
      throw new TypeError("invalid integer");
    }
    push(L, typeof n === "number" ? n + 0 : (floatOrBig(n) ?? n));
  },
  lua_pushlstring(L: Thread, s: Bytes, size: number) {
    const text = textOf(s).slice(0, size);
    allocate(text.length);
    return pushText(L, text);
  },
  lua_pushstring(L: Thread, s: Bytes | null | undefined) {
    if (s === null || s === undefined) {
      push(L, undefined);
      return null;
    }
    return pushText(L, textOf(s));
  },
  lua_pushliteral: (L: Thread, s: string) => pushText(L, textOf(s)),
  lua_pushvfstring: (L: Thread, fmt: Bytes, args: readonly unknown[]) => pushText(L, format(fmt, args)),
  lua_pushfstring: (L: Thread, fmt: Bytes, ...args: unknown[]) => pushText(L, format(fmt, args)),
  lua_pushcclosure(L: Thread, c: HostC, n: number) {
    if (n === 0) push(L, functionFor(c));
    else push(L, new LuaFunction(hostEntry, null, [], new Host(c, take(L, n), c.name)));
  },
  lua_pushcfunction: (L: Thread, c: HostC) => push(L, functionFor(c)),
  lua_pushlightuserdata: (L: Thread, p: unknown) => push(L, lightFor(L, p)),
  lua_pushthread(L: Thread) {
    push(L, L);
    return L.G.main === L;
  },

  lua_type: typeAt,
  lua_isnone: (L: Thread, i: number) => isNone(L, i),
  lua_isnil: is((t) => t === 0),
  lua_isnoneornil: is((t) => t <= 0),
  lua_isboolean: is((t) => t === 1),
  lua_islightuserdata: is((t) => t === 2),
  lua_istable: is((t) => t === 5),
  lua_isfunction: is((t) => t === 6),
  lua_isthread: is((t) => t === 8),
  lua_isuserdata: is((t) => t === 7 || t === 2),
  lua_isstring: is((t) => t === 3 || t === 4),
  lua_isnumber: (L: Thread, i: number) => toDouble(at(L, i)) !== undefined,
  lua_isinteger(L: Thread, i: number) {
    const v = at(L, i);
    return typeof v === "number" || typeof v === "bigint";
  },
  lua_iscfunction(L: Thread, i: number) {
    const v = at(L, i);
    return v instanceof LuaFunction && v.proto === null;
  },

  lua_toboolean(L: Thread, i: number) {
    const v = at(L, i);
    return v !== undefined && v !== false;
  },
  lua_tointegerx: (L: Thread, i: number) => toInteger(at(L, i)) ?? false,
  lua_tointeger: (L: Thread, i: number) => toInteger(at(L, i)) ?? 0,
  lua_tonumberx: (L: Thread, i: number) => toDouble(at(L, i)) ?? false,
  lua_tonumber: (L: Thread, i: number) => toDouble(at(L, i)) ?? 0,
  lua_tolstring: tolstring,
  lua_tostring: tolstring,
  lua_tojsstring(L: Thread, i: number) {
    const bytes = tolstring(L, i);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  },
  lua_todataview(L: Thread, i: number) {
    const bytes = tolstring(L, i) ?? new Uint8Array(0);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
  lua_stringtonumber(L: Thread, s: Bytes) {
    const text = textOf(s);
    const numeral = textToNumber(text);
    if (numeral === undefined) return 0;
    push(L, numeral.isFloat ? new LuaFloat(Number(numeral.value)) : numeral.value);
    return text.length + 1;
  },
  lua_tothread(L: Thread, i: number) {
    const v = at(L, i);
    return v instanceof Thread ? v : null;
  },
  lua_touserdata(L: Thread, i: number) {
    const v = at(L, i);
    if (v instanceof Userdata) return v.data;
    return v instanceof Light ? v.p : null;
  },
  lua_tocfunction(L: Thread, i: number) {
    const v = at(L, i);
    return v instanceof LuaFunction ? (v.host?.c ?? null) : null;
  },
  lua_topointer(L: Thread, i: number) {
    const v = at(L, i);
    if (v instanceof Light) return v.p;
    return typeof v === "object" && !(v instanceof LuaFloat) ? v : null;
  },
  lua_toproxy(L: Thread, i: number) {
    const held = pin(L.G, at(L, i));
    return (other: Thread) => push(other, held.v);
  },
  lua_isproxy: () => false,
  lua_rawequal: (L: Thread, a: number, b: number) =>
    !isNone(L, a) && !isNone(L, b) && rawEquals(at(L, a), at(L, b)) ? 1 : 0,
  lua_rawlen(L: Thread, i: number) {
    const v = at(L, i);
    return typeof v === "string" ? v.length : v instanceof Table ? length(v) : 0;
  },
};

function floatOrBig(n: bigint): number | undefined {
  return n >= -9007199254740991n && n <= 9007199254740991n ? Number(n) : undefined;
}
