import { HaluaError } from "../../errors.ts";
import type { Bind, Config } from "../../config/types.ts";
import { CommandSocket } from "./command-socket.ts";
import type { CommandTargets } from "./command.ts";

/** Permissions of a socket whose line names none: HAProxy leaves it to the umask, halua does not. */
const defaultMode = 0o600;

/** Where the sockets of `stats socket` lines are, as HAProxy tells it in HAPROXY_CLI. */
export function addressesOf(sockets: readonly Bind[]): string {
  return sockets
    .flatMap(({ addresses }) => addresses)
    .map(({ endpoint }) => {
      if (endpoint.kind === "unix") return `unix@${endpoint.path}`;
      if (endpoint.kind === "abstract") return `abns@${endpoint.name}`;
      if (endpoint.kind !== "ip") return undefined;
      const { family, host, port } = endpoint;
      return `ipv${family}@${family === 6 ? `[${host}]` : host}:${port.kind === "range" ? port.low : 0}`;
    })
    .filter((address) => address !== undefined)
    .join(";");
}

/**
 * Opens the sockets of a configuration's `stats socket` lines. Errors are
 * E_SOCKET and name the line; so is an address that is no path.
 */
export async function openConfiguredSockets(
  { global: { stats } }: Config,
  targets: CommandTargets,
): Promise<CommandSocket[]> {
  const open: CommandSocket[] = [];
  for (const bind of stats.sockets) {
    const options = {
      mode: bind.mode ?? defaultMode,
      level: bind.level,
      idleMs: stats.timeout,
      maxconn: stats.maxconn,
      takesOver: true,
    };
    for (const { endpoint, text } of bind.addresses) {
      switch (endpoint.kind) {
        case "unix":
          open.push(await CommandSocket.open(endpoint.path, targets, options));
          break;
        case "fd":
          open.push(await CommandSocket.openAt({ fd: endpoint.fd }, targets, options));
          break;
        case "ip":
        case "name": {
          const port = endpoint.port.kind === "range" ? endpoint.port.low : 0;
          open.push(await CommandSocket.openAt({ host: endpoint.host, port }, targets, options));
          break;
        }
        default: {
          const { file, line } = bind.location;
          throw new HaluaError(
            "E_SOCKET",
            `[${file}:${line}] : halua cannot open a 'stats socket' at '${text}'`,
          );
        }
      }
    }
  }
  return open;
}
