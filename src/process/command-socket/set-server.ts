import { DeclaredServer, type Server } from "../../proxy/model/index.ts";
import { serverCommand } from "./server-command.ts";
import { ownSetters } from "./set-own-server.ts";

/** `set server` (server.c). */

const setServerUsage =
  "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port | agent-send | check-addr | check-port | fqdn | health | name | ssl | state | weight";

type Setter = (server: Server, value: string, rest: readonly string[]) => Promise<string | undefined>;

const isState = (word: string): word is "ready" | "drain" | "maint" =>
  word === "ready" || word === "drain" || word === "maint";

const isHealth = (word: string): word is "up" | "stopping" | "down" =>
  word === "up" || word === "stopping" || word === "down";

/** What `set server` can change of any server. */
const setters: Record<string, Setter> = {
  weight: async (server, value) => server.setWeight(value),
  state: async (server, value) => {
    if (!isState(value)) return "'set server <srv> state' expects 'ready', 'drain' and 'maint'.";
    await server.setState(value);
    return undefined;
  },
  health: async (server, value) => {
    if (server.tracked) return "cannot change health on a tracking server.";
    if (!isHealth(value)) return "'set server <srv> health' expects 'up', 'stopping', or 'down'.";
    await server.forceHealth(value, "cli");
    return undefined;
  },
  agent: async (server, value) => {
    if (!server.stats().has("agent_rise")) return "agent checks are not enabled on this server.";
    if (value !== "up" && value !== "down") return "'set server <srv> agent' expects 'up' or 'down'.";
    await server.forceAgent(value, "cli");
    return undefined;
  },
  addr: async (server, value, [keyword, port]) => {
    if (value === "") return "set server <b>/<s> addr requires an address and optionally a port.";
    return server.setAddress(value, keyword === "port" ? (port ?? "") : undefined, "cli");
  },
};

export const setServer = serverCommand(
  ["set", "server"],
  "set server <bk>/<srv> [opts]            : change a server's state, weight, address, name or ssl",
  async (server, [what = "", value = "", ...rest]) => {
    const setter = Object.hasOwn(setters, what) ? setters[what] : undefined;
    if (setter) return setter(server, value, rest);
    const own = Object.hasOwn(ownSetters, what) ? ownSetters[what] : undefined;
    if (!own) return setServerUsage;
    if (!(server instanceof DeclaredServer))
      return `halua cannot change '${what}' of another process's server.`;
    return own(server, value, rest);
  },
);
