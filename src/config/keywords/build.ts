/** Short ways to write entries of the keyword table, and the readings that many of them share. */
import type { Line } from "../line.ts";
import type { State } from "../state.ts";
import { isFault, parseTime, type Parsed, type TimeUnit } from "../units.ts";
import type { LineKeyword, Place, Section } from "./keyword.ts";

export type LineParser = (line: Line, state: State) => void;

export const PROXY_SECTIONS: readonly Section[] = ["defaults", "frontend", "listen", "backend"];

type Extras = Partial<Pick<LineKeyword, "early">>;

/** Makes the builder of entries for keywords at the start of lines of these sections. */
export function linesOf(
  places: readonly Place[],
): (
  name: string,
  since: string,
  syntax: string,
  doc: string,
  parse: LineParser,
  extras?: Extras & { readonly accepted?: string; readonly places?: readonly Place[] },
) => LineKeyword {
  return (name, since, syntax, doc, parse, extras = {}) => {
    const { accepted, places: others, ...rest } = extras;
    return {
      kind: "line",
      name,
      places: others ?? places,
      syntax,
      since,
      doc,
      support: accepted === undefined ? "supported" : { accepted },
      parse,
      ...rest,
    };
  };
}

/**
 * Whether a setting that may be given once was given before; HAProxy then says
 * so and keeps the first.
 */
export function alreadySet(line: Line, state: State, key: string, text?: string): boolean {
  if (!state.seen.has(key)) {
    state.seen.add(key);
    return false;
  }
  line.alert(text ?? `'${line.keyword}' already specified. Continuing.`);
  return true;
}

/** A time whose errors are worded by the caller. */
export function timeOr(
  line: Line,
  text: string,
  unit: TimeUnit,
  error: (fault: "over" | "under" | "char", char: string) => never,
): number {
  const parsed = parseTime(text, unit);
  if (isFault(parsed)) return error(parsed.fault, "char" in parsed ? parsed.char : "");
  warnTrailing(line, parsed, text);
  return parsed.value;
}

/** HAProxy still takes what stands behind the unit of a time, with a warning. */
export function warnTrailing(line: Line, parsed: Parsed, text: string): void {
  if (isFault(parsed) || parsed.trailing === undefined) return;
  line.add(
    "warning",
    `unexpected character '${parsed.trailing}' after the timer value '${text}', only ` +
      "(us=microseconds,ms=milliseconds,s=seconds,m=minutes,h=hours,d=days) are supported." +
      " This will be reported as an error in next versions.",
  );
}

/** A time in milliseconds with the texts most of HAProxy's keywords use. */
export function timeArgument(line: Line, text: string, keyword: string): number {
  return timeOr(line, text, "ms", (fault, char) => {
    if (fault === "over") {
      return line.fail(
        `timer overflow in argument '${text}' to '${keyword}' (maximum value is 2147483647 ms or ~24.8 days)`,
      );
    }
    if (fault === "under") {
      return line.fail(
        `timer underflow in argument '${text}' to '${keyword}' (minimum non-null value is 1 ms)`,
      );
    }
    return line.fail(`unexpected character '${char}' in argument to <${keyword}>.`);
  });
}

/** A size in bytes, with the suffixes k, m and g, as `what` has it. */
export function sizeArgument(line: Line, text: string, what: string): number {
  if (text === "") line.fail(`'${what}' expects an integer argument`);
  const match = /^([0-9]*)([kKmMgG]?)(.*)$/s.exec(text);
  const [, digits = "", suffix = "", rest = ""] = match ?? [];
  if (digits === "" || rest !== "") {
    line.fail(`unexpected '${digits === "" ? text : rest}' after size passed to '${what}'`);
  }
  const shift = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[suffix.toLowerCase()] ?? 1;
  return Number(digits) * shift;
}

/** Reads over the words and does nothing; the table says why. */
export function ignore(): void {
  // What the keyword asks for has no counterpart in halua: the entry's support level says it.
}

/** A keyword without arguments. */
export const flag =
  (apply: (state: State, line: Line) => void): LineParser =>
  (line, state) => {
    line.atMost(0);
    apply(state, line);
  };
