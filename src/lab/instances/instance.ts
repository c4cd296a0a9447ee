import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HaluaError } from "../../errors.ts";
import { crashFileVariable, crashPoint, orderCrash } from "../../process/crash-points.ts";
import { SharedMap, type SlotView, type StatRow } from "../../shm/index.ts";
import { askSocket } from "./command-line.ts";
import { Load, type LoadOptions } from "./load.ts";
import { ProcessGroup } from "./process-group.ts";
import { sendRequest, type LabRequest, type LabResponse } from "./request.ts";
import { until } from "./waiting.ts";

/** For how long a program may take to start, to reload or to end. */
const patienceMs = 20_000;

/** This package's own command. */
const ownProgram = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

/** What an {@link Instance} is started with. */
export interface InstanceOptions {
  /** The configuration's text, or the path of its file. */
  readonly config: string;
  /** `halua`, which is this one, or the path of a HAProxy. */
  readonly program?: string;
  /** The shared statistics file: the line `shm-stats-file` is put before the configuration. */
  readonly map?: string;
  /** Where requests go that name no port of their own. */
  readonly port?: number;
  /** Environment variables, for `"${NAME}"` in the configuration. */
  readonly env?: Readonly<Record<string, string>>;
  /** More words of the command line. */
  readonly args?: readonly string[];
  /** halua only: where the first worker dies. See {@link Instance.crashAt}. */
  readonly crashAt?: string;
}

/** A worker, as the master's `show proc` tells. */
export interface WorkerView {
  readonly pid: number;
  /** How many reloads it has seen. */
  readonly reloads: number;
  /** It is on its way out. */
  readonly old: boolean;
}

/** What a reload came to. */
export interface ReloadResult {
  readonly success: boolean;
  /** What the program said meanwhile. */
  readonly log: string;
  /** Milliseconds from the command to the answer, which comes once the new worker serves. */
  readonly ms: number;
}

/**
 * A program with a master and workers, under test: halua or HAProxy, driven by
 * its master's command socket alone, so that one test can be held against both.
 * All errors are E_LAB.
 */
export class Instance {
  readonly folder: string;
  readonly map: string | undefined;
  readonly port: number | undefined;
  /** It is halua, not HAProxy. */
  readonly isHalua: boolean;
  readonly #configuration: string;
  readonly #group: ProcessGroup;
  readonly #loads = new Set<Load>();
  readonly #paused = new Set<number>();

  private constructor(options: InstanceOptions) {
    const { config, program = "halua", map, port, env = {}, args = [], crashAt } = options;
    const firstCrash = crashAt === undefined ? undefined : crashPoint(crashAt);
    this.folder = mkdtempSync(join(tmpdir(), "halua-lab-"));
    this.map = map;
    this.port = port;
    this.isHalua = program === "halua";
    const files: string[] = [];
    if (map !== undefined) {
      files.push(join(this.folder, "map.cfg"));
      writeFileSync(files[0] ?? "", `global\n  expose-experimental-directives\n  shm-stats-file ${map}\n`);
    }
    this.#configuration = config.includes("\n") ? join(this.folder, "test.cfg") : config;
    if (config.includes("\n")) writeFileSync(this.#configuration, config);
    files.push(this.#configuration);
    const words = ["-W", "-S", this.masterSocket, ...args, ...files.flatMap((file) => ["-f", file])];
    if (firstCrash !== undefined) this.crashAt(firstCrash);
    // What its processes leave when they are killed goes with the folder, too.
    const { folder } = this;
    const temporary = { TMPDIR: folder, ...env };
    this.#group = this.isHalua
      ? new ProcessGroup(process.execPath, [ownProgram, ...words], {
          env: { ...temporary, [crashFileVariable]: this.#crashFile },
          folder,
        })
      : new ProcessGroup(program, words, { env: temporary, folder });
  }

  /** Starts a program; resolves once it serves, rejects with what it said. `spawned` is told at once, while it starts. */
  static async start(
    options: InstanceOptions,
    spawned: (instance: Instance) => void = () => undefined,
  ): Promise<Instance> {
    const instance = new Instance(options);
    spawned(instance);
    try {
      await instance.#untilServing();
      return instance;
    } catch (error) {
      await instance.stop();
      throw error;
    }
  }

  /** Where its master takes commands. */
  get masterSocket(): string {
    return join(this.folder, "master.sock");
  }

  /** The master's process id. */
  get pid(): number {
    return this.#group.pid;
  }

  /** What it has printed so far. */
  get output(): string {
    return this.#group.output;
  }

  /** Its master has ended. */
  get isOver(): boolean {
    return this.#group.isOver;
  }

  /** Resolves when its master has ended: with the exit status, or the signal's name. */
  get ended(): Promise<number | NodeJS.Signals> {
    return this.#group.ended;
  }

  async #untilServing(): Promise<void> {
    await until(`${this.#name()} does not serve`, patienceMs, async () => {
      if (this.isOver) throw this.#error(`ended at its start:\n${this.output}`);
      const info = await this.cli("show info");
      return /^Pid: \d+$/m.test(info) ? true : undefined;
    });
  }

  #name(): string {
    return this.isHalua ? "halua" : "HAProxy";
  }

  #error(text: string): HaluaError {
    return new HaluaError("E_LAB", `${this.#name()} ${text}`);
  }

  /** Asks the master itself. */
  async master(command: string): Promise<string> {
    return askSocket(this.masterSocket, command);
  }

  /** Asks the worker that serves, or the one of that process id. */
  async cli(command: string, pid?: number): Promise<string> {
    return this.master(`${pid === undefined ? "@1" : `@!${pid}`} ${command}`);
  }

  /** All workers, the one that serves first. */
  async workers(): Promise<WorkerView[]> {
    const lines = (await this.master("show proc")).split("\n");
    const old = lines.findIndex((line) => line.startsWith("# old workers"));
    return lines.flatMap((line, i) => {
      const [, pid, reloads] = /^(\d+)\s+worker\s+(\d+)/.exec(line) ?? [];
      if (pid === undefined) return [];
      return [{ pid: Number(pid), reloads: Number(reloads), old: old >= 0 && i > old }];
    });
  }

  /** The worker that serves. */
  async worker(): Promise<WorkerView> {
    return until(`${this.#name()} has no worker`, patienceMs, async () =>
      (await this.workers()).find(({ old }) => !old),
    );
  }

  /** Writes another configuration, for the next reload. Only where it was given as a text. */
  configure(config: string): void {
    writeFileSync(this.#configuration, config);
  }

  /** Reloads by the master's command line. A new worker that could not start is no error: see the result. */
  async reload(): Promise<ReloadResult> {
    const start = performance.now();
    const answer = await this.master("reload");
    const ms = performance.now() - start;
    const [, success, log = ""] = /^Success=(\d)\n--\n([^]*)$/.exec(answer) ?? [];
    if (success === undefined) throw this.#error(`did not say how the reload went: ${answer}`);
    return { success: success === "1", log, ms };
  }

  /** Sends a signal to the worker that serves (SIGKILL by default: a crash), or to the master; gives the process's id. */
  async kill(signal: NodeJS.Signals = "SIGKILL", whom: "worker" | "master" = "worker"): Promise<number> {
    if (whom === "master") {
      this.#group.signal(signal);
      return this.pid;
    }
    const { pid } = await this.worker();
    process.kill(pid, signal);
    return pid;
  }

  get #crashFile(): string {
    return join(this.folder, "crash-at");
  }

  /**
   * Has the next worker that starts die (SIGKILL) at a step of its life in the
   * map, one of `faultPoints`, once it has passed it `before` times. halua only.
   */
  crashAt(point: string, before = 0): void {
    if (!this.isHalua) throw this.#error("has no crash points: they are halua's own");
    orderCrash(this.#crashFile, crashPoint(point), before);
  }

  /** Stops the worker that serves (SIGSTOP): it lives, but gives no more heartbeats. Its process id. */
  async pause(): Promise<number> {
    const pid = await this.kill("SIGSTOP");
    this.#paused.add(pid);
    await until(`process ${pid} does not stop`, patienceMs, () => (isStopped(pid) ? true : undefined));
    return pid;
  }

  /** Lets all paused workers go on. */
  resume(): void {
    for (const pid of this.#paused) process.kill(pid, "SIGCONT");
    this.#paused.clear();
  }

  /** The slots of the map that are not free. */
  slots(): SlotView[] {
    return this.#look((map) => map.slots());
  }

  /** The slot of one of its workers; undefined while that has none. */
  slotOf(pid: number): SlotView | undefined {
    return this.slots().find((slot) => slot.pid === pid);
  }

  /** The figures of an object in the map, over all processes: one row for each type. */
  stats(guid: string): StatRow[] {
    return this.#look((map) => map.stats({ guids: [guid] }));
  }

  #look<T>(look: (map: SharedMap) => T): T {
    if (this.map === undefined) throw this.#error("was started without a map");
    const map = SharedMap.open(this.map);
    try {
      return look(map);
    } finally {
      map.close();
    }
  }

  /** One HTTP request, on a connection of its own. */
  async request(request: LabRequest = {}): Promise<LabResponse> {
    return sendRequest({ ...request, port: this.#portOf(request.port) });
  }

  /** Requests at a rate, or as fast as the connections allow; they go on until {@link Load.wait} or {@link Load.stop}. */
  load(options: Partial<LoadOptions> = {}): Load {
    const load = new Load({ ...options, port: this.#portOf(options.port) });
    this.#loads.add(load);
    return load;
  }

  #portOf(port: number | undefined): number {
    const found = port ?? this.port;
    if (found === undefined) throw this.#error("was started without a port: name one in the request");
    return found;
  }

  /** Ends all of its processes at once, and takes its folder away. Harmless when repeated. */
  async stop(): Promise<void> {
    await Promise.all([...this.#loads].map(async (load) => load.stop()));
    this.#loads.clear();
    await this.#group.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process has been stopped by SIGSTOP, or is none. */
export function isStopped(pid: number): boolean {
  try {
    const state = /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, "latin1"))?.[1];
    return state === "T" || state === "t" || state === "Z";
  } catch {
    return true;
  }
}
