import { civilFromSeconds, daysFromCivil, isLeapYear } from "./civil.ts";

/** What holds at one moment in one place. */
export interface Offset {
  /** Seconds east of Greenwich. */
  readonly seconds: number;
  readonly daylight: boolean;
  readonly name: string;
}

/** A rule for all years, as TZ gives it: `CET-1CEST,M3.5.0,M10.5.0/3`. */
export interface ZoneRule {
  at(seconds: number): Offset;
}

/** When in a year a change comes: day and seconds after its midnight. */
interface Change {
  dayOf(year: number): number;
  readonly time: number;
}

const namePart = "([A-Za-z]{3,}|<[A-Za-z0-9+-]+>)";
const timePart = "([-+]?\\d{1,3}(?::\\d{1,2}(?::\\d{1,2})?)?)";
const whole = new RegExp(`^${namePart}${timePart}(?:${namePart}${timePart}?(?:,([^,]+),([^,]+))?)?$`);

/** Understands a rule; undefined for anything else. */
export function parseRule(text: string): ZoneRule | undefined {
  const parts = whole.exec(text);
  if (!parts) return undefined;
  const [, name = "", time = "", otherName, otherTime, from, to] = parts;
  const standard: Offset = { seconds: -secondsOf(time), daylight: false, name: plainName(name) };
  if (otherName === undefined) return { at: () => standard };
  const daylight: Offset = {
    seconds: otherTime === undefined ? standard.seconds + 3600 : -secondsOf(otherTime),
    daylight: true,
    name: plainName(otherName),
  };
  // Without dates glibc takes those of the United States.
  const start = parseChange(from ?? "M3.2.0");
  const end = parseChange(to ?? "M11.1.0");
  if (!start || !end) return undefined;
  return {
    at: (seconds) => {
      // As glibc has it, the years before 1970 follow the changes of 1970.
      const year = Math.max(1970, civilFromSeconds(seconds + standard.seconds).year);
      const first = start.dayOf(year) * 86400 + start.time - standard.seconds;
      const last = end.dayOf(year) * 86400 + end.time - daylight.seconds;
      const inside = first < last ? seconds >= first && seconds < last : seconds >= first || seconds < last;
      return inside ? daylight : standard;
    },
  };
}

function plainName(name: string): string {
  return name.replace(/[<>]/g, "");
}

function secondsOf(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[-+]/, "").split(":").map(Number);
  return sign * (hours * 3600 + minutes * 60 + seconds);
}

function parseChange(text: string): Change | undefined {
  const [date = "", clock] = text.split("/", 2);
  const time = clock === undefined ? 7200 : secondsOf(clock);
  const monthly = /^M(\d{1,2})\.([1-5])\.([0-6])$/.exec(date);
  if (monthly) {
    const [month, week, weekday] = [Number(monthly[1]), Number(monthly[2]), Number(monthly[3])];
    return { time, dayOf: (year) => weekdayOf(year, month, week, weekday) };
  }
  const julian = /^(J?)(\d{1,3})$/.exec(date);
  if (!julian) return undefined;
  const number = Number(julian[2]);
  if (julian[1] === "") return { time, dayOf: (year) => daysFromCivil(year, 1, 1) + number };
  // Jn never counts February 29th.
  const leap = (year: number): number => (isLeapYear(year) && number >= 60 ? 1 : 0);
  return { time, dayOf: (year) => daysFromCivil(year, 1, 1) + number - 1 + leap(year) };
}

/** The day of the nth given weekday of a month; the fifth is the last one. */
function weekdayOf(year: number, month: number, week: number, weekday: number): number {
  const first = daysFromCivil(year, month, 1);
  const firstWeekday = (((first + 4) % 7) + 7) % 7;
  const day = first + ((weekday - firstWeekday + 7) % 7) + (week - 1) * 7;
  return day < daysFromCivil(year, month + 1, 1) ? day : day - 7;
}
