import { findProxy, type Proxies, type Server } from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer, type CommandContext } from "./command.ts";

/** The server of a path `backend/server`, or HAProxy's words for one that is not there. */
export function findServer(proxies: Proxies, path: string | undefined): Server | string {
  const [backend = "", ...rest] = (path ?? "").split("/");
  const name = rest.join("/");
  if (name === "") return "Require 'backend/server'.";
  const proxy = findProxy(proxies.all, backend, "backend");
  if (!proxy) return "No such backend.";
  return proxy.servers.find((server) => server.name === name) ?? "No such server.";
}

/** Declares a command about one server, which the word at `at` names; gives HAProxy's words for one that is not there. */
export function serverCommand(
  words: readonly string[],
  usage: string,
  run: (server: Server, words: readonly string[]) => Promise<string | undefined>,
): Command {
  const at = words.length;
  return {
    words,
    ...(words[0] !== "get" && { level: "admin" as const }),
    usage,
    run: async ({ proxies }: CommandContext, line: readonly string[]): Promise<CommandAnswer> => {
      await proxies.refresh();
      const server = findServer(proxies, line[at]);
      if (typeof server === "string") return message(server, "err");
      const said = await run(server, line.slice(at + 1));
      return said === undefined ? undefined : message(said);
    },
  };
}
