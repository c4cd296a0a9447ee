import cluster from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Logger, writeToStderr } from "../../runtime/index.ts";
import { systemTime } from "../../time.ts";
import { CrashPause } from "./crash-pause.ts";
import { notifySystemd } from "./systemd.ts";
import { statusName, WorkerProcess } from "./worker-process.ts";

/** How long a worker that is sent away may take to stop accepting, before a reload is called done without it. */
const leaveMs = 2000;

/** What a {@link Master} is made with. */
export interface MasterOptions {
  /** The program and the command line of its workers. */
  readonly program: string;
  readonly args: readonly string[];
  readonly quiet: boolean;
  /** `-Ws`: tell systemd. */
  readonly systemd: boolean;
  /** Told once the first worker serves. */
  readonly onReady: () => void;
}

/** What a reload came to. */
export interface ReloadOutcome {
  readonly success: boolean;
  /** What both processes said meanwhile. */
  readonly log: string;
}

/**
 * The process that stays while workers come and go: it starts one, starts
 * another at each reload and sends the one before away once the new one
 * serves, and starts one anew when it crashes. Listening sockets are shared
 * through it (node:cluster without its round robin), so that none is ever
 * closed while somebody connects.
 */
export class Master {
  readonly startedAt = systemTime.monotonicMs();
  readonly #options: MasterOptions;
  readonly #log: Logger;
  readonly #folder: string;
  #current: WorkerProcess | undefined;
  readonly #former = new Set<WorkerProcess>();
  #workers = 0;
  #reloads = 0;
  #failedReloads = 0;
  #startLog = "";
  #reloading: Promise<ReloadOutcome> | undefined;
  readonly #pause = new CrashPause();
  #stopping = false;
  #end: (status: number) => void = () => undefined;

  constructor(options: MasterOptions) {
    this.#options = options;
    this.#folder = mkdtempSync(join(tmpdir(), "halua-master-"));
    this.#log = new Logger(systemTime, {
      quiet: options.quiet,
      write: (text) => {
        writeToStderr(text);
        this.#startLog += text;
      },
    });
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    cluster.setupPrimary({ exec: options.program, args: [...options.args] });
    process.once("exit", () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** The worker that serves; undefined while there is none. */
  get current(): WorkerProcess | undefined {
    return this.#current;
  }

  /** Workers that are on their way out. */
  get former(): Iterable<WorkerProcess> {
    return this.#former;
  }

  get reloads(): number {
    return this.#reloads;
  }

  get failedReloads(): number {
    return this.#failedReloads;
  }

  /** What was said at the last start or reload. */
  get startLog(): string {
    return this.#startLog;
  }

  /** Starts the first worker and serves signals; resolves with the exit status when all is over. */
  async run(): Promise<number> {
    const over = new Promise<number>((resolve) => (this.#end = resolve));
    this.#serveSignals();
    const first = await this.#start();
    if (first) {
      this.#log.notice("Loading success.");
      this.#tellSystemd("READY=1", `MAINPID=${process.pid}`, "STATUS=Ready.");
      this.#options.onReady();
    } else if (!this.#stopping) return 1;
    return over;
  }

  #tellSystemd(...fields: readonly string[]): void {
    if (this.#options.systemd) notifySystemd(...fields);
  }

  #serveSignals(): void {
    for (const name of ["SIGUSR2", "SIGHUP"] as const) process.on(name, () => void this.reload());
    for (const name of ["SIGTERM", "SIGINT"] as const) {
      process.on(name, () => {
        this.#log.warning("Exiting Master process...");
        this.#stop(name);
      });
    }
    process.on("SIGUSR1", () => {
      this.#log.warning("Exiting Master process...");
      this.#stop("SIGUSR1");
    });
    for (const name of ["SIGTTIN", "SIGTTOU"] as const) process.on(name, () => this.#current?.signal(name));
  }

  #stop(signal: NodeJS.Signals): void {
    this.#stopping = true;
    this.#tellSystemd("STOPPING=1");
    for (const worker of this.#all()) worker.signal(signal);
    this.#endIfEmpty(0);
  }

  *#all(): Generator<WorkerProcess> {
    if (this.#current) yield this.#current;
    yield* this.#former;
  }

  #endIfEmpty(status: number): void {
    if (!this.#stopping || this.#current || this.#former.size > 0) return;
    this.#log.warning(`All workers exited. Exiting... (${status})`);
    this.#end(status);
  }

  /** Starts a worker; once it serves, it is the current one and the one before leaves by `leave`. Whether it came to that. */
  async #start(leave: NodeJS.Signals = "SIGUSR1"): Promise<boolean> {
    const worker = new WorkerProcess(join(this.#folder, `${++this.#workers}.sock`), systemTime.monotonicMs());
    this.#log.notice(`Initializing new worker (${worker.pid})`);
    void worker.ended.then((status) => this.#ended(worker, status));
    const { ready, log } = await worker.started;
    this.#startLog += log;
    if (!ready) {
      // What there is to say of its end belongs to the answer.
      await worker.ended;
      return false;
    }
    worker.servesSince = systemTime.monotonicMs();
    const before = this.#current;
    this.#current = worker;
    for (const former of this.#former) former.reloads++;
    if (before) {
      before.reloads++;
      this.#former.add(before);
      before.signal(leave);
      // Whoever comes after the reload is served by the new one. A process that stands still is not waited for.
      await Promise.race([before.left, new Promise<void>((over) => void systemTime.after(leaveMs, over))]);
    }
    // It was told to end while it started.
    if (this.#stopping) worker.signal("SIGTERM");
    return true;
  }

  /** A worker has ended: as it should, or not. */
  #ended(worker: WorkerProcess, status: number): void {
    const how = `exited with code ${status} (${statusName(status)})`;
    if (this.#former.delete(worker) || (this.#stopping && worker === this.#current)) {
      this.#log.warning(`Former worker (${worker.pid}) ${how}`);
      if (worker === this.#current) this.#current = undefined;
      this.#endIfEmpty(0);
      return;
    }
    if (worker !== this.#current) {
      this.#log.warning(`Failed to load worker (${worker.pid}) ${how}`);
      this.#endIfEmpty(status);
      return;
    }
    this.#current = undefined;
    this.#log.alert(`Current worker (${worker.pid}) ${how}`);
    const now = systemTime.monotonicMs();
    systemTime.after(this.#pause.next(now - (worker.servesSince ?? now)), () => void this.#restart());
  }

  async #restart(): Promise<void> {
    if (this.#stopping || this.#current) return;
    this.#startLog = "";
    if (await this.#start()) this.#log.notice("Loading success.");
    else systemTime.after(this.#pause.next(0), () => void this.#restart());
  }

  /** Starts a new worker with the configuration as it is now; the present one stays if that fails. `hard` ends its connections too. */
  async reload(hard = false): Promise<ReloadOutcome> {
    const before = this.#reloading;
    const reloading = (async () => {
      await before;
      return this.#reload(hard);
    })();
    this.#reloading = reloading;
    return reloading;
  }

  async #reload(hard: boolean): Promise<ReloadOutcome> {
    this.#log.notice(`Reloading halua${hard ? " (hard-reload)" : ""}`);
    this.#startLog = "";
    this.#reloads++;
    const usec = systemTime.monotonicNs() / 1000n;
    this.#tellSystemd("RELOADING=1", "STATUS=Reloading Configuration.", `MONOTONIC_USEC=${usec}`);
    const success = await this.#start(hard ? "SIGTERM" : "SIGUSR1");
    if (success) this.#log.notice("Loading success.");
    else {
      this.#failedReloads++;
      this.#log.alert("Loading failure! The worker before goes on.");
    }
    this.#tellSystemd(
      "READY=1",
      `MAINPID=${process.pid}`,
      success ? "STATUS=Ready." : "STATUS=Reload failed!",
    );
    return { success, log: this.#startLog };
  }
}
