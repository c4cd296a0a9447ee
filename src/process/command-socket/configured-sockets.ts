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
    for (const { endpoint, text } of bind.addresses) {
      if (endpoint.kind !== "unix") {
        const { file, line } = bind.location;
        throw new HaluaError(
          "E_SOCKET",
          `[${file}:${line}] : halua opens a 'stats socket' at a path only, not at '${text}'`,
        );
      }
      const options = {
        mode: bind.mode ?? defaultMode,
        level: bind.level,
        idleMs: stats.timeout,
        maxconn: stats.maxconn,
        takesOver: true,
      };
      open.push(await CommandSocket.open(endpoint.path, targets, options));
    }
  }
  return open;
}
