import { isLeapYear, type Civil } from "./calendar.ts";

/** A civil time with where it holds, as struct tm has it. */
export interface BrokenTime extends Civil {
  readonly daylight: boolean;
  readonly zoneName: string;
  readonly zoneSeconds: number;
  /** Seconds since the epoch. */
  readonly seconds: number;
}

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

/** Single conversions C99 defines, then those that take E and O before them. */
const plain = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
const withE = "cCxXyY";
const withO = "deHImMSuUVwWy";

/**
 * How many characters after the percent sign at `at` make up a conversion; 0 if
 * they make none.
 */
export function conversionLength(format: string, at: number): number {
  const first = format.charAt(at);
  if (first === "") return 0;
  if (plain.includes(first)) return 1;
  const second = format.charAt(at + 1);
  if (second === "") return 0;
  return (first === "E" && withE.includes(second)) || (first === "O" && withO.includes(second)) ? 2 : 0;
}

function two(value: number): string {
  return value.toString().padStart(2, "0");
}

/** The ISO 8601 year and week, which start on the Monday nearest to January 1st. */
function isoWeek(time: BrokenTime): { year: number; week: number } {
  const weekday = (time.weekday + 6) % 7;
  const week = Math.floor((time.yearday - weekday + 10) / 7);
  if (week < 1) return { year: time.year - 1, week: isoWeeks(time.year - 1) };
  if (week > isoWeeks(time.year)) return { year: time.year + 1, week: 1 };
  return { year: time.year, week };
}

/** 53 for a year that starts on a Thursday, or a leap year that starts on a Wednesday; else 52. */
function isoWeeks(year: number): number {
  const y = year - 1;
  const start = (1 + 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  const weekday = (start + 7) % 7;
  return weekday === 4 || (weekday === 3 && isLeapYear(year)) ? 53 : 52;
}

function twoDigitYear(year: number): string {
  return two(((year % 100) + 100) % 100);
}

function zoneText(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

const conversions: Readonly<Record<string, (time: BrokenTime) => string>> = {
  a: (t) => (days[t.weekday] ?? "?").slice(0, 3),
  A: (t) => days[t.weekday] ?? "?",
  b: (t) => (months[t.month - 1] ?? "?").slice(0, 3),
  B: (t) => months[t.month - 1] ?? "?",
  c: (t) => convertAll(t, "%a %b %e %H:%M:%S %Y"),
  C: (t) => Math.floor(t.year / 100).toString(),
  d: (t) => two(t.day),
  D: (t) => convertAll(t, "%m/%d/%y"),
  e: (t) => t.day.toString().padStart(2),
  F: (t) => `${t.year}-${two(t.month)}-${two(t.day)}`,
  g: (t) => twoDigitYear(isoWeek(t).year),
  G: (t) => isoWeek(t).year.toString(),
  h: (t) => convertAll(t, "%b"),
  H: (t) => two(t.hour),
  I: (t) => two(t.hour % 12 === 0 ? 12 : t.hour % 12),
  j: (t) => (t.yearday + 1).toString().padStart(3, "0"),
  m: (t) => two(t.month),
  M: (t) => two(t.min),
  n: () => "\n",
  p: (t) => (t.hour < 12 ? "AM" : "PM"),
  r: (t) => convertAll(t, "%I:%M:%S %p"),
  R: (t) => convertAll(t, "%H:%M"),
  s: (t) => t.seconds.toString(),
  S: (t) => two(t.sec),
  t: () => "\t",
  T: (t) => convertAll(t, "%H:%M:%S"),
  u: (t) => (t.weekday === 0 ? 7 : t.weekday).toString(),
  U: (t) => two(Math.floor((t.yearday + 7 - t.weekday) / 7)),
  V: (t) => two(isoWeek(t).week),
  w: (t) => t.weekday.toString(),
  W: (t) => two(Math.floor((t.yearday + 7 - ((t.weekday + 6) % 7)) / 7)),
  x: (t) => convertAll(t, "%m/%d/%y"),
  X: (t) => convertAll(t, "%H:%M:%S"),
  y: (t) => twoDigitYear(t.year),
  Y: (t) => t.year.toString(),
  z: (t) => zoneText(t.zoneSeconds),
  Z: (t) => t.zoneName,
  "%": () => "%",
};

/** One conversion in the C locale, where E and O change nothing. */
export function convert(time: BrokenTime, conversion: string): string {
  return conversions[conversion.charAt(conversion.length - 1)]?.(time) ?? "";
}

function convertAll(time: BrokenTime, format: string): string {
  return format.replace(/%(.)/g, (_, conversion: string) => convert(time, conversion));
}
