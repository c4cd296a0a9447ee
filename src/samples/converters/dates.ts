/** Converters of dates. */
import { integer, text } from "../sample.ts";
import { formatTime, nearDate } from "./strftime.ts";
import { bytesOf, intOf, numberAt, textAt, type Converter } from "./converter.ts";

/** Keeps a number of seconds from standing for a negative date (HAProxy masks it to 55 bits). */
const SECONDS = 0x007fffffffffffffn;

/** Seconds, as text in a format of strftime. */
const seconds =
  (local: boolean): Converter =>
  (args) => {
    const format = textAt(args, 0);
    const offset = BigInt(numberAt(args, 1) ?? 0);
    return (sample) => {
      const value = (BigInt(intOf(sample)) & SECONDS) + offset;
      return text(formatTime(format, value, local));
    };
  };

/** Smaller units, whose part of a second `%N` and `%3N` show; the offset is in seconds. */
const fractions =
  (local: boolean, units: bigint): Converter =>
  (args) => {
    const format = textAt(args, 0);
    const offset = BigInt(numberAt(args, 1) ?? 0);
    return (sample) => {
      const value = BigInt(intOf(sample));
      const whole = value / units + offset;
      const nanoseconds = (value % units) * (1_000_000_000n / units);
      const digits = String(BigInt.asUintN(64, nanoseconds)).padStart(9, "0").slice(0, 9);
      const filled = format.replace(/%([0-9]*)N|%%/g, (all, width?: string) =>
        all === "%%" ? all : digits.slice(0, width === "" || width === undefined ? 9 : Number(width)),
      );
      return text(formatTime(filled, whole, local));
    };
  };

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const UNITS: Readonly<Record<string, bigint>> = { s: 1n, ms: 1000n, us: 1_000_000n };

const httpDate: Converter = (args) => {
  const unit = textAt(args, 1) || "s";
  const units = UNITS[unit] ?? 1n;
  const offset = BigInt(numberAt(args, 0) ?? 0);
  return (sample) => {
    const value = BigInt(intOf(sample)) + offset;
    const whole = (value / units) & SECONDS;
    const { date, years } = nearDate(whole);
    const two = (number: number): string => String(number).padStart(2, "0");
    const day = `${DAYS[date.getUTCDay()] ?? ""}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()] ?? ""}`;
    const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
    // Without leading zeros, as HAProxy prints it.
    const fraction = unit === "s" ? "" : `.${value % units}`;
    return text(`${day} ${String(date.getUTCFullYear() + years).padStart(4, "0")} ${time}${fraction} GMT`);
  };
};

export const DATE_CONVERTERS: Readonly<Record<string, Converter>> = {
  ltime: seconds(true),
  utime: seconds(false),
  ms_ltime: fractions(true, 1000n),
  ms_utime: fractions(false, 1000n),
  us_ltime: fractions(true, 1_000_000n),
  us_utime: fractions(false, 1_000_000n),
  http_date: httpDate,
  date: () => (sample) => {
    const value = parseHttpDate(bytesOf(sample));
    return value === undefined ? undefined : integer(value);
  },
};

/** The three forms of HTTP's dates (RFC 9110 5.6.7), as seconds. */
export function parseHttpDate(value: string): number | undefined {
  const months = MONTHS.join("|");
  const forms = [
    new RegExp(
      `^(?:${DAYS.join("|")}), (?<d>[0-9]{2}) (?<m>${months}) (?<y>[0-9]{4}) (?<t>[0-9]{2}:[0-9]{2}:[0-9]{2}) GMT$`,
    ),
    new RegExp(
      `^[A-Z][a-z]+day, (?<d>[0-9]{2})-(?<m>${months})-(?<y>[0-9]{2}) (?<t>[0-9]{2}:[0-9]{2}:[0-9]{2}) GMT$`,
    ),
    new RegExp(
      `^(?:${DAYS.join("|")}) (?<m>${months}) (?<d>[ 0-9][0-9]) (?<t>[0-9]{2}:[0-9]{2}:[0-9]{2}) (?<y>[0-9]{4})$`,
    ),
  ];
  for (const form of forms) {
    const { d, m, y, t } = form.exec(value)?.groups ?? {};
    if (d === undefined || m === undefined || y === undefined || t === undefined) continue;
    const year = y.length === 2 ? Number(y) + (Number(y) < 70 ? 2000 : 1900) : Number(y);
    const [hours, minutes, secs] = t.split(":").map(Number);
    return Date.UTC(year, MONTHS.indexOf(m), Number(d), hours, minutes, secs) / 1000;
  }
  return undefined;
}
