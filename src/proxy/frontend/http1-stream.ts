import type { H1Event } from "../http/h1-parser.ts";
import type { RequestHead } from "../http/message.ts";
import type { Client } from "../stream/client.ts";
import { requestBytes } from "../stream/message-bytes.ts";
import { Stream } from "../stream/stream.ts";
import { timingFrom } from "../stream/timing.ts";
import { Transaction } from "../stream/transaction.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import type { RequestClock } from "./request-clock.ts";

/** What a client's head of HTTP/1 begins: a stream, and its request. */
export interface Http1Begin {
  readonly stream: Stream;
  readonly http: Transaction;
}

/** Makes the stream of a request whose head has come. `isFirst`: of its connection. */
export function beginHttp1(
  { head, framing, connection }: Extract<H1Event<RequestHead>, { type: "head" }>,
  client: Client,
  { frontend, session, upgraded }: ConnectionParts,
  clock: RequestClock,
  isFirst: boolean,
): Http1Begin {
  const { proxy, process } = frontend;
  const { time, config } = proxy.environment;
  const now = time.monotonicMs();
  const { waitsSince } = clock;
  const http = new Transaction(head, framing, connection);
  http.keepsLine = proxy.keepsRequestLine;
  const timing = timingFrom(
    isFirst ? session.acceptedAt + session.handshakeMs : waitsSince,
    isFirst ? session.acceptedWallMs : time.wallMs() - (now - waitsSince),
    clock.takeBegin() ?? now,
  );
  const before = isFirst ? upgraded : undefined;
  before?.becomeHttp(client, timing, http);
  const stream =
    before ??
    new Stream({
      id: process.gauges.nextId(),
      session,
      client,
      timing,
      bufsize: config.global.tune.bufsize,
      transaction: http,
    });
  stream.bytes.clientIn = requestBytes(head);
  return { stream, http };
}
