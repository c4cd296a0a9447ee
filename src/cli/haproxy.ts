import { writeFileSync } from "node:fs";
import { HAPROXY_VERSION } from "../config/version.ts";
import { prepare, runWorker } from "../process/worker.ts";
import { readHaproxyOptions, type HaproxyOptions } from "./haproxy-options.ts";
import { packageVersion } from "./package-version.ts";

/**
 * `halua -f haproxy.cfg`: halua in HAProxy's place, with HAProxy's own command
 * line. Gives the exit status.
 */
export async function runAsHaproxy(args: readonly string[]): Promise<number> {
  const options = readHaproxyOptions(args);
  if (options.version !== undefined) {
    process.stdout.write(versionText(options.version === "long"));
    return 0;
  }
  if (options.folder !== undefined) process.chdir(options.folder);
  if (options.check) return check(options);
  if (options.pidFile !== undefined) writeFileSync(options.pidFile, `${process.pid}\n`);
  return runWorker(options, firstSignal);
}

/** `-c`: reads the configuration, which runs the bodies of its scripts, and no more. */
function check(options: HaproxyOptions): number {
  const prepared = prepare(options);
  if (!prepared) return 1;
  if (prepared.warnings && !options.quiet) process.stdout.write("Warnings were found.\n");
  if (options.verbose) process.stdout.write("Configuration file is valid\n");
  return 0;
}

/** The statuses with which signals end a worker: USR1 lets it finish. */
const statuses: Partial<Record<NodeJS.Signals, number>> = { SIGTERM: 143, SIGINT: 130, SIGUSR1: 0 };

/** Waits for the first signal that ends a worker; gives the exit status it stands for. */
async function firstSignal(): Promise<number> {
  // Keeps the process alive while its scripts only wait.
  const alive = setInterval(() => undefined, 2 ** 30);
  const status = await new Promise<number>((resolve) => {
    for (const [name, number] of Object.entries(statuses)) process.once(name, () => resolve(number));
  });
  clearInterval(alive);
  return status;
}

function versionText(long: boolean): string {
  const short = `HAProxy version ${HAPROXY_VERSION} as halua ${packageVersion()} answers for it\n`;
  if (!long) return short;
  return `${short}Node.js ${process.version}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}\n`;
}
