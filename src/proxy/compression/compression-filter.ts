import type { CompressionAlgorithm, CompressionConfig } from "../../config/types.ts";
import type { FilterInstance, FilterVerdict, FilterWindow, Passage, StreamFilter } from "../stream/filter.ts";
import type { Channel } from "../stream/channel.ts";
import type { Stream } from "../stream/stream.ts";
import type { Transaction } from "../stream/transaction.ts";
import { acceptedAlgorithm } from "./accept-encoding.ts";
import { describeCompressed } from "./compressed-head.ts";
import { isRequestCompressible, isResponseCompressible, knownLength } from "./compressible.ts";
import { encoderOf, type Encoder } from "./encoder.ts";

/** `filter comp-req`: compresses the payloads of requests. */
export const requestCompression: StreamFilter = {
  http: true,
  attach: (stream) => stream.http && new RequestCompression(stream, stream.http),
};

/** `filter comp-res`: compresses those of responses. */
export const responseCompression: StreamFilter = {
  http: true,
  attach: (stream) => stream.http && new ResponseCompression(stream, stream.http),
};

/**
 * A setting of the backend, or of the frontend where the backend has none:
 * whichever of both proxies a filter is of, it hears both.
 */
function setting<Name extends keyof CompressionConfig>(
  { backend, frontend }: Stream,
  name: Name,
): CompressionConfig[Name] | undefined {
  return backend.config.compression?.[name] ?? frontend.config.compression?.[name];
}

/** A switch that either of both proxies may turn on. */
function either({ backend, frontend }: Stream, name: "request" | "response" | "offload"): boolean {
  return backend.config.compression?.[name] === true || frontend.config.compression?.[name] === true;
}

/** A size of which 0 says nothing. */
function minimum({ backend, frontend }: Stream, name: "requestMinimum" | "responseMinimum"): number {
  return (
    [backend, frontend].map(({ config }) => config.compression?.[name] ?? 0).find((size) => size > 0) ?? 0
  );
}

function levelOf({ frontend }: Stream): number {
  return frontend.environment.config.global.tune.compressionLevel;
}

/** One payload on its way through the encoder. */
class Compressing {
  readonly #encoder: Encoder;
  #ended = false;

  constructor(algorithm: CompressionAlgorithm, level: number) {
    this.#encoder = encoderOf(algorithm, level);
  }

  get compresses(): boolean {
    return this.#encoder.compresses;
  }

  /** Puts what the window's bytes become in their place; all of it passes. */
  pass(channel: Channel, window: FilterWindow): Passage {
    const { offset, length } = window;
    if (!this.#ended) {
      this.#ended = channel.complete && offset + length === channel.inputLength;
      const encoded = this.#encoder.encode(channel.peek().subarray(offset, offset + length), this.#ended);
      channel.replace(offset, length, encoded);
      window.length = encoded.length;
    }
    return { count: window.length };
  }
}

class RequestCompression implements FilterInstance {
  readonly #stream: Stream;
  readonly #http: Transaction;
  #payload: Compressing | undefined;

  constructor(stream: Stream, http: Transaction) {
    this.#stream = stream;
    this.#http = http;
  }

  httpHeaders(channel: Channel): FilterVerdict {
    const stream = this.#stream;
    if (channel.isResponse || !either(stream, "request")) return "continue";
    const algorithm = setting(stream, "requestAlgorithm");
    const wishes = { types: setting(stream, "requestTypes"), minimum: minimum(stream, "requestMinimum") };
    if (algorithm === undefined || !isRequestCompressible(this.#http, channel, wishes)) return "continue";
    const described = describeCompressed(this.#http.request.headers, this.#http.requestFraming, algorithm);
    this.#http.requestFraming = { kind: "chunked" };
    if (described) this.#payload = new Compressing(algorithm, levelOf(stream));
    return "continue";
  }

  filtersData(channel: Channel): boolean {
    return !channel.isResponse && this.#payload !== undefined;
  }

  payload(channel: Channel, window: FilterWindow): Passage {
    return this.#payload?.pass(channel, window) ?? { count: window.length };
  }
}

class ResponseCompression implements FilterInstance {
  readonly #stream: Stream;
  readonly #http: Transaction;
  #algorithm: CompressionAlgorithm | undefined;
  #payload: Compressing | undefined;
  /** The payload came in chunks, behind which trailers may stand. */
  #hasTrailer = false;

  constructor(stream: Stream, http: Transaction) {
    this.#stream = stream;
    this.#http = http;
  }

  httpHeaders(channel: Channel): FilterVerdict {
    if (either(this.#stream, "response")) {
      if (channel.isResponse) this.#begin();
      else this.#choose(this.#http);
    }
    return "continue";
  }

  #choose({ request: { headers } }: Transaction): void {
    const choice = acceptedAlgorithm(headers, setting(this.#stream, "responseAlgorithms") ?? []);
    this.#algorithm = choice?.algorithm;
    if (choice?.asked === true && either(this.#stream, "offload")) headers.remove("accept-encoding");
  }

  /** Before the rules on the response, which may ask for what becomes of it. */
  responseHead(channel: Channel): void {
    const stream = this.#stream;
    const http = this.#http;
    const wishes = { types: setting(stream, "responseTypes"), minimum: minimum(stream, "responseMinimum") };
    const isTaken = http.compression !== undefined;
    const known = knownLength(http.responseFraming, channel);
    // What a service will give HAProxy takes for nothing.
    const length = stream.responder && known !== undefined ? 0 : known;
    if (isTaken || this.#algorithm === undefined || !isResponseCompressible(http, length, wishes)) {
      this.#algorithm = undefined;
    } else http.compression = this.#algorithm;
  }

  #begin(): void {
    const http = this.#http;
    if (this.#algorithm === undefined || !http.response) return;
    const { responseFraming: framing } = http;
    this.#hasTrailer = framing.kind === "chunked" && !framing.implied && !this.#stream.responder;
    const described = describeCompressed(http.response.headers, framing, this.#algorithm);
    http.responseFraming = { kind: "chunked" };
    if (described) this.#payload = new Compressing(this.#algorithm, levelOf(this.#stream));
    else this.#algorithm = undefined;
  }

  filtersData(channel: Channel): boolean {
    return channel.isResponse && this.#payload !== undefined;
  }

  payload(channel: Channel, window: FilterWindow): Passage {
    const before = window.length;
    if (!this.#payload) return { count: before };
    const passage = this.#payload.pass(channel, window);
    this.#countBytes(this.#payload, before, passage.count);
    return passage;
  }

  httpEnd(): FilterVerdict {
    if (this.#payload && this.#hasTrailer) {
      // HAProxy's buffers have a byte for the end of chunks, and the trailers before it.
      const trailers = this.#http.responseTrailers ?? [];
      const length = trailers.reduce((sum, [name, value]) => sum + name.length + value.length, 1);
      this.#countBytes(this.#payload, length, length);
    }
    this.#count("comp_rsp", 1);
    return "continue";
  }

  #countBytes({ compresses }: Compressing, before: number, after: number): void {
    if (compresses) {
      this.#count("comp_in", before);
      this.#count("comp_out", after);
    } else this.#count("comp_byp", before);
  }

  #count(stat: string, n: number): void {
    const { frontend, backend, backendChosen } = this.#stream;
    if (n === 0) return;
    frontend.model.frontend.counters.add(stat, n);
    if (backendChosen) backend.model.backend.counters.add(stat, n);
  }
}
