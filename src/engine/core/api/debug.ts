/** lua.h: the debug interface. */
import { chunkId, currentLine, raise } from "../errors.ts";
import { setHook } from "../hooks.ts";
import { Cell, LuaFunction, Table } from "../model.ts";
import type { CallInfo, DebugRecord, HookFunction, Proto, Thread, Value } from "../model.ts";
import { calleeName, localName, upvalueName } from "../names.ts";
import { OP } from "../opcodes.ts";
import { setInt } from "../table.ts";
import { type ApiFunctions, at, pop, push } from "./slots.ts";
import { latin1, textOf } from "./stack.ts";

function levelAt(L: Thread, level: number): CallInfo | null {
  let ci: CallInfo | null = L.ci;
  for (let i = 0; i < level && ci !== null && ci !== L.base; i++) ci = ci.prev;
  return ci === null || ci === L.base ? null : ci;
}

function describeFunction(ar: DebugRecord, f: Value): void {
  const p = f instanceof LuaFunction ? f.proto : null;
  const source = p === null ? "=[C]" : (p.source ?? "=?");
  ar.source = latin1(source);
  ar.short_src = latin1(chunkId(source));
  ar.linedefined = p?.linedefined ?? -1;
  ar.lastlinedefined = p?.lastlinedefined ?? -1;
  ar.what = latin1(p === null ? "C" : p.linedefined === 0 ? "main" : "Lua");
}

function describeCall(L: Thread, ar: DebugRecord, ci: CallInfo | null): void {
  const caller = ci && !(ci.prev?.next?.tail ?? false) ? ci.prev : null;
  const hooked = L.inHook && caller !== null && caller === L.hookedAt;
  // PUC names the level that was interrupted, not the finalizer above it.
  const found =
    ci !== null && ci === L.finalizedAt
      ? { kind: "metamethod", name: "__gc" }
      : hooked && caller.fn?.proto
        ? { kind: "hook", name: "?" }
        : caller && calleeName(caller);
  ar.namewhat = latin1(found ? found.kind : "");
  ar.name = found ? latin1(found.name) : null;
}

function getinfo(L: Thread, whatBytes: Uint8Array | string, ar: DebugRecord): number {
  let what = textOf(whatBytes);
  let ci: CallInfo | null = null;
  let f: Value;
  if (what.startsWith(">")) {
    f = pop(L);
    what = what.slice(1);
  } else {
    ci = ar.i_ci;
    f = ci?.fn ?? undefined;
  }
  const p = f instanceof LuaFunction ? f.proto : null;
  let status = 1;
  for (const option of what) {
    switch (option) {
      case "S":
        describeFunction(ar, f);
        break;
      case "l":
        ar.currentline = ci && p ? currentLine(ci) : -1;
        break;
      case "u":
        ar.nups = f instanceof LuaFunction ? (f.host?.up.length ?? f.cells.length) : 0;
        ar.isvararg = p?.isVararg ?? true;
        ar.nparams = p?.numparams ?? 0;
        break;
      case "t":
        ar.istailcall = ci?.tail ?? false;
        break;
      case "n":
        describeCall(L, ar, ci);
        break;
      case "f":
      case "L":
        break;
      default:
        status = 0;
    }
  }
  if (what.includes("f")) push(L, f);
  if (what.includes("L")) push(L, validLines(f));
  return status;
}

function validLines(f: Value): Value {
  if (!(f instanceof LuaFunction) || f.proto === null) return undefined;
  const t = new Table();
  for (const line of f.proto.lineinfo) setInt(t, line, true);
  return t;
}

interface Slot {
  readonly name: string;
  get(): Value;
  set(v: Value): void;
}

/** How many registers of a level are in use: those below the function that it calls. */
function temporaries(p: Proto, ci: CallInfo): number {
  const op = p.code[ci.pc * 4];
  return op === OP.CALL || op === OP.TAILCALL ? (p.code[ci.pc * 4 + 1] ?? 0) : p.maxstack;
}

/** The n-th local variable of a level; vararg for a negative n. */
function findLocal(L: Thread, ci: CallInfo, n: number): Slot | undefined {
  const { frame } = ci;
  const p = ci.fn?.proto;
  if (!p) return findStackSlot(L, ci, n);
  if (frame?.fn !== ci.fn) {
    const name = n > 0 ? localName(p, n, ci.pc) : undefined;
    return name === undefined ? undefined : { name, get: () => undefined, set: () => undefined };
  }
  const { R, C, va } = frame;
  if (n < 0) {
    const i = -n - 1;
    if (i >= va.length) return undefined;
    return { name: "(*vararg)", get: () => va[i], set: (v) => void (va[i] = v) };
  }
  const name =
    localName(p, n, ci.pc) ?? (n > 0 && n <= temporaries(p, ci) && ci !== L.ci ? "(*temporary)" : undefined);
  if (name === undefined) return undefined;
  const cell = C[n - 1];
  if (cell) return { name, get: () => cell.v, set: (v) => void (cell.v = v) };
  return { name, get: () => R[n - 1], set: (v) => void (R[n - 1] = v) };
}

function findStackSlot(L: Thread, ci: CallInfo, n: number): Slot | undefined {
  const limit = ci === L.ci ? L.top : (ci.next?.base ?? L.top);
  const i = ci.base + n - 1;
  if (n <= 0 || i >= limit) return undefined;
  return { name: "(*temporary)", get: () => L.stack[i], set: (v) => void (L.stack[i] = v) };
}

interface Upvalue extends Slot {
  readonly id: unknown;
}

function findUpvalue(L: Thread, index: number, n: number): Upvalue | undefined {
  const f = at(L, index);
  if (!(f instanceof LuaFunction)) return undefined;
  if (f.host) {
    const { up } = f.host;
    if (n < 1 || n > up.length) return undefined;
    return { name: "", id: up, get: () => up[n - 1], set: (v) => void (up[n - 1] = v) };
  }
  const cell = f.cells[n - 1];
  if (!cell) return undefined;
  const name = f.proto?.upvalues[n - 1]?.name === undefined ? "(*no name)" : upvalueName(f.proto, n - 1);
  return { name, id: cell, get: () => cell.v, set: (v) => void (cell.v = v) };
}

export const debugApi: ApiFunctions = {
  lua_getstack(L: Thread, level: number, ar: DebugRecord) {
    if (level < 0) return 0;
    const ci = levelAt(L, level);
    if (ci === null) return 0;
    ar.i_ci = ci;
    return 1;
  },
  lua_getinfo: getinfo,
  lua_getlocal(L: Thread, ar: DebugRecord | null, n: number) {
    if (ar === null) {
      const f = at(L, -1);
      const name = f instanceof LuaFunction && f.proto ? localName(f.proto, n, 0) : undefined;
      return name === undefined ? null : latin1(name);
    }
    const slot = ar.i_ci && findLocal(L, ar.i_ci, n);
    if (!slot) return null;
    push(L, slot.get());
    return latin1(slot.name);
  },
  lua_setlocal(L: Thread, ar: DebugRecord, n: number) {
    const slot = ar.i_ci && findLocal(L, ar.i_ci, n);
    if (!slot) return null;
    slot.set(pop(L));
    return latin1(slot.name);
  },
  lua_getupvalue(L: Thread, i: number, n: number) {
    const up = findUpvalue(L, i, n);
    if (!up) return null;
    push(L, up.get());
    return latin1(up.name);
  },
  lua_setupvalue(L: Thread, i: number, n: number) {
    const up = findUpvalue(L, i, n);
    if (!up) return null;
    up.set(pop(L));
    return latin1(up.name);
  },
  lua_upvalueid: (L: Thread, i: number, n: number) => findUpvalue(L, i, n)?.id ?? null,
  lua_upvaluejoin(L: Thread, i: number, n: number, j: number, m: number) {
    const f = at(L, i);
    const g = at(L, j);
    if (!(f instanceof LuaFunction) || !(g instanceof LuaFunction)) raise("Lua function expected");
    const cell = g.cells[m - 1];
    if (cell instanceof Cell) f.cells[n - 1] = cell;
  },
  lua_sethook: (L: Thread, hook: HookFunction | null, mask: number, count: number) =>
    setHook(L, hook, mask, count),
  lua_gethook: (L: Thread) => L.hook,
  lua_gethookmask: (L: Thread) => L.hookMask,
  lua_gethookcount: (L: Thread) => L.hookBase,
};
