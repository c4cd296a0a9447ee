import { message, type Command, type Modes } from "./command.ts";

/** Modes of a connection to the command line (cli.c). */

/** A mode that is switched by `on` and `off`, and told without either. */
function modeCommand(mode: "experimental-mode" | "expert-mode"): Command {
  return {
    words: [mode],
    level: "admin",
    run: ({ modes }, [, wanted]) => {
      if (wanted === undefined) return message(`${mode} is ${modes[mode] ? "ON" : "OFF"}`);
      modes[mode] = wanted === "on";
      return undefined;
    },
  };
}

const isSeverity = (word: string): word is Modes["severity"] =>
  word === "none" || word === "number" || word === "string";

const setSeverity: Command = {
  words: ["set", "severity-output"],
  usage: "set severity-output [none|number|string]: set presence of severity level in feedback information",
  run: ({ modes }, [, , wanted = ""]) => {
    if (!isSeverity(wanted)) {
      return message("one of 'none', 'number', 'string' is a required argument", "err");
    }
    modes.severity = wanted;
    return undefined;
  },
};

export const modeCommands: readonly Command[] = [
  modeCommand("experimental-mode"),
  modeCommand("expert-mode"),
  setSeverity,
];
