/** Converters that cut, join and compare texts. */
import { isVariable } from "../catalog/argument-values.ts";
import { replaceGroups } from "../patterns/outputs.ts";
import { RegularExpression } from "../regex.ts";
import { boolean, cast, integer, text, textOf, binary } from "../sample.ts";
import { bytesOf, intOf, numberAt, onText, operandAt, textAt, type Converter } from "./converter.ts";

const lower = (value: string): string => value.replace(/[A-Z]+/g, (part) => part.toLowerCase());
const upper = (value: string): string => value.replace(/[a-z]+/g, (part) => part.toUpperCase());

/** How much of the start (or of the end) consists of these characters. */
function leading(value: string, characters: string): number {
  let at = 0;
  while (at < value.length && characters.includes(value.charAt(at))) at++;
  return at;
}

function trailing(value: string, characters: string): number {
  let at = value.length;
  while (at > 0 && characters.includes(value.charAt(at - 1))) at--;
  return value.length - at;
}

/** Where a part of a text starts and ends. */
type Span = readonly [start: number, end: number];

/** The parts between separators, each character of which separates; empty ones included. */
function fieldSpans(value: string, separators: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at++) {
    if (!separators.includes(value.charAt(at))) continue;
    spans.push([start, at]);
    start = at + 1;
  }
  return [...spans, [start, value.length]];
}

/**
 * `field` and `word`: the part with a number, from 1 or from the end with -1,
 * and with a count as many parts on as there are. A count of 0, or a larger
 * one than there are parts, takes all to the end of the text.
 */
const part =
  (spansOf: (value: string, separators: string) => Span[]): Converter =>
  (args) => {
    const index = numberAt(args, 0) ?? 0;
    const separators = textAt(args, 1);
    const count = numberAt(args, 2) ?? 1;
    return (sample) => {
      const value = bytesOf(sample);
      const spans = spansOf(value, separators);
      const first = index > 0 ? index - 1 : spans.length + index;
      const span = spans[first];
      if (!span) return undefined;
      const last = count > 0 ? spans[index > 0 ? first + count - 1 : first - count + 1] : undefined;
      if (index > 0) return text(value.slice(span[0], last ? last[1] : value.length));
      return text(value.slice(last ? last[0] : 0, span[1]));
    };
  };

const words = (value: string, separators: string): Span[] =>
  fieldSpans(value, separators).filter(([start, end]) => end > start);

/** The text of a variable; undefined when there is none. */
function variableText(name: string, context: Parameters<ReturnType<Converter>>[1]): string | undefined {
  const found = isVariable(name) ? context.variable(name) : undefined;
  return found && textOf(found);
}

const param = onText((value, args) => {
  const name = textAt(args, 0);
  const written = args[1]?.text ?? "&";
  const delimiter = written.length === 1 ? written : String.fromCharCode(parseInt(written, 16));
  const parts = value.split(delimiter);
  if (parts.at(-1) === "") parts.pop();
  for (const each of parts) {
    if (each === name) return "";
    if (each.startsWith(`${name}=`)) return each.slice(name.length + 1);
  }
  return undefined;
});

const regsub: Converter = (args) => {
  const flags = textAt(args, 2);
  const regex = RegularExpression.compile(textAt(args, 0), flags.includes("i"));
  const template = textAt(args, 1);
  const global = flags.includes("g");
  return (sample) => {
    if (typeof regex === "string") return undefined;
    let rest = bytesOf(sample);
    let result = "";
    for (let first = true; first || global; first = false) {
      // Behind a byte that is no part of a word, `^` does not match again and `\b` does as at a start.
      const spans = first ? regex.spans(rest) : shifted(regex.spans(`\0${rest}`, 1));
      if (!spans?.[0]) break;
      const [start, end] = spans[0];
      const groups = spans.map((span) => span && rest.slice(...span));
      const replaced = replaceGroups(template, groups);
      result += rest.slice(0, start);
      // A replacement that ends in a lone backslash: what comes behind is dropped.
      if (replaced === undefined) return text(result);
      result += replaced;
      if (rest === "") return text(result);
      // An empty match at the start stands before a character, which is kept.
      if (end === 0) result += rest.charAt(0);
      rest = rest.slice(Math.max(end, 1));
    }
    return text(result + rest);
  };
};

function shifted(spans: ReturnType<RegularExpression["spans"]>): ReturnType<RegularExpression["spans"]> {
  return spans?.map((span) => span && [span[0] - 1, span[1] - 1]);
}

const bytes: Converter = (args) => {
  const start = operandAt(args, 0);
  const length = args.length > 1 ? operandAt(args, 1) : undefined;
  return (sample, context) => {
    const value = bytesOf(sample);
    const from = start(context);
    if (from === undefined || from < 0) return undefined;
    const isFinal = context.final ?? true;
    if (from >= value.length) {
      return isFinal ? { ...sample, type: sample.type === "str" ? "str" : "bin", value: "" } : undefined;
    }
    const count = length ? length(context) : value.length;
    if (count === undefined || count < 0) return undefined;
    if (length && !isFinal && Number(count) > value.length - Number(from)) return undefined;
    const cut = value.slice(Number(from)).slice(0, Math.min(Number(count), value.length));
    return sample.type === "str" ? text(cut) : binary(cut);
  };
};

/** The control characters that has_ctl looks for: any but the tab unless told otherwise. */
function controlMask(argument: string): bigint {
  if (argument === "") return 0x1fffffdffn;
  if (argument === "any") return 0x1ffffffffn;
  return argument === "http" ? 0x2401n : cInteger(argument);
}

function cInteger(argument: string): bigint {
  const octal = /^0[0-7]+$/.test(argument);
  return BigInt(octal ? `0o${argument.slice(1)}` : argument);
}

/** Where the port of `host:port` or `[v6]:port` starts, or nowhere. */
function portAt(value: string): number {
  const colon = value.lastIndexOf(":");
  return colon > value.lastIndexOf("]") ? colon : -1;
}

function reverseLabels(value: string): string | undefined {
  const name = value.endsWith(".") ? value.slice(0, -1) : value;
  const labels = name.split(".");
  return labels.includes("") ? undefined : labels.reverse().join(".");
}

const compare = (left: string, right: string): number => {
  const ends = (value: string): string => {
    const nul = value.indexOf("\0");
    return nul < 0 ? value : value.slice(0, nul);
  };
  const [a, b] = [ends(left), ends(right)];
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = a.charCodeAt(at) - b.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
};

export const TEXT_CONVERTERS: Readonly<Record<string, Converter>> = {
  lower: onText(lower),
  upper: onText(upper),
  length: () => (sample) => integer(bytesOf(sample).length),
  reverse: onText((value) => value.split("").reverse().join("")),
  reverse_dom: onText(reverseLabels),
  ltrim: onText((value, args) => value.slice(leading(value, textAt(args, 0)))),
  rtrim: onText((value, args) => value.slice(0, value.length - trailing(value, textAt(args, 0)))),
  cut_crlf: onText((value) => value.replace(/[\r\n][^]*$/, "")),
  field: part(fieldSpans),
  word: part(words),
  param,
  regsub,
  bytes,
  host_only: onText((value) => {
    const at = portAt(value);
    return lower(at < 0 ? value : value.slice(0, at));
  }),
  port_only: () => (sample) => {
    const value = bytesOf(sample);
    const at = portAt(value);
    const digits = at < 0 ? "" : (/^[0-9]*/.exec(value.slice(at + 1))?.[0] ?? "");
    return integer(Number(BigInt.asUintN(32, BigInt(digits))));
  },
  concat: (args) => (sample, context) =>
    text(
      bytesOf(sample) + textAt(args, 0) + (variableText(textAt(args, 1), context) ?? "") + textAt(args, 2),
    ),
  add_item: (args) => (sample, context) => {
    const value = bytesOf(sample);
    const added = (variableText(textAt(args, 1), context) ?? "") + textAt(args, 2);
    return text(value + (value !== "" && added !== "" ? textAt(args, 0) : "") + added);
  },
  strcmp: (args) => (sample, context) => {
    const other = variableText(textAt(args, 0), context);
    return other === undefined ? undefined : integer(compare(bytesOf(sample), other));
  },
  secure_memcmp: (args) => (sample, context) => {
    const found = context.variable(textAt(args, 0));
    const other = found && cast(found, "bin");
    return other && boolean(bytesOf(other) === bytesOf(sample));
  },
  iif: (args) => (sample) => text(textAt(args, intOf(sample) === 0 ? 1 : 0)),
  has_ctl: (args) => {
    const mask = controlMask(textAt(args, 0));
    return (sample) =>
      boolean(
        bytesOf(sample)
          .split("")
          .some((each) => {
            const code = each.charCodeAt(0);
            const bit = code === 0x7f ? 32 : code < 0x20 ? code : -1;
            return bit >= 0 && ((mask >> BigInt(bit)) & 1n) === 1n;
          }),
      );
  },
};
