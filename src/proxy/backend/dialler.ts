import { connect, type NetConnectOpts, type Socket } from "node:net";
import type { Address } from "../../config/address.ts";
import type { Server } from "../../config/types.ts";
import type { Time } from "../../time.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { ServerAddress } from "../model/server-changes.ts";
import type { ConnectionAddress } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { BackendProxy } from "./backend-traffic.ts";
import { proxyHeader } from "./proxy-header.ts";
import { ServerLink } from "./server-link.ts";
import { ServerSpeech } from "./server-speech.ts";
import { ServerTls } from "./server-tls.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/** Why there is no connection. `certificate`: it is for another name, another attempt would not help. */
export type ConnectFailure = "refused" | "timeout" | "internal" | "certificate";

/** An attempt that can be given up. */
export interface Dialling {
  cancel(): void;
}

/** Where a connection goes, and what makes it different from others to the same server. */
interface Call {
  readonly options: NetConnectOpts;
  readonly serverName: string | undefined;
  readonly header: Buffer | undefined;
  readonly alpn: readonly string[] | undefined;
}

/** Opens connections to one server. */
export class Dialler {
  readonly #server: ServerTraffic;
  readonly #config: Server;
  readonly #speech: ServerSpeech;
  readonly #maxHeaders: number;
  /** `source`: where connections come from. */
  readonly source: { readonly localAddress?: string; readonly localPort?: number };
  /** What TLS is made with, whether it is spoken now or not. */
  readonly #ownTls: ServerTls | undefined;
  readonly #keepAlive: boolean;
  readonly #time: Time;
  /** The port is the client's, plus that of the address. */
  readonly #portFollowsClient: boolean;

  constructor(server: ServerTraffic, { config: proxy, environment }: BackendProxy, expressions: Expressions) {
    const { config } = server;
    const { time } = environment;
    this.#server = server;
    this.#config = config;
    this.#time = time;
    this.#speech = new ServerSpeech(config, proxy.mode);
    this.#maxHeaders = environment.config.global.tune.maxHeaders;
    const tls = config.tls ?? config.switchableTls;
    this.#ownTls =
      tls && new ServerTls(tls, proxy.mode, expressions, environment.config.global.sslServerVerify);
    this.source = sourceOf(config.source ?? proxy.source);
    this.#keepAlive = proxy.options.has("srvtcpka");
    const { endpoint } = config.address;
    this.#portFollowsClient = "port" in endpoint && endpoint.port.kind !== "range";
  }

  get #tls(): ServerTls | undefined {
    return this.#server.model.tlsEnabled === true ? this.#ownTls : undefined;
  }

  /** What a kept connection must have been opened for to serve a stream. */
  key(stream: Stream): string {
    const { sendProxy } = this.#config;
    const name = this.#tls?.serverName(stream);
    const target = this.#isSame() ? undefined : this.#target(stream);
    const speech = this.#speech.keyFor(stream);
    if (name === undefined && sendProxy === undefined && target === undefined && speech === undefined)
      return "";
    const header = sendProxy && proxyHeader(sendProxy, clientOf(stream)).toString("latin1");
    return JSON.stringify([name, header, target, speech]);
  }

  /** Whether all streams go to the same address and port. */
  #isSame(): boolean {
    const { target } = this.#server.model;
    return target.family === "unix" || !(this.#portFollowsClient || isAny(target));
  }

  /** Tries once to connect, and tells what came of it. */
  dial(stream: Stream, done: (result: ServerLink | ConnectFailure) => void): Dialling {
    const call = this.#call(stream);
    if (!call) {
      // As if it took its time, so that all failures come alike.
      let given = false;
      queueMicrotask(() => given || done("internal"));
      return { cancel: () => void (given = true) };
    }
    const key = this.key(stream);
    return this.#open(call, (socket) => {
      if (typeof socket === "string") {
        done(socket);
        return;
      }
      const link = new ServerLink({
        server: this.#server,
        key,
        socket,
        protocol: this.#speech.spokenOn(socket, stream),
        maxHeaders: this.#maxHeaders,
        time: this.#time,
      });
      done(link);
    });
  }

  #call(stream: Stream): Call | undefined {
    const target = this.#target(stream);
    if (!target) return undefined;
    const options: NetConnectOpts =
      target.family === "unix"
        ? { path: target.path, allowHalfOpen: true }
        : {
            host: target.host,
            port: target.port,
            ...this.source,
            noDelay: true,
            keepAlive: this.#keepAlive,
            allowHalfOpen: true,
          };
    const { sendProxy } = this.#config;
    return {
      options,
      serverName: this.#tls?.serverName(stream),
      header: sendProxy && proxyHeader(sendProxy, clientOf(stream)),
      alpn: this.#speech.offered(stream),
    };
  }

  #open(
    { options, serverName, header, alpn }: Call,
    done: (result: Socket | ConnectFailure) => void,
  ): Dialling {
    let socket = connect(options);
    let over = false;
    const finish = (result: Socket | ConnectFailure): void => {
      if (over) return;
      over = true;
      socket.off("error", failed);
      socket.off("close", closed);
      if (typeof result === "string") {
        socket.on("error", () => undefined);
        socket.destroy();
      }
      done(result);
    };
    const failed = (error: Error): void =>
      finish(this.#tls?.isWrongName(error) === true ? "certificate" : "refused");
    const closed = (): void => finish("refused");
    socket.once("error", failed);
    socket.once("close", closed);
    socket.once("connect", () => {
      if (header) socket.write(header);
      if (!this.#tls) {
        finish(socket);
        return;
      }
      socket.off("error", failed);
      socket.off("close", closed);
      socket = this.#tls.wrap(socket, serverName, alpn);
      socket.once("error", failed);
      socket.once("close", closed);
      socket.once("secureConnect", () => finish(socket));
    });
    return {
      cancel: () => {
        over = true;
        socket.off("close", closed);
        socket.off("error", failed);
        socket.on("error", () => undefined);
        socket.destroy();
      },
    };
  }

  /** Where a stream's connection goes; undefined where the server has no address. */
  #target(stream: Stream): Exclude<ServerAddress, { readonly family: "none" }> | undefined {
    const { target } = this.#server.model;
    if (target.family === "none") return undefined;
    if (target.family === "unix" || this.#isSame()) return target;
    const client = stream.destination;
    if (client.family === "unix") return target;
    const place = isAny(target) ? client : target;
    const port = this.#portFollowsClient ? (client.port + target.port) & 0xffff : target.port;
    return { family: place.family, host: place.host, port };
  }
}

/** Whether it stands for the address that the client came to. */
function isAny(address: ServerAddress): boolean {
  return "host" in address && (address.host === "0.0.0.0" || address.host === "::");
}

function clientOf(stream: Stream): {
  source: ConnectionAddress;
  destination: ConnectionAddress;
  tls: Stream["session"]["tls"];
} {
  const { session } = stream;
  return {
    source: stream.source,
    destination: stream.destination,
    tls: session.tls,
  };
}

function sourceOf(address: Address | undefined): { localAddress?: string; localPort?: number } {
  const endpoint = address?.endpoint;
  if (endpoint?.kind !== "ip") return {};
  const port = endpoint.port.kind === "range" ? endpoint.port.low : 0;
  return { localAddress: endpoint.host, ...(port > 0 && { localPort: port }) };
}
