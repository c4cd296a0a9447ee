import type { Command } from "commander";
import { installApi } from "../api/index.ts";
import { HaluaError } from "../errors.ts";
import { Logger, Runtime } from "../runtime/index.ts";
import { SharedMap } from "../shm/index.ts";
import { systemTime } from "../time.ts";
import { EmbeddedFolder } from "./embedded-folder.ts";
import { addMapOptions, permissions, type MapOptions } from "./map-options.ts";
import { Signals } from "./signals.ts";

/** What a command that runs Lua can be told about its surroundings. */
export interface SessionOptions extends MapOptions {
  observe?: boolean;
  debug?: boolean;
}

/** A runtime on a map, named or of its own, in a process that gives the slot back whatever ends it. */
export interface Session {
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly signals: Signals;
}

/** Adds the options that {@link openSession} takes. */
export function addSessionOptions(command: Command): Command {
  command.option("--observe", "only read the map: take no slot, write nothing");
  return addMapOptions(command, false);
}

/** Opens the map and makes the runtime. */
export function openSession(options: SessionOptions): Session {
  if (options.observe && options.map === undefined) {
    throw new HaluaError("E_USAGE", "--observe needs --map FILE: an embedded map has nothing to observe");
  }
  const debug = options.debug ?? false;
  const log = new Logger(systemTime, { debug });
  const embedded = options.map === undefined ? new EmbeddedFolder() : undefined;
  const map = SharedMap.open(options.map ?? embedded?.path ?? "", {
    ...permissions(options),
    access: options.observe ? "observe" : "member",
    create: embedded !== undefined,
    log: (level, message) => log[level](message),
  });
  process.once("exit", () => {
    map.release();
    embedded?.remove();
  });
  const signals = new Signals();
  const runtime = new Runtime({ map, log: { debug }, install: installApi });
  return { runtime, log, signals };
}

/**
 * Resolves when nothing is left to run or the time is over (undefined), or a
 * signal came (its number). What `stays` has somebody outside to wait for.
 */
export async function untilEnded(
  { runtime, signals }: Session,
  forMs: number | undefined,
  stays = false,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    // Keeps the process alive while the script only waits for what cannot keep it alive itself.
    const alive = setInterval(() => undefined, 2 ** 30);
    const finish = (signal?: number): void => {
      clearInterval(alive);
      resolve(signal);
    };
    if (!stays) void runtime.whenIdle().then(() => finish());
    if (forMs !== undefined) systemTime.after(forMs, () => finish(), { background: true });
    signals.onSignal(finish);
  });
}
