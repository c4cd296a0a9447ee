import type { Command } from "commander";
import { attachProxies, serverEventTypes } from "../api/core-proxies.ts";
import { HaluaError } from "../errors.ts";
import type { LiveProxies } from "../proxy/attached/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { PatternReferences } from "../samples/patterns/index.ts";
import { parseWhole } from "./parse-whole.ts";

/** How a command attaches to a live HAProxy. */
export interface SocketOptions {
  socket?: string;
  /** Milliseconds. */
  socketAge?: number;
  /** A process id. */
  worker?: number;
}

/** Adds the options that {@link attachSocket} takes. */
export function addSocketOptions(command: Command): Command {
  return command
    .option("--socket <path>", "attach to a live HAProxy: its stats socket, or its master's with --worker")
    .option(
      "--socket-age <ms>",
      "how old a value read over the socket may be (default 1000)",
      parseWhole("number of milliseconds"),
    )
    .option(
      "--worker <pid>",
      "over the master's socket: the worker to talk to, an old one too while it drains",
      parseWhole("process id"),
    );
}

/**
 * Puts the proxies of a live HAProxy behind the runtime's `core.proxies`, and
 * its figures behind `core.get_info`. Resolves once they have been fetched, so
 * that scripts find them while they load; undefined where no socket is named.
 */
export async function attachSocket(
  runtime: Runtime,
  { socket: path, socketAge, worker }: SocketOptions,
): Promise<LiveProxies | undefined> {
  if (path === undefined) {
    const given = socketAge !== undefined ? "--socket-age" : worker !== undefined ? "--worker" : undefined;
    if (given !== undefined) throw new HaluaError("E_USAGE", `${given} needs --socket PATH`);
    return undefined;
  }
  const { LivePatterns, LiveProxies, LiveReferences, StatsSocket } =
    await import("../proxy/attached/index.ts");
  const socket = new StatsSocket(path, worker === undefined ? {} : { worker });
  const proxies = new LiveProxies(socket, {
    ...(socketAge !== undefined && { maxAgeMs: socketAge }),
    warning: (text) => runtime.log.warning(text),
  });
  await proxies.refresh();
  if (proxies.info.Pid === undefined) {
    socket.close();
    throw new HaluaError(
      "E_SOCKET",
      `stats socket '${path}' is not that of a HAProxy process: for a master's, name a worker with --worker PID (its 'show proc' lists them)`,
    );
  }
  attachProxies(runtime, proxies);
  runtime.services.add(LivePatterns, new LivePatterns(proxies));
  const references = new LiveReferences(
    proxies,
    runtime.services.get(PatternReferences),
    socketAge === undefined ? {} : { maxAgeMs: socketAge },
  );
  await references.list();
  runtime.services.add(LiveReferences, references);
  runtime.info = () => proxies.info;
  proxies.watch(() => runtime.hasSubscribers(serverEventTypes));
  return proxies;
}
