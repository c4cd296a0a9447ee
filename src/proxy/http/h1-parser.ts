import { ChunkLineScanner } from "./h1-chunks.ts";
import type { FieldFacts } from "./h1-fields.ts";
import { FieldsReader, HeadReader, type ReadFault } from "./h1-head-reader.ts";
import { judgeRequest, storedFieldsSize } from "./h1-request.ts";
import { judgeResponse } from "./h1-response.ts";
import type { Headers } from "./headers.ts";
import {
  type ConnectionWords,
  type Framing,
  isInterim,
  type RequestHead,
  type ResponseHead,
} from "./message.ts";

export interface H1ParserSettings {
  /** `tune.http.maxhdr` */
  readonly maxHeaders: number;
  /** `tune.bufsize` */
  readonly bufsize: number;
  /** `tune.maxrewrite` */
  readonly maxrewrite: number;
  /** `option accept-unsafe-violations-in-http-request` or `-response` */
  readonly acceptUnsafe: boolean;
  /** `accept-payload-with-any-method` */
  readonly acceptPayloadWithAnyMethod: boolean;
  /** `h1-do-not-close-on-insecure-transfer-encoding` */
  readonly keepInsecureTransferEncoding: boolean;
}

/** HAProxy's defaults. */
export const defaultParserSettings: H1ParserSettings = {
  maxHeaders: 101,
  bufsize: 16384,
  maxrewrite: 1024,
  acceptUnsafe: false,
  acceptPayloadWithAnyMethod: false,
  keepInsecureTransferEncoding: false,
};

/** What a parser says next. */
export type H1Event<Head> =
  /** More bytes are needed. */
  | { readonly type: "more" }
  | {
      readonly type: "head";
      readonly head: Head;
      readonly framing: Framing;
      /** What the sender said about the connection; taken out of the headers. */
      readonly connection: ConnectionWords;
    }
  /** Payload: a view of what was pushed, not a copy. Or what comes through a tunnel. */
  | { readonly type: "data"; readonly data: Buffer }
  /** The message is whole. Trailers, where there is a block of them, are as they came, with names in lower case. */
  | { readonly type: "end"; readonly trailers: Headers | undefined }
  /** A client's first bytes are HTTP/2's preface. They stay: see {@link H1Parser.rest}. */
  | { readonly type: "preface" }
  /** The connection has ended where it may: between two messages. */
  | { readonly type: "closed" }
  | H1Error;

/** Nothing more can be read from the connection. */
export interface H1Error {
  readonly type: "error";
  /** What HAProxy answers: 400, 413, 414, 422 or 431 for a request, 502 for a response. */
  readonly status: number;
  /** What was wrong, in a word or two. */
  readonly reason: string;
  /** Which part of the message it was in. */
  readonly part: "head" | "payload" | "trailers";
  /** Whether the peer has broken off in the middle, and nothing else was wrong. */
  readonly truncated: boolean;
}

type Stage =
  "head" | "length" | "chunk line" | "chunk" | "chunk end" | "trailers" | "close" | "end" | "error";

/** How heads of one kind are made and judged. */
interface Kind<Head> {
  readonly block: "request" | "response";
  readonly status: number;
  judge(line: [string, string, string], headers: Headers, facts: FieldFacts): Judgement<Head>;
}

type Judgement<Head> =
  | { readonly head: Head; readonly framing: Framing; readonly interim: boolean }
  | { readonly status: number; readonly reason: string };

const more = { type: "more" } as const;
const closed = { type: "closed" } as const;
const preface = { type: "preface" } as const;

/** The first bytes of a client that speaks HTTP/2 without being asked (RFC 9113 3.4). */
export const http2Preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");

/** What HAProxy's buffers keep for themselves, where it receives (HTX_BUF_OVERHEAD) and where it stores (struct htx). */
const receiveOverhead = 56;
const storeOverhead = 40;

/**
 * Reads the messages of one side of a connection, as HAProxy's h1.c, h1_htx.c
 * and mux_h1.c do: what they refuse, drop and put right, this does too.
 *
 * `push` bytes, then take events by `next` until it says "more". After
 * "end", `next` goes on with the next message on the connection: who must wait
 * (for the response, say) just does not ask. However the bytes are cut into
 * pieces, the events are the same, but for the cuts in data.
 */
export class H1Parser<Head> {
  readonly #kind: Kind<Head>;
  readonly #head: HeadReader;
  readonly #trailers: FieldsReader;
  readonly #line = new ChunkLineScanner();
  readonly #maxBytes: number;
  readonly #maxStored: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** The first byte not consumed; in the stages of heads and trailers, 0. */
  #at = 0;
  #stage: Stage = "head";
  /** Payload bytes still to come, of the message or of the chunk. */
  #left = 0;
  #finished = false;
  #error: H1Error | undefined;

  private constructor(kind: Kind<Head>, { maxHeaders, bufsize, maxrewrite, acceptUnsafe }: H1ParserSettings) {
    this.#kind = kind;
    this.#maxBytes = bufsize - receiveOverhead;
    this.#maxStored = bufsize - storeOverhead - maxrewrite;
    const limits = { maxHeaders, acceptUnsafe, maxBytes: this.#maxBytes };
    this.#head = new HeadReader(kind.block, limits);
    this.#trailers = new FieldsReader("trailers", limits);
    this.#head.start();
  }

  /** For what a client sends. */
  static forRequests(settings: H1ParserSettings): H1Parser<RequestHead> {
    const rules = { ...settings, maxStored: settings.bufsize - storeOverhead - settings.maxrewrite };
    return new H1Parser<RequestHead>(
      {
        block: "request",
        status: 400,
        judge: ([method, uri, version], headers, facts) => {
          const head = { method, uri, version, headers };
          const framing = judgeRequest(head, facts, rules);
          return "status" in framing ? framing : { head, framing, interim: false };
        },
      },
      settings,
    );
  }

  /**
   * For what a server sends. `method` is asked at each response: the method of
   * the request that it answers.
   */
  static forResponses(settings: H1ParserSettings, method: () => string): H1Parser<ResponseHead> {
    const rules = { ...settings, maxStored: settings.bufsize - storeOverhead - settings.maxrewrite };
    return new H1Parser<ResponseHead>(
      {
        block: "response",
        status: 502,
        judge: ([version, code, reason], headers, facts) => {
          const head = { version, status: Number(code), reason, headers };
          const framing = judgeResponse(head, facts, method(), rules);
          if (typeof framing === "string") return { status: 502, reason: framing };
          return { head, framing, interim: isInterim(head.status) };
        },
      },
      settings,
    );
  }

  /** Takes bytes that have come. They must not be changed afterwards. */
  push(bytes: Buffer): void {
    this.#bytes =
      this.#at === this.#bytes.length ? bytes : Buffer.concat([this.#bytes.subarray(this.#at), bytes]);
    this.#at = 0;
  }

  /** No more bytes come: the peer has ended its side. */
  finish(): void {
    this.#finished = true;
  }

  /** From here on it is not HTTP: all bytes are data, from those that have come already. */
  becomeTunnel(): void {
    this.#stage = "close";
  }

  /** How many bytes have come and are not consumed. */
  get pending(): number {
    return this.#bytes.length - this.#at;
  }

  /** The bytes that have come and are not consumed; they are then. */
  rest(): Buffer {
    const rest = this.#bytes.subarray(this.#at);
    this.#at = this.#bytes.length;
    return rest;
  }

  next(): H1Event<Head> {
    for (;;) {
      const event = this.#step();
      if (event !== undefined) return event;
    }
  }

  /** One step: an event, or nothing when the next stage has to say. */
  #step(): H1Event<Head> | undefined {
    switch (this.#stage) {
      case "head":
        return this.#readHead();
      case "length":
      case "chunk":
        return this.#readCounted();
      case "chunk line":
        return this.#readChunkLine();
      case "chunk end":
        return this.#readChunkEnd();
      case "trailers":
        return this.#readTrailers();
      case "close":
        if (this.pending > 0) return { type: "data", data: this.rest() };
        return this.#finished ? this.#end(undefined) : more;
      case "end":
        return this.#end(undefined);
      case "error":
        return this.#error;
    }
  }

  #readHead(): H1Event<Head> | undefined {
    if (this.#at > 0) this.#rebase();
    const bytes = this.#bytes;
    if (bytes.length === 0) return this.#finished ? closed : more;
    if (this.#head.isFresh && bytes[0] === http2Preface[0] && this.#kind.block === "request") {
      const seen = Math.min(bytes.length, http2Preface.length);
      if (bytes.compare(http2Preface, 0, seen, 0, seen) === 0) {
        if (seen === http2Preface.length) return preface;
        return this.#finished ? this.#truncated("head") : more;
      }
    }
    const result = this.#head.read(bytes);
    if (result === "more") return this.#finished ? this.#truncated("head") : more;
    if (result !== "done") return this.#fail(this.#statusOf(result), result.reason, "head");
    const { fields } = this.#head;
    const judgement = this.#kind.judge(this.#head.line(bytes), fields.headers, fields.facts);
    if ("status" in judgement) return this.#fail(judgement.status, judgement.reason, "head");
    this.#at = fields.at;
    this.#head.start();
    const { head, framing, interim } = judgement;
    this.#enter(framing, interim);
    const { close, keepAlive, upgradeWord: upgrade } = fields.facts;
    return { type: "head", head, framing, connection: { close, keepAlive, upgrade } };
  }

  #enter(framing: Framing, interim: boolean): void {
    switch (framing.kind) {
      case "none":
        // Behind a non-final response comes another head.
        this.#stage = interim ? "head" : "end";
        break;
      case "length":
        this.#left = framing.length;
        this.#stage = framing.length === 0 ? "end" : "length";
        break;
      case "chunked":
        this.#line.start(0);
        this.#stage = "chunk line";
        break;
      case "close":
      case "tunnel":
        this.#stage = "close";
    }
  }

  #readCounted(): H1Event<Head> | undefined {
    const size = Math.min(this.pending, this.#left);
    if (size === 0) return this.#finished ? this.#truncated("payload") : more;
    const data = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    this.#left -= size;
    if (this.#left === 0) this.#stage = this.#stage === "length" ? "end" : "chunk end";
    return { type: "data", data };
  }

  #readChunkLine(): H1Event<Head> | undefined {
    const line = this.#line;
    line.at = this.#at;
    const result = line.scan(this.#bytes);
    this.#at = line.at;
    if (result === "more" && line.length < this.#maxBytes) {
      return this.#finished ? this.#truncated("payload") : more;
    }
    if (result !== "done") return this.#fail(this.#kind.status, "chunk size", "payload");
    this.#left = line.size;
    line.start(0);
    if (this.#left > 0) {
      this.#stage = "chunk";
    } else {
      this.#stage = "trailers";
      this.#rebase();
      this.#trailers.start(0);
    }
    return undefined;
  }

  /** A chunk ends with CRLF, and not with less. */
  #readChunkEnd(): H1Event<Head> | undefined {
    const bytes = this.#bytes;
    const isWhole = this.pending >= 2;
    if ((this.pending > 0 && bytes[this.#at] !== 0x0d) || (isWhole && bytes[this.#at + 1] !== 0x0a)) {
      return this.#fail(this.#kind.status, "chunk end", "payload");
    }
    if (!isWhole) return this.#finished ? this.#truncated("payload") : more;
    this.#at += 2;
    this.#stage = "chunk line";
    return undefined;
  }

  #readTrailers(): H1Event<Head> | undefined {
    const trailers = this.#trailers;
    const result = trailers.read(this.#bytes);
    if (result === "more") return this.#finished ? this.#truncated("trailers") : more;
    if (result !== "done") return this.#fail(this.#kind.status, result.reason, "trailers");
    const { headers, facts } = trailers;
    // They are read like a request's head, whose transfer-encoding must end in chunked.
    if (facts.transferEncoding && !facts.chunked) {
      return this.#fail(this.#kind.status, "transfer-encoding", "trailers");
    }
    if (storedFieldsSize(headers) > this.#maxStored) {
      return this.#fail(this.#kind.status, "trailers too large", "trailers");
    }
    if (facts.transferEncoding) headers.remove("content-length");
    this.#at = trailers.at;
    return this.#end(headers.length > 0 ? headers : undefined);
  }

  #end(trailers: Headers | undefined): H1Event<Head> {
    this.#stage = "head";
    return { type: "end", trailers };
  }

  /** Lets what is not consumed start at the buffer's first byte. */
  #rebase(): void {
    this.#bytes = this.#bytes.subarray(this.#at);
    this.#at = 0;
  }

  #statusOf({ tooLong }: ReadFault): number {
    if (this.#kind.block === "response" || tooLong === undefined) return this.#kind.status;
    return tooLong === "line" ? 414 : 431;
  }

  #truncated(part: H1Error["part"]): H1Error {
    return this.#fail(this.#kind.status, "incomplete message", part, true);
  }

  #fail(status: number, reason: string, part: H1Error["part"], truncated = false): H1Error {
    this.#stage = "error";
    this.#error = { type: "error", status, reason, part, truncated };
    return this.#error;
  }
}
