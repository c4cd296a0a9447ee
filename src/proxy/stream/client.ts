import type { ResponseHead } from "../http/message.ts";

/**
 * The client's side of a stream: HTTP/1 (one request of its connection), one
 * stream of HTTP/2, or a plain TCP connection. It pushes what the client sends
 * into the stream's request channel and takes what it answers from the
 * response channel.
 */
export interface Client {
  readonly protocol: "tcp" | "h1" | "h2";
  /** The number of the stream on its connection, where the protocol has one. */
  readonly streamId?: number | undefined;
  /** Why the client has broken the stream off, where the protocol says so. */
  readonly resetCode?: number | undefined;
  /** Sends an interim response (1xx) now. HTTP only. */
  sendInterim(head: ResponseHead): void;
  /**
   * Starts the response; its payload is then taken from the response channel
   * until that is complete. The client decides about `connection` and
   * `transfer-encoding`, from the transaction's framing. HTTP only.
   */
  sendHead(head: ResponseHead): void;
  /**
   * Breaks the connection (in HTTP/2: the stream) off, in the middle of whatever it was doing.
   * `rejected`: a rule does not want this client, in HTTP/2 the whole connection goes.
   */
  abort(rejected?: boolean): void;
  /** The client has gone, or ended its side and cannot get an answer. */
  readonly gone: boolean;
}
