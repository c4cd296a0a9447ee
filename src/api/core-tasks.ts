import {
  calledIn,
  constant,
  declareFunction,
  func,
  hasContext,
  integer,
  LuaError,
  nothing,
  omittable,
  RecordKind,
  result,
  type Execution,
  type Item,
  uncounted,
  Waiting,
  yieldingContexts,
} from "../lua/index.ts";
import { Run, type Runtime } from "../runtime/index.ts";

/** `core`'s life cycle: init functions, tasks, sleeping (hlua.c). */

/** A 32-bit millisecond delay as HAProxy's ticks have it: one past 2^31 is already over. */
function delay(ms: number): number {
  const cut = ms >>> 0;
  return cut >= 0x8000_0000 ? 0 : cut;
}

const timeOfDay = new RecordKind("sec", "usec");

/** Waits until `ms` milliseconds have passed; where there is no run to suspend, does nothing. */
function sleep(execution: Execution<Runtime>, ms: number): Waiting | typeof nothing {
  if (!hasContext(execution)) return nothing;
  const waiting = new Waiting(execution);
  execution.host.scheduler.sleep(ms, waiting);
  return waiting;
}

export const taskItems: Item<Runtime>[] = [
  constant(
    "thread",
    0,
    "2.4",
    "0 in scripts of `lua-load`, which all threads share; 1 in those of `lua-load-per-thread`",
  ),
  declareFunction("register_init", {
    doc: "Registers a function that runs once, after all scripts are loaded and before any task.",
    args: [calledIn("init", func("fn", "called without arguments; an error ends the program"))],
    where: "body",
    since: "1.6",
    body: ({ host }, fn) => {
      host.registerInit(fn);
      return nothing;
    },
  }),
  declareFunction("register_task", {
    doc: "Registers a function that runs on its own, once. Periodic work needs a loop with a sleep in it.",
    args: [calledIn("task", func("fn", "the task"))],
    rest: "up to four values handed to the function",
    since: "1.6",
    count: {
      most: 5,
      message: (given) =>
        given === 0
          ? "register_task: <func> argument is required"
          : "register_task: no more that 4 optional arguments may be provided",
    },
    body: ({ host }, fn, ...args) => {
      host.registerTask(fn, args);
      return nothing;
    },
  }),
  declareFunction("sleep", {
    doc: "Suspends the task.",
    args: [integer("seconds", "how long")],
    yields: true,
    since: "1.6",
    body: (execution, seconds) => sleep(execution, delay(seconds * 1000)),
  }),
  declareFunction("msleep", {
    doc: "Suspends the task.",
    args: [integer("milliseconds", "how long; a negative time is over at once")],
    yields: true,
    since: "1.6",
    body: (execution, milliseconds) => sleep(execution, delay(milliseconds)),
  }),
  declareFunction("yield", {
    doc: "Lets other tasks go on; returns as soon as the turn comes again.",
    rest: "ignored",
    yields: true,
    since: "1.6",
    body: (execution) => {
      // Elsewhere HAProxy goes on at once, as after a forced yield (hlua.c, hlua_ctx_resume).
      if (!yieldingContexts.has(execution.context)) return nothing;
      const waiting = new Waiting(execution);
      waiting.finish();
      return waiting;
    },
  }),
  declareFunction("wait", {
    doc: "Suspends the task until something wakes it: a queue's alarm, or the end of the delay. Why it goes on, it has to find out itself.",
    args: [omittable(integer("milliseconds", "the longest wait; none by default"))],
    yields: true,
    since: "3.2",
    count: uncounted,
    body: (execution, milliseconds) => {
      if (!hasContext(execution)) return nothing;
      const waiting = new Waiting(execution, () => () => nothing);
      if (milliseconds !== undefined) execution.host.scheduler.sleep(delay(milliseconds), waiting);
      return waiting;
    },
  }),
  declareFunction("set_nice", {
    doc: "Sets the priority of the running task.",
    args: [integer("nice", "-1024..1024, lower runs earlier; cut to that range")],
    since: "1.6",
    body: (execution, nice) => {
      if (execution instanceof Run) execution.nice = Math.max(-1024, Math.min(1024, nice));
      return nothing;
    },
  }),
  declareFunction("done", {
    doc: "Ends the running function. The value is its result where it has one.",
    rest: "the last one is the result",
    since: "1.6",
    body: (execution, ...values) => {
      if (!hasContext(execution)) return nothing;
      if (execution instanceof Run) execution.memory.finished = true;
      throw new LuaError(values.at(-1), { position: false });
    },
  }),
  declareFunction("now", {
    doc: "The time, the same until the task next yields.",
    returns: [result("{sec: integer, usec: integer}", "seconds and microseconds since the epoch")],
    since: "1.6",
    count: uncounted,
    body: ({ host }) => {
      const us = host.scheduler.epochMicroseconds();
      return timeOfDay.of(Math.floor(us / 1e6), us % 1e6);
    },
  }),
];
