import { stickCounting } from "../../stick/stick-counting.ts";
import { authenticate } from "../credentials.ts";
import { compileReply, type MakeReply } from "../error-replies.ts";
import { countEvent } from "../events.ts";
import type { Answer, RuleContext } from "../outcome.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What answers in place of the server. */
export const replyActions: Compilers<"return" | "deny" | "tarpit" | "auth"> = {
  return: (action, place) => answering(action, place, "return"),
  deny: (action, place) => answering(action, place, "deny"),
  tarpit: (action, place) => tarpit(action, place),
  auth: ({ realm }, place) => {
    const shown = realm ?? place.defaultRealm;
    return (context) => authenticate(shown, context);
  },
};

function maker({ reply }: ActionOf<"return" | "deny" | "tarpit">, { home }: ActionPlace): MakeReply {
  const { environment, expressions } = home;
  return compileReply(reply, { config: environment.config, expressions });
}

function answering(
  action: ActionOf<"return" | "deny">,
  place: ActionPlace,
  kind: "return" | "deny",
): RunAction {
  const make = maker(action, place);
  const { status } = action.reply;
  return (context): Answer => {
    const http = context.stream?.http;
    if (http) http.status = status;
    // The response that it takes the place of has gone before it is made (http_reply_message()).
    if (http && context.direction === "response") http.response = undefined;
    return { kind, reply: make(context) };
  };
}

/**
 * Waits for as long as `timeout tarpit` says, and then answers; a client that ends
 * amid its request is let go at once (http_process_tarpit()). It is counted when it begins.
 */
function tarpit(action: ActionOf<"tarpit">, place: ActionPlace): RunAction {
  const make = maker(action, place);
  const { status } = action.reply;
  const { time } = place.home.environment;
  return (context, progress) => {
    const { stream } = context;
    const now = time.monotonicMs();
    if (progress.isFirst) {
      stickAndCount(context);
      progress.wakeAt = now + (stream?.timeouts.tarpit ?? stream?.backend.config.timeouts.tarpit ?? 0);
    }
    const isOver = now >= (progress.wakeAt ?? now);
    if (!isOver && context.mayWait) {
      // What else comes of the request is of no interest.
      stream?.request.discardInput();
      return "wait";
    }
    if (stream?.http) stream.http.status = status;
    return { kind: "tarpit", reply: make(context) };
  };
}

function stickAndCount(context: RuleContext): void {
  if (context.stream) stickCounting.httpError(context.stream);
  countEvent("dreq", context);
}
