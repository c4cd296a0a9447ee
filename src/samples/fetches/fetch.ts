/** What a fetch is to the code: its arguments are prepared once, its samples taken many times. */
import type { Argument } from "../catalog/notation.ts";
import type { SampleEnvironment } from "../environment.ts";
import { readInt } from "../patterns/integers.ts";
import { boolean, integer, text, type Sample } from "../sample.ts";
import type { FetchContext } from "../views.ts";

/** Takes a sample; undefined is none. */
export type Taking = (context: FetchContext) => Sample | undefined;

/** A fetch with its arguments. */
export interface PreparedFetch {
  /** The sample that expressions use. */
  readonly one: Taking;
  /** Of fetches with several values: all that an ACL tries, in order (HAProxy's SMP_F_NOT_LAST). */
  readonly each?: (context: FetchContext) => Iterable<Sample>;
}

/**
 * Prepares a fetch; the arguments have been checked against the catalog.
 * @param environment where names in arguments are looked up
 */
export type Fetch = (args: readonly Argument[], environment: SampleEnvironment) => PreparedFetch;

/** A fetch that looks up names of its arguments. */
export const resolved =
  (prepare: (args: readonly Argument[], environment: SampleEnvironment) => Taking): Fetch =>
  (args, environment) => ({ one: prepare(args, environment) });

/** A fetch without arguments. */
export const plain =
  (one: Taking): Fetch =>
  () => ({ one });

/** The usual ways to make samples of values that may be missing. */
export const optionalText = (value: string | undefined): Sample | undefined =>
  value === undefined ? undefined : text(value);

export const optionalInteger = (value: number | undefined): Sample | undefined =>
  value === undefined ? undefined : integer(value);

/** A fetch of an integer: of the context, or undefined for none. */
export const integerFetch = (value: (context: FetchContext) => number | undefined): Fetch =>
  plain((context) => optionalInteger(value(context)));

export const textFetch = (value: (context: FetchContext) => string | undefined): Fetch =>
  plain((context) => optionalText(value(context)));

export const booleanFetch = (value: (context: FetchContext) => boolean | undefined): Fetch =>
  plain((context) => {
    const found = value(context);
    return found === undefined ? undefined : boolean(found);
  });

/** The integer that a text starts with, in 32 bits as HAProxy has it; 0 without digits. */
export const leadingInteger = (value: string): Sample =>
  integer(Number(BigInt.asIntN(32, BigInt(readInt(value).value))));

/** Several names for one fetch. */
export const named = (names: string, fetch: Fetch): [name: string, fetch: Fetch][] =>
  names.split(" ").map((name) => [name, fetch]);

export const argumentText = (args: readonly Argument[], index: number): string | undefined =>
  args[index]?.text;

/** The number at `index`; 0 where it is left out. */
export const argumentNumber = (args: readonly Argument[], index: number): number =>
  Number(args[index]?.value ?? 0);
