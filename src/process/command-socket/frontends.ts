import { findProxy, hasSide, type Proxy } from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer } from "./command.ts";

/** Commands about frontends and backends (proxy.c). */

function frontendCommand(
  verb: string,
  usage: string,
  refusals: { readonly stopped: string; readonly done?: readonly [status: string, text: string] },
  run: (proxy: Proxy) => void | Promise<void>,
): Command {
  return {
    words: [verb, "frontend"],
    level: "admin",
    usage,
    run: async ({ proxies }, [, , name]): Promise<CommandAnswer> => {
      if (name === undefined) return message("A frontend name is expected.");
      await proxies.refresh();
      const proxy = findProxy(proxies.all, name, "frontend");
      if (!proxy) return message("No such frontend.");
      const status = proxy.stats("frontend")?.get("status");
      if (status === "STOP") return message(refusals.stopped);
      if (refusals.done && status === refusals.done[0]) return message(refusals.done[1]);
      await run(proxy);
      return undefined;
    },
  };
}

const showBackend: Command = {
  words: ["show", "backend"],
  usage: "show backend                            : list backends in the current running config",
  run: async ({ proxies }): Promise<CommandAnswer> => {
    await proxies.refresh();
    const names = proxies.all.filter((proxy) => hasSide(proxy, "backend")).map(({ name }) => name);
    return { text: ["# name", ...names].join("\n") + "\n" };
  },
};

export const frontendCommands: readonly Command[] = [
  frontendCommand(
    "disable",
    "disable frontend <frontend>             : temporarily disable specific frontend",
    {
      stopped: "Frontend was previously shut down, cannot disable.",
      done: ["PAUSED", "All sockets are already disabled."],
    },
    (proxy) => proxy.pause(),
  ),
  frontendCommand(
    "enable",
    "enable frontend <frontend>              : re-enable specific frontend",
    {
      stopped: "Frontend was previously shut down, cannot enable.",
      done: ["OPEN", "All sockets are already enabled."],
    },
    (proxy) => proxy.resume(),
  ),
  frontendCommand(
    "shutdown",
    "shutdown frontend <frontend>            : stop a specific frontend",
    { stopped: "Frontend was already shut down." },
    (proxy) => proxy.stop(),
  ),
  showBackend,
];
