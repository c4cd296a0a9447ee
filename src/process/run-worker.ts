import cluster from "node:cluster";
import { rmdirSync } from "node:fs";
import { dirname } from "node:path";
import { HaluaError } from "../errors.ts";
import { Logger } from "../runtime/index.ts";
import { systemTime } from "../time.ts";
import { addressesOf, CommandSocket, openConfiguredSockets } from "./command-socket/index.ts";
import { followCrashOrder } from "./crash-points.ts";
import { StartLog } from "./master/start-log.ts";
import { tellStarter, workerSocketVariable } from "./master/messages.ts";
import { dumpServers } from "./dump-servers.ts";
import { makeRoom, type Replaced } from "./takeover.ts";
import { prepare, Worker, type WorkerOptions } from "./worker.ts";

/** How a worker is run, besides its configuration. */
export interface RunOptions extends WorkerOptions {
  /** `-sf`, `-st`: the processes that this one replaces. */
  readonly replaces?: Replaced;
  /** Told once the worker serves. */
  readonly onReady?: () => void;
}

/**
 * Runs a configuration until a signal ends it, or a script the process; gives
 * the exit status. After SIGTERM and SIGINT it does not return: the process
 * dies of the signal, as HAProxy does, once all is closed.
 */
export async function runWorker(options: RunOptions): Promise<number> {
  followCrashOrder();
  const startLog = new StartLog();
  const log = new Logger(systemTime, { quiet: options.quiet ?? false, write: startLog.write });
  try {
    const status = await serve(options, startLog, log);
    if (status === 1) await startLog.report("failed");
    return status;
  } catch (error) {
    if (!(error instanceof HaluaError)) throw error;
    log.alert(error.message);
    await startLog.report("failed");
    return 1;
  }
}

async function serve(options: RunOptions, startLog: StartLog, log: Logger): Promise<number> {
  const prepared = prepare({ ...options, write: startLog.write });
  if (!prepared) return 1;
  const { config } = prepared;
  const { sockets: commandSockets } = config.global.stats;
  if (
    commandSockets.length === 0 &&
    !config.proxies.some(({ binds, disabled }) => binds.length > 0 && !disabled)
  ) {
    log.alert("[halua.main()] No enabled listener found (check for 'bind' directives) ! Exiting.");
    return 1;
  }
  if (commandSockets.length > 0) process.env.HAPROXY_CLI = addressesOf(commandSockets);
  const worker = new Worker(prepared);
  const ended = firstSignal(worker);
  try {
    await makeRoom(options.replaces, () => worker.traffic.listen());
    worker.start();
    const { runtime, proxies, traffic } = worker;
    const targets = { runtime, proxies, traffic, startLog };
    const sockets = await openConfiguredSockets(config, targets);
    const own = process.env[workerSocketVariable];
    if (cluster.isWorker && own !== undefined) sockets.push(await CommandSocket.open(own, targets));
    // A script may end the process, and so does the end of its master: files and slot are given back then, too.
    process.once("exit", () => {
      sockets.forEach((socket) => socket.unlink());
      worker.close();
      if (own !== undefined) removeFolderOfMaster(own);
    });
    for (const pid of options.replaces?.pids ?? []) signalIfThere(pid, options.replaces?.signal ?? "SIGUSR1");
    await startLog.report("ready");
    options.onReady?.();
    const signal = await ended;
    if (signal === "SIGUSR1") await leave(worker, config.global.hardStopAfter);
    await Promise.all(sockets.map((socket) => socket.close()));
    worker.close();
    if (signal !== "SIGUSR1") await dieOf(signal);
    return 0;
  } finally {
    worker.close();
  }
}

type EndSignal = "SIGTERM" | "SIGINT" | "SIGUSR1";

/** Ends the process by a signal that it has caught. Never resolves. */
async function dieOf(signal: NodeJS.Signals): Promise<never> {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The signal comes in the next turn of the event loop, which must not be the last.
  return new Promise<never>(() => setInterval(() => undefined, 2 ** 30));
}

/** Serves signals that do not end the worker; resolves with the first that does. */
async function firstSignal({ proxies, runtime }: Worker): Promise<EndSignal> {
  const pause = (): void => proxies.all.forEach((proxy) => proxy.pause());
  const resume = (): void => proxies.all.forEach((proxy) => proxy.resume());
  process.on("SIGTTOU", pause);
  process.on("SIGTTIN", resume);
  process.on("SIGHUP", () => dumpServers(proxies, runtime.log));
  // HAProxy tells of its memory at the first, and has no use for the second without a master: neither ends it.
  for (const name of ["SIGQUIT", "SIGUSR2"] as const) process.on(name, () => undefined);
  const signal = await new Promise<EndSignal>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT", "SIGUSR1"] as const) process.once(name, () => resolve(name));
  });
  return signal;
}

/** Lets what is under way end: no new connections, and idle ones go. A second signal ends all at once. */
async function leave({ proxies, traffic, runtime }: Worker, atMostMs: number | undefined): Promise<void> {
  runtime.stopping = true;
  for (const proxy of proxies.all) proxy.stop();
  const impatient = new Promise<void>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve());
  });
  const drained = traffic.drain(atMostMs);
  await tellStarter({ halua: "leaving" });
  await Promise.race([drained, impatient]);
}

/** A master that was killed has left the folder of its workers' sockets behind: the last of them takes it away. */
function removeFolderOfMaster(socketPath: string): void {
  if (cluster.worker?.isConnected() ?? true) return;
  try {
    rmdirSync(dirname(socketPath));
  } catch {
    // Another worker has its socket there.
  }
}

/** Sends a signal to a process that may have ended already. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}
