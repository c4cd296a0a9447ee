import { DynamicServers, ServerRefusal } from "../../proxy/dynamic-servers.ts";
import { DeclaredProxies } from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer, type CommandTargets } from "./command.ts";

/** `add server` and `del server` (server.c). */

function dynamicServers({ proxies, traffic }: CommandTargets): DynamicServers {
  // Those of a live HAProxy are its own business: it has these commands too.
  if (traffic && proxies instanceof DeclaredProxies) return new DynamicServers(proxies, traffic.proxies);
  throw new ServerRefusal("Servers can be added and deleted only where halua is the proxy.");
}

function serverCommand(
  verb: "add" | "del",
  usage: string,
  done: string,
  run: (servers: DynamicServers, backend: string, name: string, words: readonly string[]) => void,
): Command {
  return {
    words: [verb, "server"],
    level: "admin",
    usage,
    run: (context, [, , path = "", ...words]): CommandAnswer => {
      const slash = path.indexOf("/");
      const name = slash < 0 ? "" : path.slice(slash + 1);
      if (name === "") return message("Require 'backend/server'.");
      try {
        run(dynamicServers(context), path.slice(0, slash), name, words);
        return message(done);
      } catch (error) {
        if (error instanceof ServerRefusal) return message(error.message);
        throw error;
      }
    },
  };
}

export const dynamicServerCommands: readonly Command[] = [
  serverCommand(
    "add",
    "add server <bk>/<srv>                   : create a new server",
    "New server registered.",
    (servers, backend, name, words) => servers.add(backend, name, words),
  ),
  serverCommand(
    "del",
    "del server <bk>/<srv>                   : remove a dynamically added server",
    "Server deleted.",
    (servers, backend, name) => servers.remove(backend, name),
  ),
];
