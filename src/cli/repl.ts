import { Command } from "commander";
import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { encodeUtf8, LuaFunction, type Loaded, type LuaValue } from "../lua/index.ts";
import { failure, type Runtime } from "../runtime/index.ts";
import { complete } from "./completion.ts";
import { addSessionOptions, openSession, type SessionOptions } from "./session.ts";

/** How many lines are kept for the next time. */
const historySize = 1000;

/** `halua repl`: Lua line by line, with `core` live on a map. */
export function replCommand(): Command {
  const command = new Command("repl")
    .description("talk to Lua line by line, with `core` live on a map")
    .addHelpText(
      "after",
      `
Each line runs as a task of its own: it may wait (core.sleep, sockets). Values are printed.
An unfinished line goes on in the next. Tab completes; Ctrl-C drops what was begun, Ctrl-D ends.

Examples:
  halua repl --map /run/haproxy/stats.shm --observe
  echo 'return 1 + 1' | halua repl`,
    )
    .action(async (_options: unknown, self: Command) => {
      process.exitCode = await talk(self.optsWithGlobals<SessionOptions>());
    });
  return addSessionOptions(command);
}

async function talk(options: SessionOptions): Promise<number> {
  const { runtime, signals } = openSession(options);
  runtime.start();
  const terminal = process.stdin.isTTY;
  const history = terminal ? readHistory() : [];
  const lines = createInterface({
    input: process.stdin,
    ...(terminal ? { output: process.stdout, history, historySize } : {}),
    terminal,
    completer: (line: string) => complete(runtime, line),
  });
  const asker = new Asker(lines, terminal);
  if (terminal) lines.on("history", keepHistory);
  lines.on("SIGINT", () => asker.drop());
  let signal: number | undefined;
  signals.onSignal((number) => {
    signal = number;
    lines.close();
  });
  asker.ask();
  for await (const line of lines) {
    const loaded = asker.take(runtime, line);
    if (loaded) await evaluate(runtime, loaded);
    asker.ask();
  }
  runtime.close();
  return signal === undefined ? 0 : 128 + signal;
}

/** Collects lines until they are a whole piece of Lua, and says with its prompt which of the two it awaits. */
class Asker {
  readonly #lines: Interface;
  readonly #terminal: boolean;
  #begun = "";

  constructor(lines: Interface, terminal: boolean) {
    this.#lines = lines;
    this.#terminal = terminal;
  }

  ask(): void {
    if (!this.#terminal) return;
    this.#lines.setPrompt(this.#begun === "" ? "> " : ">> ");
    this.#lines.prompt();
  }

  /** Forgets what was begun, in this line and before. */
  drop(): void {
    this.#begun = "";
    process.stdout.write("\n");
    for (const name of ["e", "u"]) this.#lines.write(null, { ctrl: true, name });
    this.ask();
  }

  /** Adds a line; gives what to run, or the error, once it is whole. */
  take(runtime: Runtime, line: string): Loaded | undefined {
    const code = this.#begun + encodeUtf8(line);
    const asValue = runtime.lua.load(`return ${code}`, "=stdin");
    const loaded = "fn" in asValue ? asValue : runtime.lua.load(code, "=stdin");
    const isUnfinished = "error" in loaded && loaded.error.endsWith("near <eof>");
    this.#begun = isUnfinished ? `${code}\n` : "";
    return isUnfinished ? undefined : loaded;
  }
}

/** Runs a piece as a task, and prints what it gives. */
async function evaluate(runtime: Runtime, loaded: Loaded): Promise<void> {
  if ("error" in loaded) {
    runtime.log.alert(loaded.error);
    return;
  }
  await new Promise<void>((resolve) => {
    runtime.scheduler.run("task", loaded.fn, [], (ending) => {
      const text = failure("task", "", ending);
      if (text !== undefined) runtime.log.alert(text);
      else if (ending.kind === "done" && ending.values.length > 0) printValues(runtime, ending.values);
      resolve();
    });
  });
}

/** Prints as Lua does: `tostring` of each value. */
function printValues(runtime: Runtime, values: readonly LuaValue[]): void {
  const print = runtime.lua.getGlobal("print");
  if (print instanceof LuaFunction) runtime.lua.call(print, values);
}

function historyFile(): string {
  return join(process.env.XDG_STATE_HOME ?? homedir(), ".halua_history");
}

/** The lines of earlier times, newest first. */
function readHistory(): string[] {
  try {
    return readFileSync(historyFile(), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .reverse();
  } catch {
    return [];
  }
}

function keepHistory(lines: readonly string[]): void {
  try {
    writeFileSync(historyFile(), `${[...lines].reverse().join("\n")}\n`, { mode: 0o600 });
  } catch {
    // A home that cannot be written to has no history; that is no reason to stop talking.
  }
}
