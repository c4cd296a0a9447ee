import { Command, CommanderError } from "commander";
import { HaluaError } from "../errors.ts";
import { checkCommand } from "./check.ts";
import { demoCommand } from "./demo.ts";
import { doctorCommand } from "./doctor.ts";
import { evalCommand } from "./eval.ts";
import { initCommand } from "./init.ts";
import { isHaproxyCommandLine } from "./haproxy-options.ts";
import { runAsHaproxy } from "./haproxy.ts";
import { packageVersion } from "./package-version.ts";
import { replCommand } from "./repl.ts";
import { runCommand } from "./run.ts";
import { slotsCommand } from "./slots.ts";
import { statsCommand } from "./stats.ts";
import { testCommand } from "./test.ts";

/** The whole command line: subcommands, each declared in its own file. */
export function makeProgram(): Command {
  const program = new Command("halua")
    .description("Runs HAProxy-style Lua scripts outside HAProxy, on HAProxy's own shared statistics file.")
    .version(packageVersion(), "--version", "print the version")
    .option("--debug", "show the stack trace of an unexpected error, and debug log lines")
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride();
  for (const command of commands()) {
    // Subcommands made apart do not inherit it.
    command.exitOverride();
    program.addCommand(command);
  }
  return program;
}

function commands(): Command[] {
  return [
    runCommand(),
    evalCommand(),
    replCommand(),
    checkCommand(),
    testCommand(),
    initCommand(),
    slotsCommand(),
    statsCommand(),
    doctorCommand(),
    demoCommand(),
  ];
}

/** Runs one command line. Failures end in one line on stderr and status 1, 2 where the line itself is wrong. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    if (isHaproxyCommandLine(args)) {
      process.exitCode = await runAsHaproxy(args);
      return;
    }
    const [first, ...rest] = args;
    // As in Lua's own interpreter.
    const words = first === "-e" ? ["eval", ...rest] : args;
    await makeProgram().parseAsync(words, { from: "user" });
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
