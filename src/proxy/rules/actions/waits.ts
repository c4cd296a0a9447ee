import { StickCounting } from "../../stick/stick-counting.ts";
import type { Stream } from "../../stream/stream.ts";
import type { Transaction } from "../../stream/transaction.ts";
import { errorReply } from "../error-replies.ts";
import { countClientEvent } from "../events.ts";
import { askForPayload } from "../expectations.ts";
import type { Answer, RuleContext } from "../outcome.ts";
import { payloadFills } from "../rewrites.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

const stickCounting = new StickCounting();

/** What waits: for payload, or for a time. */
export const waitActions: Compilers<"wait-for-body" | "wait-for-handshake" | "pause"> = {
  "wait-for-body": (action, place) => waitForBody(action, place),
  // There is no early data to wait for.
  "wait-for-handshake": () => () => "continue",
  pause: (action, place) => pause(action, place),
};

function waitForBody({ time, atLeast }: ActionOf<"wait-for-body">, place: ActionPlace): RunAction {
  const clock = place.home.environment.time;
  return (context, progress) => {
    const { stream } = context;
    if (!stream?.http) return "continue";
    const channel = context.direction === "request" ? stream.request : stream.response;
    if (channel.inputEnd === "invalid") return "invalid";
    if (hasBody(stream.http, stream, context, atLeast)) return "continue";
    const now = clock.monotonicMs();
    if (progress.wakeAt !== undefined && now >= progress.wakeAt) return timedOut(stream, context);
    if (!context.mayWait || channel.inputEnd !== "open") return "continue";
    if (time > 0) progress.wakeAt ??= now + time;
    return "wait";
  };
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

function pause({ time }: ActionOf<"pause">, place: ActionPlace): RunAction {
  const milliseconds = place.integer(time);
  const clock = place.home.environment.time;
  return (context, progress) => {
    if (!context.mayWait) return "continue";
    const now = clock.monotonicMs();
    if (progress.isFirst) {
      const given = milliseconds(context);
      if (given === undefined || given <= 0) return "continue";
      progress.wakeAt = now + Number(given);
    }
    return now < (progress.wakeAt ?? now) ? "wait" : "continue";
  };
}
