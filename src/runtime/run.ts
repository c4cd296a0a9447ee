import type { Context, Coroutine, Execution, LuaValue } from "../lua/index.ts";
import type { Stopwatch } from "./limits.ts";
import { RunMemory } from "./run-memory.ts";

/** How a run ended. `cancelled`: whoever wanted it is gone. */
export type Ending =
  | { kind: "done"; values: LuaValue[] }
  | { kind: "cancelled" }
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
  context: Context;
  readonly coroutine: Coroutine;
  readonly watch: Stopwatch;
  /** HAProxy's nice value, -1024..1024: lower runs earlier among those that are ready. */
  nice = 0;
  /** Set by the count hook: the limit that this run has passed. */
  exceeded: "execution" | "burst" | undefined;
  /** Set by the count hook when it suspends a run only to let others on. */
  forced = false;
  /** Where the run stands with the scheduler. */
  standing: "waiting" | "queued" | "running" | "ended" = "waiting";
  /** Woken while it was running: goes back into the queue when it yields. */
  woken = false;
  /** What it shares with other runs of the same stream. */
  readonly memory: RunMemory;
  /** Set when it is not wanted any more while it is running: it ends where it would wait. */
  unwanted = false;
  #leftovers: Set<Leftover> | undefined;
  readonly #enqueue: (run: Run<Host>) => void;
  readonly #onEnd: (ending: Ending) => void;

  constructor(
    host: Host,
    context: Context,
    coroutine: Coroutine,
    watch: Stopwatch,
    enqueue: (run: Run<Host>) => void,
    onEnd: (ending: Ending) => void,
    memory = new RunMemory(),
  ) {
    this.memory = memory;
    this.host = host;
    this.context = context;
    this.coroutine = coroutine;
    this.watch = watch;
    this.#enqueue = enqueue;
    this.#onEnd = onEnd;
  }

  get thread(): Coroutine["thread"] {
    return this.coroutine.thread;
  }

  /** What is cancelled when the run ends, however it ends. Who finishes before that takes itself out. */
  get leftovers(): Set<Leftover> {
    return (this.#leftovers ??= new Set());
  }

  wake(): void {
    if (this.standing === "waiting") this.#enqueue(this);
    else if (this.standing === "running") this.woken = true;
  }

  /** The rules that it is an action of may wait no more: what it waits for now ends it, unless that makes do with what there is. */
  refuseWaits(): void {
    this.context = "final action";
    this.wake();
  }

  /** Ends it, unless it has ended; at once, but where it is running only when it would wait. */
  cancel(): void {
    if (this.standing === "running") this.unwanted = true;
    else if (this.standing !== "ended") this.end({ kind: "cancelled" });
  }

  end(ending: Ending): void {
    this.standing = "ended";
    if (this.#leftovers) for (const leftover of this.#leftovers) leftover.cancel();
    this.#leftovers = undefined;
    this.#onEnd(ending);
  }
}
