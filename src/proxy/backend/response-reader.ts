import type { H1Event } from "../http/h1-parser.ts";
import type { ResponseHead } from "../http/message.ts";

/** Makes events of what a server sends, whatever version of HTTP it speaks (the events are those of {@link H1Parser}). */
export interface ResponseReader {
  push(bytes: Buffer): void;
  /** No more bytes come: the server has ended its side. */
  finish(): void;
  next(): H1Event<ResponseHead>;
  /** What has come and is no part of the message that has been read. */
  readonly pending: number;
}
