/** lua.h: calls, errors, threads, chunks and the state. */
import { allocate } from "../account.ts";
import { dump, isBinary, undump } from "../binary.ts";
import { newThread, resume, whyNotResumable } from "../coroutines.ts";
import { raise, STATUS } from "../errors.ts";
import { callk, handled, pcallk, yieldk, type Continuation } from "../host-call.ts";
import { compileSource, observesLocals } from "../front.ts";
import { closeState, collect } from "../collect.ts";
import { firstCall } from "../activation.ts";
import {
  Cell,
  Global,
  LuaError,
  throwLua,
  LuaFunction,
  Table,
  type HostC,
  type Proto,
  type Thread,
} from "../model.ts";
import { usageOf } from "../memory.ts";
import { nativeErrors } from "../native-errors.ts";
import { regs } from "../regs.ts";
import { loadBudget } from "../hooks.ts";
import { onThread } from "../run.ts";
import { getInt, setInt } from "../table.ts";
import { type ApiFunctions, at, lightFor, pop, push, pushAll, setTop, take } from "./slots.ts";
import { textOf } from "./stack.ts";

type Bytes = Uint8Array | string;
type Reader = (L: Thread, data: unknown) => Uint8Array | null;

const VERSION = 503;

function newState(): Thread {
  const G = new Global();
  const L = newThread(G, undefined);
  G.main = L;
  // The main thread's own level cannot be suspended.
  L.nny = L.bare = 1;
  L.dmax = 400;
  usageOf(G);
  setInt(G.registry, 1, L);
  setInt(G.registry, 2, new Table());
  if ((regs.L as Thread | undefined) === undefined) {
    regs.L = L;
    loadBudget(L);
  }
  return L;
}

/** All of a chunk from its reader. */
function readAll(L: Thread, reader: Reader, data: unknown): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let piece = reader(L, data); piece !== null && piece.length > 0; piece = reader(L, data))
    pieces.push(piece);
  const [only] = pieces;
  return pieces.length === 1 && only ? only : Buffer.concat(pieces);
}

function loadChunk(source: Uint8Array, name: string, mode: string | undefined): Proto {
  const binary = isBinary(source);
  const kind = binary ? "binary" : "text";
  if (mode !== undefined && !mode.includes(kind.charAt(0))) {
    throwLua(`attempt to load a ${kind} chunk (mode is '${mode}')`, STATUS.ERRSYNTAX);
  }
  allocate(source.length * 4);
  return binary ? undump(source, name) : compileSource(source, name);
}

function load(L: Thread, reader: Reader, data: unknown, chunkname: Bytes | null, mode: Bytes | null): number {
  const name = chunkname === null ? "?" : textOf(chunkname);
  const { top, nny } = L;
  L.nny++;
  try {
    const source = readAll(L, reader, data);
    const proto = loadChunk(source, name, mode === null ? undefined : textOf(mode));
    if (!L.G.observed && observesLocals(proto)) {
      L.G.observed = true;
      loadBudget(regs.L);
    }
    const cells = proto.upvalues.map(() => new Cell(undefined));
    const [env] = cells;
    if (env) env.v = getInt(L.G.registry, 2);
    setTop(L, top);
    push(L, new LuaFunction(firstCall, proto, cells, null));
    return STATUS.OK;
  } catch (error) {
    const failure = onThread(L, () => handled(L, error, undefined));
    setTop(L, top);
    push(L, failure.value);
    return failure.status;
  } finally {
    L.nny = nny;
  }
}

function resumeThread(co: Thread, from: Thread | null, count: number): number {
  const args = take(co, count);
  const why = whyNotResumable(co, co.status === STATUS.YIELD || co.top > co.ci.base);
  if (why !== undefined) {
    push(co, why);
    return STATUS.ERRRUN;
  }
  const f = co.status === STATUS.OK ? pop(co) : undefined;
  const caller = from ?? co.G.main ?? co;
  const status = regs.L === caller ? resume(co, f, args) : onThread(caller, () => resume(co, f, args));
  // What was yielded, returned or raised is all that is on the thread's stack now.
  co.top = 0;
  co.ci.base = 0;
  pushAll(co, co.transfer);
  co.transfer = [];
  return status;
}

export const callApi: ApiFunctions = {
  lua_newstate: newState,
  lua_newthread(L: Thread) {
    const co = newThread(L.G, L);
    allocate(700);
    push(L, co);
    return co;
  },
  lua_close: (L: Thread) => closeState(L),
  lua_version: () => VERSION,
  lua_status: (L: Thread) => L.status,
  lua_atpanic(L: Thread, panic: HostC | null) {
    const before = L.G.panic;
    L.G.panic = panic;
    return before;
  },
  lua_atnativeerror(L: Thread, handler: HostC | null) {
    const before = L.G.nativeError;
    L.G.nativeError = handler;
    return before;
  },
  lua_call: (L: Thread, nargs: number, nresults: number) => callk(L, nargs, nresults, 0, null),
  lua_callk: callk,
  lua_pcall: (L: Thread, nargs: number, nresults: number, handler: number) =>
    pcallk(L, nargs, nresults, handler, 0, null),
  lua_pcallk: pcallk,
  lua_error: (L: Thread) => raise(pop(L)),
  lua_yield: (L: Thread, n: number) => yieldk(L, n, 0, null),
  lua_yieldk: (L: Thread, n: number, context: unknown, k: Continuation | null) => yieldk(L, n, context, k),
  lua_isyieldable: (L: Thread) => L.nny === 0,
  lua_resume: resumeThread,
  lua_load: load,
  lua_dump(
    L: Thread,
    writer: (L: Thread, bytes: Uint8Array, size: number, data: unknown) => number,
    data: unknown,
    strip: unknown,
  ) {
    const f = at(L, -1);
    if (!(f instanceof LuaFunction) || f.proto === null) return 1;
    const bytes = dump(f.proto, Boolean(strip));
    return writer(L, bytes, bytes.length, data);
  },
  lua_gc: (L: Thread, what: number, data: number) => collect(L, what, data),
  lua_getallocf: () => 0,
  lua_setallocf: () => 0,
  lua_getextraspace: () => 0,
};

nativeErrors.handler = (L, error) => {
  const word = L.G.nativeError;
  if (word === null) return undefined;
  const { top, ci } = L;
  const { base } = ci;
  ci.base = top;
  push(L, lightFor(L, error));
  try {
    const n = word(L);
    return new LuaError(n > 0 ? at(L, -1) : undefined, STATUS.ERRRUN);
  } catch (again) {
    return again instanceof LuaError ? again : undefined;
  } finally {
    setTop(L, top);
    ci.base = base;
  }
};
