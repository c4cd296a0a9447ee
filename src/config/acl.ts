/**
 * ACLs and the conditions made of them: `acl name expression flags patterns`,
 * `if a !b or { expression }`.
 * Source: configuration manual 7.1 and 7.2; the texts are those of acl.c.
 */
import { inputType, matchMethods, type MatchMethod } from "../match-methods.ts";
import { ACL_KEYWORDS, PREDEFINED_ACLS, type AclKeyword, type KeywordMatch } from "./acl-keywords.ts";
import { parseArguments } from "./arguments.ts";
import { Refused, rewording, type Diagnostics } from "./diagnostics.ts";
import {
  identifierAt,
  parseConverters,
  parseExpression,
  type ParsedExpression,
  type SampleExpression,
} from "./expressions.ts";
import { defaultMatch, parsePatterns, type RegexCheck } from "./patterns.ts";
import { castBetween, placeName, type Places, type SampleCatalog } from "./samples.ts";
import type { Location } from "./location.ts";

/** One declaration: a sample and what it is compared with. */
export interface AclExpression {
  /** The keyword as HAProxy names it in messages: `path_beg`, `req.hdr`. */
  readonly keyword: string;
  readonly sample: SampleExpression;
  readonly match: KeywordMatch;
  /** `-i` */
  readonly ignoreCase: boolean;
  /** `-n`: names in patterns are not resolved. */
  readonly noDns: boolean;
  /** `-M`: files hold keys and values. */
  readonly map: boolean;
  /** `-u` */
  readonly uniqueId?: number;
  /** Numbers with operators are ranges here: `gt 5` is `6:`. */
  readonly patterns: readonly string[];
  /** `-f`, in order. */
  readonly files: readonly string[];
  readonly location: Location;
}

/** A named ACL has one expression a line that declares it, and holds if one of them does. `name` is "" in braces. */
export interface Acl {
  readonly name: string;
  readonly expressions: readonly AclExpression[];
}

export interface ConditionTerm {
  readonly negated: boolean;
  readonly acl: Acl;
}

/** `suites` are alternatives, each a list of terms that must all hold. */
export interface Condition {
  readonly when: "if" | "unless";
  readonly suites: readonly (readonly ConditionTerm[])[];
  readonly location: Location;
}

interface GrowingAcl extends Acl {
  readonly expressions: AclExpression[];
}

/** The ACLs a section can name. */
export type AclScope = Map<string, GrowingAcl>;

/** What parsing ACLs needs to know; one for a whole parse, as unique ids are. */
export interface AclContext {
  readonly catalog: SampleCatalog;
  readonly diagnostics: Diagnostics;
  readonly checkRegex: RegexCheck;
  readonly fileExists: (path: string) => boolean;
  readonly uniqueIds: Set<number>;
}

/**
 * Reads a declaration (without the word `acl`) and adds it to the scope.
 * @throws Refused with HAProxy's text
 */
export function parseAcl(
  name: string,
  words: readonly string[],
  scope: AclScope,
  context: AclContext,
  location: Location,
): Acl {
  const expression = parseAclExpression(words, context, location);
  const [subject = "", pattern = ""] = words;
  if (!subject.includes("(") && pattern.startsWith("(")) {
    context.diagnostics.add(
      "warning",
      `parsing acl '${name}' :\n` +
        `  matching '${subject}' for pattern '${pattern}' is likely a mistake and probably\n` +
        "  not what you want. Maybe you need to remove the extraneous space before '('.\n" +
        "  If you are really sure this is not an error, please insert '--' between the\n" +
        "  match and the pattern to make this warning message disappear.",
      location.file,
      location.line,
    );
  }
  const known = name === "" ? undefined : scope.get(name);
  if (known) {
    known.expressions.push(expression);
    return known;
  }
  const acl: GrowingAcl = { name, expressions: [expression] };
  if (name !== "") scope.set(name, acl);
  return acl;
}

function parseAclExpression(
  words: readonly string[],
  context: AclContext,
  location: Location,
): AclExpression {
  const subject = words[0] ?? "";
  const name = identifierAt(subject, 0);
  const keyword = ACL_KEYWORDS.get(name);
  const declaration = keyword && context.catalog.fetch(keyword.fetch);
  const parsed =
    keyword && declaration
      ? keywordSample(subject, name, keyword, context)
      : rewording(
          (error) => `${error} in ACL expression '${subject}'`,
          () => parseExpression({ words, index: 0 }, context.catalog),
        );
  const sample = parsed.expression;
  const derived = keyword && declaration && sample.converters.length === 0 ? keyword : undefined;
  const shown = derived ? name : sample.fetch.name;

  const initial = derived?.match ?? defaultMatch(sample.type);
  // As HAProxy, the word behind the subject counts even when it is a converter's.
  if (initial !== undefined && sample.type !== "bool" && (words[1] ?? "") === "") {
    warnNoPattern(subject, context, location);
  }
  const flags = parseFlags(words, 1, sample, shown, initial, context);
  if (keyword && declaration && OVERWRITTEN.has(keyword.match) && flags.match !== keyword.match) {
    context.diagnostics.add(
      "warning",
      `parsing [${location.file}:${location.line}] : original matching method '${name}' was overwritten and will not be applied as expected.`,
      location.file,
      location.line,
    );
  }
  const patterns = parsePatterns(words.slice(flags.next), flags.match, flags.ignoreCase, context.checkRegex);
  const { match, ignoreCase, noDns, map, uniqueId, files } = flags;
  const id = uniqueId === undefined ? {} : { uniqueId };
  return { keyword: shown, sample, match, ignoreCase, noDns, map, ...id, patterns, files, location };
}

/** Methods whose replacement by `-m` makes an ACL keyword lie. */
const OVERWRITTEN: ReadonlySet<KeywordMatch> = new Set([
  "beg",
  "dir",
  "dom",
  "end",
  "len",
  "reg",
  "sub",
  "meth",
  "group",
]);

function keywordSample(
  subject: string,
  name: string,
  keyword: AclKeyword,
  context: AclContext,
): ParsedExpression {
  const declaration = context.catalog.fetch(keyword.fetch);
  if (!declaration) throw new Refused(`unknown fetch method '${keyword.fetch}'`);
  const where = (error: string): string => `ACL keyword '${name}' : ${error}`;
  const args = rewording(where, () => parseArguments(subject, name.length, declaration.args));
  const fault = declaration.check?.(args.list);
  if (fault !== undefined) throw new Refused(`in argument to '${name}', ${fault}`);
  const fetch = { name: keyword.fetch, args: args.list };
  const input = { text: subject, end: args.end, words: [subject], index: 0 };
  return rewording(where, () => parseConverters(input, fetch, declaration, context.catalog));
}

function warnNoPattern(subject: string, context: AclContext, location: Location): void {
  context.diagnostics.add(
    "warning",
    `parsing acl keyword '${subject}' :\n` +
      "  no pattern to match against were provided, so this ACL will never match.\n" +
      "  If this is what you intended, please add '--' to get rid of this warning.\n" +
      "  If you intended to match only for existence, please use '-m found'.\n" +
      "  If you wanted to force an int to match as a bool, please use '-m bool'.\n",
    location.file,
    location.line,
  );
}

interface Flags {
  readonly match: KeywordMatch;
  readonly ignoreCase: boolean;
  readonly noDns: boolean;
  readonly map: boolean;
  readonly uniqueId: number | undefined;
  readonly files: readonly string[];
  /** The first pattern. */
  readonly next: number;
}

function parseFlags(
  words: readonly string[],
  start: number,
  sample: SampleExpression,
  keyword: string,
  initial: KeywordMatch | undefined,
  context: AclContext,
): Flags {
  let match = initial;
  let forced = false;
  let ignoreCase = false;
  let noDns = false;
  let map = false;
  let uniqueId: number | undefined;
  const files: string[] = [];
  let next = start;
  const unmatched = (): Refused =>
    new Refused(
      `matching method must be specified first (using '-m') when using a sample fetch of this type ('${keyword}')`,
    );

  for (; (words[next] ?? "").startsWith("-"); next++) {
    const flag = words[next] ?? "";
    const argument = words[next + 1] ?? "";
    if (flag === "--") {
      next++;
      break;
    }
    switch (flag) {
      case "-i":
        ignoreCase = true;
        break;
      case "-n":
        noDns = true;
        break;
      case "-M":
        map = true;
        break;
      case "-u":
        uniqueId = takeUniqueId(argument, context);
        next++;
        break;
      case "-f":
        if (match === undefined) throw unmatched();
        if (!context.fileExists(argument)) throw new Refused(`failed to open pattern file <${argument}>`);
        files.push(argument);
        next++;
        break;
      case "-m":
        if (files.length > 0) {
          throw new Refused(
            "'-m' must only be specified before patterns and files in parsing ACL expression",
          );
        }
        if (forced) {
          throw new Refused(
            "only one explicit matching method can be defined with '-m' parameter. " +
              "if migrating from an old version, just keep the last one",
          );
        }
        match = forcedMatch(argument, sample, keyword);
        forced = true;
        next++;
        break;
      default:
        throw new Refused(
          `'${flag}' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'`,
        );
    }
  }
  if (match === undefined) throw unmatched();
  return { match, ignoreCase, noDns, map, uniqueId, files, next };
}

function takeUniqueId(argument: string, context: AclContext): number {
  if (!/^\s*[+-]?[0-9]+$/.test(argument)) throw new Refused("the argument of -u must be an integer");
  const id = Number(argument);
  if (context.uniqueIds.has(id)) throw new Refused("the id is already used");
  context.uniqueIds.add(id);
  return id;
}

function forcedMatch(name: string, sample: SampleExpression, keyword: string): MatchMethod {
  const match = matchMethods.find((method) => method === name);
  if (!match) throw new Refused(`unknown matching method '${name}' when parsing ACL expression`);
  if (match !== "found" && castBetween(sample.type, inputType(match)) === undefined) {
    throw new Refused(`matching method '${name}' cannot be used with fetch keyword '${keyword}'`);
  }
  return match;
}

/**
 * Reads `if ...` or `unless ...`.
 * @throws Refused with HAProxy's text
 */
export function parseCondition(
  words: readonly string[],
  scope: AclScope,
  context: AclContext,
  location: Location,
): Condition {
  const when = words[0];
  if (when !== "if" && when !== "unless") {
    throw new Refused("conditions must start with either 'if' or 'unless'");
  }
  const suites: ConditionTerm[][] = [];
  let suite: ConditionTerm[] | undefined;
  let negated = false;
  for (let i = 1; i < words.length; i++) {
    let word = words[i] ?? "";
    while (word.startsWith("!")) {
      negated = !negated;
      word = word.slice(1);
    }
    if (word === "") continue;
    if (word.toLowerCase() === "or" || word === "||") {
      suite = undefined;
      negated = false;
      continue;
    }
    let acl: Acl;
    if (word === "{") {
      const end = words.indexOf("}", i + 1);
      if (end < 0) throw new Refused("missing closing '}' in condition");
      acl = parseAcl("", words.slice(i + 1, end), scope, context, location);
      i = end;
    } else {
      const found = findAcl(word, scope, context, location);
      if (!found) throw new Refused(`no such ACL : '${word}'`);
      acl = found;
    }
    if (!suite) suites.push((suite = []));
    suite.push({ negated, acl });
    negated = false;
  }
  return { when, suites, location };
}

/** The ACL of that name in a scope; what HAProxy predefines is put there when it is first asked for. */
export function findAcl(
  name: string,
  scope: AclScope,
  context: AclContext,
  location: Location,
): Acl | undefined {
  const words = Object.hasOwn(PREDEFINED_ACLS, name) ? PREDEFINED_ACLS[name] : undefined;
  return scope.get(name) ?? (words && parseAcl(name, words, scope, context, location));
}

function aclPlaces(acl: Acl): Places {
  return acl.expressions.reduce((set, expression) => set | expression.sample.places, 0);
}

/** The first ACL of a condition that can never hold at `places`, or that has a part which cannot. */
export function findConflict(
  condition: Condition,
  places: Places,
): { readonly acl: Acl; readonly keyword: string; readonly never: boolean } | undefined {
  const acls = condition.suites.flat().map((term) => term.acl);
  const never = acls.find((acl) => (aclPlaces(acl) & places) === 0);
  if (never) return { acl: never, keyword: never.expressions[0]?.keyword ?? "", never: true };
  for (const acl of acls) {
    const part = acl.expressions.find((expression) => (expression.sample.places & places) === 0);
    if (part) return { acl, keyword: part.keyword, never: false };
  }
  return undefined;
}

/** HAProxy's warning about a condition that asks for what is not available here, if it does. */
export function conflictText(condition: Condition, places: Places, rule?: string): string | undefined {
  const conflict = findConflict(condition, places);
  if (!conflict) return undefined;
  const { acl, keyword, never } = conflict;
  const where = placeName(places);
  const inRule = rule === undefined ? "" : ` in '${rule}'`;
  if (never) {
    return acl.name !== ""
      ? `acl '${acl.name}' will never match${inRule} because it only involves keywords that are incompatible with '${where}'`
      : `anonymous acl will never match${inRule} because it uses keyword '${keyword}' which is incompatible with '${where}'`;
  }
  const plural = rule === undefined ? "keywords" : "keyword";
  return acl.name !== ""
    ? `acl '${acl.name}' involves ${plural} '${keyword}' which is incompatible with '${where}'`
    : `anonymous acl involves keyword '${keyword}' which is incompatible with '${where}'`;
}
