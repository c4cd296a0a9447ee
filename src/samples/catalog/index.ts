/**
 * The catalog: every fetch and converter that HAProxy 3.5 has, what each takes
 * and gives, and whether halua computes it. The configuration is checked
 * against it, and the manual is written from it.
 */
import { reasonForAbsence } from "./absent.ts";
import { CONVERTER_CHECKS } from "./converter-checks.ts";
import { COMPUTED_CONVERTERS } from "../converters/index.ts";
import { CONVERTER_TABLE } from "./converter-table.ts";
import { FETCH_CHECKS } from "./fetch-checks.ts";
import { FETCH_TABLE } from "./fetch-table.ts";
import { COMPUTED_FETCHES } from "../fetches/index.ts";
import { tableLines, type ArgumentCheck, type ArgumentShape } from "./notation.ts";
import type { SampleSource, SampleType } from "./notation.ts";

interface CatalogEntry {
  /** HAProxy's name: `req.hdr`. In Lua it is {@link luaName}. */
  readonly name: string;
  readonly args: ArgumentShape;
  /** The type it gives. */
  readonly out: SampleType;
  readonly check?: ArgumentCheck;
  /** Whether halua computes it. What is not computed gives no sample. */
  readonly computed: boolean;
  /** Why halua will not compute it; without one it is only not written yet. */
  readonly reason?: string;
}

export interface FetchEntry extends CatalogEntry {
  readonly sources: readonly SampleSource[];
}

export interface ConverterEntry extends CatalogEntry {
  /** The type it takes; others are cast to it. */
  readonly in: SampleType;
}

/** All of HAProxy's fetches by name. */
export const FETCHES: ReadonlyMap<string, FetchEntry> = new Map(fetchEntries());

/** All of HAProxy's converters by name. */
export const CONVERTERS: ReadonlyMap<string, ConverterEntry> = new Map(converterEntries());

/** The catalog as the parser of configurations asks for it. Names are looked up as written. */
export const sampleCatalog = {
  fetch: (name: string): FetchEntry | undefined => FETCHES.get(name),
  converter: (name: string): ConverterEntry | undefined => CONVERTERS.get(name),
};

/** The name of a fetch or converter as a method in Lua. Several may share one. */
export const luaName = (name: string): string => name.replace(/[.+-]/g, "_");

function* fetchEntries(): Generator<[string, FetchEntry]> {
  for (const { sources, lines } of FETCH_TABLE) {
    for (const { name, args, types } of tableLines(lines)) {
      const [out = "any"] = types;
      const computed = COMPUTED_FETCHES.has(name);
      yield [name, { name, args, out, sources, ...details(name, FETCH_CHECKS.get(name), computed) }];
    }
  }
}

function* converterEntries(): Generator<[string, ConverterEntry]> {
  for (const { name, args, types } of tableLines(CONVERTER_TABLE)) {
    const [input = "any", out = "any"] = types;
    const computed = COMPUTED_CONVERTERS.has(name);
    yield [name, { name, args, in: input, out, ...details(name, CONVERTER_CHECKS.get(name), computed) }];
  }
}

function details(
  name: string,
  check: ArgumentCheck | undefined,
  computed: boolean,
): Pick<CatalogEntry, "check" | "computed" | "reason"> {
  const reason = computed ? undefined : reasonForAbsence(name);
  return { computed, ...(check && { check }), ...(reason !== undefined && { reason }) };
}
