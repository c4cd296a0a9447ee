/**
 * strftime of the C library in the C locale, for os.date, converters and logs.
 * GNU's flags (`%-d`, `%_H`, `%^a`) and widths are understood.
 */
import { isLeapYear } from "./civil.ts";
import type { BrokenTime } from "./broken-time.ts";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const shortDays = days.map((name) => name.slice(0, 3));
/** Jan to Dec. */
export const shortMonths = months.map((name) => name.slice(0, 3));

/** The ISO 8601 year and week, which start on the Monday nearest to January 1st. */
function isoWeek({ year, weekday, yearday }: BrokenTime): { year: number; week: number } {
  const monday = (weekday + 6) % 7;
  const week = Math.floor((yearday - monday + 10) / 7);
  if (week < 1) return { year: year - 1, week: isoWeeks(year - 1) };
  return week > isoWeeks(year) ? { year: year + 1, week: 1 } : { year, week };
}

/** 53 for a year that starts on a Thursday, or a leap year that starts on a Wednesday; else 52. */
function isoWeeks(year: number): number {
  const y = year - 1;
  const start = (1 + 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  const weekday = (start + 7) % 7;
  return weekday === 4 || (weekday === 3 && isLeapYear(year)) ? 53 : 52;
}

function zoneText({ zoneSeconds }: BrokenTime): string {
  const minutes = Math.floor(Math.abs(zoneSeconds) / 60);
  const digits = Math.floor(minutes / 60) * 100 + (minutes % 60);
  return `${zoneSeconds < 0 ? "-" : "+"}${String(digits).padStart(4, "0")}`;
}

const inCentury = (year: number): number => ((year % 100) + 100) % 100;
const hour12 = ({ hour }: BrokenTime): number => hour % 12 || 12;
/** The week of the year, where weeks begin that many days after Sunday. */
const week = ({ yearday, weekday }: BrokenTime, begins: number): number =>
  Math.floor((yearday + 7 - ((weekday + 7 - begins) % 7)) / 7);

/** A number, with the width and the padding that it has by default. */
type Field = string | readonly [value: number | bigint, width: number, pad?: "0" | " "];

const fields: Readonly<Record<string, (time: BrokenTime) => Field>> = {
  a: ({ weekday }) => shortDays[weekday] ?? "?",
  A: ({ weekday }) => days[weekday] ?? "?",
  b: ({ month }) => shortMonths[month - 1] ?? "?",
  h: ({ month }) => shortMonths[month - 1] ?? "?",
  B: ({ month }) => months[month - 1] ?? "?",
  C: ({ year }) => [Math.floor(year / 100), 1],
  d: ({ day }) => [day, 2],
  e: ({ day }) => [day, 2, " "],
  g: (time) => [inCentury(isoWeek(time).year), 2],
  G: (time) => [isoWeek(time).year, 1],
  H: ({ hour }) => [hour, 2],
  I: (time) => [hour12(time), 2],
  j: ({ yearday }) => [yearday + 1, 3],
  k: ({ hour }) => [hour, 2, " "],
  l: (time) => [hour12(time), 2, " "],
  m: ({ month }) => [month, 2],
  M: ({ min }) => [min, 2],
  n: () => "\n",
  p: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  P: ({ hour }) => (hour < 12 ? "am" : "pm"),
  s: ({ seconds }) => [seconds, 1],
  S: ({ sec }) => [sec, 2],
  t: () => "\t",
  u: ({ weekday }) => [weekday || 7, 1],
  U: (time) => [week(time, 0), 2],
  V: (time) => [isoWeek(time).week, 2],
  w: ({ weekday }) => [weekday, 1],
  W: (time) => [week(time, 1), 2],
  y: ({ year }) => [inCentury(year), 2],
  Y: ({ year }) => [year, 1],
  z: zoneText,
  Z: ({ zoneName }) => zoneName,
  "%": () => "%",
};

/** Those that stand for other formats. */
const formats: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/**
 * A time in a format of strftime. E and O, which ask for the numbers of other
 * cultures, change nothing in the C locale; an unknown conversion stands as it is.
 */
export function formatTime(format: string, time: BrokenTime): string {
  return format.replace(
    /%([-_0^#+]*)([0-9]*)[EO]?([A-Za-z%])/g,
    (all, flags: string, width: string, letter: string) => {
      const other = formats[letter];
      if (other !== undefined) return decorate(formatTime(other, time), flags, width);
      const field = fields[letter]?.(time);
      if (field === undefined) return all;
      if (typeof field === "string") return decorate(changeCase(field, letter, flags), flags, width);
      return number(field, flags, width);
    },
  );
}

function number([value, least, pad = "0"]: Exclude<Field, string>, flags: string, width: string): string {
  const digits = String(value).replace("-", "");
  const sign = value < 0 ? "-" : "";
  if (flags.includes("-")) return sign + digits;
  const filler = flags.includes("_") ? " " : flags.includes("0") ? "0" : pad;
  const length = width === "" ? least : Number(width);
  return sign + digits.padStart(length - sign.length, filler);
}

/** `#` turns the case round: names of zones and halves of the day become small, others large. */
function changeCase(value: string, letter: string, flags: string): string {
  if (!flags.includes("#")) return value;
  return /[Zp]/.test(letter) ? value.toLowerCase() : value.toUpperCase();
}

function decorate(value: string, flags: string, width: string): string {
  const cased = flags.includes("^") ? value.toUpperCase() : value;
  return cased.padStart(Number(width), flags.includes("0") ? "0" : " ");
}
