import { lookup } from "node:dns/promises";
import net from "node:net";
import tls from "node:tls";
import type { Destination } from "./address.ts";
import { endpointName } from "./address.ts";
import type { Cancellation } from "./cancellation.ts";
import { HttpTransport } from "./http-transport.ts";
import {
  defaultNetworkSettings,
  NetworkError,
  type Connection,
  type ConnectRequest,
  type HttpProgress,
  type HttpRequest,
  type HttpResponse,
  type Network,
  type NetworkSettings,
} from "./network.ts";

/** The machine's own network. */
export class SystemNetwork implements Network {
  readonly #http: HttpTransport;

  constructor(settings: NetworkSettings = defaultNetworkSettings) {
    this.#http = new HttpTransport(settings);
  }

  async connect({ to, tls: secure }: ConnectRequest, cancellation: Cancellation): Promise<Connection> {
    const options = { ...connectOptions(to), allowHalfOpen: true };
    const stream = secure ? tls.connect({ ...options, rejectUnauthorized: false }) : net.connect(options);
    await established(stream, secure ? "secureConnect" : "connect", to, cancellation);
    return { stream, names: () => names(to, stream) };
  }

  async request(
    request: HttpRequest,
    cancellation: Cancellation,
    progress: HttpProgress,
  ): Promise<HttpResponse> {
    return this.#http.request(request, cancellation, progress);
  }

  async resolve(name: string): Promise<string[]> {
    try {
      return (await lookup(name, { all: true })).map(({ address }) => address);
    } catch (error) {
      throw new NetworkError("unresolved", `no address for '${name}'`, { cause: error });
    }
  }

  close(): void {
    this.#http.close();
  }
}

function connectOptions(to: Destination): net.NetConnectOpts {
  return to.family === "unix" ? { path: to.path } : { host: to.host, port: to.port, noDelay: true };
}

/** Waits until the stream stands, which it does not when it is cancelled before. */
async function established(
  stream: net.Socket,
  event: "connect" | "secureConnect",
  to: Destination,
  cancellation: Cancellation,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: NetworkError): void => {
      cancellation.onCancel = undefined;
      stream.off("error", onError).off("close", onClose);
      if (!error) {
        resolve();
        return;
      }
      // What a dying stream still has to say is of no interest.
      stream.on("error", () => undefined).destroy();
      reject(error);
    };
    const onCancel = (): void => settle(new NetworkError("aborted", "the attempt was given up"));
    const onError = (error: Error): void =>
      settle(
        new NetworkError(to.family === "unix" ? "hopeless" : "refused", error.message, { cause: error }),
      );
    const onClose = (): void => settle(new NetworkError("refused", "the connection was closed"));
    cancellation.onCancel = onCancel;
    stream.on("error", onError).on("close", onClose);
    stream.once(event, () => settle());
    if (cancellation.cancelled) onCancel();
  });
}

function names(to: Destination, socket: net.Socket): { local: string; peer: string } {
  if (to.family === "unix") return { local: "unix", peer: "unix" };
  return {
    local: endpointName(socket.localAddress, socket.localPort) ?? "",
    peer: endpointName(socket.remoteAddress, socket.remotePort) ?? "",
  };
}
