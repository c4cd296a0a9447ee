import {
  canYield,
  interruptEvery,
  proceed,
  yieldingContexts,
  type Context,
  type HostValue,
  type Interruption,
  type LuaFunction,
  type LuaState,
  type LuaThread,
} from "../lua/index.ts";
import type { Time, Timer } from "../time.ts";
import { lifeLimit, Stopwatch, type Limits } from "./limits.ts";
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
  readonly #sleepers = new Sleepers<() => void>();
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

  /** Calls `fn` when its turn comes. `onEnd` learns how it ended. */
  run(context: Context, fn: LuaFunction, args: readonly HostValue[], onEnd: (ending: Ending) => void): void {
    this.#enqueue(this.#make(context, fn, args, onEnd));
  }

  /** Calls `fn` at once, in a context that cannot wait. */
  runNow(context: Context, fn: LuaFunction, args: readonly HostValue[]): Ending {
    let ended: Ending = { kind: "yield" };
    this.#lookAtCpu(this.#time.monotonicMs());
    this.#proceed(this.#make(context, fn, args, (ending) => (ended = ending)));
    return ended;
  }

  /** Calls `wake` once `ms` milliseconds have passed. Used by every wait with a delay. */
  sleep(ms: number, wake: () => void): void {
    // Whole milliseconds, as HAProxy's ticks: who falls asleep at about the same time wakes in one go.
    this.#sleepers.add(Math.ceil(this.#time.monotonicMs() + ms), wake);
    this.#setAlarm();
  }

  #make(
    context: Context,
    fn: LuaFunction,
    args: readonly HostValue[],
    onEnd: (ending: Ending) => void,
  ): Run<Host> {
    const { host, lua } = this.#options;
    const watch = new Stopwatch(this.#time);
    return new Run(
      host,
      context,
      lua.coroutine(fn, args),
      watch,
      (run) => this.#enqueue(run),
      (run, L) => this.#interrupt(run, L),
      onEnd,
    );
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

  #setAlarm(): void {
    const at = this.#sleepers.first;
    if (at === undefined || (this.#alarm && this.#alarm.at <= at)) return;
    this.#alarm?.timer.cancel();
    // Rounded up: timers count whole milliseconds and a sleep must never end early.
    const ms = Math.max(0, Math.ceil(at - this.#time.monotonicMs()));
    const timer = this.#time.after(ms, () => {
      this.#alarm = undefined;
      this.#wakeSleepers();
      this.#turn();
    });
    this.#alarm = { at, timer };
  }

  #wakeSleepers(): void {
    const now = this.#time.monotonicMs();
    for (let wake = this.#sleepers.take(now); wake; wake = this.#sleepers.take(now)) wake();
    this.#setAlarm();
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
    while (this.#queue.length > 0 && this.#proceedAll(end));
    if (this.#queue.length > 0) this.#askTurn();
    this.#options.turned();
  }

  /** Resumes the runs that are ready now; false when the turn was over before the last of them. */
  #proceedAll(end: number): boolean {
    const ready = this.#queue;
    this.#queue = [];
    if (ready.some((run) => run.nice !== 0)) ready.sort((a, b) => a.nice - b.nice);
    this.#ready = ready;
    let inTime = true;
    for (const [i, run] of ready.entries()) {
      this.#at = i;
      this.#proceed(run);
      inTime = this.#time.monotonicMs() < end;
      if (inTime) continue;
      this.#queue = [...ready.slice(i + 1), ...this.#queue];
      break;
    }
    this.#ready = [];
    this.#at = 0;
    return inTime;
  }

  /** Resumes a run until it yields or ends. */
  #proceed(run: Run<Host>): void {
    this.#nowMs = this.#time.monotonicMs();
    run.standing = "running";
    run.woken = false;
    run.forced = false;
    const { lua, limits } = this.#options;
    const from = lua.executions.running?.thread ?? null;
    interruptEvery(run.thread, limits.forcedYield, run.interrupt);
    run.watch.start(this.#nowMs, this.#cpuMs);
    const resumed = lua.executions.enter(run, () => run.coroutine.resume(from));
    run.watch.stop();
    if (run.exceeded) run.end({ kind: "timeout", limit: run.exceeded });
    else if (resumed.status === "done") run.end({ kind: "done", values: resumed.values });
    else if (resumed.status === "error") {
      const { message, trace, memory } = resumed;
      if (run.finished) run.end({ kind: "done", values: [message] });
      else run.end({ kind: "error", message, trace, memory });
    } else if (!yieldingContexts.has(run.context)) run.end({ kind: "yield" });
    else {
      run.standing = "waiting";
      if (goesOn(run)) this.#enqueue(run);
    }
  }

  /** The count hook of a run: stops it at its limits, and lets others on where it can be suspended. */
  #interrupt(run: Run<Host>, L: LuaThread): Interruption {
    this.#options.pulse();
    const { limits } = this.#options;
    const passed = run.watch.passed(lifeLimit(limits, run.context), limits.burst);
    const suspendable = canYield(L, run);
    if (passed) {
      // A limit that cannot suspend the run is an ordinary error there, which a script can catch (hlua.c).
      if (!suspendable) return { kind: "raise", message: `${passed} timeout` };
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
