import type { LocalReply } from "../stream/transaction.ts";
import type { Stream } from "../stream/stream.ts";
import { errorReply } from "./error-replies.ts";
import type { RuleContext } from "./outcome.ts";
import { RuleRun } from "./run-rules.ts";

/**
 * Runs the http-after-response rules of the backend, then of the frontend, on
 * `stream.http.response` (http_eval_after_res_rules()). False when a rule
 * failed: then the client gets {@link finishReply}'s 500 instead.
 */
export function afterResponse(stream: Stream): boolean {
  const { session, backend, frontend } = stream;
  const context: RuleContext = { session, stream, direction: "response", final: true, mayWait: false };
  for (const proxy of backend === frontend ? [backend] : [backend, frontend]) {
    const rules = proxy.rules["http-after-response"];
    if (rules.length === 0) continue;
    const decision = new RuleRun(rules, "http-after-response").step(context);
    if (decision === "done") return true;
    if (decision !== "continue") return false;
  }
  return true;
}

/**
 * Makes a reply made here the stream's response, and runs the
 * http-after-response rules on it (http_reply_and_close()). Where they fail, a
 * 500 takes its place, and where they fail on that too, HAProxy's own,
 * untouched. Undefined: the connection is to be closed without an answer.
 */
export function finishReply(reply: LocalReply | undefined, stream: Stream): LocalReply | undefined {
  const { http } = stream;
  if (!http || !reply) return reply;
  const isFine = (given: LocalReply): boolean => {
    http.response = given.head;
    http.responseIsLocal = true;
    if (http.status === -1) http.status = given.head.status;
    return afterResponse(stream);
  };
  if (isFine(reply)) return reply;
  stream.endsBecause("P", stream.timing.responseAt === undefined ? "R" : "H");
  const wasInternal = http.status === 500;
  const context: RuleContext = {
    session: stream.session,
    stream,
    direction: "response",
    final: true,
    mayWait: false,
  };
  const internal = errorReply(500, context);
  if (!internal) return undefined;
  if (wasInternal || !isFine(internal)) {
    // A second failure: nothing may touch it any more.
    const untouched = errorReply(500, context);
    if (untouched) http.response = untouched.head;
    return untouched;
  }
  return internal;
}
