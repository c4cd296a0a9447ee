/** The chapter of doc/configuration.md about samples, made from the catalog. A test fails when the file is not what this gives. */
import { CONVERTERS, FETCHES, type ConverterEntry, type FetchEntry } from "./catalog/index.ts";

/** Names by why they are not computed; those that are only not written yet come last. */
function byReason(entries: Iterable<FetchEntry | ConverterEntry>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  const unwritten: string[] = [];
  for (const { name, computed, reason } of entries) {
    if (computed) continue;
    if (reason === undefined) unwritten.push(name);
    else groups.set(reason, [...(groups.get(reason) ?? []), name]);
  }
  if (unwritten.length > 0) groups.set("is not written yet", unwritten);
  return groups;
}

function* listed(what: string, catalog: ReadonlyMap<string, FetchEntry | ConverterEntry>): Generator<string> {
  const absent = byReason(catalog.values());
  const missing = [...absent.values()].flat().length;
  yield `HAProxy has ${catalog.size} ${what}; halua computes ${catalog.size - missing} of them. What it does not:`;
  yield "";
  for (const [reason, names] of absent) {
    yield `- ${names.map((name) => `\`${name}\``).join(", ")}: ${reason}`;
  }
  yield "";
}

/** The chapter, with its heading. */
export function renderSampleManual(): string {
  return [
    "## Fetches and converters",
    "",
    "What stands in expressions: `%[...]`, conditions, keys. They take the arguments that HAProxy's take and give",
    "what HAProxy's give (its configuration manual, chapter 7.3). Those that halua does not compute are accepted",
    "and give no sample.",
    "",
    ...listed("fetches", FETCHES),
    ...listed("converters", CONVERTERS),
  ].join("\n");
}
