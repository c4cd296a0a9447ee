import { spawn } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { isStartReport, startReportVariable } from "../process/master/messages.ts";
import type { HaproxyOptions } from "./haproxy-options.ts";

/** Tells the process that it is the one in the background. */
const daemonVariable = "HALUA_DAEMON";

/** Whether this is the process that `-D` has started. */
export function isDaemon(): boolean {
  return process.env[daemonVariable] !== undefined;
}

/**
 * `-D`: starts the same command line in the background and waits until it
 * serves. Node cannot fork, so it is a new process in a session of its own.
 * Gives the exit status: 1 when it could not start.
 */
export async function daemonize(args: readonly string[], options: HaproxyOptions): Promise<number> {
  const program = process.argv[1] ?? "";
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, [daemonVariable]: "1", [startReportVariable]: "1" },
  });
  const ready = await new Promise<boolean>((resolve) => {
    child.on("message", (message: unknown) => {
      if (isStartReport(message)) resolve(message.halua === "ready");
    });
    child.once("exit", () => resolve(false));
    child.once("error", () => resolve(false));
  });
  if (!ready) return 1;
  if (options.pidFile !== undefined) writeFileSync(options.pidFile, `${child.pid ?? 0}\n`);
  child.disconnect();
  child.unref();
  return 0;
}

/** Leaves the terminal: what is said from here on nobody sees. */
export function leaveTerminal(): void {
  for (const fd of [0, 1, 2]) {
    closeSync(fd);
    // The lowest free number is the one just closed.
    openSync("/dev/null", fd === 0 ? "r" : "w");
  }
}
