import { Command } from "commander";
import { installApi } from "../api/index.ts";
import { HaluaError } from "../errors.ts";
import { Logger, Runtime } from "../runtime/index.ts";
import { SharedMap } from "../shm/index.ts";
import { systemTime } from "../time.ts";
import { parseDuration } from "./duration.ts";
import { EmbeddedFolder } from "./embedded-folder.ts";
import { addMapOptions, permissions, type MapOptions } from "./map-options.ts";
import { endedByInterrupt, Signals } from "./signals.ts";

/** What `halua run` can be told. */
export interface RunOptions extends MapOptions {
  observe?: boolean;
  for?: number;
}

const examples = `
Examples:
  halua run health.lua                                on an embedded map of its own
  halua run health.lua --map /run/haproxy/stats.shm   beside a live HAProxy, in a slot of its own
  halua run health.lua --map FILE --observe           only looks: takes no slot, writes nothing
  halua run report.lua --for 10s daily                'daily' is the script's first argument`;

/** `halua run`: runs a script until nothing is left of it to run. */
export function runCommand(): Command {
  const command = new Command("run")
    .description("run a Lua script against a shared statistics file")
    .argument("<script>", "the script")
    .argument("[args...]", "its arguments, in `...`")
    .option("--observe", "only read the map: take no slot, write nothing")
    .option("--for <time>", "end after this time (500ms, 10s, 2m)", parseDuration)
    .addHelpText("after", examples)
    .action(async (script: string, args: string[], options: RunOptions, self: Command) => {
      const { debug } = self.optsWithGlobals<{ debug?: boolean }>();
      process.exitCode = await runScript(script, args, options, debug ?? false);
    });
  return addMapOptions(command, false);
}

/** Runs a script to its end; gives the exit status. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: RunOptions,
  debug: boolean,
): Promise<number> {
  if (options.observe && options.map === undefined) {
    throw new HaluaError("E_USAGE", "--observe needs --map FILE: an embedded map has nothing to observe");
  }
  const log = new Logger(systemTime, { debug });
  const embedded = options.map === undefined ? new EmbeddedFolder() : undefined;
  const map = SharedMap.open(options.map ?? embedded?.path ?? "", {
    ...permissions(options),
    access: options.observe ? "observe" : "member",
    create: embedded !== undefined,
    log: (level, message) => log[level](message),
  });
  // Whatever ends the process, the slot is free at once and the folder gone.
  process.once("exit", () => {
    map.release();
    embedded?.remove();
  });
  const signals = new Signals();
  const runtime = new Runtime({ map, log: { debug }, install: installApi });
  try {
    const interrupted = endedByInterrupt(() => {
      runtime.load(script, args);
      runtime.start();
    });
    if (interrupted) {
      // The Lua state may be in the middle of anything: no more of it may run.
      process.exit(130);
    }
  } catch (error) {
    if (!(error instanceof HaluaError)) throw error;
    log.alert(error.message);
    runtime.close();
    return 1;
  }
  const signal = await firstOf(runtime.whenIdle(), signals, options.for);
  runtime.close();
  return signal === undefined ? 0 : 128 + signal;
}

/** Resolves when the script has ended or its time is over (undefined), or a signal came (its number). */
async function firstOf(
  ended: Promise<void>,
  signals: Signals,
  forMs: number | undefined,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    // Keeps the process alive while the script only waits for what cannot keep it alive itself.
    const alive = setInterval(() => undefined, 2 ** 30);
    const finish = (signal?: number): void => {
      clearInterval(alive);
      resolve(signal);
    };
    void ended.then(() => finish());
    if (forMs !== undefined) systemTime.after(forMs, () => finish(), { background: true });
    signals.onSignal(finish);
  });
}
