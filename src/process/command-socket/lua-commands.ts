import { appletTcpClass } from "../../api/applet-tcp.ts";
import { commandTxn } from "../../api/command-stream.ts";
import { failure, type AppletStream, type RegisteredCommand, type Runtime } from "../../runtime/index.ts";
import type { Command, CommandContext } from "./command.ts";

/** The words that scripts have registered with `core.register_cli`, as commands. */
export function luaCommands(runtime: Runtime): Command[] {
  return (
    [...runtime.registry.commands.values()]
      // HAProxy crashes on a command line when there is a command without words.
      .filter(({ words }) => words.length > 0)
      .map((registered) => ({
        words: registered.words,
        usage: registered.usage,
        run: async (context, words) => {
          await runRegistered(context, registered, words);
          return undefined;
        },
      }))
  );
}

/**
 * Runs the function in a coroutine of its own, with the limits of a session.
 * What goes wrong is logged; what was sent until then stays.
 */
async function runRegistered(
  context: CommandContext,
  registered: RegisteredCommand,
  words: readonly string[],
): Promise<void> {
  const { input } = context;
  const runtime = context.runtime.stateFor(registered, 0);
  const fn = registered.functions.get(runtime.stateId);
  if (!fn) return;
  const io: AppletStream = {
    getline: () => input.getline(),
    receive: (size, timeoutMs) => input.receive(size, timeoutMs),
    tryReceive: () => input.tryReceive(),
    send: (text) => context.send(text),
  };
  const txn = commandTxn(runtime, context.traffic?.proxies[0]?.environment);
  const args = [appletTcpClass.wrap({ io, txn }), ...words];
  await new Promise<void>((resolve) => {
    runtime.scheduler.run("cli", fn, args, (ending) => {
      const text = failure("cli", ["lua.cli", ...registered.words].join("."), ending, runtime.stateId);
      if (text !== undefined) runtime.log.failure(text);
      resolve();
    });
  });
}
