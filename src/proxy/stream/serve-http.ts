import { errorReply } from "../rules/error-replies.ts";
import { requestBytes, responseBytes } from "./message-bytes.ts";
import type { Responder } from "./responder.ts";
import type { Stream } from "./stream.ts";

/** Lets a service answer; resolves once there is a response's head, or the stream is over. */
export function serve(stream: Stream, responder: Responder): Promise<"go on" | "over"> {
  const { timing } = stream;
  const { time } = stream.frontend.environment;
  stream.endsBecause("L", "-");
  if (stream.http) stream.bytes.serverOut = requestBytes(stream.http.request);
  timing.dequeuedAt ??= time.monotonicMs();
  timing.connectedAt ??= timing.dequeuedAt;
  return new Promise((resolve) => {
    let headSent = false;
    stream.onAbort(() => resolve("over"));
    const onHead = (): void => {
      headSent = true;
      const head = stream.http?.response;
      if (head) stream.bytes.serverIn = responseBytes(head, head.reason);
      timing.responseAt ??= time.monotonicMs();
      resolve("go on");
    };
    const over = (ending: "done" | "failed"): void => {
      stream.request.closeOutput();
      if (stream.aborted) return;
      if (headSent && ending === "done") stream.response.completeMessage();
      else if (headSent) stream.response.endInput("aborted");
      else {
        pageAsResponse(stream);
        resolve("go on");
      }
    };
    responder.answer(stream, onHead).then(over, () => over("failed"));
  });
}

/** A service that fails before its head has answered with an error page all the same: rules on responses see it. */
function pageAsResponse(stream: Stream): void {
  const { http, response, session, timing } = stream;
  const reply = errorReply(500, { session, stream, direction: "response", final: true, mayWait: false });
  if (!http || !reply) return;
  http.response = reply.head;
  http.responseFraming = { kind: "length", length: reply.body.length };
  timing.responseAt ??= stream.frontend.environment.time.monotonicMs();
  stream.bytes.serverIn = responseBytes(reply.head, reply.head.reason);
  response.push(Buffer.from(reply.body, "latin1"));
  response.completeMessage();
}
