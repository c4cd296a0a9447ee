import type { Stream } from "../stream/stream.ts";

/** A client that ends its side does not wait for an answer of a server, as HAProxy sees it (`option abortonclose`). */
export function giveUpWaiting(stream: Stream): void {
  if (stream.responder || !stream.http || stream.http.responseIsLocal) return;
  // The server has answered all: only the rest of it is on its way.
  if (stream.response.complete) return;
  if (stream.timing.responseAt === undefined) stream.http.status = 400;
  stream.abort("C", phaseOf(stream));
}

/** Where a stream stands, as the logs' second letter has it. */
export function phaseOf({ timing, server, delivered }: Stream): "R" | "Q" | "C" | "H" | "D" | "L" {
  if (delivered) return "L";
  if (timing.requestAt === undefined) return "R";
  if (timing.responseAt !== undefined) return "D";
  if (timing.connectedAt !== undefined) return "H";
  return server === undefined ? "Q" : "C";
}
