/** Collections, the `__gc` metamethods they call, lua_gc, and the end of a state. */
import { metamethod } from "./calls.ts";
import { STATUS } from "./errors.ts";
import { endInterrupt, loadBudget, storeBudget } from "./hooks.ts";
import { Frame, LuaFunction, throwLua } from "./model.ts";
import type { CallInfo, Global, Table, Thread, Userdata, Value } from "./model.ts";
import { callHere, canUnwindAll, unwindAll } from "./run.ts";
import { collectHeap } from "./mark.ts";
import { collectNow, forget, memoryOf, release, setUsage } from "./memory.ts";
import { toLuaError } from "./native-errors.ts";
import { collectLater } from "./pace.ts";
import { regs, results } from "./regs.ts";
import { endCycle, step } from "./steps.ts";

/** What lua_gc can be asked for. */
const GC = {
  STOP: 0,
  RESTART: 1,
  COLLECT: 2,
  COUNT: 3,
  COUNTB: 4,
  STEP: 5,
  SETPAUSE: 6,
  SETSTEPMUL: 7,
  ISRUNNING: 9,
};

/** Goes on where code stopped for a collection, after the finalizers have run. */
class CollectFrame extends Frame {
  /** The host function that asked for it; undefined when nobody did. */
  readonly fn: LuaFunction | undefined;
  /** What the frame below gets. */
  readonly results: Value[];
  constructor(ci: CallInfo, fn: LuaFunction | undefined, results: Value[]) {
    super(ci);
    this.fn = fn;
    this.results = results;
  }

  override resume(): Value {
    const { L } = regs;
    const { ci, fn } = this;
    L.ci = ci;
    if (fn) ci.fn = fn;
    finalizeUnreachable(L);
    if (fn && ci.prev) L.ci = ci.prev;
    return results(this.results);
  }

  override eachValue(visit: (v: unknown) => void): void {
    super.eachValue(visit);
    this.results.forEach(visit);
  }
}

/** What is called when all is unwound. */
function collector(asked: boolean): LuaFunction {
  const entry = (): Value => {
    collectUnwound(regs.L, asked);
    regs.n = 0;
    return undefined;
  };
  return new LuaFunction(entry, null, [], null);
}

const askedCollector = collector(true);
const dueCollector = collector(false);

/** A collection, with all that `L` and who resumed it are doing off the JS stack. */
function collectUnwound(L: Thread, asked: boolean): void {
  forget(L);
  const running: Thread[] = [];
  for (let co: Thread | null = L; co !== null; co = co.from) running.push(co);
  const { G } = L;
  const { due, size } = collectHeap(G, running, asked);
  G.unreachable.push(...due);
  if (G.collected) collectLater(G, size);
  if (!asked) return;
  setUsage(G, size);
  endCycle(G);
}

/**
 * Has the running code unwind for a collection, after which it goes on: the
 * caller saves its frame and returns UNWIND. False where frames cannot be seen.
 */
export function unwindToCollect(L: Thread): boolean {
  if (!canUnwindAll(L)) return false;
  L.unw.push(new CollectFrame(L.ci, undefined, []));
  unwindAll(L, dueCollector);
  return true;
}

/**
 * Makes a collection that is due before `co` goes on, which the host resumes
 * with `args`: a loop that waits in every round could not stop for it.
 */
export function collectBefore(co: Thread, args: Value[]): void {
  if (co.outward || !canUnwindAll(co)) return;
  endInterrupt();
  co.saved.push(new CollectFrame(co.ci, undefined, args));
  collectUnwound(co, false);
}

/**
 * A full collection for the running host function, which returns what this
 * gives. Where frames cannot be seen, only JavaScript's own collector runs.
 */
export function collectFor(L: Thread, result: Value): number {
  if (!canUnwindAll(L)) {
    collectNow(L.G);
    endCycle(L.G);
    L.stack[L.top++] = result;
    return 1;
  }
  L.unw.push(new CollectFrame(L.ci, L.ci.fn ?? undefined, [result]));
  unwindAll(L, askedCollector);
  return -1;
}

/** lua_gc. */
export function collect(L: Thread, what: number, data: number): number {
  const { tuning } = L.G;
  switch (what) {
    case GC.STOP:
      tuning.running = false;
      return 0;
    case GC.RESTART:
      tuning.running = true;
      return 0;
    case GC.COLLECT:
      collectAtOnce(L);
      return 0;
    case GC.COUNT:
      return Math.floor(memoryOf(L.G) / 1024);
    case GC.COUNTB:
      return Math.floor(memoryOf(L.G)) % 1024;
    case GC.STEP:
      if (!step(L.G, data)) return 0;
      collectAtOnce(L);
      return 1;
    case GC.SETPAUSE: {
      const before = tuning.pause;
      tuning.pause = data;
      return before;
    }
    case GC.SETSTEPMUL: {
      const before = tuning.stepmul;
      tuning.stepmul = Math.max(data, 40);
      return before;
    }
    case GC.ISRUNNING:
      return tuning.running ? 1 : 0;
    default:
      return -1;
  }
}

/** A full collection asked for by the host: Lua's own only if no Lua function is running. */
function collectAtOnce(L: Thread): void {
  const { G } = L;
  collectNow(G);
  endCycle(G);
  const main = G.main ?? L;
  if (regs.L.ci !== regs.L.base || main.ci !== main.base) return;
  collectUnwound(main, true);
  finalizeUnreachable(main);
}

/** Calls the finalizers that are due. An error in one ends the round; the others wait for the next. */
function finalizeUnreachable(L: Thread): void {
  const { unreachable } = L.G;
  for (let object = unreachable.shift(); object !== undefined; object = unreachable.shift()) {
    const finalizer = metamethod(object, "__gc");
    if (!(finalizer instanceof LuaFunction)) continue;
    const { inHook, finalizedAt } = L;
    storeBudget(L);
    L.inHook = true;
    L.finalizedAt = L.ci;
    loadBudget(L);
    try {
      callHere(L, finalizer, [object]);
    } catch (thrown) {
      const { value } = toLuaError(L, thrown);
      const why = typeof value === "string" ? value : "no message";
      throwLua(`error in __gc metamethod (${why})`, STATUS.ERRGCMM);
    } finally {
      L.inHook = inHook;
      L.finalizedAt = finalizedAt;
      loadBudget(L);
    }
  }
}

/** lua_close: calls the `__gc` metamethods, the youngest object's first. */
export function closeState(L: Thread): void {
  const { G } = L;
  if (G.closed) return;
  G.closed = true;
  release(G);
  const main = G.main ?? L;
  main.ci = main.base;
  main.saved.length = 0;
  // A finalizer may make more objects that have one: until there are none.
  for (let batch = takeAll(G); batch.length > 0; batch = takeAll(G)) {
    for (const object of batch) finalize(main, object);
  }
}

/** Takes the objects with `__gc`: those that were due, then the youngest first. */
function takeAll(G: Global): (Table | Userdata)[] {
  const all = [...G.unreachable, ...[...G.finalizers].reverse()];
  G.unreachable.length = 0;
  G.finalizers.clear();
  return all;
}

function finalize(main: Thread, object: Table | Userdata): void {
  try {
    const finalizer = object.mt && metamethod(object, "__gc");
    if (finalizer !== undefined) callHere(main, finalizer, [object]);
  } catch (error) {
    // As in Lua, an error in a finalizer of a closing state goes nowhere.
    toLuaError(main, error);
  }
}
