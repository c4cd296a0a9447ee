/** Converters of dates. */
import { breakDown, formatTime, parseDate } from "../../calendar/index.ts";
import { integer, text } from "../sample.ts";
import { bytesOf, intOf, numberAt, textAt, type Converter } from "./converter.ts";

/** Keeps a number of seconds from standing for a negative date (HAProxy masks it to 55 bits). */
const SECONDS = 0x007fffffffffffffn;

/** Seconds, as text in a format of strftime. */
const seconds =
  (where: "here" | "Greenwich"): Converter =>
  (args) => {
    const format = textAt(args, 0);
    const offset = BigInt(numberAt(args, 1) ?? 0);
    return (sample) => {
      const value = (BigInt(intOf(sample)) & SECONDS) + offset;
      return text(formatTime(format, breakDown(value, where)));
    };
  };

/** Smaller units, whose part of a second `%N` and `%3N` show; the offset is in seconds. */
const fractions =
  (where: "here" | "Greenwich", units: bigint): Converter =>
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
      return text(formatTime(filled, breakDown(whole, where)));
    };
  };

const UNITS: Readonly<Record<string, bigint>> = { s: 1n, ms: 1000n, us: 1_000_000n };

const httpDate: Converter = (args) => {
  const unit = textAt(args, 1) || "s";
  const units = UNITS[unit] ?? 1n;
  const offset = BigInt(numberAt(args, 0) ?? 0);
  return (sample) => {
    const value = BigInt(intOf(sample)) + offset;
    const whole = (value / units) & SECONDS;
    const time = breakDown(whole, "Greenwich");
    // Without leading zeros, as HAProxy prints it.
    const fraction = unit === "s" ? "" : `.${value % units}`;
    return text(`${formatTime("%a, %d %b %4Y %H:%M:%S", time)}${fraction} GMT`);
  };
};

export const DATE_CONVERTERS: Readonly<Record<string, Converter>> = {
  ltime: seconds("here"),
  utime: seconds("Greenwich"),
  ms_ltime: fractions("here", 1000n),
  ms_utime: fractions("Greenwich", 1000n),
  us_ltime: fractions("here", 1_000_000n),
  us_utime: fractions("Greenwich", 1_000_000n),
  http_date: httpDate,
  date: () => (sample) => {
    const value = parseDate(bytesOf(sample));
    return value === undefined ? undefined : integer(value);
  },
};
