import type { LocalReply } from "../stream/transaction.ts";
import type { Stream } from "../stream/stream.ts";
import { errorReply } from "./error-replies.ts";
import { countEvent } from "./events.ts";
import type { RuleContext } from "./outcome.ts";
import { RuleRun } from "./run-rules.ts";

/**
 * Runs the http-after-response rules on a response that a server or service
 * gave. False when one failed: then the client is to get a page for 500, by
 * {@link finishReply}.
 */
export function afterResponse(stream: Stream): boolean {
  if (pass(stream)) return true;
  countEvent("eint", contextOf(stream), true);
  return false;
}

/** The rules of the backend, then of the frontend, on `stream.http.response` (http_eval_after_res_rules()). */
function pass(stream: Stream): boolean {
  const { backend, frontend } = stream;
  stream.responseLeaves = true;
  for (const proxy of backend === frontend ? [backend] : [backend, frontend]) {
    const rules = proxy.rules["http-after-response"];
    if (rules.length === 0) continue;
    const decision = new RuleRun(rules, "http-after-response").step(contextOf(stream));
    if (decision === "done") return true;
    if (decision !== "continue") return false;
  }
  return true;
}

function contextOf(stream: Stream): RuleContext {
  return { session: stream.session, stream, direction: "response", final: true, mayWait: false };
}

/**
 * Makes a reply made here the stream's response, and runs the
 * http-after-response rules on it (http_reply_and_close()). Where they fail, a
 * page for 500 takes its place; where they fail on that too, it is sent
 * untouched. Undefined: the connection is to be closed without an answer.
 */
export function finishReply(reply: LocalReply | undefined, stream: Stream): LocalReply | undefined {
  const { http } = stream;
  if (!http || !reply) return reply;
  if (http.status === -1) http.status = reply.head.status;
  if (passesAs(reply, stream)) return reply;
  const wasInternal = http.status === 500;
  stream.endsBecause("P", stream.timing.responseAt === undefined ? "R" : "H");
  const context = contextOf(stream);
  const internal = wasInternal ? undefined : errorReply(500, context);
  if (internal && passesAs(internal, stream)) return internal;
  const untouched = errorReply(500, context);
  if (untouched) http.response = untouched.head;
  return untouched;
}

function passesAs(reply: LocalReply, stream: Stream): boolean {
  const { http } = stream;
  if (!http) return true;
  http.response = reply.head;
  http.responseIsLocal = true;
  return pass(stream);
}
