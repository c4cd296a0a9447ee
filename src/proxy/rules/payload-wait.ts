import type { Time } from "../../time.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";
import type { ProxyTraffic } from "../traffic.ts";
import { conclude } from "./conclusion.ts";
import { errorReply } from "./error-replies.ts";
import { countClientEvent } from "./events.ts";
import { askForPayload } from "./expectations.ts";
import type { Answer, Decision, RuleContext, RuleProgress } from "./outcome.ts";
import { payloadFills } from "./rewrites.ts";

/** How long payload is waited for, 0 for no limit, and how many bytes of it are enough. */
interface PayloadLimits {
  readonly limitMs: number;
  readonly atLeast?: number | undefined;
}

type Wait = (context: RuleContext, progress: RuleProgress) => "continue" | "wait" | "invalid" | Answer;

/** Waits until a message's payload has come (http_wait_for_msg_body()): `wait-for-body`, `option http-buffer-request`. */
export function payloadWait(clock: Time, { limitMs, atLeast }: PayloadLimits): Wait {
  return (context, progress) => {
    const { stream } = context;
    if (!stream?.http) return "continue";
    const channel = context.direction === "request" ? stream.request : stream.response;
    if (channel.inputEnd === "invalid") return "invalid";
    if (hasBody(stream.http, stream, context, atLeast)) return "continue";
    const now = clock.monotonicMs();
    if (progress.wakeAt !== undefined && now >= progress.wakeAt) return timedOut(stream, context);
    if (!context.mayWait || channel.inputEnd !== "open") return "continue";
    if (limitMs > 0) progress.wakeAt ??= now + limitMs;
    return "wait";
  };
}

const bufferRequest = "http-buffer-request";

/**
 * Whether a proxy wants the whole request first: the frontend from the
 * beginning, a backend from when it is chosen, unless the frontend did.
 */
export function buffersRequest({ config }: ProxyTraffic, { frontend }: Stream): boolean {
  if (!config.options.has(bufferRequest)) return false;
  return config === frontend.config || !frontend.config.options.has(bufferRequest);
}

/** Waits for a request's payload where no rule does (http_wait_for_request_body()). Stepped as a `RuleRun` is. */
export class RequestBuffering {
  wakeAt: number | undefined;
  readonly isFirst = true;
  strict = true;
  readonly #wait: Wait;

  constructor({ config: { timeouts }, environment }: ProxyTraffic) {
    this.#wait = payloadWait(environment.time, { limitMs: timeouts.httpRequest ?? timeouts.client ?? 0 });
  }

  step(context: RuleContext): Decision {
    const outcome = this.#wait(context, this);
    if (outcome === "continue" || outcome === "wait") return outcome;
    return conclude(outcome, "http-request", context);
  }
}

/** Whether there is nothing to wait for any more; asks a client that waits to send (http_wait_for_msg_body()). */
function hasBody(
  http: Transaction,
  stream: Stream,
  context: RuleContext,
  atLeast: number | undefined,
): boolean {
  const isRequest = context.direction === "request";
  const framing = isRequest ? http.requestFraming : http.responseFraming;
  const isEmpty = framing.kind === "none" || (framing.kind === "length" && framing.length === 0);
  if (http.request.method === "CONNECT" || isEmpty) return true;
  if (isRequest) askForPayload(stream, http);
  const { complete, inputLength } = isRequest ? stream.request : stream.response;
  return complete || (atLeast !== undefined && inputLength >= atLeast) || payloadFills(context);
}

function timedOut(stream: Stream, context: RuleContext): Answer {
  if (context.direction === "request") {
    countClientEvent("ereq", context);
    stream.endsBecause("c", "R");
    return { kind: "error", reply: errorReply(408, context) };
  }
  stickCounting.httpFailure(stream);
  stream.endsBecause("s", "H");
  return { kind: "error", reply: errorReply(504, context) };
}
