import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HaluaError } from "../../errors.ts";
import { moveSharedClock, processExists, SharedMap } from "../../shm/index.ts";
import { Instance, isStopped, type InstanceOptions } from "./instance.ts";
import { until } from "./waiting.ts";

/** How far the clock is moved at once: less than a heartbeat lasts, or those of all that live would run out too. */
const stepMs = 50_000;

/** A slot that is this young has followed the clock. */
const freshMs = 5_000;

/** How long a living process may take to follow: it beats each second. */
const patienceMs = 10_000;

/** A test's instances: what it starts, it ends. */
export class Lab {
  readonly #instances = new Set<Instance>();
  #folder: string | undefined;
  #maps = 0;

  /** The instances that have been started since the last {@link clean}. */
  get instances(): Iterable<Instance> {
    return this.#instances;
  }

  async start(options: InstanceOptions): Promise<Instance> {
    return Instance.start(options, (instance) => this.#instances.add(instance));
  }

  /** A path for a map of the test's own, which goes with {@link clean}. */
  mapPath(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "halua-lab-"));
    return join(this.#folder, `map-${++this.#maps}.shm`);
  }

  /**
   * Moves the clock of a map forward by `ms`, as all processes on it see it,
   * HAProxy too. Slots whose processes are dead or stopped run out meanwhile;
   * the others beat on. Rejects with E_LAB when one does not.
   */
  async advance(map: string, ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      moveSharedClock(map, Math.min(left, stepMs));
      await until(`a process on ${map} gives no heartbeat`, patienceMs, () =>
        livingSlots(map).every(({ ageMs }) => ageMs < freshMs) ? true : undefined,
      );
    }
  }

  /** Ends all instances but those to keep, whatever state they are in; their files go with the last of them. */
  async clean(keep: ReadonlySet<Instance> = new Set()): Promise<void> {
    const instances = [...this.#instances].filter((instance) => !keep.has(instance));
    for (const instance of instances) this.#instances.delete(instance);
    const ends = await Promise.allSettled(instances.map(async (instance) => instance.stop()));
    if (this.#instances.size > 0) return;
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw new HaluaError("E_LAB", "an instance could not be ended", { cause: failed.reason });
  }
}

/** The slots of processes that run. */
function livingSlots(path: string): { ageMs: number }[] {
  const map = SharedMap.open(path);
  try {
    return map.slots().filter(({ pid, state }) => state === "alive" && processExists(pid) && !isStopped(pid));
  } finally {
    map.close();
  }
}
