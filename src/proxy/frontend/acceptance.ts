import type { Socket } from "node:net";
import { TLSSocket, type TLSSocketOptions } from "node:tls";
import { readClientHello } from "../../samples/client-hello.ts";
import type { RuleContext } from "../rules/outcome.ts";
import { RuleRun } from "../rules/run-rules.ts";
import { stickCounting } from "../stick/stick-counting.ts";
import { ConnectionError, handshakeError } from "../stream/connection-error.ts";
import { Session, type ConnectionAddress } from "../stream/session.ts";
import { verifyClient } from "./client-verification.ts";
import type { ClientConnection } from "./client-connection.ts";
import { Deadline } from "./deadline.ts";
import type { Frontend } from "./frontend.ts";
import { Http1Connection } from "./http1-connection.ts";
import { Http2Connection } from "./http2-connection.ts";
import type { Listener } from "./listener.ts";
import { readProxyHeader } from "./proxy-protocol.ts";
import { TcpConnection } from "./tcp-connection.ts";
import type { TlsContext } from "./tls-context.ts";

/** A longer hello is none that OpenSSL would take. */
const longestHello = 0x20000;

/** A fatal alert of that name: RFC 8446 6, RFC 6066 3. */
const unrecognizedName = Buffer.from([0x15, 3, 3, 0, 2, 2, 112]);

/**
 * A connection from its acceptance until somebody speaks its protocol: the
 * rules on connections, the PROXY protocol, TLS, the rules on sessions
 * (session_accept_fd and conn_complete_session in session.c).
 */
export class Acceptance implements ClientConnection {
  /** Among the connections of the frontend. */
  seat = 0;
  readonly session: Session;
  readonly streams = [];
  readonly #frontend: Frontend;
  readonly #listener: Listener;
  readonly #tls: TlsContext | undefined;
  #socket: Socket;
  readonly #deadline: Deadline;
  #over = false;
  /** What ends it if nothing more comes: by the time that is up, by the client. */
  #pending: { readonly timeout: ConnectionError; readonly close: ConnectionError } | undefined;

  constructor(frontend: Frontend, listener: Listener, socket: Socket, tls: TlsContext | undefined) {
    const { time } = frontend.proxy.environment;
    this.#frontend = frontend;
    this.#listener = listener;
    this.#socket = socket;
    this.#tls = tls;
    this.session = new Session({
      id: frontend.process.gauges.nextId(),
      frontend: frontend.proxy,
      listener: listener.model,
      bind: listener.bind,
      acceptedAt: time.monotonicMs(),
      acceptedWallMs: time.wallMs(),
      ...addressesOf(socket, listener),
    });
    this.session.onEnd(() => stickCounting.sessionEnded(this.session));
    this.#deadline = new Deadline(time, () => this.#fail(this.#pending?.timeout));
  }

  /** Begins; the connection ends here, or goes on as one of a protocol. */
  begin(): void {
    const { timeouts, options } = this.#frontend.proxy.config;
    this.#frontend.enter(this, this.#listener);
    this.#socket.once("close", this.#closed);
    this.#socket.on("error", this.#failed);
    if (options.has("clitcpka")) this.#socket.setKeepAlive(true);
    if (!this.#passes("tcp-request connection")) return;
    this.#deadline.set(timeouts.handshake ?? timeouts.client);
    if (this.#listener.bind.acceptProxy || this.session.expectsProxy) this.#readProxyHeader();
    else this.#secure();
  }

  readonly #closed = (): void => this.#fail(this.#pending?.close);
  readonly #failed = (): void => this.#fail(this.#pending?.close);

  /** Whether the rules let it go on; otherwise it is closed. */
  #passes(ruleset: "tcp-request connection" | "tcp-request session"): boolean {
    const { proxy } = this.#frontend;
    const rules = proxy.rules[ruleset];
    if (rules.length === 0) return true;
    const context: RuleContext = {
      session: this.session,
      stream: undefined,
      direction: "request",
      final: true,
      mayWait: false,
    };
    if (new RuleRun(rules, ruleset).step(context) === "continue") return true;
    this.#reset();
    return false;
  }

  /** Closes with a reset, as HAProxy does to those it does not want. */
  #reset(): void {
    this.#end();
    // A UNIX socket knows no reset.
    if (this.session.peer.family === "unix") this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  /** Gathers what comes first until `take` knows what it is, and hands that on; the bytes behind its `size` are read again. */
  #gather<T>(take: (seen: Buffer) => { size: number; value: T } | undefined, next: (value: T) => void): void {
    const socket = this.#socket;
    let seen: Buffer = Buffer.alloc(0);
    const read = (data: Buffer): void => {
      seen = seen.length === 0 ? data : Buffer.concat([seen, data]);
      const taken = take(seen);
      if (!taken) return;
      socket.off("data", read);
      socket.off("end", this.#failed);
      socket.pause();
      if (taken.size < seen.length) socket.unshift(seen.subarray(taken.size));
      next(taken.value);
    };
    socket.on("data", read);
    socket.once("end", this.#failed);
    socket.resume();
  }

  #readProxyHeader(): void {
    const timeout = new ConnectionError("PRX_TIMEOUT");
    this.#pending = { timeout, close: new ConnectionError("PRX_EMPTY") };
    this.#gather(
      (seen) => {
        this.#pending = { timeout, close: new ConnectionError("PRX_TRUNCATED") };
        const header = readProxyHeader(seen);
        return header && { size: typeof header === "string" ? 0 : header.size, value: header };
      },
      (header) => {
        if (typeof header === "string") {
          this.#note(new ConnectionError(header));
          this.#reset();
          return;
        }
        this.session.proxyFields = header.fields;
        if (header.source) this.session.source = header.source;
        if (header.destination) this.session.destination = header.destination;
        this.#secure();
      },
    );
  }

  #secure(): void {
    const tls = this.#tls;
    if (!tls) {
      this.#complete();
      return;
    }
    this.#pending = { timeout: new ConnectionError("SSL_TIMEOUT"), close: new ConnectionError("SSL_EMPTY") };
    this.#gather(
      (seen) => {
        const hello = seen.length > longestHello ? "other" : readClientHello(seen);
        return hello === "short" ? undefined : { size: 0, value: hello === "other" ? undefined : hello };
      },
      (hello) => {
        const options = tls.optionsFor(hello);
        if (options) this.#handshake(options, tls);
        else this.#refuseName();
      },
    );
  }

  /** There is no certificate for the host that the client names. */
  #refuseName(): void {
    this.#note(new ConnectionError("SSL_HANDSHAKE", "error:0A0000EA:SSL routines::callback failed"));
    this.#end();
    this.#socket.end(unrecognizedName);
  }

  #handshake(options: TLSSocketOptions, tls: TlsContext): void {
    const raw = this.#socket;
    raw.off("close", this.#closed);
    raw.off("error", this.#failed);
    const socket = new TLSSocket(raw, options);
    this.#socket = socket;
    const { gauges } = this.#frontend.process;
    gauges.tlsConnections++;
    gauges.totalTlsConnections++;
    raw.once("close", () => gauges.tlsConnections--);
    socket.once("close", this.#closed);
    socket.once("end", this.#failed);
    socket.on("error", this.#tlsFailed);
    socket.once("secure", () => this.#secured(socket, tls));
  }

  /** The handshake has gone wrong, or the connection was broken off during it. */
  readonly #tlsFailed = (error: Error): void => {
    const byOpenSsl = "code" in error && String(error.code).startsWith("ERR_SSL");
    this.#fail(byOpenSsl ? handshakeError(error) : new ConnectionError("SSL_ABORT"));
  };

  #secured(socket: TLSSocket, tls: TlsContext): void {
    const { time } = this.#frontend.proxy.environment;
    const verification = verifyClient(socket, tls.ignoredErrors, time.wallMs());
    // A tls.Server would note that; HTTP/2 looks for it, and goes on reading by itself.
    (socket as unknown as { secureConnecting: boolean }).secureConnecting = false;
    if (socket.alpnProtocol !== "h2") socket.pause();
    this.session.tls = {
      version: socket.getProtocol() ?? "",
      cipher: socket.getCipher().name,
      sni: servername(socket),
      alpn: typeof socket.alpnProtocol === "string" ? socket.alpnProtocol : undefined,
      resumed: socket.isSessionReused(),
      verification,
      socket,
    };
    if (verification.refused) this.#fail(new ConnectionError(verification.refused));
    else this.#complete();
  }

  #complete(): void {
    if (this.#over) return;
    const { time } = this.#frontend.proxy.environment;
    const { session } = this;
    this.#deadline.stop();
    session.handshakeMs = Math.floor(time.monotonicMs() - session.acceptedAt);
    if (!this.#passes("tcp-request session")) return;
    this.#frontend.countSession(this.#listener);
    stickCounting.sessionBegun(session);
    this.#over = true;
    this.#socket.off("close", this.#closed);
    this.#socket.off("error", this.#failed);
    this.#socket.off("end", this.#failed);
    this.#socket.off("error", this.#tlsFailed);
    const connection = this.#connection();
    this.#frontend.replace(this, connection);
    connection.begin();
  }

  #connection(): Http1Connection | Http2Connection | TcpConnection {
    const parts = { frontend: this.#frontend, listener: this.#listener, session: this.session };
    if (this.#frontend.proxy.config.mode === "tcp") return new TcpConnection(this.#socket, parts);
    const speaksHttp2 = (this.session.tls?.alpn ?? this.#listener.bind.proto) === "h2";
    return speaksHttp2 ? new Http2Connection(this.#socket, parts) : new Http1Connection(this.#socket, parts);
  }

  /** Ends it; an error is told to the log. */
  #fail(error?: ConnectionError): void {
    if (error) this.#note(error);
    this.#end();
    this.#socket.destroy();
  }

  #note(error: ConnectionError): void {
    if (this.#over) return;
    const { log, config } = this.#frontend.proxy;
    this.session.error = error;
    if (!error.isSilent || !config.options.has("dontlognull")) log.handshakeFailed(this.session, error);
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#deadline.stop();
    // What is left of it must not end the process.
    this.#socket.on("error", () => undefined);
    this.#frontend.leave(this, this.#listener);
  }

  closeWhenIdle(): void {
    // It has not begun to speak: it may still.
  }

  abort(): void {
    this.#fail();
  }
}

function servername(socket: TLSSocket): string | undefined {
  const { servername } = socket as { servername?: string | false | null };
  return typeof servername === "string" ? servername : undefined;
}

function addressesOf(
  socket: Socket,
  listener: Listener,
): { peer: ConnectionAddress; local: ConnectionAddress } {
  const { remoteAddress, remotePort = 0, remoteFamily, localAddress = "", localPort = 0 } = socket;
  if (remoteAddress === undefined) {
    const path = "path" in listener.target ? listener.target.path : "";
    return { peer: { family: "unix", path: "" }, local: { family: "unix", path } };
  }
  const family = remoteFamily === "IPv6" ? 6 : 4;
  return {
    peer: address(family, remoteAddress, remotePort),
    local: address(family, localAddress, localPort),
  };
}

/** An IPv4 client of a socket for both families is an IPv4 client. */
function address(family: 4 | 6, host: string, port: number): ConnectionAddress {
  const inner = family === 6 ? /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host)?.[1] : undefined;
  return inner === undefined ? { family, host, port } : { family: 4, host: inner, port };
}
