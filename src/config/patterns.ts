/**
 * The patterns behind an ACL: what each matching method takes, and the
 * operators (`lt 5`) rewritten as the ranges that they mean.
 * Source: configuration manual 7.1.1 to 7.1.6; the texts are those of pattern.c and acl.c.
 */
import type { MatchMethod } from "../match-methods.ts";
import type { KeywordMatch } from "./acl-keywords.ts";
import { Refused } from "./diagnostics.ts";
import { isNetwork } from "./ip-text.ts";
import type { SampleType } from "./samples.ts";

/** How a sample is matched when nobody says: undefined where somebody must. */
export function defaultMatch(type: SampleType): MatchMethod | undefined {
  switch (type) {
    case "bool":
      return "bool";
    case "sint":
      return "int";
    case "addr":
    case "ipv4":
    case "ipv6":
      return "ip";
    case "str":
      return "str";
    default:
      return undefined;
  }
}

/** Checks a regular expression; undefined when it is good, else what to say. */
export type RegexCheck = (pattern: string, ignoreCase: boolean) => string | undefined;

const OPERATORS = new Set(["eq", "gt", "ge", "le", "lt"]);

const usesNumbers = (match: KeywordMatch): boolean => match === "int" || match === "len" || match === "ver";

/**
 * The patterns of an ACL as they will be matched.
 * @throws Refused with HAProxy's text for the first that is not valid
 */
export function parsePatterns(
  words: readonly string[],
  match: KeywordMatch,
  ignoreCase: boolean,
  checkRegex: RegexCheck,
): readonly string[] {
  const patterns: string[] = [];
  let operator = "eq";
  for (const word of words) {
    let pattern = word;
    if (usesNumbers(match)) {
      if (OPERATORS.has(word)) {
        operator = word;
        continue;
      }
      if (operator !== "eq" && !/[:-]/.test(word)) pattern = rangeFor(operator, word, match);
    }
    checkPattern(pattern, match, ignoreCase, checkRegex);
    patterns.push(pattern);
  }
  return patterns;
}

/** `gt 5` as `6:`; versions count as major * 65536 + minor. */
function rangeFor(operator: string, word: string, match: KeywordMatch): string {
  const [major = "", minor] = word.split(".", 2);
  const version = match === "ver";
  const number = (text: string): bigint => {
    if (/^[+-]?[0-9]+$/.test(text)) return BigInt(text);
    throw new Refused(`'${word}' is neither a number nor a supported operator`);
  };
  let value = number(version || minor === undefined ? major : word);
  if (version) {
    const low = minor === undefined ? 0n : number(minor);
    if (low >= 65536n) throw new Refused(`'${word}' contains too large a minor value`);
    if (value >= 65536n) throw new Refused(`'${word}' contains too large a major value`);
    value = (value << 16n) | low;
  }
  if (operator === "gt") value++;
  if (operator === "lt") value--;
  const text = version ? `${value >> 16n}.${value & 0xffffn}` : String(value);
  return operator === "gt" || operator === "ge" ? `${text}:` : `:${text}`;
}

function checkPattern(
  pattern: string,
  match: KeywordMatch,
  ignoreCase: boolean,
  checkRegex: RegexCheck,
): void {
  const fault = patternFault(pattern, match, ignoreCase, checkRegex);
  if (fault !== undefined) throw new Refused(fault);
}

function patternFault(
  pattern: string,
  match: KeywordMatch,
  ignoreCase: boolean,
  checkRegex: RegexCheck,
): string | undefined {
  switch (match) {
    case "int":
    case "len":
      return numberFault(pattern);
    case "ver":
      return versionFault(pattern);
    case "ip":
      return isNetwork(pattern) ? undefined : `'${pattern}' is not a valid IPv4 or IPv6 address`;
    case "bin":
      return hexFault(pattern);
    case "reg":
    case "regm":
      return checkRegex(pattern, ignoreCase);
    default:
      return undefined;
  }
}

function numberFault(pattern: string): string | undefined {
  const match = /^(?:(-?[0-9]+)(?:([:-])(-?[0-9]+)?)?|([:-])(-?[0-9]+))$/.exec(pattern);
  if (!match) {
    return /^[-:]?[0-9]+[:-]|^[:-]/.test(pattern)
      ? `'${pattern}' is not a valid number range`
      : `'${pattern}' is not a number`;
  }
  const [, low, , high] = match;
  if (low !== undefined && high !== undefined && BigInt(low) > BigInt(high)) {
    return `'${pattern}' is not a valid number range`;
  }
  return undefined;
}

function versionFault(pattern: string): string | undefined {
  if (/^(?:[0-9]+(?:\.[0-9]+)?(?:[:-](?:[0-9]+(?:\.[0-9]+)?)?)?|[:-][0-9]+(?:\.[0-9]+)?)$/.test(pattern)) {
    return undefined;
  }
  return /^[0-9.]*$/.test(pattern)
    ? `'${pattern}' is not a valid dotted number range`
    : `'${pattern}' is not a dotted number`;
}

function hexFault(pattern: string): string | undefined {
  const wrong = /[^0-9a-fA-F]/.exec(pattern);
  if (wrong) return `an hex digit is expected (found '${wrong[0]}')`;
  return pattern.length % 2 === 0 ? undefined : "an even number of hex digit is expected";
}
