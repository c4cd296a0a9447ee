import { Duplex } from "node:stream";
import type { ConnectionAddress } from "../../proxy/stream/session.ts";

/** The side of a connection that a proxy would get from the network; a test is the other side. */
export class ScriptedSocket extends Duplex {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily: "IPv4" | "IPv6";
  readonly localAddress: string;
  readonly localPort: number;
  /** The proxy has reset the connection. */
  wasReset = false;
  readonly #written: (bytes: Buffer) => void;

  /** `written` is told of what the proxy sends. */
  constructor(client: ConnectionAddress, local: ConnectionAddress, written: (bytes: Buffer) => void) {
    super({ allowHalfOpen: true });
    this.remoteAddress = "host" in client ? client.host : "";
    this.remotePort = "port" in client ? client.port : 0;
    this.remoteFamily = client.family === 6 ? "IPv6" : "IPv4";
    this.localAddress = "host" in local ? local.host : "";
    this.localPort = "port" in local ? local.port : 0;
    this.#written = written;
  }

  override _read(): void {
    // It comes when the test sends it.
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#written(bytes);
    done();
  }

  /** As of a socket: the end, once all has gone out. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  resetAndDestroy(): this {
    this.wasReset = true;
    return this.destroy();
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }
}
