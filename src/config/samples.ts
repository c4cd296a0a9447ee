/**
 * What the configuration must know of samples without owning one: the types a
 * sample may have, where a fetch may be used, and the interface through which
 * the caller says which fetches and converters exist. The samples themselves
 * live elsewhere and are passed in.
 * Source: configuration manual 7.1 to 7.3; sample.c for the tables.
 */
import type { ArgumentShape, Argument } from "./arguments.ts";

/** `any` is decided at run time; `same` (converters only) is the type that came in. */
export type SampleType = "any" | "same" | "bool" | "sint" | "addr" | "ipv4" | "ipv6" | "str" | "bin" | "meth";

/** Where a fetch takes its information from, as HAProxy names it in messages. */
export const SAMPLE_SOURCES = [
  "constants",
  "internal state",
  "listener",
  "frontend",
  "client address",
  "client-side connection",
  "track counters",
  "request buffer",
  "HTTP request headers",
  "HTTP request",
  "HTTP request body",
  "backend",
  "server",
  "server address",
  "server-side connection",
  "response buffer",
  "HTTP response headers",
  "HTTP response",
  "HTTP response body",
  "request buffer statistics",
  "response buffer statistics",
  "transaction statistics",
  "session statistics",
] as const;

export type SampleSource = (typeof SAMPLE_SOURCES)[number];

/** The places of a configuration where samples are used, in the order of a stream's life. */
export const SAMPLE_PLACES = [
  "frontend tcp-request connection rule",
  "frontend tcp-request session rule",
  "frontend tcp-request content rule",
  "frontend http-request header rule",
  "frontend http-request body rule",
  "frontend use-backend rule",
  "backend tcp-request content rule",
  "backend http-request header rule",
  "backend http-request body rule",
  "backend use-server, balance or stick-match rule",
  "server source selection",
  "backend tcp-response content rule",
  "backend http-response header rule",
  "backend http-response body rule",
  "backend stick-store rule",
  "frontend tcp-response content rule",
  "frontend http-response header rule",
  "frontend http-response body rule",
  "logs",
  "backend tcp-check rule",
  "configuration parser",
  "CLI parser",
] as const;

export type SamplePlace = (typeof SAMPLE_PLACES)[number];

/** A set of places, one bit each, in the order of {@link SAMPLE_PLACES}. */
export type Places = number;

export function placesOf(...places: SamplePlace[]): Places {
  return places.reduce((set, place) => set | (1 << SAMPLE_PLACES.indexOf(place)), 0);
}

const LOG_END = 18;
const CHECK = 19;
const PARSERS = [20, 21];

/** First and last place of a source's validity, and single places beyond. */
const VALIDITY: Readonly<Record<SampleSource, readonly [number, number, ...number[]]>> = {
  constants: [0, CHECK, ...PARSERS],
  "internal state": [0, CHECK, 21],
  listener: [0, LOG_END],
  frontend: [0, LOG_END],
  "client address": [0, CHECK],
  "client-side connection": [1, LOG_END],
  "track counters": [0, LOG_END],
  "request buffer": [2, 10],
  "HTTP request headers": [2, 10],
  "HTTP request": [2, LOG_END],
  "HTTP request body": [4, 10],
  backend: [6, CHECK],
  server: [10, CHECK],
  "server address": [11, CHECK],
  "server-side connection": [11, CHECK],
  "response buffer": [11, 17, CHECK],
  "HTTP response headers": [11, 17, CHECK],
  "HTTP response": [11, CHECK],
  "HTTP response body": [13, 17, CHECK],
  "request buffer statistics": [2, LOG_END],
  "response buffer statistics": [9, LOG_END],
  "transaction statistics": [2, LOG_END],
  "session statistics": [0, LOG_END],
};

/** Where a fetch with these sources may be used: wherever one of them is available. */
export function validPlaces(sources: readonly SampleSource[]): Places {
  let set = 0;
  for (const source of sources) {
    const [first, last, ...others] = VALIDITY[source];
    for (let bit = first; bit <= last; bit++) set |= 1 << bit;
    for (const bit of others) set |= 1 << bit;
  }
  return set;
}

/** The names of the sources for a message, in HAProxy's order. */
export function sourceNames(sources: readonly SampleSource[]): string {
  return SAMPLE_SOURCES.filter((source) => sources.includes(source)).join(",");
}

/** The name of the places for a message; of several, HAProxy gives the first. */
export function placeName(places: Places): string {
  return SAMPLE_PLACES.find((_, bit) => (places & (1 << bit)) !== 0) ?? "";
}

export const REQUEST_PLACES: Places = 0x3ff | (1 << CHECK);
export const RESPONSE_PLACES: Places = 0x7fc00 | (1 << CHECK);

/** Casts from a type: to itself and these; `none` marks those that keep the value as it is. */
const CASTS: Readonly<Record<SampleType, Readonly<Partial<Record<SampleType, "none" | "cast">>>>> = {
  any: {
    any: "none",
    bool: "cast",
    sint: "cast",
    addr: "cast",
    ipv4: "cast",
    ipv6: "cast",
    str: "cast",
    bin: "cast",
    meth: "cast",
  },
  same: {},
  bool: { any: "none", bool: "none", sint: "none", str: "cast", bin: "cast" },
  sint: {
    any: "none",
    bool: "none",
    sint: "none",
    addr: "cast",
    ipv4: "cast",
    ipv6: "cast",
    str: "cast",
    bin: "cast",
  },
  addr: { any: "none", addr: "cast", ipv4: "cast", ipv6: "cast", str: "cast", bin: "cast" },
  ipv4: { any: "none", sint: "cast", addr: "none", ipv4: "none", ipv6: "cast", str: "cast", bin: "cast" },
  ipv6: { any: "none", addr: "none", ipv4: "cast", ipv6: "none", str: "cast", bin: "cast" },
  str: {
    any: "none",
    bool: "cast",
    sint: "cast",
    addr: "cast",
    ipv4: "cast",
    ipv6: "cast",
    str: "none",
    bin: "none",
    meth: "cast",
  },
  bin: { any: "none", str: "cast", bin: "none", meth: "cast" },
  meth: { any: "none", str: "cast", bin: "cast", meth: "none" },
};

/** Whether a sample of type `from` can be used as `to`: as it is ("none"), converted ("cast") or not at all. */
export function castBetween(from: SampleType, to: SampleType): "none" | "cast" | undefined {
  return CASTS[from][to];
}

/**
 * Checks arguments beyond their types.
 * @returns HAProxy's text for what is wrong, or undefined
 */
export type ArgumentCheck = (args: readonly Argument[]) => string | undefined;

/** What the configuration must know of a fetch. `name` is the canonical one (`hdr` is an alias of `req.hdr`). */
export interface FetchDeclaration {
  readonly name: string;
  readonly args: ArgumentShape;
  readonly out: SampleType;
  readonly sources: readonly SampleSource[];
  readonly check?: ArgumentCheck;
}

/** What the configuration must know of a converter. */
export interface ConverterDeclaration {
  readonly name: string;
  readonly args: ArgumentShape;
  readonly in: SampleType;
  readonly out: SampleType;
  readonly check?: ArgumentCheck;
}

/** Which fetches and converters exist besides those of Lua. Names are looked up as written, case included. */
export interface SampleCatalog {
  fetch(name: string): FetchDeclaration | undefined;
  converter(name: string): ConverterDeclaration | undefined;
}

/** A catalog without anything: every fetch is unknown. */
export const EMPTY_CATALOG: SampleCatalog = { fetch: () => undefined, converter: () => undefined };

const LUA_SOURCES: readonly SampleSource[] = [
  "HTTP request headers",
  "HTTP request",
  "HTTP request body",
  "HTTP response headers",
  "HTTP response",
  "HTTP response body",
];

const LUA_ARGUMENTS: ArgumentShape = { types: Array<"string">(12).fill("string"), required: 0 };

/** How HAProxy declares a fetch that Lua registered: twelve texts at most, HTTP on both sides, a text. */
export function luaFetch(name: string): FetchDeclaration {
  return { name, args: LUA_ARGUMENTS, out: "str", sources: LUA_SOURCES };
}

/** How HAProxy declares a converter that Lua registered. */
export function luaConverter(name: string): ConverterDeclaration {
  return { name, args: LUA_ARGUMENTS, in: "str", out: "str" };
}
