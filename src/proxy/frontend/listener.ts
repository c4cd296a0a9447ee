import { createServer, type Server, type Socket } from "node:net";
import { chmodSync, renameSync } from "node:fs";
import type { Address } from "../../config/address.ts";
import type { Bind } from "../../config/types.ts";
import { HaluaError } from "../../errors.ts";
import type { DeclaredListener } from "../model/declared-listener.ts";

/** Where a listener listens, in the words of Node. */
export type ListenTarget =
  | { readonly host: string; readonly port: number; readonly ipv6Only?: boolean }
  | { readonly path: string }
  | { readonly fd: number };

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "Address already in use",
  EACCES: "Permission denied",
  EADDRNOTAVAIL: "Cannot assign requested address",
  EINVAL: "Invalid argument",
  ENOENT: "No such file or directory",
  EBADF: "Bad file descriptor",
  ENOTSOCK: "Socket operation on non-socket",
};

/** One address of a `bind` line: the socket that accepts its connections. */
export class Listener {
  readonly bind: Bind;
  readonly model: DeclaredListener;
  readonly target: ListenTarget;
  /** Connections it serves now. */
  connections = 0;
  readonly #accept: (socket: Socket, listener: Listener) => void;
  #server: Server | undefined;

  constructor(
    bind: Bind,
    model: DeclaredListener,
    target: ListenTarget,
    accept: (socket: Socket, listener: Listener) => void,
  ) {
    this.bind = bind;
    this.model = model;
    this.target = target;
    this.#accept = accept;
  }

  /** The port it has got, where it asked for any. */
  get port(): number | undefined {
    const address = this.#server?.address();
    return typeof address === "object" ? address?.port : undefined;
  }

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  /** Opens the socket. Rejects with E_LISTEN, in HAProxy's words. */
  async open(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#accept(socket, this),
    );
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        const reason = reasons[error.code ?? ""] ?? error.message;
        reject(
          new HaluaError("E_LISTEN", `cannot bind socket (${reason}) [${this.shown}]`, { cause: error }),
        );
      });
      server.listen({ ...this.#bound(), backlog: this.bind.backlog ?? 1024 }, resolve);
    });
    // From here on an error is one of a single accept, which has lost its connection already.
    server.on("error", () => undefined);
    this.#server = server;
    this.#putInPlace();
  }

  /** A path is bound beside the one wanted, which an earlier process may still serve, and alone, not through a master. */
  #bound(): ListenTarget & { exclusive?: boolean } {
    if (!("path" in this.target)) return this.target;
    return { path: this.#temporaryPath ?? this.target.path, exclusive: true };
  }

  get #temporaryPath(): string | undefined {
    const path = "path" in this.target ? this.target.path : "\0";
    return path.startsWith("\0") ? undefined : `${path}.${process.pid}.tmp`;
  }

  #putInPlace(): void {
    const temporary = this.#temporaryPath;
    if (temporary === undefined || !("path" in this.target)) return;
    if (this.bind.mode !== undefined) chmodSync(temporary, this.bind.mode);
    renameSync(temporary, this.target.path);
  }

  /** The address as HAProxy shows it in messages. */
  get shown(): string {
    if ("fd" in this.target) return `fd@${this.target.fd}`;
    if ("path" in this.target) return this.target.path.replace(/^\0/, "abns@");
    return `${this.target.host}:${this.target.port}`;
  }

  /** Closes the socket; connections it has accepted go on. */
  close(): void {
    this.#server?.close();
    this.#server = undefined;
  }
}

/** Every address and port of a `bind` line, in the order in which the model has them. */
export function listenTargets(bind: Bind): ListenTarget[] {
  return bind.addresses.flatMap((address) => targetsOf(address, bind));
}

function targetsOf({ endpoint, text }: Address, bind: Bind): ListenTarget[] {
  switch (endpoint.kind) {
    case "ip":
    case "name": {
      const { port, host } = endpoint;
      if (port.kind !== "range") return [{ host: hostOf(host, endpoint.family), port: 0 }];
      return Array.from({ length: port.high - port.low + 1 }, (_, i) => ({
        host: hostOf(host, endpoint.family),
        port: port.low + i,
        ...(endpoint.family === 6 && { ipv6Only: bind.v6only }),
      }));
    }
    case "unix":
      return [{ path: endpoint.path }];
    case "abstract":
      return [{ path: `\0${endpoint.name}` }];
    case "fd":
      return [{ fd: endpoint.fd }];
    case "sockpair":
      throw new HaluaError("E_LISTEN", `halua cannot listen at '${text}': sockpair@ is HAProxy's own`);
  }
}

function hostOf(host: string, family: 4 | 6 | undefined): string {
  if (host !== "" && host !== "*") return host;
  return family === 6 ? "::" : "0.0.0.0";
}
