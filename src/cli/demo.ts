import { Command } from "commander";
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { EmbeddedFolder } from "./embedded-folder.ts";
import { parseDuration } from "./duration.ts";
import { runScript } from "./run.ts";

const script = fileURLToPath(new URL("../../examples/health.lua", import.meta.url));
const worker = fileURLToPath(new URL("./demo-worker.js", import.meta.url));

/** `halua demo`: the health example with something to look at. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("show a health script at work: two more processes on one map, one of which falls silent")
    .option("--for <time>", "end after this time (500ms, 10s, 2m)", parseDuration)
    .addHelpText(
      "after",
      `
Examples:
  halua demo              until Ctrl-C; the silent process expires after a minute
  halua demo --for 10s`,
    )
    .action(async (options: { for?: number }) => {
      process.exitCode = await demo(options.for);
    });
}

async function demo(forMs: number | undefined): Promise<number> {
  const folder = new EmbeddedFolder();
  const workers: ChildProcess[] = [];
  const cleanUp = (): void => {
    for (const child of workers) child.kill("SIGTERM");
    folder.remove();
  };
  process.once("exit", cleanUp);
  for (const silentAfterMs of [0, 3000]) {
    const child = fork(worker, [folder.path, String(silentAfterMs)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    workers.push(child);
    await ready(child);
  }
  const map = { map: folder.path, ...(forMs === undefined ? {} : { for: forMs }) };
  try {
    return await runScript(script, [], map);
  } finally {
    cleanUp();
  }
}

/** Resolves once a worker says that it holds a slot. */
async function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`a demo process ended with status ${code ?? "unknown"}`)));
  });
}
