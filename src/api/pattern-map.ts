import {
  constant,
  declareFunction,
  integer,
  LuaClass,
  LuaError,
  method,
  omittable,
  result,
  string,
  undecided,
  type Answer,
  type Execution,
  type Item,
} from "../lua/index.ts";
import { looksUpKeys, matchMethods, type MatchMethod } from "../match-methods.ts";
import type { Runtime } from "../runtime/index.ts";
import {
  PatternError,
  PatternReferences,
  sampleFromText,
  valueText,
  type PatternMap,
} from "../samples/patterns/index.ts";
import { freshEntries } from "./live-references.ts";
import { textUntilNul } from "./pattern-references.ts";

/** The global `Map` and its objects (hlua.c): maps that scripts look up in themselves. */

/** The methods that `Map.new` takes; the constants of the others exist all the same. */
const isUsable = (method: MatchMethod): boolean => looksUpKeys(method) && method !== "regm";

const key = undecided("key", "string|integer", "what is looked up; an integer for maps of `Map.int`");

type Given = ReturnType<typeof key.read>;

/** What the map gives for a key, and `otherwise` where nothing matches. */
function lookup(
  execution: Execution<Runtime>,
  map: PatternMap,
  given: Given,
  otherwise: "" | undefined,
): Answer {
  const sample = map.input === "sint" ? given(integer) : sampleFromText(map.input, given(string));
  return freshEntries(execution, map.reference, () => {
    const found = sample === undefined ? undefined : map.find(sample)?.value;
    return found ? valueText(found) : otherwise;
  });
}

const count = { message: (): string => "'lookup' needs 2 arguments" };

export const patternMapClass = new LuaClass<Runtime, PatternMap>(
  "Map",
  "A map: keys with values from a file. Sees at once what the configuration, the command socket and scripts change.",
  {
    lookup: method<Runtime, PatternMap, [typeof key]>("lookup", {
      doc: "Looks a key up, by the map's method.",
      args: [key],
      returns: [result("string?", "the value as the file has it; nil when nothing matches")],
      since: "1.6",
      count,
      body: (execution, map, given) => lookup(execution, map, given, undefined),
    }),
    slookup: method<Runtime, PatternMap, [typeof key]>("slookup", {
      doc: "Looks a key up, by the map's method.",
      args: [key],
      returns: [result("string", 'the value as the file has it; "" when nothing matches')],
      since: "1.6",
      count,
      body: (execution, map, given) => lookup(execution, map, given, ""),
    }),
  },
);

function methodOf(number: number): MatchMethod {
  const method = matchMethods[number];
  if (method === undefined) throw new LuaError("'new' needs a valid match method.");
  if (!isUsable(method)) throw new LuaError("'new' doesn't support this match mode.");
  return method;
}

/** What the constants say in the manual and in editors. */
const meanings: Readonly<Record<MatchMethod, string>> = {
  found: "not for `Map.new`",
  bool: "not for `Map.new`",
  int: "keys are integers and ranges: `5`, `1:3`, `10:`",
  ip: "keys are addresses and networks; the smallest that holds the address counts",
  bin: "not for `Map.new`",
  len: "not for `Map.new`",
  str: "the key is the whole text",
  beg: "the text begins with the key; the longest counts",
  sub: "the text contains the key; the first in order counts",
  dir: "the key is one or more whole directories of the text",
  dom: "the key is one or more whole labels of the text",
  end: "the text ends with the key; the first in order counts",
  reg: "keys are regular expressions; the first that matches counts",
  regm: "not for `Map.new`",
};

/** The global table; it has the metatable of its objects. */
export const mapItems: Item<Runtime>[] = [
  ...matchMethods.map((name, i) => constant(name, i, name === "regm" ? "1.7" : "1.6", meanings[name])),
  ...matchMethods.map((name, i) => constant(`_${name}`, i, "1.8", meanings[name])),
  declareFunction("new", {
    doc: "Loads a map. Only while the program starts: in a script's body or an init function. Two maps over one file share its entries.",
    args: [
      string(
        "file",
        "the file, relative to the current directory; `opt@file` need not exist, `virt@name` is no file",
      ),
      omittable(integer("method", "how keys are matched: `Map._str` unless given")),
    ],
    returns: [result("Map", "")],
    since: "1.6",
    count: { least: 1, most: 2, message: () => "'new' needs at least 1 argument." },
    body: ({ host, context }, file, number) => {
      const method = methodOf(number ?? matchMethods.indexOf("str"));
      if (context !== "body" && context !== "init") {
        throw new LuaError("'new': map: cannot load map at runtime.");
      }
      try {
        const references = host.services.get(PatternReferences);
        const map = references.map(textUntilNul(file), method, "str", host.lua.callerPosition());
        return patternMapClass.wrap(map);
      } catch (error) {
        if (error instanceof PatternError) throw new LuaError(`'new': ${error.message}.`);
        throw error;
      }
    },
  }),
];
