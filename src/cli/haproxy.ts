import cluster from "node:cluster";
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { HAPROXY_VERSION } from "../config/version.ts";
import { checkCondition, createEnvironment } from "../config/index.ts";
import { Logger } from "../runtime/index.ts";
import { systemTime } from "../time.ts";
import { MasterSocket } from "../process/master/master-socket.ts";
import { Master } from "../process/master/master.ts";
import { StartLog } from "../process/master/start-log.ts";
import { runWorker, type RunOptions } from "../process/run-worker.ts";
import { prepare } from "../process/worker.ts";
import { daemonize, isDaemon, leaveTerminal } from "./daemon.ts";
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
  if (options.condition !== undefined) return judge(options.condition);
  // Configurations and scripts ask for them by these names.
  process.env.HAPROXY_LOCALPEER = options.peer ?? hostname();
  if (cluster.isWorker) process.env.HAPROXY_MWORKER = "1";
  if (options.folder !== undefined) process.chdir(options.folder);
  if (options.check) return check(options);
  if (options.daemon && !isDaemon()) return daemonize(args, options);
  return serve(args, options);
}

/** `-cc`: status 0 when the condition holds, 1 when it does not, 2 when it cannot be judged. */
function judge(condition: string): number {
  const result = checkCondition(condition, {
    environment: createEnvironment(),
  });
  if (typeof result === "boolean") return result ? 0 : 1;
  new Logger(systemTime).alert(`config : ${result}`);
  return 2;
}

/** `-c`: reads the configuration, which runs the bodies of its scripts, and no more. */
function check(options: HaproxyOptions): number {
  const prepared = prepare(withoutAbsent(options));
  if (!prepared) return 1;
  if (prepared.warnings && !options.quiet) process.stdout.write("Warnings were found.\n");
  if (options.verbose) process.stdout.write("Configuration file is valid\n");
  return 0;
}

async function serve(args: readonly string[], options: HaproxyOptions): Promise<number> {
  // A worker of a master has the master's command line.
  if (options.master !== "none" && cluster.isPrimary) return serveAsMaster(args, options);
  if (options.pidFile !== undefined && cluster.isPrimary) writeFileSync(options.pidFile, `${process.pid}\n`);
  // A worker ends with its master, as HAProxy's does; one that still starts finds it out by writing to it.
  cluster.worker?.on("error", () => process.exit(0));
  const status = await runWorker({ ...withoutAbsent(options), onReady });
  // The line to the master would keep the process alive; cut, it would end it with status 0.
  process.channel?.unref();
  return status;
}

function onReady(): void {
  if (isDaemon()) leaveTerminal();
}

async function serveAsMaster(args: readonly string[], options: HaproxyOptions): Promise<number> {
  if (options.pidFile !== undefined) writeFileSync(options.pidFile, `${process.pid}\n`);
  const startLog = new StartLog();
  const master = new Master({
    program: process.argv[1] ?? "",
    args,
    quiet: options.quiet,
    systemd: options.master === "systemd",
    onReady: () => void startLog.report("ready").then(onReady),
  });
  const socket =
    options.masterSocket === undefined ? undefined : await MasterSocket.open(options.masterSocket, master);
  const status = await master.run();
  await startLog.report("failed");
  socket?.close();
  return status;
}

/** The options that are set, for those who take an absent one as no wish. */
function withoutAbsent({ replaces, maxconn, memory, ...options }: HaproxyOptions): RunOptions {
  return {
    ...options,
    ...(replaces && { replaces }),
    ...(maxconn !== undefined && { maxconn }),
    ...(memory !== undefined && { memory }),
  };
}

function versionText(long: boolean): string {
  const short = `HAProxy version ${HAPROXY_VERSION} as halua ${packageVersion()} answers for it\n`;
  if (!long) return short;
  return `${short}Node.js ${process.version}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}\n`;
}
