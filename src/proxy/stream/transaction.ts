import type { CompressionAlgorithm } from "../../config/types.ts";
import type { Headers } from "../http/headers.ts";
import type { ConnectionWords, Framing, RequestHead, ResponseHead } from "../http/message.ts";

const noWords: ConnectionWords = { close: false, keepAlive: false, upgrade: false };

/** One HTTP request and its response, as a stream sees them. Rules and scripts change the heads in place. */
export class Transaction {
  readonly request: RequestHead;
  requestFraming: Framing;
  /** The request line as it came, for logs and `capture`: HAProxy takes it before the rules. */
  readonly requestLine: { readonly method: string; readonly uri: string; readonly version: string };
  /** What came along with the head could not be read: HAProxy then has no request line for its logs. */
  isSpoilt = false;
  /** What the client said about its connection. */
  readonly connectionWords: ConnectionWords;
  /** As soon as there is one. */
  response: ResponseHead | undefined;
  responseFraming: Framing = { kind: "none" };
  /** What the logs show: the status of the answer given or passed on; -1 before there is one. */
  status = -1;
  /** The status that the server sent; -1 before it has, and where something else answers. */
  serverStatus = -1;
  /** Whose the response is: `H` for `%tsc`-like purposes stays with the stream. A response made here is not passed through http-response rules. */
  responseIsLocal = false;
  /** Headers of the requests' trailers, once the message is complete. */
  requestTrailers: readonly (readonly [name: string, value: string])[] | undefined;
  responseTrailers: readonly (readonly [name: string, value: string])[] | undefined;
  /** `capture cookie` */
  clientCookie: string | undefined;
  serverCookie: string | undefined;
  /** `option http-use-proxy-header`, and the request was made to a proxy: asks for authentication with 407. */
  usesProxyHeader = false;
  /** What `early-hint` rules have gathered for a response with status 103 that has not been sent yet. */
  earlyHints: Headers | undefined;
  /** What the response is compressed with, as soon as that is decided. */
  compression: CompressionAlgorithm | undefined;
  /** `http-request disable-l7-retry` */
  noRetry = false;

  /** How many bytes of payload stand behind the heads in HAProxy's buffers, as far as rules have asked. */
  readonly heldPayload = { request: 0, response: 0 };

  /** Whether the request's line is kept for logs and `capture.req.*`; see `keepsRequestLine`. */
  keepsLine = true;

  constructor(request: RequestHead, framing: Framing, words: ConnectionWords = noWords) {
    this.request = request;
    this.connectionWords = words;
    this.requestFraming = framing;
    const { method, uri, version } = request;
    this.requestLine = { method, uri, version };
  }

  /** The request line as logs and `capture` have it. */
  get loggedLine(): Transaction["requestLine"] | undefined {
    return this.isSpoilt || !this.keepsLine ? undefined : this.requestLine;
  }
}

/** A whole response made in this program: an error page, `http-request return`, a script's Reply. */
export interface LocalReply {
  readonly head: ResponseHead;
  /** Byte string. */
  readonly body: string;
}
