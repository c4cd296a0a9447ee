import {
  countHook,
  type Context,
  type Coroutine,
  type CountHook,
  type Execution,
  type Interruption,
  type LuaThread,
  type LuaValue,
} from "../lua/index.ts";
import type { Stopwatch } from "./limits.ts";

/** How a run ended. */
export type Ending =
  | { kind: "done"; values: LuaValue[] }
  | { kind: "error"; message: string | undefined; trace: string; memory: boolean }
  | { kind: "timeout"; limit: "execution" | "burst" }
  | { kind: "yield" };

/** Something that a run has begun and that must not outlive it: a request, a wait for a socket. */
export interface Leftover {
  cancel(): void;
}

/**
 * One call of a registered function: a coroutine of its own, its timers, its
 * place in the scheduler's queue. Where the context cannot wait, a yield ends
 * it.
 */
export class Run<Host> implements Execution<Host> {
  readonly host: Host;
  readonly context: Context;
  readonly coroutine: Coroutine;
  readonly watch: Stopwatch;
  /** HAProxy's nice value, -1024..1024: lower runs earlier among those that are ready. */
  nice = 0;
  /** Set once the run has called core.done: from then on an error of it is its result (hlua.c). */
  finished = false;
  /** Set by the count hook: the limit that this run has passed. */
  exceeded: "execution" | "burst" | undefined;
  /** Set by the count hook when it suspends a run only to let others on. */
  forced = false;
  /** Set by act.wake_time and filter.wake_time: when a call that answers "later" wants the next one, in milliseconds. */
  wakeAfterMs: number | undefined;
  /** Where the run stands with the scheduler. */
  standing: "waiting" | "queued" | "running" | "ended" = "waiting";
  /** Woken while it was running: goes back into the queue when it yields. */
  woken = false;
  /** What is cancelled when the run ends, however it ends. Who finishes before that takes itself out. */
  readonly leftovers = new Set<Leftover>();
  /** Looks at the limits; set anew at each resume, since a script may set a hook of its own. */
  readonly interrupt: CountHook;
  readonly #enqueue: (run: Run<Host>) => void;
  readonly #onEnd: (ending: Ending) => void;

  constructor(
    host: Host,
    context: Context,
    coroutine: Coroutine,
    watch: Stopwatch,
    enqueue: (run: Run<Host>) => void,
    interrupt: (run: Run<Host>, L: LuaThread) => Interruption,
    onEnd: (ending: Ending) => void,
  ) {
    this.host = host;
    this.context = context;
    this.coroutine = coroutine;
    this.watch = watch;
    this.#enqueue = enqueue;
    this.interrupt = countHook((L) => interrupt(this, L));
    this.#onEnd = onEnd;
  }

  get thread(): Coroutine["thread"] {
    return this.coroutine.thread;
  }

  wake(): void {
    if (this.standing === "waiting") this.#enqueue(this);
    else if (this.standing === "running") this.woken = true;
  }

  end(ending: Ending): void {
    this.standing = "ended";
    for (const leftover of this.leftovers) leftover.cancel();
    this.leftovers.clear();
    this.#onEnd(ending);
  }
}
