import { MapFile } from "./map-file.ts";
import { Memory } from "./memory.ts";
import { SharedClock } from "./shared-clock.ts";
import { systemTime, type Time } from "../time.ts";

/**
 * Moves the clock of the map at `path` forward by `ms` milliseconds, for all
 * that use it: nobody's clock stays behind the shared one. Takes no slot. For
 * tests, in which a heartbeat is to run out without a minute's wait.
 *
 * Throws as {@link MapFile.open} does.
 */
export function moveSharedClock(path: string, ms: number): void {
  const file = MapFile.open(path, true, { allowSymlink: false, allowForeignOwner: false });
  try {
    let ahead = 0n;
    const time: Time = { ...systemTime, monotonicNs: () => systemTime.monotonicNs() + ahead };
    const clock = new SharedClock(Memory.map(file, file.detect(), 0), time);
    clock.update();
    ahead = BigInt(Math.round(ms * 1e6));
    clock.update();
  } finally {
    file.close();
  }
}
