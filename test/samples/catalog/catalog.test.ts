import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { validPlaces, type SampleCatalog } from "../../../src/config/samples.ts";
import {
  CONVERTERS,
  FETCHES,
  luaName,
  sampleCatalog,
  type ConverterEntry,
  type FetchEntry,
} from "../../../src/samples/index.ts";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

/** The names of methods in Lua, from the facts about HAProxy's Lua API. */
const luaNames = JSON.parse(read("lua-names.json")) as { fetches: string[]; converters: string[] };

/** What `haproxy -dKsmp,cnv` of 3.5-dev5 printed, without its legend. */
const recorded = read("haproxy-3.5-keywords.txt").split("\n").filter(Boolean).map(withoutExtraPlace);

/** HAProxy lets these two also be used where the address of a server is chosen, though no response is there. */
function withoutExtraPlace(line: string): string {
  return / res\.cache_(?:hit|name):/.test(line) ? `${line.slice(0, 22)}.${line.slice(23)}` : line;
}

const ARGUMENT_NAMES: Readonly<Record<string, string>> = {
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  mask4: "IPv4 mask",
  mask6: "IPv6 mask",
  userlist: "user list",
  "protobuf-field": "Protocol buffers field number",
};

function printedArguments({ args: { types, required } }: FetchEntry | ConverterEntry): string {
  if (types.length === 0) return "";
  const names = types.map((type) => ARGUMENT_NAMES[type] ?? type);
  const first = names.slice(0, required).join(",");
  const rest = names.slice(required).join(",");
  return `(${first}${rest && `[${first && ","}${rest}]`})`;
}

function printedPlaces({ sources }: FetchEntry): string {
  const places = validPlaces(sources);
  return Array.from({ length: 22 }, (_, bit) => ((places & (1 << bit)) !== 0 ? "Y" : ".")).join(" ");
}

describe("the catalog of samples", () => {
  it("says of every fetch and converter what HAProxy 3.5 says", () => {
    const fetches = [...FETCHES.values()].map(
      (entry) => `[ ${printedPlaces(entry)} ] ${entry.name}${printedArguments(entry)}: ${entry.out}`,
    );
    const converters = [...CONVERTERS.values()].map(
      (entry) => `${entry.name}${printedArguments(entry)}: ${entry.out} => ${entry.in}`,
    );
    assert.deepEqual([...fetches, ...converters].sort(), [...recorded].sort());
  });

  it("has every method that Lua has, and no other", () => {
    const names = (entries: Iterable<string>): string[] => [...new Set([...entries].map(luaName))].sort();
    assert.deepEqual(names(FETCHES.keys()), luaNames.fetches.sort());
    assert.deepEqual(names(CONVERTERS.keys()), luaNames.converters.sort());
  });

  it("fits what the configuration asks for", () => {
    const catalog: SampleCatalog = sampleCatalog;
    assert.equal(catalog.fetch("req.hdr")?.out, "str");
    assert.equal(catalog.converter("LOWER"), undefined, "names are case-sensitive");
    assert.equal(catalog.fetch("constructor"), undefined);
  });

  it("gives a reason only for what is not computed", () => {
    for (const { name, computed, reason } of [...FETCHES.values(), ...CONVERTERS.values()]) {
      assert.ok(!(computed && reason !== undefined), name);
    }
    assert.match(FETCHES.get("fc_rtt")?.reason ?? "", /TCP_INFO/);
  });
});
