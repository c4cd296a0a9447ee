/**
 * json_query and the queries of JWTs: a path (`$.a.b[0]`) into a JSON text.
 * The text is scanned, not parsed: an array comes out as it was written, and
 * what stands behind the value need not be valid.
 */
import { boolean, integer, text, type Sample } from "../sample.ts";
import { bytesOf, textAt, type Converter } from "./converter.ts";

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const NUMBER = /-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

/** What is at `at`: its text, or undefined when there is no such token. */
function token(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

const skipSpace = (source: string, at: number): number => at + (token(SPACE, source, at)?.length ?? 0);

/** The steps of a path: keys, and places in arrays. */
function pathSteps(path: string): (string | number)[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  const step = /\.((?:\\.|[^.[\\])+)|\[([0-9]+)\]/y;
  for (let at = 1; at < path.length; at = step.lastIndex) {
    step.lastIndex = at;
    const match = step.exec(path);
    if (!match) return undefined;
    steps.push(match[1] === undefined ? Number(match[2]) : match[1].replace(/\\(.)/g, "$1"));
  }
  return steps;
}

/** The members of the object or array at `at`: key (or place) and where the value starts. */
function* members(source: string, at: number): Generator<[key: string | number, at: number]> {
  const close = source.charAt(at) === "{" ? "}" : "]";
  let next = skipSpace(source, at + 1);
  for (let place = 0; next < source.length && source.charAt(next) !== close; place++) {
    let key: string | number = place;
    if (close === "}") {
      const quoted = token(STRING, source, next);
      if (quoted === undefined) return;
      next = skipSpace(source, next + quoted.length);
      if (source.charAt(next) !== ":") return;
      next = skipSpace(source, next + 1);
      key = quoted.slice(1, -1);
    }
    yield [key, next];
    const end = valueEnd(source, next);
    if (end === undefined) return;
    next = skipSpace(source, end);
    if (source.charAt(next) !== ",") return;
    next = skipSpace(source, next + 1);
  }
}

/** Where the value at `at` ends; undefined when there is none. */
function valueEnd(source: string, at: number): number | undefined {
  const char = source.charAt(at);
  if (char !== "{" && char !== "[") {
    const found = token(STRING, source, at) ?? token(NUMBER, source, at) ?? token(WORD, source, at);
    return found === undefined ? undefined : at + found.length;
  }
  let depth = 0;
  for (let next = at; next < source.length; next++) {
    const each = source.charAt(next);
    if (each === '"') {
      const quoted = token(STRING, source, next);
      if (quoted === undefined) return undefined;
      next += quoted.length - 1;
    } else if (each === "{" || each === "[") depth++;
    else if (each === "}" || each === "]") {
      depth--;
      if (depth === 0) return next + 1;
    }
  }
  return undefined;
}

function find(source: string, path: string): string | undefined {
  const steps = pathSteps(path);
  if (!steps) return undefined;
  let at: number | undefined = skipSpace(source, 0);
  for (const step of steps) {
    const opener: string = source.charAt(at);
    if (opener !== (typeof step === "number" ? "[" : "{")) return undefined;
    let found: number | undefined;
    for (const [key, valueAt] of members(source, at)) {
      if (key === step) {
        found = valueAt;
        break;
      }
    }
    if (found === undefined) return undefined;
    at = found;
  }
  const end = valueEnd(source, at);
  return end === undefined ? undefined : source.slice(at, end);
}

const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The bytes of a quoted text. Of \u only those up to 00ff have a byte; others make it fail. */
function unquote(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1);
  if (/(?<!\\)(?:\\\\)*\\(?:u(?!00[0-9a-fA-F]{2})|[^bfnrtu"\\/])/.test(inner)) return undefined;
  return inner.replace(/\\(?:u00(..)|(.))/g, (_all, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPED[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  );
}

/** The range that JSON's integers may have here (RFC 7159, section 6). */
const JSON_INTEGERS = 2 ** 53 - 1;

function numberSample(written: string, asInteger: boolean): Sample | undefined {
  if (!asInteger) return text(general(Number(written)));
  const value = BigInt(/^-?[0-9]+/.exec(written)?.[0] ?? 0);
  return value >= -JSON_INTEGERS && value <= JSON_INTEGERS ? integer(value) : undefined;
}

/** As C's %g prints it. */
export function general(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", exponent = "0"] = value.toExponential(5).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)));
  const digits = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** The value at a path as a sample: texts, numbers, booleans and arrays have one. */
export function queryJson(source: string, path: string, asInteger: boolean): Sample | undefined {
  const found = find(source, path);
  switch (found?.charAt(0)) {
    case undefined:
    case "n":
    case "{":
      return undefined;
    case "t":
    case "f":
      return boolean(found === "true");
    case "[":
      return text(found);
    case '"': {
      const inner = unquote(found);
      return inner === undefined ? undefined : text(inner);
    }
    default:
      return numberSample(found ?? "", asInteger);
  }
}

/** The text at a path; undefined where there is none, or something else. */
export function jsonTextAt(source: string, path: string): string | undefined {
  const found = find(source, path);
  return found?.startsWith('"') ? unquote(found) : undefined;
}

/** The object at a path, as it is written. */
export function jsonObjectAt(source: string, path: string): string | undefined {
  const found = find(source, path);
  return found?.startsWith("{") ? found : undefined;
}

export const JSON_CONVERTERS: Readonly<Record<string, Converter>> = {
  json_query: (args) => {
    const path = textAt(args, 0);
    const asInteger = textAt(args, 1) === "int";
    return (sample) => queryJson(bytesOf(sample), path, asInteger);
  },
};
