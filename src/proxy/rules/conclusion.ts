import type { Ruleset } from "../../config/actions.ts";
import { errorReply } from "./error-replies.ts";
import { countClientEvent, countEvent, countIntercepted, countServerEvent } from "./events.ts";
import type { Answer, Decision, Outcome, Pause, RuleContext } from "./outcome.ts";
import { stickCounting } from "../stick/stick-counting.ts";

/** What can end a list of rules. */
export type Ending = Exclude<Outcome, "continue" | "wait" | Pause>;

/**
 * Turns what ended a list of rules into what is to be done, counts it and
 * notes it in the stream's end state, as the ends of HAProxy's analysers do
 * (http_process_req_common(), http_process_res_common(),
 * tcp_inspect_request(), tcp_inspect_response(), tcp_exec_l4_rules()).
 */
export function conclude(ending: Ending, ruleset: Ruleset, context: RuleContext): Decision {
  if (ending === "stop") return "continue";
  if (ending === "done") return ruleset.startsWith("http") ? "done" : "continue";
  if (ending === "silent-drop") return "silent-drop";
  switch (ruleset) {
    case "tcp-request connection":
    case "tcp-request session":
      if (ending === "reject") countClientEvent(ruleset.endsWith("connection") ? "dcon" : "dses", context);
      return "reject";
    case "tcp-request content":
    case "tcp-response content":
      return concludeContent(ending, context);
    case "http-request":
    case "http-response":
      return concludeHttp(ending, context);
    case "http-after-response":
      // Whoever asked for these rules counts their failure, if anybody.
      return "abort";
  }
}

type Refusal = Exclude<Ending, "stop" | "done" | "silent-drop">;

function concludeContent(ending: Refusal, context: RuleContext): Decision {
  const { stream, direction } = context;
  if (ending === "close") return "close";
  const isRequest = direction === "request";
  if (ending === "reject" || ending === "deny") {
    if (isRequest) countClientEvent("dreq", context);
    else countEvent("dresp", context, true);
  } else if (ending === "error") {
    if (isRequest) countClientEvent("eint", context);
    else countEvent("eint", context, true);
    stream?.endsBecause("I", isRequest ? "R" : "D");
  } else if (ending === "invalid") {
    if (isRequest) countClientEvent("ereq", context);
    else countServerEvent("eresp", context);
  }
  stream?.endsBecause("P", isRequest ? "R" : "D");
  if (typeof ending === "object") return ending;
  return ending === "abort" ? "abort" : "reject";
}

function concludeHttp(ending: Refusal, context: RuleContext): Decision {
  if (typeof ending === "object") return concludeAnswer(ending, context);
  const { stream, direction } = context;
  const isRequest = direction === "request";
  const phase = isRequest ? "R" : "H";
  switch (ending) {
    case "reject":
    case "close":
      countEvent("dreq", context);
      stream?.endsBecause("P", phase);
      return "reject";
    case "abort":
      stream?.endsBecause("P", phase);
      return "abort";
    case "deny": {
      const status = stream?.http?.status ?? -1;
      const refused = status === -1 ? (isRequest ? 403 : 502) : status;
      return concludeAnswer({ kind: "deny", reply: errorReply(refused, context) }, context);
    }
    case "error":
      countEvent("eint", context, !isRequest);
      stream?.endsBecause("I", phase);
      return answer({ kind: "error", reply: errorReply(500, context) }, context);
    case "invalid":
      if (isRequest) countClientEvent("ereq", context);
      else {
        countServerEvent("eresp", context);
        if (stream) {
          stickCounting.httpFailure(stream);
          stream.timing.responseAt = undefined;
        }
      }
      stream?.endsBecause("P", phase);
      return answer({ kind: "error", reply: errorReply(isRequest ? 400 : 502, context) }, context);
  }
}

function concludeAnswer(given: Answer, context: RuleContext): Decision {
  const { stream, direction } = context;
  const isRequest = direction === "request";
  const phase = isRequest ? "R" : "H";
  switch (given.kind) {
    case "deny":
      if (isRequest) {
        if (stream) stickCounting.httpError(stream);
        countEvent("dreq", context);
      } else countEvent("dresp", context, true);
      stream?.endsBecause("P", phase);
      break;
    case "tarpit":
      // Counted when it began.
      stream?.endsBecause("P", "T");
      break;
    case "auth":
      if (stream) stickCounting.httpError(stream);
      countIntercepted(context);
      stream?.endsBecause("L", phase);
      break;
    case "return":
    case "redirect":
    case "script":
      if (stream?.http && given.kind === "script") stream.http.status = given.reply?.head.status ?? -1;
      if (isRequest) countIntercepted(context);
      stream?.endsBecause("L", phase);
      break;
    case "monitor":
      stream?.endsBecause("L", phase);
      break;
    case "error":
      stream?.endsBecause("P", phase);
  }
  return answer(given, context);
}

/** The moment of an answer counts as the request's, for the logs; a tarpit's as the end of a queue. */
function answer(given: Answer, { session, stream }: RuleContext): Decision {
  if (!stream) return given;
  const now = session.frontend.environment.time.monotonicMs();
  if (given.kind === "tarpit") stream.timing.dequeuedAt = now;
  else stream.timing.requestAt ??= now;
  return given;
}
