import { HaluaError } from "../../errors.ts";
import type { Config } from "../../config/types.ts";
import { CommandSocket } from "./command-socket.ts";
import type { CommandTargets } from "./command.ts";

/** Permissions of a socket whose line names none: HAProxy leaves it to the umask, halua does not. */
const defaultMode = 0o600;

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
