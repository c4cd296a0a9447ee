import type { Ruleset } from "../../config/actions.ts";
import type { Decision, RuleContext } from "../rules/outcome.ts";
import { RuleRun } from "../rules/run-rules.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { Channel } from "./channel.ts";
import { endsWaits } from "./client-leaving.ts";
import type { Stream } from "./stream.ts";

/** Something that decides about a message in steps: a {@link RuleRun} or several of them. */
interface Steppable {
  readonly wakeAt: number | undefined;
  step(context: RuleContext): Decision | Promise<Decision>;
}

/** What may hold up the rules on content: they may wait for data, but not longer than `delayMs`. */
interface Inspection {
  readonly delayMs: number | undefined;
}

/** Runs the rules on content that a proxy has; see {@link settle}. */
export function decide(
  stream: Stream,
  proxy: ProxyTraffic,
  ruleset: Ruleset & `tcp-${string} content`,
  channel: Channel,
): Decision | Promise<Decision> {
  const rules = proxy.rules[ruleset];
  if (rules.length === 0) return "continue";
  const { inspectDelay, responseInspectDelay } = proxy.config;
  const delayMs = channel.isResponse ? responseInspectDelay : inspectDelay;
  return settle(stream, new RuleRun(rules, ruleset), channel, { delayMs });
}

/**
 * Steps through rules until they decide. What waits is stepped again at news of
 * the channel, at the moment it named, or when the inspect-delay is over; from
 * then on nothing may wait.
 */
export function settle(
  stream: Stream,
  run: Steppable,
  channel: Channel,
  inspection?: Inspection,
): Decision | Promise<Decision> {
  const end = inspection && endOf(stream, inspection);
  const first = run.step(contextOf(stream, channel, end, inspection?.delayMs === undefined));
  return first === "wait" || first instanceof Promise ? goOn(stream, run, first, channel, end) : first;
}

/** When the rules on content may wait no more. */
function endOf({ session }: Stream, { delayMs = 0 }: Inspection): number {
  return session.frontend.environment.time.monotonicMs() + delayMs;
}

async function goOn(
  stream: Stream,
  run: Steppable,
  first: Decision | Promise<Decision>,
  channel: Channel,
  end: number | undefined,
): Promise<Decision> {
  const { time } = stream.session.frontend.environment;
  let decision = first instanceof Promise ? await orAborted(stream, first) : first;
  while (decision === "wait") {
    await news(stream, channel, earlier(end, run.wakeAt));
    if (stream.aborted) return "abort";
    const step = run.step(contextOf(stream, channel, end, time.monotonicMs() >= (end ?? Infinity)));
    decision = step instanceof Promise ? await orAborted(stream, step) : step;
  }
  return decision;
}

/** `end` is when rules on content may wait no more, `isOver` whether it is then; others have no such end. */
function contextOf(stream: Stream, channel: Channel, end: number | undefined, isOver: boolean): RuleContext {
  const over = end !== undefined && isOver;
  const direction = channel.isResponse ? "response" : "request";
  const mayWait = !stream.aborted && !over && !endsWaits(stream, direction);
  return {
    session: stream.session,
    stream,
    direction,
    final: end === undefined || over || channel.noMoreInput || channel.isFull,
    mayWait,
    cutShort: !mayWait,
    waitsUntil: end,
  };
}

/** A promise, or the news that nobody wants its result any more. */
export function orAborted<T>(stream: Stream, promise: Promise<T>): Promise<T | "abort"> {
  // Not Promise.race(), which makes five promises of this, for every request.
  return new Promise((resolve, reject) => {
    const forget = stream.onAbort(() => resolve("abort"));
    void promise.then(resolve, reject).then(forget);
  });
}

/** Resolves at news of the channel, when the stream is aborted, or at a moment of the monotonic clock. */
export async function news(stream: Stream, channel: Channel, until: number | undefined): Promise<void> {
  const { time } = stream.session.frontend.environment;
  const cleanups: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    const waiting = channel.onceChanged(resolve);
    cleanups.push(() => waiting.cancel());
    if (until !== undefined) {
      const timer = time.after(Math.max(0, Math.ceil(until - time.monotonicMs())), resolve);
      cleanups.push(() => timer.cancel());
    }
    cleanups.push(
      stream.onAbort(resolve),
      stream.onClientEnd(() => resolve()),
    );
  });
  for (const clean of cleanups) clean();
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}
