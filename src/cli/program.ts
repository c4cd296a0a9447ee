import { Command, CommanderError } from "commander";
import { HaluaError } from "../errors.ts";
import { isHaproxyCommandLine } from "./haproxy-options.ts";
import { packageVersion } from "./package-version.ts";

/**
 * The subcommands in the order of the help, each declared in its own file. That
 * file brings with it all that the command runs on, which is most of the time
 * that a short one takes: only the file of the command that is named is loaded.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import("./run.ts")).runCommand(),
  eval: async () => (await import("./eval.ts")).evalCommand(),
  repl: async () => (await import("./repl.ts")).replCommand(),
  check: async () => (await import("./check.ts")).checkCommand(),
  test: async () => (await import("./test.ts")).testCommand(),
  init: async () => (await import("./init.ts")).initCommand(),
  slots: async () => (await import("./slots.ts")).slotsCommand(),
  stats: async () => (await import("./stats.ts")).statsCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  demo: async () => (await import("./demo.ts")).demoCommand(),
};

/** The command that these words name; all of them where they name none: help and suggestions list them. */
async function commandsFor(words: readonly string[]): Promise<Command[]> {
  // No option before the command takes a value.
  const name = words.find((word) => !word.startsWith("-"));
  const named = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return Promise.all((named ? [named] : Object.values(commands)).map((load) => load()));
}

/** The command line for these words: all subcommands, or the one that they name. */
async function makeProgram(words: readonly string[]): Promise<Command> {
  const program = new Command("halua")
    .description("Runs HAProxy-style Lua scripts outside HAProxy, on HAProxy's own shared statistics file.")
    .version(packageVersion(), "--version", "print the version")
    .option("--debug", "show the stack trace of an unexpected error, and debug log lines")
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride();
  for (const command of await commandsFor(words)) {
    // Subcommands made apart do not inherit it.
    command.exitOverride();
    program.addCommand(command);
  }
  return program;
}

/** Runs one command line. Failures end in one line on stderr and status 1, 2 where the line itself is wrong. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    if (isHaproxyCommandLine(args)) {
      const { runAsHaproxy } = await import("./haproxy.ts");
      process.exitCode = await runAsHaproxy(args);
      return;
    }
    const [first, ...rest] = args;
    // As in Lua's own interpreter.
    const words = first === "-e" ? ["eval", ...rest] : args;
    await (await makeProgram(words)).parseAsync(words, { from: "user" });
  } catch (error) {
    process.exitCode = report(error, args.includes("--debug"));
  }
}

/** Says what went wrong; gives the exit status. */
function report(error: unknown, debug: boolean): number {
  // Commander has already printed its line.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof HaluaError) {
    process.stderr.write(`halua: ${error.message}\n`);
    if (debug && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
    return error.code === "E_USAGE" ? 2 : 1;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `halua: internal error: ${text.split("\n")[0] ?? ""} (--debug shows the stack trace)\n`,
  );
  if (debug && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return 1;
}
