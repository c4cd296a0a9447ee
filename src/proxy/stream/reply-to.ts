import { finishReply } from "../rules/after-response.ts";
import { responseBytes } from "./message-bytes.ts";
import type { Stream } from "./stream.ts";
import type { LocalReply } from "./transaction.ts";

/**
 * Answers a stream with a reply made here: what a server may have sent is
 * dropped. Undefined breaks the connection off without an answer.
 */
export function replyTo(stream: Stream, reply: LocalReply | undefined): void {
  const { http, response, request, client } = stream;
  const finished = finishReply(reply, stream);
  // A client that has ended amid its request gets no more.
  if (!http || !finished || request.inputEnd === "aborted") {
    client.abort();
    return;
  }
  http.response = finished.head;
  http.responseIsLocal = true;
  const isHead = http.request.method === "HEAD";
  const { length } = finished.body;
  // A script may want its answer sent in chunks.
  const kind = finished.head.headers.has("transfer-encoding") ? "chunked" : "length";
  http.responseFraming = isHead ? { kind: "none", announced: kind } : { kind, length };
  request.discardInput();
  response.discardInput();
  stream.bytes.clientOut += responseBytes(finished.head, finished.head.reason);
  client.sendHead(finished.head);
  if (!isHead) response.send(Buffer.from(finished.body, "latin1"));
  response.completeMessage();
  response.forwardAll();
}
