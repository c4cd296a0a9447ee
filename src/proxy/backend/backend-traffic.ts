import type { Server } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { DeclaredServer } from "../model/declared-server.ts";
import type { Stream } from "../stream/stream.ts";
import type { ProxyTraffic } from "../traffic.ts";
import type { ServerFailure } from "./server-failure.ts";
import { ServerTraffic } from "./server-traffic.ts";

/** The part of a proxy that a backend is made from; it is the proxy itself, which is still being made. */
export type BackendProxy = Pick<ProxyTraffic, "environment" | "config" | "model">;

/** The backend side of a proxy at work: chooses servers, queues for them, and speaks with them. */
export class BackendTraffic {
  readonly proxy: BackendProxy;
  readonly #servers: ServerTraffic[] = [];

  constructor(proxy: BackendProxy, _expressions: Expressions) {
    this.proxy = proxy;
    proxy.config.servers.forEach((config, i) => {
      const model = proxy.model.servers[i];
      if (model) this.addServer(config, model);
    });
  }

  get servers(): readonly ServerTraffic[] {
    return this.#servers;
  }

  /** Counts a stream for this backend until it ends. To be called once, when it is given the backend. */
  enter(_stream: Stream): void {
    throw unfinished();
  }

  /**
   * HTTP: chooses a server, queues and connects, sends the head and then the
   * payload taken from the request channel. Resolves once there is
   * `stream.http.response` with its framing; from then on the payload is
   * pushed into the response channel until that is complete.
   */
  exchange(_stream: Stream): Promise<"answered" | ServerFailure> {
    return Promise.reject(unfinished());
  }

  /** TCP: resolves once connected; from then on bytes flow between the channels and the server. */
  connect(_stream: Stream): Promise<"connected" | ServerFailure> {
    return Promise.reject(unfinished());
  }

  /** What a response does for persistence: cookies, `stick store-response`. To be called after the rules on responses. */
  responded(_stream: Stream): void {
    throw unfinished();
  }

  /** Takes a server in, at start or at run time. */
  addServer(config: Server, model: DeclaredServer): ServerTraffic {
    const server = new ServerTraffic(config, model);
    this.#servers.push(server);
    return server;
  }

  /** Takes a server out: its idle connections are closed. */
  removeServer(server: ServerTraffic): void {
    const i = this.#servers.indexOf(server);
    if (i >= 0) this.#servers.splice(i, 1);
  }

  /** Starts what runs by itself: names are resolved again from time to time. */
  start(): void {
    throw unfinished();
  }

  /** Closes what is idle, and stops what runs by itself. */
  close(): void {
    throw unfinished();
  }
}

function unfinished(): HaluaError {
  return new HaluaError("E_INTERNAL", "servers are not reached yet");
}
