import { delayMs } from "./process-commands.ts";
import { message, type Command } from "./command.ts";

/** Commands about the connection and the process (cli.c). */

const setTimeoutCommand: Command = {
  words: ["set", "timeout"],
  usage: "set timeout [cli] <delay>               : change a timeout setting",
  run: (context, [, , which, delay]) => {
    if (which !== "cli") return message("'set timeout' only supports 'cli'.");
    if (delay === undefined) return message("Expects an integer value.");
    const ms = delayMs(delay, "s");
    if (ms === undefined || ms < 1) return message("Invalid timeout value.");
    context.idleMs = ms;
    return undefined;
  },
};

export const settingCommands: readonly Command[] = [
  setTimeoutCommand,
  {
    words: ["show", "startup-logs"],
    usage: "show startup-logs                       : report logs emitted during startup",
    run: ({ startLog }) => ({ text: startLog?.text ?? "" }),
  },
  {
    words: ["echo"],
    usage: "echo <text>                             : print text to the output",
    run: (_context, words) => message(words.slice(1).join(" ")),
  },
  {
    words: ["show", "version"],
    usage: "show version                            : show version of the current process",
    run: ({ runtime }) => message(String(runtime.info().Version ?? "")),
  },
];
