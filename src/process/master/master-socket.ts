import { chmodSync, renameSync, unlinkSync } from "node:fs";
import { createServer, type ListenOptions, type Server } from "node:net";
import { parseAddress, type Endpoint } from "../../config/address.ts";
import { Refused } from "../../config/diagnostics.ts";
import { createEnvironment } from "../../config/index.ts";
import { HaluaError } from "../../errors.ts";
import type { Master } from "./master.ts";
import { MasterSession } from "./master-session.ts";

/** What the master's socket may be at: whatever a `stats socket` line may name. */
const rules = { stream: true, port: "optional", fd: true, names: true } as const;

/** The master's command socket: `-S ADDRESS[,mode,600]`. */
export class MasterSocket {
  /** Its file, where it has one. */
  readonly #path: string | undefined;
  readonly #server: Server;

  private constructor(path: string | undefined, server: Server) {
    this.#path = path;
    this.#server = server;
  }

  /** Opens it, in the place of one that may be there. `text` is the option's: an address and words of a `bind` line. Rejects with E_SOCKET. */
  static async open(text: string, master: Master): Promise<MasterSocket> {
    const [address = "", ...words] = text.split(",");
    const endpoint = endpointOf(address);
    const server = createServer({ allowHalfOpen: true }, (socket) =>
      new MasterSession(socket, master).begin(),
    );
    if (endpoint.kind !== "unix") {
      await listen(server, placeOf(endpoint, address), address);
      return new MasterSocket(undefined, server);
    }
    const { path } = endpoint;
    const temporary = `${path}.${process.pid}.tmp`;
    await listen(server, { path: temporary }, path);
    chmodSync(temporary, modeOf(words));
    renameSync(temporary, path);
    return new MasterSocket(path, server);
  }

  close(): void {
    this.#server.close();
    if (this.#path === undefined) return;
    try {
      unlinkSync(this.#path);
    } catch {
      // Somebody else has removed it.
    }
  }
}

function endpointOf(address: string): Endpoint {
  // A path in this folder: HAProxy takes it for a name; it is more likely to be meant.
  if (/^\.{1,2}\//.test(address)) return { kind: "unix", path: address };
  try {
    return parseAddress(address, rules, createEnvironment()).endpoint;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new HaluaError("E_SOCKET", `the master's socket (-S): ${error.message}`, { cause: error });
  }
}

function placeOf(
  endpoint: Exclude<Endpoint, { kind: "unix" }>,
  address: string,
): ListenOptions | { fd: number } {
  switch (endpoint.kind) {
    case "fd":
      return { fd: endpoint.fd };
    case "abstract":
      return { path: `\0${endpoint.name}` };
    case "ip":
    case "name":
      if (endpoint.port.kind === "range") return { host: endpoint.host, port: endpoint.port.low };
      throw new HaluaError(
        "E_SOCKET",
        `the master's socket (-S): '${address}' names neither a path nor a port`,
      );
    case "sockpair":
      throw new HaluaError(
        "E_SOCKET",
        "the master's socket (-S) cannot be a sockpair@, which is HAProxy's own",
      );
  }
}

async function listen(server: Server, place: ListenOptions | { fd: number }, shown: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new HaluaError("E_SOCKET", `cannot open '${shown}' (${error.code ?? error.message})`, {
          cause: error,
        }),
      ),
    );
    server.listen({ ...place, exclusive: true }, resolve);
  });
}

function modeOf(words: readonly string[]): number {
  const at = words.indexOf("mode");
  const text = /^mode (\d+)$/.exec(words.find((word) => word.startsWith("mode ")) ?? "")?.[1];
  return Number.parseInt(text ?? (at < 0 ? undefined : words[at + 1]) ?? "600", 8);
}
