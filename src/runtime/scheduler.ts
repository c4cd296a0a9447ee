import {
  canYield,
  countHook,
  interruptEvery,
  proceed,
  yieldingContexts,
  type Context,
  type HostValue,
  type Interruption,
  type LuaFunction,
  type LuaState,
  type LuaThread,
  type Resumed,
} from "../lua/index.ts";
import type { Time, Timer } from "../time.ts";
import { lifeLimit, Stopwatch, type Limits } from "./limits.ts";
import type { RunMemory } from "./run-memory.ts";
import { Run, type Ending } from "./run.ts";
import { Sleepers } from "./sleepers.ts";

/** How long one turn of the event loop may be held by runs that are ready: timers and I/O wait that long. */
const turnMs = 2;

/** How old the process's CPU time may be when a run begins; the run may seem to have used that much more. */
const cpuLastsMs = 10;

/** What a {@link Scheduler} works with. */
export interface SchedulerOptions<Host> {
  /** What declared functions get as `execution.host`. */
  host: Host;
  lua: LuaState<Host>;
  time: Time;
  limits: Limits;
  /** Called again and again while a script holds the thread. */
  pulse(): void;
  /** Called when a turn of the queue is over. */
  turned(): void;
}

/** Who sleeps, and is woken once. */
export interface Sleeper {
  wake(): void;
}

/**
 * Decides which run goes on next. Runs that are ready stand in one queue, in
 * order of their waking and, where somebody set one, of their nice value; each
 * goes on until it waits, ends, or has used up its instructions.
 */
export class Scheduler<Host> {
  readonly #options: SchedulerOptions<Host>;
  readonly #time: Time;
  #queue: Run<Host>[] = [];
  /** The runs of the present turn, and which of them is the running one. */
  #ready: readonly Run<Host>[] = [];
  #at = 0;
  #turnAsked = false;
  #started = false;
  readonly #sleepers = new Sleepers<Sleeper>();
  /** The run that is being resumed; runs may nest. */
  #running: Run<Host> | undefined;
  /** Looks at the limits of the running run; set anew at each resume, since a script may set a hook of its own. */
  readonly #hook = countHook((L) => {
    this.#options.pulse();
    return this.#running ? this.#interrupt(this.#running, L) : proceed;
  });
  readonly #wakeUp = (run: Run<Host>): void => this.#enqueue(run);
  #alarm: { at: number; timer: Timer } | undefined;
  /** The wall clock at the start; from there on the monotonic clock counts, so that clock steps do not show. */
  readonly #epochMs: number;
  #nowMs: number;
  /** The process's CPU time, as of not long before the turn began; see {@link Stopwatch}. */
  #cpuMs: number;
  #cpuSeenMs: number;

  constructor(options: SchedulerOptions<Host>) {
    this.#options = options;
    this.#time = options.time;
    this.#nowMs = this.#time.monotonicMs();
    this.#cpuMs = this.#time.cpuMs();
    this.#cpuSeenMs = this.#nowMs;
    this.#epochMs = this.#time.wallMs() - this.#nowMs;
  }

  /** What core.now() shows: taken when a run goes on, the same until it yields. */
  epochMicroseconds(): number {
    return Math.floor((this.#epochMs + this.#nowMs) * 1000);
  }

  /** How many runs could go on at once, the running one among them. */
  get runQueue(): number {
    return this.#queue.length + this.#ready.length - this.#at;
  }

  /** How many of those have a nice value. */
  get nicedRuns(): number {
    return [...this.#queue, ...this.#ready.slice(this.#at)].filter((run) => run.nice !== 0).length;
  }

  /** Lets runs go on; before that they only queue up, as in HAProxy before its first scheduler turn. */
  start(): void {
    this.#started = true;
    if (this.#queue.length > 0) this.#askTurn();
  }

  /** Forgets every run and every sleeper. */
  stop(): void {
    this.#started = false;
    this.#queue = [];
    this.#alarm?.timer.cancel();
  }

  /**
   * Has heartbeats sent while bodies and init functions run, which have no
   * limits. Coroutines that they make are a run's own, limits and all, while it resumes them.
   */
  watchBodies(): void {
    const { lua, limits } = this.#options;
    interruptEvery(lua.main, limits.forcedYield, this.#hook);
  }

  /** Calls `fn` when its turn comes. `onEnd` learns how it ended. */
  run(context: Context, fn: LuaFunction, args: readonly HostValue[], onEnd: (ending: Ending) => void): void {
    const run = this.#make(context, fn, args, onEnd);
    run.coroutine.hold();
    this.#enqueue(run);
  }

  /** Calls `fn` at once, in a context that cannot wait. */
  runNow(context: Context, fn: LuaFunction, args: readonly HostValue[], memory?: RunMemory): Ending {
    let ended: Ending = { kind: "yield" };
    this.begin(context, fn, args, (ending) => (ended = ending), memory);
    return ended;
  }

  /**
   * Calls `fn` at once; where it waits, it goes on later. `onEnd` learns how it
   * ended, before this returns where it did not wait.
   */
  begin(
    context: Context,
    fn: LuaFunction,
    args: readonly HostValue[],
    onEnd: (ending: Ending) => void,
    memory?: RunMemory,
  ): Run<Host> {
    const now = this.#time.monotonicMs();
    this.#lookAtCpu(now);
    const run = this.#make(context, fn, args, onEnd, memory);
    this.#proceed(run, now);
    return run;
  }

  /** Wakes `sleeper` once `ms` milliseconds have passed. Used by every wait with a delay. */
  sleep(ms: number, sleeper: Sleeper): void {
    const now = this.#time.monotonicMs();
    // Whole milliseconds, as HAProxy's ticks: who falls asleep at about the same time wakes in one go.
    const at = Math.ceil(now + ms);
    this.#sleepers.add(at, sleeper);
    if (!this.#alarm || at < this.#alarm.at) this.#setAlarm(now);
  }

  #make(
    context: Context,
    fn: LuaFunction,
    args: readonly HostValue[],
    onEnd: (ending: Ending) => void,
    memory?: RunMemory,
  ): Run<Host> {
    const { host, lua } = this.#options;
    const watch = new Stopwatch(this.#time);
    return new Run(host, context, lua.coroutine(fn, args), watch, this.#wakeUp, onEnd, memory);
  }

  #enqueue(run: Run<Host>): void {
    run.standing = "queued";
    this.#queue.push(run);
    this.#askTurn();
  }

  #askTurn(): void {
    if (this.#turnAsked || !this.#started) return;
    this.#turnAsked = true;
    this.#time.soon(() => {
      this.#turnAsked = false;
      this.#turn();
    });
  }

  #setAlarm(now: number): void {
    const at = this.#sleepers.first;
    if (at === undefined || (this.#alarm && this.#alarm.at <= at)) return;
    this.#alarm?.timer.cancel();
    // Rounded up: timers count whole milliseconds and a sleep must never end early.
    const timer = this.#time.after(Math.max(0, Math.ceil(at - now)), () => {
      this.#alarm = undefined;
      this.#wakeSleepers();
      this.#turn();
    });
    this.#alarm = { at, timer };
  }

  #wakeSleepers(): void {
    const now = this.#time.monotonicMs();
    for (let sleeper = this.#sleepers.take(now); sleeper; sleeper = this.#sleepers.take(now)) sleeper.wake();
    this.#setAlarm(now);
  }

  /** Asking for CPU time costs as much as a short run: an answer is good for a while. */
  #lookAtCpu(now: number): void {
    if (now - this.#cpuSeenMs < cpuLastsMs) return;
    this.#cpuMs = this.#time.cpuMs();
    this.#cpuSeenMs = now;
  }

  /** Lets every run that is ready go on, and those that become so, until the turn is over. */
  #turn(): void {
    if (!this.#started) return;
    const now = this.#time.monotonicMs();
    this.#lookAtCpu(now);
    const end = now + turnMs;
    let at = now;
    while (this.#queue.length > 0 && at < end) {
      at = this.#proceedAll(at, end);
      // The timer's own turn comes late while runs hold the thread.
      const due = this.#sleepers.first;
      if (due !== undefined && due <= at) this.#wakeSleepers();
    }
    if (this.#queue.length > 0) this.#askTurn();
    this.#options.turned();
  }

  /** Resumes the runs that are ready at `now`, those that are left at `end` later; gives when it has ended. */
  #proceedAll(now: number, end: number): number {
    const ready = this.#queue;
    this.#queue = [];
    if (ready.some(isNiced)) ready.sort((a, b) => a.nice - b.nice);
    this.#ready = ready;
    let at = now;
    for (let i = 0; i < ready.length; i++) {
      const run = ready[i];
      if (at >= end) {
        this.#queue = ready.slice(i).concat(this.#queue);
        break;
      }
      this.#at = i;
      if (run) at = this.#proceed(run, at);
    }
    this.#ready = [];
    this.#at = 0;
    return at;
  }

  /** Resumes a run until it yields or ends; `now` is the time, the result the time when it has. */
  #proceed(run: Run<Host>, now: number): number {
    if (run.standing === "ended") return now;
    this.#nowMs = now;
    run.standing = "running";
    run.woken = false;
    run.forced = false;
    const resumed = this.#resume(run, now);
    const stopped = this.#time.monotonicMs();
    run.watch.stop(stopped);
    const waits = resumed.status === "yielded" && !run.exceeded && yieldingContexts.has(run.context);
    if (waits && !run.unwanted) {
      run.standing = "waiting";
      if (goesOn(run)) this.#enqueue(run);
    } else run.end(endingOf(run, resumed));
    return stopped;
  }

  #resume(run: Run<Host>, now: number): Resumed {
    const { lua, limits } = this.#options;
    const { executions } = lua;
    const from = executions.running?.thread ?? null;
    const before = this.#running;
    this.#running = run;
    interruptEvery(run.thread, limits.forcedYield, this.#hook);
    run.watch.start(now, this.#cpuMs);
    const entered = executions.enter(run);
    try {
      return run.coroutine.resume(from);
    } finally {
      executions.leave(entered);
      this.#running = before;
    }
  }

  /** The count hook of a run: stops it at its limits, and lets others on where it can be suspended. */
  #interrupt(run: Run<Host>, L: LuaThread): Interruption {
    const { limits } = this.#options;
    const passed = run.watch.passed(lifeLimit(limits, run.context), limits.burst);
    const suspendable = canYield(L, run);
    if (passed) {
      if (!suspendable) {
        // An error, which a script can catch; but the run ends as soon as it can be suspended (hlua_hook).
        interruptEvery(run.thread, 1, this.#hook);
        return { kind: "raise", message: `${passed} timeout` };
      }
      run.exceeded = passed;
      return { kind: "yield" };
    }
    if (!suspendable || !yieldingContexts.has(run.context)) return proceed;
    run.forced = true;
    return { kind: "yield" };
  }
}

/** Whether a run that has yielded is to be resumed at once. */
function goesOn(run: { forced: boolean; woken: boolean }): boolean {
  return run.forced || run.woken;
}

function isNiced(run: { nice: number }): boolean {
  return run.nice !== 0;
}

/** What ended a run that was resumed for the last time. */
function endingOf<Host>(run: Run<Host>, resumed: Resumed): Ending {
  if (run.exceeded) return { kind: "timeout", limit: run.exceeded };
  if (run.unwanted) return { kind: "cancelled" };
  if (resumed.status === "done") return { kind: "done", values: resumed.values };
  if (resumed.status === "yielded") return { kind: "yield" };
  const { value, message, trace, memory } = resumed;
  return run.memory.finished ? { kind: "done", values: [value] } : { kind: "error", message, trace, memory };
}
