import { takeExpectation } from "../http/expectation.ts";
import { Headers } from "../http/headers.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";

/** Sends 100 to a client that keeps its payload back until it is asked for it. */
export function askForPayload(stream: Stream, { request, requestFraming }: Transaction): void {
  if (!takeExpectation(request, requestFraming)) return;
  const head = { version: "HTTP/1.1", status: 100, reason: "Continue", headers: new Headers() };
  stream.client.sendInterim(head);
}
