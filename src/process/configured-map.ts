import { HaluaError } from "../errors.ts";
import type { Config } from "../config/types.ts";
import type { Counting } from "../proxy/model/counters.ts";
import { SharedMap, type CountedObject, type ObjectType } from "../shm/index.ts";
import type { Time } from "../time.ts";

/**
 * Opens the file that `shm-stats-file` names, as a member: made where there is
 * none. Undefined without the line. Errors are HAProxy's kind of fatal.
 */
export function openConfiguredMap(
  { global: { shmStatsFile, shmStatsFileMaxObjects } }: Config,
  time: Time,
  log: (level: "warning" | "notice", text: string) => void,
): SharedMap | undefined {
  if (shmStatsFile === undefined) return undefined;
  return SharedMap.open(shmStatsFile, {
    access: "member",
    create: true,
    time,
    log,
    ...(shmStatsFileMaxObjects !== undefined && { maxObjects: shmStatsFileMaxObjects }),
  });
}

/** An object of the map as the model counts on it. Stats that this version of the file lacks are counted nowhere, as in the HAProxy that writes it. */
export function countingIn(map: SharedMap): (guid: string, type: ObjectType) => Counting | undefined {
  return (guid, type) => {
    try {
      return new MappedCounters(map.object({ guid, type }));
    } catch (error) {
      if (error instanceof HaluaError && error.code === "E_MAP_FULL") return undefined;
      throw error;
    }
  };
}

class MappedCounters implements Counting {
  readonly #object: CountedObject;
  readonly #has: ReadonlySet<string>;

  constructor(object: CountedObject) {
    this.#object = object;
    this.#has = new Set(Object.keys(object.stats()));
  }

  add(stat: string, n: number | bigint): void {
    if (this.#has.has(stat)) this.#object.add(stat, n);
  }

  set(stat: string, value: number | bigint): void {
    if (this.#has.has(stat)) this.#object.set(stat, value);
  }

  get(stat: string): number | bigint {
    return this.#has.has(stat) ? this.#object.get(stat) : 0;
  }
}
