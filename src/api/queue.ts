import {
  any,
  declareFunction,
  LuaClass,
  LuaError,
  method,
  nothing,
  optional,
  result,
  uncounted,
  Waiting,
  yieldingContexts,
  type Execution,
  type Item,
  type LuaValue,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/**
 * A queue and who waits for it. As in HAProxy (hlua_fcn.c) a push wakes all
 * who wait, and the first to go on takes what it can: there is no fairness.
 */
class Queue {
  /** Taken from the front by position; what is taken is cut off now and then. */
  #values: LuaValue[] = [];
  #taken = 0;
  readonly #waiting = new Set<Execution<Runtime>>();

  get size(): number {
    return this.#values.length - this.#taken;
  }

  push(value: LuaValue): void {
    this.#values.push(value);
    if (this.#waiting.size === 0) return;
    for (const execution of this.#waiting) execution.wake();
    this.#waiting.clear();
  }

  /** Takes the first value; undefined when there is none. */
  pop(): LuaValue {
    if (this.size === 0) return undefined;
    const value = this.#values[this.#taken];
    this.#values[this.#taken++] = undefined;
    if (this.#taken > 1000 && this.#taken * 2 > this.#values.length) {
      this.#values = this.#values.slice(this.#taken);
      this.#taken = 0;
    }
    return value;
  }

  /** Wakes `execution` at the next push, once. */
  notify(execution: Execution<Runtime>): void {
    this.#waiting.add(execution);
  }
}

/** Raises HAProxy's refusal where the caller cannot wait. */
function mustBeAbleToWait(execution: Execution<Runtime>, name: string): void {
  if (yieldingContexts.has(execution.context)) return;
  throw new LuaError(`${name}() may only be used within task context (requires yielding)`);
}

const pushed = optional(any("value", "anything but nil"));

export const queueClass = new LuaClass<Runtime, Queue>(
  "Queue",
  "Hands values from one task to another, first in, first out, without limit.",
  {
    size: method<Runtime, Queue>("size", {
      doc: "How many values wait to be taken.",
      returns: [result("integer", "")],
      since: "2.8",
      count: uncounted,
      body: (_execution, queue) => queue.size,
    }),
    pop: method<Runtime, Queue>("pop", {
      doc: "Takes the first value, without waiting.",
      returns: [result("any", "nil when the queue is empty")],
      since: "2.8",
      count: uncounted,
      body: (_execution, queue) => queue.pop(),
    }),
    pop_wait: method<Runtime, Queue>("pop_wait", {
      doc: "Takes the first value, waits for one where there is none. Of several who wait, the first to go on takes it.",
      returns: [result("any", "")],
      yields: true,
      since: "2.8",
      count: uncounted,
      body: (execution, queue) => {
        mustBeAbleToWait(execution, "pop_wait");
        if (queue.size > 0) return queue.pop();
        queue.notify(execution);
        return new Waiting(execution, () => {
          if (queue.size === 0) {
            queue.notify(execution);
            return undefined;
          }
          const value = queue.pop();
          return () => value;
        });
      },
    }),
    push: method<Runtime, Queue, [typeof pushed]>("push", {
      doc: "Puts a value behind all others and wakes who waits.",
      args: [pushed],
      rest: "nothing",
      returns: [result("boolean", "true")],
      since: "2.8",
      count: uncounted,
      body: (_execution, queue, value, ...more) => {
        if (more.length > 0 || value === undefined) throw new LuaError("unexpected argument");
        queue.push(value);
        return true;
      },
    }),
    alarm: method<Runtime, Queue>("alarm", {
      doc: "Lets the next push end a `core.wait` of this task. Holds for one push.",
      since: "3.2",
      count: uncounted,
      body: (execution, queue) => {
        mustBeAbleToWait(execution, "alarm");
        queue.notify(execution);
        return nothing;
      },
    }),
  },
  "object",
);

export const queueItems: Item<Runtime>[] = [
  declareFunction("queue", {
    doc: "Gives an empty Queue.",
    returns: [result("Queue", "")],
    since: "2.8",
    count: uncounted,
    body: () => queueClass.wrap(new Queue()),
  }),
];
