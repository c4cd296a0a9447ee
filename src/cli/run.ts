import { Command } from "commander";
import { proxiesOf } from "../api/proxies-of.ts";
import { HaluaError } from "../errors.ts";
import type { CommandSocket } from "../process/command-socket/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { addSocketOptions, attachSocket, type SocketOptions } from "./attached.ts";
import { parseDuration } from "./duration.ts";
import { addSessionOptions, openSession, untilEnded, type SessionOptions } from "./session.ts";
import { endedByInterrupt } from "./signals.ts";

/** What `halua run` can be told. */
export interface RunOptions extends SessionOptions, SocketOptions {
  /** Where the command socket goes. */
  cli?: string;
  /** Milliseconds after which the run ends. */
  for?: number;
}

const examples = `
Examples:
  halua run health.lua                                on an embedded map of its own
  halua run health.lua --map /run/haproxy/stats.shm   beside a live HAProxy, in a slot of its own
  halua run health.lua --map FILE --observe           only looks: takes no slot, writes nothing
  halua run admin.lua --cli /run/halua.sock           offers the script's register_cli commands, show stat ...
  halua run health.lua --socket /run/haproxy.sock     on a live HAProxy: core.backends, get_info ...
  halua run report.lua --for 10s daily                'daily' is the script's first argument`;

/** `halua run`: runs a script until nothing is left of it to run. */
export function runCommand(): Command {
  const command = new Command("run")
    .description("run a Lua script against a shared statistics file")
    .argument("<script>", "the script")
    .argument("[args...]", "its arguments, in `...`")
    .option("--for <time>", "end after this time (500ms, 10s, 2m)", parseDuration)
    .option("--cli <path>", "open a command socket (HAProxy's stats socket protocol, mode 0600), and stay")
    .addHelpText("after", examples)
    .action(async (script: string, args: string[], _options: unknown, self: Command) => {
      process.exitCode = await runScript(script, args, self.optsWithGlobals<RunOptions>());
    });
  return addSocketOptions(addSessionOptions(command));
}

/** Runs a script to its end; gives the exit status. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: RunOptions,
): Promise<number> {
  return runBody(options, (runtime) => runtime.load(script, args));
}

/** Opens the command socket at `path`, if there is to be one; the file goes with the process. */
async function openCommandSocket(
  runtime: Runtime,
  path: string | undefined,
): Promise<CommandSocket | undefined> {
  if (path === undefined) return undefined;
  // Its commands know all of a proxy, which a plain script has no use for.
  const { CommandSocket } = await import("../process/command-socket/index.ts");
  const socket = await CommandSocket.open(path, { runtime, proxies: proxiesOf(runtime) });
  process.once("exit", () => socket.unlink());
  return socket;
}

/** Runs what `load` loads into a runtime, to its end; gives the exit status. */
export async function runBody(options: RunOptions, load: (runtime: Runtime) => void): Promise<number> {
  const session = openSession(options);
  const { runtime, log } = session;
  const live = await attachSocket(runtime, options);
  const commandSocket = await openCommandSocket(runtime, options.cli);
  try {
    const interrupted = endedByInterrupt(() => {
      load(runtime);
      runtime.start();
    });
    if (interrupted) {
      // The Lua state may be in the middle of anything: no more of it may run.
      process.exit(130);
    }
  } catch (error) {
    if (!(error instanceof HaluaError)) throw error;
    log.alert(error.message);
    await commandSocket?.close();
    await live?.close();
    runtime.close();
    return 1;
  }
  const signal = await untilEnded(session, options.for, commandSocket !== undefined);
  await commandSocket?.close();
  runtime.close();
  await live?.close();
  return signal === undefined ? 0 : 128 + signal;
}
