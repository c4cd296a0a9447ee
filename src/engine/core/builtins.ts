/**
 * The functions that scripts call all the time, without the C API's stack.
 * Each stands before the library's own one and leaves to it whatever is not
 * the plain case, errors above all.
 */
/* eslint-disable prefer-rest-params -- whether an argument was given at all matters, and a rest array costs */
import { rawEquals, rawSet } from "./access.ts";
import { callValue, countC } from "./calls.ts";
import { newThread, resume, UNWOUND, whyNotResumable } from "./coroutines.ts";
import { currentLine, metatableOf, position, raise, STATUS, typeName } from "./errors.ts";
import { watched } from "./hooks.ts";
import { handled, hostEntry } from "./host-call.ts";
import { Frame, Host, LuaFunction, Table, Thread } from "./model.ts";
import type { CallInfo, Entry, Value } from "./model.ts";
import { setMetatable } from "./metatables.ts";
import { allResults, regs, results, UNWIND } from "./regs.ts";
import { checkYieldable, enter, Mark, postpone, resultsUnderHooks } from "./run.ts";
import { runtime } from "./runtime.ts";
import { get, getStr, next, setStr } from "./table.ts";

/** Calls the library's own function. */
function slow(fn: LuaFunction, args: IArguments): Value {
  return hostEntry.apply(fn, args as unknown as Value[]);
}

function one(v: Value): Value {
  regs.n = 1;
  return v;
}

function type(this: LuaFunction, v: Value): Value {
  return arguments.length === 0 || watched() ? slow(this, arguments) : one(typeName(v));
}

function setmetatable(this: LuaFunction, t: Value, mt: Value): Value {
  if (t instanceof Table && mt instanceof Table && !watched()) {
    if (t.mt === undefined || getStr(t.mt, "__metatable") === undefined) {
      setMetatable(regs.L.G, t, mt, 5);
      return one(t);
    }
  }
  return slow(this, arguments);
}

function getmetatable(this: LuaFunction, v: Value): Value {
  if (arguments.length === 0 || watched()) return slow(this, arguments);
  const mt = metatableOf(v);
  if (mt === undefined) return one(undefined);
  const shown = getStr(mt, "__metatable");
  return one(shown ?? mt);
}

function rawget(this: LuaFunction, t: Value, k: Value): Value {
  return t instanceof Table && arguments.length >= 2 && !watched() ? one(get(t, k)) : slow(this, arguments);
}

function rawset(this: LuaFunction, t: Value, k: Value, v: Value): Value {
  if (!(t instanceof Table) || arguments.length < 3 || typeof k !== "string" || watched()) {
    return slow(this, arguments);
  }
  rawSet(t, k, v);
  return one(t);
}

function rawequal(this: LuaFunction, a: Value, b: Value): Value {
  return arguments.length >= 2 && !watched() ? one(rawEquals(a, b)) : slow(this, arguments);
}

function assert(this: LuaFunction, v: Value): Value {
  if (v === undefined || v === false || watched()) return slow(this, arguments);
  return arguments.length === 1 ? one(v) : results(Array.prototype.slice.call(arguments) as Value[]);
}

/** Where the Lua function at a level stands, as luaL_where tells it. */
function where(ci: CallInfo | null): string {
  return ci !== null && currentLine(ci) > 0 ? position(ci) : "";
}

function error(this: LuaFunction, message: Value, level: Value = 1): Value {
  const { L } = regs;
  const ci = enter(L, this);
  if (watched() || ci.d > L.dmax || (level !== 0 && level !== 1 && level !== 2)) {
    L.ci = ci.prev ?? ci;
    return slow(this, arguments);
  }
  // The level stays: a traceback begins with it.
  ci.base = L.top;
  if (typeof message !== "string" || level === 0) raise(message);
  raise(where(level === 1 ? ci.prev : (ci.prev?.prev ?? null)) + message);
}

function select(this: LuaFunction, n: Value): Value {
  if (watched()) return slow(this, arguments);
  if (n === "#") return one(arguments.length - 1);
  if (typeof n !== "number" || n < 1) return slow(this, arguments);
  if (n >= arguments.length) {
    regs.n = 0;
    return undefined;
  }
  if (n === arguments.length - 1) return one(arguments[n] as Value);
  const values: Value[] = [];
  for (let i = n; i < arguments.length; i++) values.push(arguments[i] as Value);
  return results(values);
}

/** `next` itself; compiled code knows it by this function. */
export const nextEntry: Entry = function (this: LuaFunction, t: Value, k: Value): Value {
  if (!(t instanceof Table) || watched()) return slow(this, arguments);
  const entry = next(t, k);
  if (entry === null) return slow(this, arguments);
  return entry === undefined ? one(undefined) : results([entry[0], entry[1]]);
};

function pairs(this: LuaFunction, t: Value): Value {
  if (!(t instanceof Table) || watched() || (t.mt && getStr(t.mt, "__pairs") !== undefined)) {
    return slow(this, arguments);
  }
  return results([this.host?.up[0], t, undefined]);
}

/** What `ipairs` iterates with; compiled code knows it by this function. */
export const ipairsEntry: Entry = function (t: Value, i: Value): Value {
  const n = typeof i === "number" ? i + 1 : 1;
  const v = t instanceof Table && t.mt === undefined ? get(t, n) : runtime.index(t, n);
  if (v === UNWIND) return v;
  return v === undefined ? one(undefined) : results([n, v]);
};

const ipairsStep = new LuaFunction(ipairsEntry, null, [], new Host(undefined, [], "ipairs_iterator"));

function ipairs(this: LuaFunction, t: Value): Value {
  if (!(t instanceof Table) || t.mt !== undefined || watched()) return slow(this, arguments);
  return results([ipairsStep, t, 0]);
}

/** A protected call that left the JS stack. */
class ProtectedFrame extends Frame {
  readonly handler: Value;
  constructor(ci: CallInfo, handler: Value) {
    super(ci);
    this.handler = handler;
    this.recover = (error) => this.#fail(error);
  }

  override resume(first: Value): Value {
    regs.L.ci = this.ci.prev ?? this.ci;
    return succeeded(first);
  }

  override eachValue(visit: (v: unknown) => void): void {
    super.eachValue(visit);
    visit(this.handler);
  }

  #fail(thrown: unknown): Value {
    const { L } = regs;
    const failure = handled(L, thrown, this.handler);
    L.ci = this.ci.prev ?? this.ci;
    return results([false, failure.value]);
  }
}

function succeeded(first: Value): Value {
  if (regs.n === 1) return results([true, first]);
  return results([true, ...allResults(first)]);
}

/** Calls `f` from the level `ci`, a protected call's that `mark` was made for. */
function protect(ci: CallInfo, mark: Mark, f: Value, args: Value[], handler: Value): Value {
  const { L } = regs;
  let first: Value;
  try {
    countC(L);
    first = callValue(f, args);
  } catch (error) {
    const failure = handled(L, error, handler);
    mark.restore(L);
    return resultsUnderHooks([false, failure.value]);
  }
  L.nC = mark.nC;
  if (first === UNWIND) {
    L.unw.push(new ProtectedFrame(ci, handler));
    return UNWIND;
  }
  L.ci = mark.ci;
  return succeeded(first);
}

const pcall: Entry = function (this: LuaFunction, f: Value, ...args: Value[]): Value {
  if (arguments.length === 0 || watched()) return slow(this, arguments);
  const { L } = regs;
  const mark = new Mark(L);
  const ci = enter(L, this);
  if (ci.d > L.dmax) return postpone(L, ci, this, [f, ...args]);
  return protect(ci, mark, f, args, undefined);
};

const xpcall: Entry = function (this: LuaFunction, f: Value, handler: Value, ...args: Value[]): Value {
  if (!(handler instanceof LuaFunction) || watched()) return slow(this, arguments);
  const { L } = regs;
  const mark = new Mark(L);
  const ci = enter(L, this);
  if (ci.d > L.dmax) return postpone(L, ci, this, [f, handler, ...args]);
  return protect(ci, mark, f, args, handler);
};

const yieldEntry: Entry = function (this: LuaFunction, ...args: Value[]): Value {
  const { L } = regs;
  // The level stays: a traceback of the suspended thread begins with it.
  const ci = enter(L, this);
  ci.base = L.top;
  checkYieldable(L);
  L.status = STATUS.YIELD;
  L.transfer = args;
  return UNWIND;
};

/** Resumes; `regs` has what came back when the status is no error. */
function resumeWith(co: Thread, args: Value[]): number {
  const hasFunction = co.status === STATUS.YIELD || co.top > co.ci.base;
  const why = whyNotResumable(co, hasFunction);
  if (why !== undefined) {
    co.transfer = [why];
    return STATUS.ERRRUN;
  }
  let f: Value;
  if (co.status === STATUS.OK) {
    f = co.stack[--co.top];
    co.stack.length = co.top;
  }
  return resume(co, f, args, true);
}

/** A resumption that had to unwind because all had to. */
class ResumeFrame extends Frame {
  readonly co: Thread;
  readonly fn: LuaFunction;
  readonly finish: (status: number, co: Thread, ci: CallInfo) => Value;
  constructor(ci: CallInfo, fn: LuaFunction, co: Thread, finish: ResumeFrame["finish"]) {
    super(ci);
    this.fn = fn;
    this.co = co;
    this.finish = finish;
  }

  override resume(): Value {
    const { ci, co } = this;
    regs.L.ci = ci;
    ci.fn = this.fn;
    return resumed(resume(co, undefined, [], true), this);
  }

  override eachValue(visit: (v: unknown) => void): void {
    visit(this.fn);
    visit(this.co);
  }
}

/** What a resumption gives: its results, or UNWIND. */
function resumed(status: number, frame: ResumeFrame): Value {
  if (status !== UNWOUND) return frame.finish(status, frame.co, frame.ci);
  const { L } = regs;
  L.pendingCi = L.ci;
  L.unw.push(frame);
  return UNWIND;
}

const resumeEntry: Entry = function (this: LuaFunction, co: Value, ...args: Value[]): Value {
  if (!(co instanceof Thread)) return slow(this, arguments);
  const ci = enter(regs.L, this);
  const status = resumeWith(co, args);
  if (status === UNWOUND) return resumed(status, new ResumeFrame(ci, this, co, giveStatus));
  return giveStatus(status, co, ci);
};

function giveStatus(status: number, co: Thread, ci: CallInfo): Value {
  regs.L.ci = ci.prev ?? ci;
  return resultsUnderHooks([status <= STATUS.YIELD, ...co.transfer]);
}

const wrapped: Entry = function (this: LuaFunction, ...args: Value[]): Value {
  const co = this.host?.up[0];
  if (!(co instanceof Thread)) return undefined;
  const { L } = regs;
  const ci = enter(L, this);
  // As PUC tells it: a thread with nothing on its stack is dead, be it the running one.
  if (co === L && args.length === 0) raise(`${position(ci.prev ?? ci)}cannot resume dead coroutine`);
  const status = resumeWith(co, args);
  if (status === UNWOUND) return resumed(status, new ResumeFrame(ci, this, co, giveValues));
  return giveValues(status, co, ci);
};

function giveValues(status: number, co: Thread, ci: CallInfo): Value {
  const values = co.transfer;
  if (status > STATUS.YIELD) {
    const [error] = values;
    raise(typeof error === "string" && ci.prev ? position(ci.prev) + error : error);
  }
  regs.L.ci = ci.prev ?? ci;
  return resultsUnderHooks(values);
}

const wrap: Entry = function (this: LuaFunction, f: Value): Value {
  if (!(f instanceof LuaFunction)) return slow(this, arguments);
  const co = newThread(regs.L.G, regs.L);
  co.stack.push(f);
  co.top = 1;
  return one(new LuaFunction(wrapped, null, [], new Host(undefined, [co], "wrap")));
};

const plain: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  _G: {
    type,
    setmetatable,
    getmetatable,
    rawget,
    rawset,
    rawequal,
    assert,
    error,
    select,
    next: nextEntry,
    ipairs,
    pcall,
    xpcall,
  },
  coroutine: { yield: yieldEntry, resume: resumeEntry, wrap },
};

/** Puts these functions before the libraries' own in an opened state. */
export function installBuiltins(globals: Table): void {
  for (const [library, functions] of Object.entries(plain)) {
    const t = library === "_G" ? globals : getStr(globals, library);
    if (!(t instanceof Table)) continue;
    for (const [name, entry] of Object.entries(functions)) {
      const original = getStr(t, name);
      if (original instanceof LuaFunction) setStr(t, name, front(name, entry, original, []));
    }
  }
  const original = getStr(globals, "pairs");
  if (original instanceof LuaFunction) {
    setStr(globals, "pairs", front("pairs", pairs, original, [getStr(globals, "next")]));
  }
}

/** A function with this entry that can still run as the library's own. */
function front(name: string, entry: Entry, original: LuaFunction, up: Value[]): LuaFunction {
  return new LuaFunction(entry, null, [], new Host(original.host?.c, up, name));
}
