/** Filters of a proxy: their lines, their sequence, and compression. Source: texts of filters.c, flt_http_comp.c, flt_trace.c and cache.c. */
import { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import type { Line } from "../line.ts";
import { currentProxy, proxyType, type State } from "../state.ts";
import type { CompressionFilterUse, FilterUse } from "../types.ts";
import { linesOf, PROXY_SECTIONS } from "./build.ts";
import type { LineKeyword, Section } from "./keyword.ts";

const PROXIES: readonly Section[] = ["frontend", "listen", "backend"];

/** HAProxy's own filters, with the group that its list of them shows; those that halua reads have a reader. */
const READERS: Readonly<Record<string, readonly [group: string, read?: FilterReader]>> = {
  "bwlim-in": ["BWLIM"],
  "bwlim-out": ["BWLIM"],
  cache: ["CACHE", cacheFilter],
  "comp-req": ["COMP", (cursor, place) => [compressionOf("comp-req", cursor, place)]],
  "comp-res": ["COMP", (cursor, place) => [compressionOf("comp-res", cursor, place)]],
  compression: ["COMP", wholeCompression],
  "fcgi-app": ["FCGI"],
  spoe: ["SPOE"],
  trace: ["TRACE", traceFilter],
};

/** Where a filter's line stands. */
interface FilterPlace {
  readonly line: Line;
  readonly state: State;
}

/** Reads what stands behind a filter's name, where the cursor is. @throws Refused */
type FilterReader = (cursor: Cursor, place: FilterPlace) => readonly FilterUse[];

const hasFilter = (state: State, ...names: readonly string[]): boolean =>
  currentProxy(state).filters.some(({ name }) => names.includes(name));

function compressionOf(
  name: CompressionFilterUse["name"],
  _cursor: Cursor,
  { line, state }: FilterPlace,
): FilterUse {
  const proxy = currentProxy(state);
  // The line feed is HAProxy's.
  if (hasFilter(state, name)) throw new Refused(`${proxy.name}: Proxy supports only one ${name} filter\n`);
  const direction = name === "comp-req" ? "request" : "response";
  proxy.compression = { ...(proxy.compression ?? { request: false, response: false }), [direction]: true };
  return { kind: "compression", name, location: line.location };
}

/** `filter compression` is two filters, that of responses first. */
function wholeCompression(_cursor: Cursor, { line: { location }, state }: FilterPlace): readonly FilterUse[] {
  if (hasFilter(state, "comp-req", "comp-res")) {
    throw new Refused(`${currentProxy(state).name}: Proxy supports only one compression filter\n`);
  }
  return [
    { kind: "compression", name: "comp-res", location },
    { kind: "compression", name: "comp-req", location },
  ];
}

function cacheFilter(cursor: Cursor, { line, state }: FilterPlace): readonly FilterUse[] {
  const cache = cursor.next();
  if (cache === "") throw new Refused("cache : expects a <name> argument");
  const proxy = currentProxy(state);
  const same = proxy.filters.findIndex((each) => each.kind === "cache" && each.cache === cache);
  const known = proxy.filters[same];
  if (known?.kind === "cache") {
    if (known.explicit) {
      throw new Refused(`${proxy.name}: multiple explicit declarations of the cache filter '${cache}'`);
    }
    proxy.filters.splice(same, 1);
  }
  return [{ kind: "cache", name: "cache", cache, explicit: true, location: line.location }];
}

function traceFilter(cursor: Cursor, { line }: FilterPlace): readonly FilterUse[] {
  let named = false;
  for (;;) {
    const option = cursor.peek();
    if (option === "name" || option === "max-fwd") {
      if (cursor.peek(1) === "") throw new Refused(`'trace' : '${option}' option without value`);
      if (option === "name" && named) throw new Refused("'trace' : 'name' option already defined");
      named ||= option === "name";
      cursor.at += 2;
    } else if (["quiet", "random-parsing", "random-forwarding", "hexdump"].includes(option)) cursor.at++;
    else break;
  }
  if (!cursor.atEnd) return [];
  line.warn("'filter trace' is read but traces nothing in halua.");
  return [{ kind: "trace", name: "trace", location: line.location }];
}

/** Both keywords say twice where they stand. */
function refuse(line: Line, text: string): never {
  line.fail(`parsing ${line.where} : ${text}`);
}

function notInDefaults(line: Line, state: State): void {
  if (currentProxy(state).kind !== "defaults") return;
  refuse(line, `${line.keyword} is not allowed in a 'default' section.`);
}

function filter(line: Line, state: State): void {
  notInDefaults(line, state);
  const proxy = currentProxy(state);
  const name = line.word(1);
  if (name === "") refuse(line, `missing argument for 'filter' in ${proxyType(proxy)} '${proxy.name}'.`);
  if (name.startsWith("lua.") && state.hooks.filter(name.slice(4))) {
    proxy.filters.push({ kind: "lua", name, args: line.words.slice(2), location: line.location });
    return;
  }
  const known = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (!known) return unknownFilter(name, line, state);
  const [, read] = known;
  if (!read) {
    const text = `HAProxy's 'filter ${name}' is not supported by halua.`;
    if (!state.lenient) line.fail(text);
    line.warn(text);
    return;
  }
  const cursor = new Cursor(line.words, 2);
  const uses = line.try(
    (error) => `'filter' : ${error}`,
    () => read(cursor, { line, state }),
  );
  if (!cursor.atEnd) line.fail(`'filter ${name}' : unknown keyword '${cursor.peek()}'.`);
  proxy.filters.push(...uses);
}

function unknownFilter(name: string, line: Line, state: State): never {
  const own = Object.entries(READERS).map(([each, [group]]) => `    [${group}] ${each}\n`);
  const scripted = state.hooks.names("filter").map((each) => `    [HLUA] ${each}\n`);
  const list = [...own, ...scripted].sort().join("").trimEnd();
  line.fail(`'filter' : unknown keyword '${name}'. Registered keywords :\n${list}`);
}

function filterSequence(line: Line, state: State): void {
  notInDefaults(line, state);
  const proxy = currentProxy(state);
  const where = `for 'filter-sequence' in ${proxyType(proxy)} '${proxy.name}'.`;
  const direction = line.word(1);
  if (direction === "") refuse(line, `missing argument ${where}`);
  if (direction !== "request" && direction !== "response") {
    refuse(line, `expected either 'request' or 'response' ${where}`);
  }
  const list = line.word(2);
  if (list === "") refuse(line, `missing filter list ${where}`);
  // A comma may end the list.
  const names = list.replace(/,$/, "").split(",");
  proxy.filterSequence = {
    ...proxy.filterSequence,
    [direction]: [...(proxy.filterSequence[direction] ?? []), ...names],
  };
}

const kw = linesOf(PROXY_SECTIONS);

export const FILTER_KEYWORDS: readonly LineKeyword[] = [
  kw(
    "filter",
    "1.7",
    "<name:name> [<argument:string>...]",
    "A filter: `lua.name` of a script, `compression`, or its halves `comp-req` and `comp-res`. `cache` and `trace` are read and do nothing.",
    filter,
    { places: PROXIES },
  ),
  kw(
    "filter-sequence",
    "3.4",
    "{request|response} <names:string>",
    "Which filters one direction passes, and in which order; names are separated by commas. Without it all do, in the order of their lines.",
    filterSequence,
    { places: PROXIES },
  ),
];
