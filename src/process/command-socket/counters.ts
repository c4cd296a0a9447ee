import {
  clearProxy,
  clearServer,
  countsInMap,
  DeclaredProxy,
  DeclaredServer,
} from "../../proxy/model/index.ts";
import { message, type Command } from "./command.ts";
import { allows } from "./process-commands.ts";
import { findServer } from "./server-command.ts";

const sharedRefusal =
  "Server counters are stored in a shared-memory stats file; clearing them breaks monotonicity for monitoring " +
  "tools and affects all attached processes. Append 'force' to clear anyway.";

/** `clear counters` (stats.c, server.c). */
export const clearCounters: Command = {
  words: ["clear", "counters"],
  usage:
    "clear counters [all|server <bk>/<srv> [force]] : clear max statistics counters (or all, or one server's)",
  run: ({ proxies, level, traffic }, [, , what, path, force]) => {
    const needed = what === "all" || what === "server" ? "admin" : "operator";
    if (!allows(level, needed)) return message("Permission denied", "err");
    if (what === "server") {
      const server = findServer(proxies, path);
      if (typeof server === "string") return message(server, "err");
      if (!(server instanceof DeclaredServer))
        return message("halua cannot clear counters of another process.");
      if (force !== "force" && countsInMap(server)) return message(sharedRefusal, "err");
      clearServer(server);
      return message("Server counters cleared.", "notice");
    }
    traffic?.limits.clearHighest();
    for (const proxy of proxies.all) if (proxy instanceof DeclaredProxy) clearProxy(proxy, what === "all");
    return undefined;
  },
};
