import type { Time } from "../../time.ts";
import type { ProxyConfig } from "../../config/types.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { ServerLink } from "./server-link.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/**
 * The connections of a backend that are kept for further requests: those that
 * any client may use, in the pools of their servers, and those that belong to
 * one client's connection (`http-reuse never`, or NTLM).
 */
export class ServerLinks {
  readonly #reuse: ProxyConfig["httpReuse"];
  /** A request that fails for its connection is sent again: then even the first one may take an unproven connection. */
  readonly #retriesSafely: boolean;
  readonly #time: Time;
  readonly #private = new WeakMap<Session, ServerLink[]>();
  readonly #purging = new Set<ServerTraffic>();

  constructor({ httpReuse, retryOn }: ProxyConfig, time: Time) {
    this.#reuse = httpReuse;
    this.#retriesSafely = ["conn-failure", "empty-response", "response-timeout"].every((event) =>
      retryOn.includes(event),
    );
    this.#time = time;
  }

  /** A kept connection for a request (be_reuse_connection). */
  take(server: ServerTraffic, stream: Stream): ServerLink | undefined {
    const own = this.#private.get(stream.session);
    if (own) {
      const key = server.dialler.key(stream);
      const at = own.findIndex((link) => link.server === server && link.key === key);
      if (at >= 0) return own.splice(at, 1)[0];
    }
    if (this.#reuse === "never" || server.pool.idleCount === 0) return undefined;
    const isFirst = stream.session.streamCount <= 1 && !this.#retriesSafely;
    if (isFirst && this.#reuse === "safe") return undefined;
    const choice = { idle: !isFirst || this.#reuse === "always", safeFirst: isFirst };
    const link = server.pool.take(server.dialler.key(stream), choice);
    server.showConnections();
    return link;
  }

  /** Notes a new connection. */
  opened(link: ServerLink, { session, http }: Stream): void {
    if (http && this.#reuse === "never") link.owner = session;
    else this.#used(link, true);
  }

  /** Gives a connection to one client's connection for good. */
  claim(link: ServerLink, session: Session): void {
    if (link.owner) return;
    this.#used(link, false);
    link.owner = session;
  }

  /** Counts a connection that all clients may use. */
  #used(link: ServerLink, isUsed: boolean): void {
    const { server } = link;
    if (isUsed) server.pool.opened();
    else server.pool.closed();
    server.showConnections();
  }

  /** Keeps a connection whose response is through, or closes it. */
  keep(link: ServerLink, session: Session): void {
    const { server } = link;
    if (link.owner) {
      this.#keepPrivate(link, session);
      return;
    }
    if (this.#reuse === "never" || server.config.poolPurgeDelay === 0 || server.inMaintenance) {
      this.close(link);
      return;
    }
    if (server.pool.keep(link)) {
      link.onIdleEnd = () => {
        server.pool.forget(link);
        server.showConnections();
      };
      this.#purgeLater(server);
    } else link.close();
    server.showConnections();
  }

  /** It is the client's, and ends with its connection. */
  #keepPrivate(link: ServerLink, session: Session): void {
    let own = this.#private.get(session);
    if (!own) {
      const kept: ServerLink[] = (own = []);
      this.#private.set(session, kept);
      session.onEnd(() => {
        for (const one of kept.splice(0)) this.close(one);
      });
    }
    const links = own;
    links.push(link);
    link.onIdleEnd = () => {
      const at = links.indexOf(link);
      if (at >= 0) links.splice(at, 1);
      this.closed(link);
    };
  }

  /** The server that a client's connection has a connection to, for `prefer-last-server`. */
  lastServer(session: Session): ServerTraffic | undefined {
    return this.#private.get(session)?.find(({ server }) => server.model.status.usable)?.server;
  }

  /** Closes a connection in good order. */
  close(link: ServerLink): void {
    link.close();
    this.closed(link);
  }

  /** Notes that a connection in use has been closed. */
  closed(link: ServerLink): void {
    if (!link.owner) this.#used(link, false);
  }

  /** From time to time what is not needed is closed. */
  #purgeLater(server: ServerTraffic): void {
    if (this.#purging.has(server)) return;
    this.#purging.add(server);
    this.#time.after(
      server.config.poolPurgeDelay,
      () => {
        this.#purging.delete(server);
        server.pool.purge();
        server.showConnections();
        if (server.pool.idleCount > 0) this.#purgeLater(server);
      },
      { background: true },
    );
  }
}
