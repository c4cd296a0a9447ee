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
    words: ["echo"],
    usage: "echo <text>                             : print text to the output",
    run: (_context, words) => message(words.slice(1).join(" ")),
  },
  {
    words: ["show", "version"],
    usage: "show version                            : show version of the current process",
    run: ({ runtime }) => message(String(runtime.info().Version ?? "")),
  },
  {
    words: ["show", "sess"],
    usage:
      "show sess [help|<id>|all] [opts...]     : report the list of current streams or dump this exact stream",
    run: ({ connections }) => ({
      text: [...connections]
        .map(
          ({ id, ageSeconds, calls }) =>
            `0x${id.toString(16)}: proto=unix_stream src=unix:1 fe=GLOBAL be=<NONE> srv=<none> age=${ageSeconds}s calls=${calls}\n`,
        )
        .join(""),
    }),
  },
];
