import type { LuaThread } from "../engine/index.ts";

/**
 * Where a piece of Lua runs. HAProxy allows and refuses calls by it; the names
 * are those of its documentation. `body` is a script's main chunk, `none` a
 * thread of a coroutine.wrap, which HAProxy does not know; a `final action`
 * cannot wait, as its ruleset must come to an end.
 */
export type Context =
  | "body"
  | "init"
  | "none"
  | "task"
  | "event"
  | "heartbeat"
  | "action"
  | "final action"
  | "fetch"
  | "converter"
  | "service"
  | "cli"
  | "filter";

/** The contexts in which a script may wait: `core.sleep` and the like suspend it. */
export const yieldingContexts: ReadonlySet<Context> = new Set(["task", "event", "action", "service", "cli"]);

/** The contexts of start-up: registration is open, waiting does nothing. */
const startContexts: ReadonlySet<Context> = new Set(["body", "init", "none"]);

/**
 * One run of Lua code: a task, one call of an action, the body. Every class
 * method gets the one it is called from. `Host` is what the methods work on;
 * the kit only hands it through.
 */
export interface Execution<Host> {
  readonly host: Host;
  readonly context: Context;
  /** The run's own coroutine; undefined where HAProxy has no context to suspend. */
  readonly thread: LuaThread | undefined;
  /** Makes the run go on as soon as its turn comes. Spurious wakes are harmless. */
  wake(): void;
}

/** Whether `execution` is a run that HAProxy knows: not start-up, not inside coroutine.wrap. */
export function hasContext(execution: Execution<unknown>): boolean {
  return !startContexts.has(execution.context);
}

/**
 * Knows which run the Lua code on a thread belongs to: the run being resumed,
 * or the one that made the coroutine. One per Lua state.
 */
export class Executions<Host> {
  /** What code outside of any run counts as: the body, then the init functions, then none. */
  outside: Execution<Host>;
  /** The run that is being resumed. */
  #running: Execution<Host> | undefined;
  /** The thread that made the call which a declared function serves; only to be asked before it calls Lua itself. */
  caller: LuaThread | undefined;
  readonly #inherited = new WeakMap<LuaThread, Execution<Host>>();

  constructor(outside: Execution<Host>) {
    this.outside = outside;
  }

  get running(): Execution<Host> | undefined {
    return this.#running;
  }

  /** The run that `L` belongs to. */
  of(L: LuaThread): Execution<Host> {
    const running = this.#running;
    if (running?.thread === L) return running;
    return this.#inherited.get(L) ?? this.outside;
  }

  /** Notes that the coroutine `child` belongs to the run of `parent`. */
  inherit(parent: LuaThread, child: LuaThread): void {
    const execution = this.of(parent);
    if (execution !== this.outside) this.#inherited.set(child, execution);
  }

  /** Makes `execution` the running one; gives the one to {@link leave} to. Runs may nest. */
  enter(execution: Execution<Host>): Execution<Host> | undefined {
    const before = this.#running;
    this.#running = execution;
    return before;
  }

  /** Ends what {@link enter} began. */
  leave(before: Execution<Host> | undefined): void {
    this.#running = before;
    // Not kept: what the stack of a run that was stopped refers to must be free to go.
    this.caller = undefined;
  }
}
