import { Command } from "commander";
import { parseDuration } from "./duration.ts";
import { runBody, type RunOptions } from "./run.ts";
import { addSessionOptions } from "./session.ts";

/** `halua eval CODE`, also `halua -e CODE`: runs a piece of Lua as a script of its own. */
export function evalCommand(): Command {
  const command = new Command("eval")
    .description("run a piece of Lua (also: halua -e CODE)")
    .argument("<code>", "the Lua text")
    .option("--for <time>", "end after this time (500ms, 10s, 2m)", parseDuration)
    .addHelpText(
      "after",
      `
Examples:
  halua eval 'print(core.my_slot():get_id())'
  halua -e 'for _, s in ipairs(core.get_slots()) do print(s:get_pid(), s:get_state()) end' --map FILE --observe`,
    )
    .action(async (code: string, _options: unknown, self: Command) => {
      const options = self.optsWithGlobals<RunOptions>();
      process.exitCode = await runBody(options, (runtime) => runtime.loadText(code, "(command line)"));
    });
  return addSessionOptions(command);
}
