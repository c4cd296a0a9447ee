import type { ServerFailure } from "../backend/server-failure.ts";
import { errorReply } from "../rules/error-replies.ts";
import type { Decision, RuleContext } from "../rules/outcome.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import type { StageEnd } from "./filter-chain.ts";
import { replyTo } from "./reply-to.ts";
import type { Stream } from "./stream.ts";
import type { EndCause, EndPhase } from "./timing.ts";
import type { LocalReply } from "./transaction.ts";

/** What ends a stream of HTTP before its time, and what its client gets then. */

/** Where a stage leads: on to the next, or out, because the client has been answered or has gone. */
export type Stage = "go on" | "over";

/** What rules on a request see that may wait for nothing. */
export function requestContext(stream: Stream): RuleContext {
  return { session: stream.session, stream, direction: "request", final: true, mayWait: false };
}

/** Answers with an error page. */
export function fail(stream: Stream, status: number, cause: EndCause, phase: EndPhase): Stage {
  stream.endsBecause(cause, phase);
  // The server's doing; not that there is none, nor that something went wrong here.
  if (status === 502 || status === 504) stickCounting.httpFailure(stream);
  replyTo(stream, errorReply(status, requestContext(stream)));
  return "over";
}

/** Does what rules have decided about a message. */
export function obey(stream: Stream, decision: Decision): Stage {
  if (stream.aborted) return "over";
  if (typeof decision === "object") {
    replyTo(stream, decision.reply);
    return "over";
  }
  switch (decision) {
    case "continue":
    case "done":
      return "go on";
    case "abort":
      if (stream.http?.responseIsLocal === true) return "over";
      // act.ABORT without an answer: a response passes as it is, a request finds no server.
      return stream.http?.response ? "go on" : fail(stream, 503, "P", "R");
    default:
      stream.client.abort(true);
      return "over";
  }
}

/** What the end of a stage of the filters means; `status` is the page for an error. */
export function filtered(stream: Stream, end: StageEnd, status: number, phase: EndPhase): Stage {
  const { http } = stream;
  if (end === "continue") return "go on";
  if (end !== "error") {
    if (http) http.status = end.head.status;
    replyTo(stream, end);
    return "over";
  }
  if (stream.aborted || stream.delivered || http?.responseIsLocal === true) return "over";
  if (http && http.status > 0) {
    // There is a status already: the client gets no page.
    stream.endsBecause("P", phase);
    stream.client.abort(true);
    return "over";
  }
  if (http) http.status = -1;
  return fail(stream, status, "P", phase);
}

/** No server answers: the client gets an error page or is sent elsewhere, or finds its connection closed. */
export function unanswered(stream: Stream, result: ServerFailure | LocalReply): Stage {
  const { http, client } = stream;
  if ("head" in result) {
    stream.endsBecause("L", "C");
    replyTo(stream, result);
    return "over";
  }
  const { status, cause, phase, silent } = result;
  if (!silent) return fail(stream, status, cause, phase);
  stream.endsBecause(cause, phase);
  if (http) http.status = status;
  // A kept connection has ended: this request never happened.
  if (status === 0) stream.logLevel = "silent";
  client.abort();
  return "over";
}

/** The client has gone before a server or a service was asked: none gets to see its request. */
export function cutShort(stream: Stream): Stage {
  const { http, request, responder, backend, client } = stream;
  if (http && request.inputEnd === "aborted") http.status = 400;
  if (!responder) backend.model.backend.counters.add("cli_abrt", 1);
  stream.abort("C", "R");
  client.abort();
  return "over";
}

/** A client that has changed from TCP to HTTP cannot go on to servers in TCP (stream_set_backend()). */
export function breakOff(stream: Stream): Stage {
  const { http, client } = stream;
  if (http) http.status = 500;
  stream.endsBecause("I", "R");
  client.abort();
  return "over";
}

/** The response ends with what has passed of it, and its connection with it. */
export function cutResponse(stream: Stream): void {
  const { response } = stream;
  stream.endsBecause("P", "D");
  response.reopen();
  response.endInput("aborted");
}
