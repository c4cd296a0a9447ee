import { DeclaredServer, type Server, type Settled } from "../../proxy/model/index.ts";
import type { Command } from "./command.ts";
import { serverCommand } from "./server-command.ts";
import { setServer } from "./set-server.ts";

/** Commands about servers (server.c, proxy.c). */

/** For a change that HAProxy makes without a word. */
function silently(run: (server: Server) => Settled<void>): (server: Server) => Promise<undefined> {
  return async (server) => {
    await run(server);
    return undefined;
  };
}

export const serverCommands: readonly Command[] = [
  setServer,
  serverCommand(
    ["set", "weight"],
    "set weight <bk>/<srv>  (DEPRECATED)     : change a server's weight (use 'set server' instead)",
    async (server, [value = ""]) => server.setWeight(value),
  ),
  serverCommand(
    ["get", "weight"],
    "get weight <bk>/<srv>                   : report a server's current weight",
    async (server) => Promise.resolve(`${server.weight} (initial ${server.initialWeight})`),
  ),
  serverCommand(
    ["set", "maxconn", "server"],
    "set maxconn server <bk>/<srv>           : change a server's maxconn setting",
    async (server, [value = ""]) => server.setMaxconn(value),
  ),
  serverCommand(
    ["disable", "server"],
    "disable server (DEPRECATED)             : disable a server for maintenance (use 'set server' instead)",
    silently((server) => server.setState("maint")),
  ),
  serverCommand(
    ["enable", "server"],
    "enable server  (DEPRECATED)             : enable a disabled server (use 'set server' instead)",
    silently((server) => server.setState("ready")),
  ),
  serverCommand(
    ["disable", "health"],
    "disable health                          : disable health checks",
    silently((server) => server.setChecked(false)),
  ),
  serverCommand(
    ["enable", "health"],
    "enable health                           : enable health checks",
    async (server) => {
      if (server instanceof DeclaredServer && !server.check.configured) {
        return "Health check was not configured on this server, cannot enable.";
      }
      await server.setChecked(true);
      return undefined;
    },
  ),
  serverCommand(
    ["disable", "agent"],
    "disable agent                           : disable agent checks",
    silently((server) => server.setAgentChecked(false)),
  ),
  serverCommand(
    ["enable", "agent"],
    "enable agent                            : enable agent checks",
    async (server) => {
      if (server instanceof DeclaredServer && !server.agent.configured) {
        return "Agent was not configured on this server, cannot enable.";
      }
      await server.setAgentChecked(true);
      return undefined;
    },
  ),
  serverCommand(
    ["shutdown", "sessions", "server"],
    "shutdown sessions server <bk>/<srv>     : kill sessions on a server",
    silently((server) => server.shutSessions()),
  ),
];
