/** lua_gc and the end of a state. */
import { metamethod } from "./calls.ts";
import type { Global, Table, Thread, Userdata } from "./model.ts";
import { callHere } from "./run.ts";
import { collectNow, memoryOf, release } from "./memory.ts";
import { toLuaError } from "./native-errors.ts";

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

interface Tuning {
  running: boolean;
  pause: number;
  stepmul: number;
}

const tunings = new WeakMap<object, Tuning>();

function tuningOf(L: Thread): Tuning {
  let tuning = tunings.get(L.G);
  if (!tuning) tunings.set(L.G, (tuning = { running: true, pause: 200, stepmul: 200 }));
  return tuning;
}

/** lua_gc: JavaScript collects when it likes; the settings are kept and given back. */
export function collect(L: Thread, what: number, data: number): number {
  const tuning = tuningOf(L);
  switch (what) {
    case GC.STOP:
      tuning.running = false;
      return 0;
    case GC.RESTART:
      tuning.running = true;
      return 0;
    case GC.COLLECT:
      collectNow(L.G);
      return 0;
    case GC.COUNT:
      return Math.floor(memoryOf(L.G) / 1024);
    case GC.COUNTB:
      return Math.floor(memoryOf(L.G)) % 1024;
    case GC.STEP:
      collectNow(L.G);
      return 1;
    case GC.SETPAUSE: {
      const before = tuning.pause;
      tuning.pause = data;
      return before;
    }
    case GC.SETSTEPMUL: {
      const before = tuning.stepmul;
      tuning.stepmul = data;
      return before;
    }
    case GC.ISRUNNING:
      return tuning.running ? 1 : 0;
    default:
      return -1;
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

/** Takes the objects with `__gc`, the youngest first. */
function takeAll(G: Global): (Table | Userdata)[] {
  const all = [...G.finalizers].reverse();
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
