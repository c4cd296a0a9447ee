import { clearProxy, clearServer, DeclaredProxy, DeclaredServer } from "../../proxy/model/index.ts";
import { message, type Command } from "./command.ts";
import { allows } from "./process-commands.ts";
import { findServer } from "./server-command.ts";

/** `clear counters` (stats.c, server.c). */
export const clearCounters: Command = {
  words: ["clear", "counters"],
  usage:
    "clear counters [all|server <bk>/<srv> [force]] : clear max statistics counters (or all, or one server's)",
  run: ({ proxies, level }, [, , what, path]) => {
    const needed = what === "all" || what === "server" ? "admin" : "operator";
    if (!allows(level, needed)) return message("Permission denied", "err");
    if (what === "server") {
      const server = findServer(proxies, path);
      if (typeof server === "string") return message(server, "err");
      if (!(server instanceof DeclaredServer))
        return message("halua cannot clear counters of another process.");
      clearServer(server);
      return message("Server counters cleared.", "notice");
    }
    for (const proxy of proxies.all) if (proxy instanceof DeclaredProxy) clearProxy(proxy, what === "all");
    return undefined;
  },
};
