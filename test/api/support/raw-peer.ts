import net from "node:net";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { certificate } from "./certificate.ts";

/** Where a peer listens: at a path, or at a free port of 127.0.0.1; with TLS or without. */
export interface PeerAddress {
  readonly path?: string;
  readonly tls?: boolean;
}

/** A server that is driven byte by byte, and ends only what it is told to end. */
export class RawPeer {
  readonly server: net.Server;
  readonly open = new Set<net.Socket>();
  accepted = 0;
  #changed: () => void = () => undefined;

  /** `serve` gets each connection, behind TLS where there is TLS. {@link listen} comes next. */
  constructor(serve: (socket: net.Socket) => void, isTls: boolean) {
    this.server = isTls
      ? tls.createServer({ ...certificate, allowHalfOpen: true })
      : net.createServer({ allowHalfOpen: true });
    this.server.on("tlsClientError", () => undefined);
    this.server.on("connection", (socket: net.Socket) => {
      this.accepted++;
      this.open.add(socket);
      this.#changed();
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.open.delete(socket);
        this.#changed();
      });
    });
    this.server.on(isTls ? "secureConnection" : "connection", (socket: net.Socket) => {
      socket.on("error", () => undefined);
      socket.on("end", () => socket.end());
      serve(socket);
    });
  }

  async listen(path?: string): Promise<this> {
    await new Promise<void>((resolve) => {
      if (path === undefined) this.server.listen(0, "127.0.0.1", resolve);
      else this.server.listen(path, resolve);
    });
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resolves once `condition` holds of the connections. */
  async until(condition: (self: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => (this.#changed = resolve));
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
