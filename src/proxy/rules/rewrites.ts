import { startLineSize, storedFieldsSize } from "../http/h1-request.ts";
import type { LocalReply } from "../stream/transaction.ts";
import { countEvent } from "./events.ts";
import type { Outcome, RuleContext, RuleProgress } from "./outcome.ts";

/** What HAProxy's buffers keep for themselves (struct htx). */
const overhead = 40;
/** What they note of a header or a piece of payload. */
const blockSize = 8;

/** A message's head and payload share a buffer of `tune.bufsize`, of which payload leaves `tune.maxrewrite` free. */
interface BufferUse {
  readonly bufsize: number;
  /** What the head takes, with what HAProxy keeps for itself. */
  readonly head: number;
  readonly payload: number;
  /** How much payload there can be. */
  readonly payloadRoom: number;
}

function bufferUse({ stream, direction, session }: RuleContext): BufferUse | undefined {
  const http = stream?.http;
  const isRequest = direction === "request";
  const head = isRequest ? http?.request : http?.response;
  if (!stream || !http || !head) return undefined;
  const { bufsize, maxrewrite } = session.frontend.environment.config.global.tune;
  const line =
    "uri" in head
      ? startLineSize(head.method, head.uri, head.version)
      : startLineSize(head.version, String(head.status), head.reason);
  const size = overhead + line + storedFieldsSize(head.headers);
  const payloadRoom = Math.max(0, bufsize - maxrewrite - size - blockSize);
  const { inputLength } = isRequest ? stream.request : stream.response;
  // What payload has come in stays, however the head grows.
  const payload = Math.max(http.heldPayload[direction], Math.min(inputLength, payloadRoom));
  http.heldPayload[direction] = payload;
  return { bufsize, head: size, payload, payloadRoom };
}

/** Whether a message's head can grow by so many bytes. */
export function fitsBuffer(context: RuleContext, growth: number): boolean {
  const use = bufferUse(context);
  return !use || use.head + use.payload + blockSize + growth <= use.bufsize;
}

/** Whether a reply made here, which is stored in one piece, finds room. */
export function replyFits({ head, body }: LocalReply, bufsize: number): boolean {
  const line = startLineSize(head.version, String(head.status), head.reason);
  const payload = body.length > 0 ? blockSize + body.length : 0;
  return overhead + line + storedFieldsSize(head.headers) + payload <= bufsize;
}

/** Whether there is no room for more of a message's payload. */
export function payloadFills(context: RuleContext): boolean {
  const use = bufferUse(context);
  return use !== undefined && use.payload >= use.payloadRoom;
}

/**
 * The outcome of an attempt to change a message: one that fails is counted,
 * and ends the message unless `strict-mode off` was said.
 */
export function rewritten(success: boolean, context: RuleContext, { strict }: RuleProgress): Outcome {
  if (success) return "continue";
  countEvent("wrew", context, true);
  if (!strict) return "continue";
  context.stream?.endsBecause("P", context.direction === "request" ? "R" : "H");
  return "error";
}
