/**
 * strftime of the C library in the C locale, for the dates of converters and
 * logs. GNU's flags (`%-d`, `%_H`, `%^a`) and widths are understood.
 */

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
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

/** The fields of a moment, in UTC or in the process's zone. */
interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  /** From 0. */
  readonly dayOfYear: number;
  /** East of UTC, in minutes. */
  readonly offset: number;
  readonly zone: string;
  readonly seconds: bigint;
}

/** Seconds of 400 years, after which the calendar repeats. */
const CYCLE = 12_622_780_800n;

/** A date with the same day and time, and how many years it is too early: far years have no Date. */
export function nearDate(seconds: bigint): { readonly date: Date; readonly years: number } {
  const cycles = seconds / CYCLE - (seconds % CYCLE < 0n ? 1n : 0n);
  return { date: new Date(Number(seconds - cycles * CYCLE) * 1000), years: 400 * Number(cycles) };
}

function fieldsOf(seconds: bigint, local: boolean): Fields {
  const { date, years } = nearDate(seconds);
  const offset = local ? -date.getTimezoneOffset() : 0;
  const shifted = new Date(date.getTime() + offset * 60_000);
  const year = shifted.getUTCFullYear();
  const start = new Date(0);
  start.setUTCFullYear(year, 0, 1);
  return {
    year: year + years,
    month: shifted.getUTCMonth(),
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
    dayOfYear: Math.floor((shifted.getTime() - start.getTime()) / 86_400_000),
    offset,
    zone: local ? zoneName(date) : "GMT",
    seconds,
  };
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
}

/** ISO 8601's year and week: the one that has the Thursday. */
function isoWeek({ year, dayOfYear, weekday }: Fields): { year: number; week: number } {
  const monday = (weekday + 6) % 7;
  const week = Math.floor((dayOfYear - monday + 10) / 7);
  if (week < 1) return { year: year - 1, week: weeksIn(year - 1) };
  return week > weeksIn(year) ? { year: year + 1, week: 1 } : { year, week };
}

function weeksIn(year: number): number {
  const lastDay = (y: number): number =>
    (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  return lastDay(year) === 4 || lastDay(year - 1) === 3 ? 53 : 52;
}

/** A number with the width and the padding that it has by default. */
type Field = string | readonly [value: number | bigint, width: number, pad?: "0" | " "];

const hour12 = ({ hour }: Fields): number => hour % 12 || 12;

const FIELDS: Readonly<Record<string, (fields: Fields) => Field>> = {
  a: ({ weekday }) => (DAYS[weekday] ?? "").slice(0, 3),
  A: ({ weekday }) => DAYS[weekday] ?? "",
  b: ({ month }) => (MONTHS[month] ?? "").slice(0, 3),
  h: ({ month }) => (MONTHS[month] ?? "").slice(0, 3),
  B: ({ month }) => MONTHS[month] ?? "",
  C: ({ year }) => [Math.floor(year / 100), 2],
  d: ({ day }) => [day, 2],
  e: ({ day }) => [day, 2, " "],
  g: (fields) => [isoWeek(fields).year % 100, 2],
  G: (fields) => [isoWeek(fields).year, 1],
  H: ({ hour }) => [hour, 2],
  I: (fields) => [hour12(fields), 2],
  j: ({ dayOfYear }) => [dayOfYear + 1, 3],
  k: ({ hour }) => [hour, 2, " "],
  l: (fields) => [hour12(fields), 2, " "],
  m: ({ month }) => [month + 1, 2],
  M: ({ minute }) => [minute, 2],
  n: () => "\n",
  p: ({ hour }) => (hour < 12 ? "AM" : "PM"),
  P: ({ hour }) => (hour < 12 ? "am" : "pm"),
  s: ({ seconds }) => [seconds, 1],
  S: ({ second }) => [second, 2],
  t: () => "\t",
  u: ({ weekday }) => [weekday || 7, 1],
  U: ({ dayOfYear, weekday }) => [Math.floor((dayOfYear + 7 - weekday) / 7), 2],
  V: (fields) => [isoWeek(fields).week, 2],
  w: ({ weekday }) => [weekday, 1],
  W: ({ dayOfYear, weekday }) => [Math.floor((dayOfYear + 7 - ((weekday + 6) % 7)) / 7), 2],
  y: ({ year }) => [((year % 100) + 100) % 100, 2],
  Y: ({ year }) => [year, 1],
  z: ({ offset }) => {
    const minutes = Math.abs(offset);
    const digits = Math.floor(minutes / 60) * 100 + (minutes % 60);
    return `${offset < 0 ? "-" : "+"}${String(digits).padStart(4, "0")}`;
  },
  Z: ({ zone }) => zone,
  "%": () => "%",
};

/** Those that stand for other formats. */
const FORMATS: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** A moment in seconds as text, in the process's zone or in UTC. */
export function formatTime(format: string, seconds: bigint, local: boolean): string {
  const fields = fieldsOf(seconds, local);
  const render = (text: string): string =>
    text.replace(
      /%([-_0^#+]*)([0-9]*)([EO]?)([A-Za-z%])/g,
      (all, flags: string, width: string, _modifier: string, letter: string) => {
        const other = FORMATS[letter];
        if (other !== undefined) return decorate(render(other), flags, width, " ");
        const field = FIELDS[letter]?.(fields);
        if (field === undefined) return all;
        if (typeof field === "string") return decorate(changeCase(field, letter, flags), flags, width, " ");
        const [value, least, pad = "0"] = field;
        return number(value, least, pad, flags, width);
      },
    );
  return render(format);
}

function number(value: number | bigint, least: number, pad: string, flags: string, width: string): string {
  const digits = String(value).replace("-", "");
  const sign = value < 0 ? "-" : "";
  if (flags.includes("-")) return sign + digits;
  const filler = flags.includes("_") ? " " : flags.includes("0") ? "0" : pad;
  const length = width === "" ? least : Math.max(Number(width), 0);
  return sign + digits.padStart(length - sign.length, filler);
}

/** `#` turns the case round: names of zones and halves of the day become small, others large. */
function changeCase(value: string, letter: string, flags: string): string {
  if (!flags.includes("#")) return value;
  return /[Zp]/.test(letter) ? value.toLowerCase() : value.toUpperCase();
}

function decorate(value: string, flags: string, width: string, pad: string): string {
  const cased = flags.includes("^") ? value.toUpperCase() : value;
  return cased.padStart(Number(width), flags.includes("0") ? "0" : pad);
}
