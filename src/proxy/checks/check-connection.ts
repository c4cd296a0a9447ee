import { connect, type NetConnectOpts, type Socket } from "node:net";
import type { ProxyProtocol } from "../../config/types.ts";
import type { ServerTls } from "../backend/server-tls.ts";
import { proxyHeader } from "../backend/proxy-header.ts";
import type { ServerAddress } from "../model/server-changes.ts";
import type { ConnectionAddress } from "../stream/session.ts";
import type { CheckOutcome } from "./check-outcome.ts";

/** Where a check connects to, and how. */
export interface CheckTarget {
  readonly address: ServerAddress;
  readonly source: { readonly localAddress?: string; readonly localPort?: number };
  readonly sendProxy: ProxyProtocol | undefined;
  readonly tls: ServerTls | undefined;
  readonly serverName: string | undefined;
  readonly alpn: readonly string[] | undefined;
}

/** What a {@link CheckConnection} tells. */
export interface CheckEvents {
  connected(): void;
  received(bytes: Buffer): void;
  ended(): void;
  failed(outcome: CheckOutcome): void;
}

/** How the system calls its errors (strerror). */
const systemTexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  ECONNABORTED: "Software caused connection abort",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ETIMEDOUT: "Connection timed out",
  EPIPE: "Broken pipe",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  ENOENT: "No such file or directory",
  EADDRNOTAVAIL: "Cannot assign requested address",
};

/** What the system says before anything is sent to anybody. */
const refusedHere: ReadonlySet<string> = new Set(["ENETUNREACH", "EACCES", "EPERM", "EADDRNOTAVAIL"]);

/** A connection of a check, as far as it has come. */
export class CheckConnection {
  readonly #target: CheckTarget;
  readonly #events: CheckEvents;
  #socket: Socket | undefined;
  /** What has been reached: nothing yet, a connection, TLS on it. */
  layer: 4 | 6 | 7 = 4;

  constructor(target: CheckTarget, events: CheckEvents) {
    this.#target = target;
    this.#events = events;
  }

  get isTls(): boolean {
    return this.#target.tls !== undefined;
  }

  open(): void {
    const options = connectOptions(this.#target);
    if (!options) {
      queueMicrotask(() => this.#events.failed({ status: "SOCKERR", info: "" }));
      return;
    }
    const socket = connect(options);
    this.#watch(socket);
    socket.once("connect", () => {
      this.layer = 6;
      const { sendProxy, tls, serverName, alpn } = this.#target;
      if (sendProxy) socket.write(proxyHeader(sendProxy, ownAddresses(socket, sendProxy)));
      if (!tls) {
        this.#ready();
        return;
      }
      socket.removeAllListeners();
      const wrapped = tls.wrap(socket, serverName, alpn);
      this.#watch(wrapped);
      wrapped.once("secureConnect", () => this.#ready());
    });
  }

  #ready(): void {
    this.layer = 7;
    this.#events.connected();
  }

  #watch(socket: Socket): void {
    this.#socket = socket;
    socket.on("data", (bytes: Buffer) => this.#events.received(bytes));
    socket.on("end", () => this.#ended());
    socket.on("error", (error: NodeJS.ErrnoException) => this.#events.failed(this.#outcomeOf(error)));
    socket.on("close", () => this.#ended());
  }

  #ended(): void {
    if (this.layer === 7) this.#events.ended();
    else this.#events.failed({ status: this.layer === 4 ? "L4CON" : "L6RSP", info: this.#handshakeInfo() });
  }

  #handshakeInfo(): string {
    return this.layer === 6 ? "SSL handshake failure" : "";
  }

  #outcomeOf({ code = "", syscall }: NodeJS.ErrnoException): CheckOutcome {
    const text = systemTexts[code] ?? code;
    if (this.layer === 6 && this.#target.tls) return { status: "L6RSP", info: this.#handshakeInfo() };
    if (this.#target.address.family === "unix" && syscall === "connect") {
      return { status: "SOCKERR", info: `General socket error (${text})` };
    }
    if (syscall === "connect" && refusedHere.has(code)) {
      return { status: "L4CON", info: `General socket error (${text})` };
    }
    // Who resets has accepted before.
    const isRefused = this.layer === 4 && code !== "ECONNRESET";
    return { status: isRefused ? "L4CON" : "SOCKERR", info: `${code} returned by OS (${text})` };
  }

  send(bytes: Buffer): void {
    this.#socket?.write(bytes);
  }

  close(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.removeAllListeners();
    socket.on("error", () => undefined);
    socket.destroy();
  }
}

function connectOptions({ address, source }: CheckTarget): NetConnectOpts | undefined {
  if (address.family === "none") return undefined;
  if (address.family === "unix") return { path: address.path, allowHalfOpen: true };
  return { host: address.host, port: address.port, ...source, noDelay: true, allowHalfOpen: true };
}

/** A check speaks for nobody but itself: in version 1 its own addresses, in version 2 none. */
function ownAddresses(
  socket: Socket,
  version: ProxyProtocol,
): { source: ConnectionAddress; destination: ConnectionAddress; tls: undefined } {
  const none: ConnectionAddress = { family: "unix", path: "" };
  const end = (host: string | undefined, port: number | undefined): ConnectionAddress =>
    host === undefined || port === undefined ? none : { family: host.includes(":") ? 6 : 4, host, port };
  if (version !== "v1") return { source: none, destination: none, tls: undefined };
  return {
    source: end(socket.localAddress, socket.localPort),
    destination: end(socket.remoteAddress, socket.remotePort),
    tls: undefined,
  };
}
