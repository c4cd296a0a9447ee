/**
 * Conditions of `.if`, `.elif` and of the command line's `-cc`: numbers,
 * predicates such as `defined(VAR)`, `!`, `&&`, `||` and parentheses.
 * Source: configuration manual 2.4; the texts and positions of errors are
 * those of cfgcond.c.
 */
import { ArgumentRefused, parseArguments, type Argument, type ArgumentType } from "./arguments.ts";
import { Refused } from "./diagnostics.ts";
import type { Environment } from "./environment.ts";
import { compareVersion } from "./version.ts";
import { isWordError, splitWords } from "./words.ts";

/** What predicates ask about. Everything but the environment has a default that describes halua. */
export interface ConditionContext {
  readonly environment: Environment;
  /** Names for which `feature()` is true. */
  readonly features?: ReadonlySet<string>;
  /** Names for which `enabled()` is true. */
  readonly enabled?: ReadonlySet<string>;
  /** The TLS library's version; Node's OpenSSL by default. */
  readonly openssl?: string;
}

/** What halua has of HAProxy's build options (`haproxy -vv`). */
export const HALUA_FEATURES: ReadonlySet<string> = new Set([
  "EPOLL",
  "GETADDRINFO",
  "H2",
  "LUA",
  "OPENSSL",
  "POLL",
  "SHM_OPEN",
  "SSL",
  "THREAD",
  "ZLIB",
]);

/** What `enabled()` answers yes to: the ways of waiting and connecting that Node uses. */
export const HALUA_ENABLED: ReadonlySet<string> = new Set(["POLL", "EPOLL", "GETADDRINFO", "REUSEPORT"]);

/** A condition that cannot be parsed or evaluated; `position` counts from 0 in its text. */
export class ConditionRefused extends Refused {
  constructor(
    text: string,
    readonly position: number,
  ) {
    super(text);
  }
}

type Test = (context: ConditionContext) => boolean;

interface Predicate {
  readonly types: readonly ArgumentType[];
  readonly test: (args: readonly string[], context: ConditionContext) => boolean | "invalid";
}

const text1: readonly ArgumentType[] = ["string"];
const text2: readonly ArgumentType[] = ["string", "string"];

const PREDICATES: Readonly<Record<string, Predicate>> = {
  defined: { types: text1, test: ([name = ""], { environment }) => environment.get(name) !== undefined },
  feature: { types: text1, test: ([name = ""], { features = HALUA_FEATURES }) => features.has(name) },
  streq: { types: text2, test: ([left, right]) => left === right },
  strneq: { types: text2, test: ([left, right]) => left !== right },
  strstr: { types: text2, test: ([text = "", part = ""]) => text.includes(part) },
  version_atleast: { types: text1, test: ([version = ""]) => compareVersion(version) >= 0 },
  version_before: { types: text1, test: ([version = ""]) => compareVersion(version) < 0 },
  openssl_version_atleast: { types: text1, test: ([version = ""], context) => atLeast(version, context) },
  openssl_version_before: {
    types: text1,
    test: ([version = ""], context) => {
      const result = atLeast(version, context);
      return result === "invalid" ? result : !result;
    },
  },
  ssllib_name_startswith: { types: text1, test: ([name = ""]) => "OpenSSL".startsWith(name) },
  // halua never runs on AWS-LC, and HAProxy refuses the question elsewhere.
  awslc_api_atleast: { types: text1, test: () => "invalid" },
  awslc_api_before: { types: text1, test: () => "invalid" },
  enabled: { types: text1, test: ([name = ""], { enabled = HALUA_ENABLED }) => enabled.has(name) },
  fips_mode: { types: [], test: () => false },
};

function atLeast(wanted: string, context: ConditionContext): boolean | "invalid" {
  const parse = (text: string): number[] | undefined => {
    const match = /^([0-9]+)\.([0-9]+)\.([0-9]+)([a-z]?)/.exec(text);
    return match?.slice(1).map((part, i) => (i < 3 ? Number(part) : part.charCodeAt(0) || 0));
  };
  const right = parse(wanted);
  const left = parse(context.openssl ?? process.versions.openssl);
  if (!right || !left) return "invalid";
  for (const [i, number] of left.entries()) {
    if (number !== right[i]) return number > (right[i] ?? 0);
  }
  return true;
}

/** How deep conditions may nest (HAProxy's MAX_CFG_RECURSION). */
const MAX_DEPTH = 1024;

class Parser {
  at = 0;
  constructor(private readonly text: string) {}

  /** `a || b`; undefined where there is nothing to parse. */
  either(depth: number): Test | undefined {
    return this.chain(depth, "||", "expression", (d) => this.all(d));
  }

  private all(depth: number): Test | undefined {
    return this.chain(depth, "&&", "sub-expression", (d) => this.term(d));
  }

  private chain(
    depth: number,
    operator: "||" | "&&",
    what: string,
    next: (depth: number) => Test | undefined,
  ): Test | undefined {
    if (this.at >= this.text.length) return undefined;
    const start = this.at;
    if (depth <= 0) throw this.unparsable(what, start);
    const left = next(depth - 1);
    if (!left) throw this.unparsable(what, this.at);
    this.skip();
    const operatorAt = this.at;
    if (!this.text.startsWith(operator, operatorAt)) return left;
    this.at += 2;
    this.skip();
    const right = this.chain(depth - 1, operator, what, next);
    if (!right) {
      // Nothing behind the operator: it is the operator that cannot be parsed.
      this.at = operatorAt;
      return undefined;
    }
    return operator === "||"
      ? (context) => left(context) || right(context)
      : (context) => left(context) && right(context);
  }

  private term(depth: number): Test | undefined {
    const start = this.at;
    this.skip();
    if (this.at >= this.text.length) {
      this.at = start;
      return undefined;
    }
    if (depth <= 0) throw this.unparsable("expression", start);
    let negated = false;
    while (this.text.charAt(this.at) === "!") {
      negated = !negated;
      this.at++;
      this.skip();
    }
    const test = this.number() ?? this.parenthesis(start, depth) ?? this.predicate();
    if (!test) throw this.unparsable("expression", start);
    return negated ? (context) => !test(context) : test;
  }

  private number(): Test | undefined {
    const match = /^[ \t\n\v\f\r]*[+-]?(?:0[xX][0-9a-fA-F]+|[0-9]+)/.exec(this.text.slice(this.at));
    if (!match) return undefined;
    let digits = match[0];
    // C reads a leading zero as octal and stops at the first digit that is not.
    if (/^\s*[+-]?0[0-9]/.test(digits)) digits = /^\s*[+-]?0[0-7]*/.exec(digits)?.[0] ?? digits;
    this.at += digits.length;
    const value = /[1-9a-fA-F]/.test(digits.replace(/0[xX]/, ""));
    return () => value;
  }

  private parenthesis(start: number, depth: number): Test | undefined {
    if (this.text.charAt(this.at) !== "(") return undefined;
    this.at++;
    this.skip();
    const test = this.either(depth - 1);
    if (!test) throw this.unparsable("expression", start);
    this.skip();
    if (this.text.charAt(this.at) !== ")") {
      throw new ConditionRefused(
        `expected ')' after conditional expression '${this.text.slice(start)}'`,
        start,
      );
    }
    this.at++;
    this.skip();
    return test;
  }

  private predicate(): Test | undefined {
    const name = /^[^ (]*/.exec(this.text.slice(this.at))?.[0] ?? "";
    const predicate = Object.hasOwn(PREDICATES, name) ? PREDICATES[name] : undefined;
    if (!predicate) return undefined;
    const args = this.predicateArguments(name, predicate);
    const position = this.at;
    return (context) => {
      const result = predicate.test(
        args.map((arg) => arg.text),
        context,
      );
      if (result !== "invalid") return result;
      throw new ConditionRefused(
        `invalid argument to conditional expression predicate '${name}': '${args[0]?.text ?? ""}'`,
        position,
      );
    };
  }

  private predicateArguments(name: string, predicate: Predicate): readonly Argument[] {
    try {
      const shape = { types: predicate.types, required: predicate.types.length };
      const { list, end } = parseArguments(this.text, this.at + name.length, shape);
      this.at = end;
      return list;
    } catch (error) {
      if (!(error instanceof ArgumentRefused)) throw error;
      const where = `in argument ${error.index} of predicate '${name}' used in conditional expression`;
      throw new ConditionRefused(`${error.text} ${where}`, error.position);
    }
  }

  private unparsable(what: string, start: number): ConditionRefused {
    return new ConditionRefused(`unparsable conditional ${what} '${this.text.slice(start)}'`, start);
  }

  skip(): void {
    while (this.text.charAt(this.at) === " " || this.text.charAt(this.at) === "\t") this.at++;
  }
}

/**
 * Whether the condition holds; an empty one does not.
 * @throws ConditionRefused with HAProxy's text and the position of the fault
 */
export function evaluateCondition(text: string, context: ConditionContext): boolean {
  if (text === "") return false;
  const parser = new Parser(text);
  const test = parser.either(MAX_DEPTH);
  if (!test) throw new ConditionRefused(`unparsable conditional expression '${text}'`, 0);
  parser.skip();
  const rest = text.charAt(parser.at);
  if (rest !== "") {
    throw new ConditionRefused(
      `unexpected character '${rest}' at the end of conditional expression '${text}'`,
      parser.at,
    );
  }
  return test(context);
}

const WORD_FAULTS = {
  quote: "Syntax Error in condition: Unmatched quote.",
  hex: "Syntax Error in condition: Truncated or invalid hexadecimal sequence.",
  "too-many": "Error in condition: Too many words.",
  brace: "Unhandled error in condition, please report this to the developers.",
  variable: "Unhandled error in condition, please report this to the developers.",
  expansion: "Unhandled error in condition, please report this to the developers.",
} as const;

/**
 * A condition as `-cc` takes it: cut into words first, like a line, so that
 * quotes and variables work. Either the answer (exit status 0 or 1) or the
 * text of the alert (exit status 2).
 */
export function checkCondition(text: string, context: ConditionContext): boolean | string {
  // A comment sign has no meaning on the command line.
  const split = splitWords(text.replaceAll("#", "\\#"), (name) =>
    name.startsWith(".") ? "" : context.environment.get(name),
  );
  if (isWordError(split)) return WORD_FAULTS[split.fault];
  try {
    return evaluateCondition(split.words.join(" "), context);
  } catch (error) {
    if (error instanceof Refused) return `Failed to evaluate condition: ${error.text}`;
    throw error;
  }
}
