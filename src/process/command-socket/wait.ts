import { DynamicServers, ServerRefusal } from "../../proxy/dynamic-servers.ts";
import { DeclaredProxies } from "../../proxy/model/index.ts";
import { message, type Command, type CommandAnswer, type CommandContext } from "./command.ts";
import { delayMs } from "./process-commands.ts";

/** `wait` (cli.c). */

const usage = `Usage: wait {-h|<duration>} [condition [args...]]
  -h          shows this
  <duration>  how long the next answer is kept back at most: a number, in
              milliseconds where no unit (us, ms, s, m, h, d) follows it
  condition   what ends the wait before that:
              srv-removable <backend>/<server>  the server can be deleted`;

/** How often a condition is looked at, in milliseconds. */
const lookMs = 10;

/** Why a server cannot be deleted now; undefined where it can. */
function refusalOf({ proxies, traffic }: CommandContext, path: string): ServerRefusal | undefined {
  if (!traffic || !(proxies instanceof DeclaredProxies)) {
    return new ServerRefusal("Servers can be deleted only where halua is the proxy.");
  }
  const slash = Math.max(path.indexOf("/"), 0);
  try {
    new DynamicServers(proxies, traffic.proxies).find(path.slice(0, slash), path.slice(slash + 1));
    return undefined;
  } catch (error) {
    if (error instanceof ServerRefusal) return error;
    throw error;
  }
}

/** Waits until the server can be deleted, for `ms` at most. */
async function waitForRemoval(context: CommandContext, ms: number, path: string): Promise<CommandAnswer> {
  const { runtime, input } = context;
  const end = runtime.time.monotonicMs() + ms;
  for (;;) {
    const refusal = refusalOf(context, path);
    if (!refusal) return message("Done.", "info");
    if (!refusal.passes) return message(`Failed. ${refusal.message}`, "err");
    const left = end - runtime.time.monotonicMs();
    if (left <= 0) return message(`Wait delay expired. ${refusal.message}`, "err");
    if (input.ended) return message("Interrupted.", "err");
    await input.changed(Math.min(left, lookMs));
  }
}

export const wait: Command = {
  words: ["wait"],
  level: "admin",
  usage: "wait {-h|<delay_ms>} cond [args...]     : wait the specified delay or condition (-h to see list)",
  run: async (context, [, duration, condition, path]): Promise<CommandAnswer> => {
    const { runtime, input } = context;
    if (duration === undefined) return message("Expects a duration in milliseconds.", "err");
    if (duration === "-h") return message(usage);
    const ms = delayMs(duration, "ms");
    if (ms === undefined || ms < 1) return message("Invalid duration.", "err");
    if (condition !== undefined && condition !== "srv-removable") return message(usage);
    if (condition !== undefined && path === undefined) {
      return message("Missing server name (<backend>/<server>).", "err");
    }
    if (path !== undefined) return waitForRemoval(context, ms, path);
    const end = runtime.time.monotonicMs() + ms;
    for (let left = ms; left > 0; left = end - runtime.time.monotonicMs()) {
      if (input.ended) return message("Interrupted.");
      await input.changed(left);
    }
    return undefined;
  },
};
