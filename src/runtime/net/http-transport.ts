import { readFileSync } from "node:fs";
import { lookup } from "node:dns";
import net, { type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import tls from "node:tls";
import type { buildConnector, Dispatcher, Pool } from "undici";
import { encodeUtf8 } from "../../lua/index.ts";
import { ipOf, type Destination } from "./address.ts";
import type { Cancellation } from "./cancellation.ts";
import {
  NetworkError,
  type HttpProgress,
  type HttpRequest,
  type HttpResponse,
  type NetworkFailure,
  type NetworkSettings,
} from "./network.ts";
import { undici } from "./undici.ts";

/** The largest head of an answer: HAProxy's buffer less its reserve. */
const maxHeaderSize = 16_384 - 1024;

/** A body goes out in pieces of this size. */
const pieceSize = 65_536;

/** Headers that HAProxy does not pass on from a request: it frames the body by itself. */
const framing: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);

/**
 * HTTP/1.1 on undici, with connections kept for further requests, one pool for
 * each place to connect to. undici never sees a URL: each pool's connector
 * knows where to go.
 */
export class HttpTransport {
  readonly #settings: NetworkSettings;
  readonly #pools = new Map<string, Pool>();
  #ca: string | undefined;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
  }

  async request(
    request: HttpRequest,
    cancellation: Cancellation,
    progress: HttpProgress,
  ): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(cancellation, progress, resolve, reject);
      const { host, to } = request;
      if (!to && !ipOf(host) && !this.#settings.httpResolves) {
        exchange.fail(
          new NetworkError("unresolved", `'${host}' is not looked up: httpclient.resolvers.disabled`),
        );
        return;
      }
      try {
        this.#pool(request).dispatch(options(request, progress), exchange);
      } catch (error) {
        exchange.fail(error);
      }
    });
  }

  close(): void {
    for (const pool of this.#pools.values()) void pool.destroy();
    this.#pools.clear();
  }

  #pool(request: HttpRequest): Pool {
    const { tls: secure, host, port, to } = request;
    const key = JSON.stringify([secure, host, port, to]);
    const known = this.#pools.get(key);
    if (known) return known;
    const pool = new (undici().Pool)("http://peer", {
      connect: this.#connector(request),
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize,
    });
    pool.on("disconnect", () => {
      if (pool.stats.connected === 0 && pool.stats.size === 0) this.#forget(key, pool);
    });
    this.#pools.set(key, pool);
    return pool;
  }

  #forget(key: string, pool: Pool): void {
    // A pool that was destroyed has left the map before its connections tell.
    if (this.#pools.get(key) !== pool) return;
    this.#pools.delete(key);
    void pool.close();
  }

  #connector(request: HttpRequest): buildConnector.connector {
    return (_options, callback) => {
      const socket = this.#open(request);
      const timeout = (): void => {
        socket.destroy(new Error("no connection in time"));
      };
      socket.setTimeout(this.#settings.httpConnectTimeout, timeout);
      let settled = false;
      const fail = (error: Error): void => {
        if (!settled) callback(new ConnectFailure(error, request.to), null);
        settled = true;
      };
      const closed = (): void => fail(new Error("the connection was closed"));
      socket.on("error", fail).on("close", closed);
      socket.once(request.tls ? "secureConnect" : "connect", () => {
        settled = true;
        socket.off("error", fail).off("close", closed).off("timeout", timeout).setTimeout(0);
        leaveOutEmptyLength(socket);
        callback(null, socket);
      });
    };
  }

  #open(request: HttpRequest): net.Socket {
    const options = connectOptions(request, this.#settings.httpPrefers);
    if (!request.tls) return net.connect(options);
    const { httpVerify, httpCaFile } = this.#settings;
    if (httpCaFile !== undefined) this.#ca ??= readFileSync(httpCaFile, "latin1");
    const name = hostHeader(request).replace(/:.*$/, "");
    return tls.connect({
      ...options,
      ALPNProtocols: ["http/1.1"],
      rejectUnauthorized: httpVerify === "required",
      ...(this.#ca === undefined ? {} : { ca: this.#ca }),
      // A certificate name cannot be an address.
      ...(ipOf(name) ? {} : { servername: name }),
    });
  }
}

/** What undici puts at the end of the head of a request that could have a body and has none. */
const emptyLength = /content-length: 0\r\n\r\n$/;

/** HAProxy sends no length with a request without a body, whatever its method; undici cannot be told so. */
function leaveOutEmptyLength(socket: net.Socket): void {
  const write = socket.write.bind(socket) as (data: unknown, ...rest: unknown[]) => boolean;
  socket.write = (data: unknown, ...rest: unknown[]) =>
    // Only heads are written as text.
    write(typeof data === "string" ? data.replace(emptyLength, "\r\n") : data, ...rest);
}

function connectOptions(
  { host, port, to }: HttpRequest,
  prefers: NetworkSettings["httpPrefers"],
): net.NetConnectOpts {
  if (to?.family === "unix") return { path: to.path };
  const target = to ?? { host: ipOf(host)?.host ?? host, port };
  const look: LookupFunction = (name, options, callback) =>
    lookup(name, { ...options, ...(prefers && { order: `${prefers}first` }) }, callback);
  return { host: target.host, port: target.port, noDelay: true, lookup: look };
}

function hostHeader({ headers, host }: HttpRequest): string {
  return headers.find(([name]) => name === "host")?.[1] ?? host;
}

/** undici decides by itself whether a connection is kept, and would drop any other word without a sound. */
function refuseConnectionOptions(headers: HttpRequest["headers"]): void {
  const odd = headers.find(([name, value]) => name === "connection" && !/^(close|keep-alive)$/i.test(value));
  if (odd) throw new NetworkError("unsendable", `'connection: ${odd[1]}' cannot be sent`);
}

function options(
  { method, path, headers, body }: HttpRequest,
  progress: HttpProgress,
): Dispatcher.DispatchOptions {
  refuseConnectionOptions(headers);
  return {
    method,
    path,
    headers: headers.filter(([name]) => !framing.has(name)).flat(),
    body: body === undefined ? null : Readable.from(pieces(body, progress), { objectMode: false }),
  };
}

/** A body in pieces, each taken when the connection has room for it. A stream's length is unknown, so it is chunked. */
function* pieces(body: string, progress: HttpProgress): Generator<Buffer> {
  for (let at = 0; at < body.length; at += pieceSize) {
    progress.activity();
    yield Buffer.from(body.slice(at, at + pieceSize), "latin1");
  }
}

/** No connection was made; undici hands it to the requests that wait for one. */
class ConnectFailure extends Error {
  readonly failure: NetworkFailure;

  constructor(cause: NodeJS.ErrnoException, to: Destination | undefined) {
    super(cause.message, { cause });
    const nameless = cause.code === "ENOTFOUND" || cause.code === "EAI_AGAIN";
    this.failure = nameless ? "unresolved" : to?.family === "unix" ? "hopeless" : "refused";
  }
}

/** One request on its way through undici. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #cancellation: Cancellation;
  readonly #progress: HttpProgress;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #head: Omit<HttpResponse, "body"> | undefined;
  readonly #body: Buffer[] = [];

  constructor(
    cancellation: Cancellation,
    progress: HttpProgress,
    resolve: (response: HttpResponse) => void,
    reject: (error: Error) => void,
  ) {
    this.#cancellation = cancellation;
    this.#progress = progress;
    this.#resolve = resolve;
    this.#reject = reject;
    cancellation.onCancel = () => this.#cancelled();
  }

  #cancelled(): void {
    const reason = new NetworkError("aborted", "the request was given up");
    this.#controller?.abort(reason);
    this.fail(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancellation.cancelled) this.#cancelled();
    else this.#progress.connected();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    reason?: string,
  ): void {
    this.#progress.answering();
    // What comes before the real answer (103 Early Hints) is not shown.
    if (status < 200) return;
    // undici has decoded the reason as UTF-8; what was not UTF-8 is lost.
    this.#head = { status, reason: encodeUtf8(reason ?? ""), headers: headerLines(headers) };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#progress.activity();
    this.#body.push(chunk);
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  /** Ends the exchange: with what there is of an answer, or with the error. */
  fail(error: unknown): void {
    if (this.#head) {
      this.#finish();
      return;
    }
    this.#cancellation.onCancel = undefined;
    this.#reject(error instanceof NetworkError ? error : translate(error));
  }

  #finish(): void {
    this.#cancellation.onCancel = undefined;
    if (this.#head) this.#resolve({ ...this.#head, body: Buffer.concat(this.#body).toString("latin1") });
  }
}

/** One pair a line. As in HAProxy, `connection` is between this end and the next only, and blanks at the end go. */
function headerLines(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value = []]) =>
    name === "connection"
      ? []
      : [value].flat().map((line): [string, string] => [name, line.replace(/[ \t]+$/, "")]),
  );
}

function translate(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const network = (failure: NetworkFailure): NetworkError =>
    new NetworkError(failure, error.message, { cause: error });
  if (error instanceof ConnectFailure) return network(error.failure);
  const { errors } = undici();
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return network("unsendable");
  }
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) {
    return network("garbage");
  }
  if (error instanceof errors.UndiciError || "code" in error) return network("broken");
  return error;
}
