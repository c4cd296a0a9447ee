import { civilFromSeconds, type Civil } from "./civil.ts";
import { localZone } from "./zone.ts";
import type { Offset } from "./zone-rule.ts";

/** A civil time with where it holds, as C's struct tm has it. */
export interface BrokenTime extends Civil {
  readonly daylight: boolean;
  readonly zoneName: string;
  /** East of Greenwich. */
  readonly zoneSeconds: number;
  /** Since the epoch. */
  readonly seconds: number | bigint;
}

const greenwich: Offset = { seconds: 0, daylight: false, name: "GMT" };

/** Seconds of 400 years, after which the calendar repeats. */
const cycle = 12_622_780_800n;

/**
 * Seconds since the epoch, broken down in the process's zone or in Greenwich.
 * A bigint for moments so far away that a number does not tell single seconds.
 */
export function breakDown(seconds: number | bigint, where: "here" | "Greenwich"): BrokenTime {
  const offset = where === "here" ? localZone().at(Number(seconds)) : greenwich;
  const { seconds: zoneSeconds, daylight, name: zoneName } = offset;
  // Written out: V8 copies a spread object name by name, which costs ten times the rest.
  const { year, month, day, hour, min, sec, weekday, yearday } = civil(seconds, zoneSeconds);
  return {
    year,
    month,
    day,
    hour,
    min,
    sec,
    weekday,
    yearday,
    daylight,
    zoneName,
    zoneSeconds,
    seconds,
  };
}

function civil(seconds: number | bigint, offset: number): Civil {
  if (typeof seconds === "number") return civilFromSeconds(seconds + offset);
  const within = ((seconds % cycle) + cycle) % cycle;
  const near = civilFromSeconds(Number(within) + offset);
  return { ...near, year: near.year + 400 * Number((seconds - within) / cycle) };
}
