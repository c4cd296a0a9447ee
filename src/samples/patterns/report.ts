import type { PatternEntry } from "./entry.ts";
import type { PatternExpression } from "./expression.ts";
import { sampleFromText } from "./outputs.ts";
import type { PatternReference } from "./reference.ts";
import type { PatternReferences } from "./references.ts";

/**
 * What the CLI's `show map`, `show acl`, `get map` and `get acl` print, without
 * the empty line that ends an answer (map.c). The commands that change
 * something are methods of PatternReference.
 */

export type PatternKind = "map" | "acl";

/** `show map`: all references. */
export function listReferences(references: PatternReferences, kind: PatternKind): string {
  const lines = ["# id (file) description"];
  for (const reference of references.list(kind)) {
    const { id = -1, name = "", description, currentVersion, nextVersion } = reference;
    // HAProxy counts an entry once for each way in which the reference is used.
    const count = reference.size * usesOf(reference).length;
    lines.push(
      `${id} (${name}) ${description}. curr_ver=${currentVersion} next_ver=${nextVersion} entry_cnt=${count}`,
    );
  }
  return lines.join("\n") + "\n";
}

/** An entry's name for `set map ID #0x... VALUE`: HAProxy shows its address, we a number that is as unique. */
export function entryHandle(entry: PatternEntry): string {
  return `0x${(entry.generation * 2 ** 32 + entry.order + 1).toString(16)}`;
}

/** The entry of such a name. */
export function entryByHandle(reference: PatternReference, handle: string): PatternEntry | undefined {
  const generation = Math.floor(Number(handle) / 2 ** 32);
  for (const entry of reference.entries(generation))
    if (entryHandle(entry) === handle.toLowerCase()) return entry;
  return undefined;
}

/** `show map NAME`: the entries of a version. */
export function listEntries(reference: PatternReference, version?: number): string {
  let text = "";
  for (const entry of reference.entries(version)) {
    text += `${entryHandle(entry)} ${entry.key}${entry.value === undefined ? "" : ` ${entry.value}`}\n`;
  }
  return text;
}

/** The ways in which a reference is used, as HAProxy tells them apart. */
function usesOf(reference: PatternReference): PatternExpression[] {
  const families = new Map<string, PatternExpression>();
  for (const expression of reference.expressions) {
    if (!families.has(expression.family)) families.set(expression.family, expression);
  }
  return [...families.values()];
}

/** `get map NAME TEXT`: for each way in which the reference is used, what a sample of that text finds. */
export function explainLookup(reference: PatternReference, text: string, kind: PatternKind): string {
  return usesOf(reference)
    .map((expression) => explain(reference, expression, text, kind) + "\n")
    .join("");
}

function explain(
  reference: PatternReference,
  expression: PatternExpression,
  text: string,
  kind: PatternKind,
): string {
  const { method, ignoreCase } = expression.use;
  const sample = sampleFromText(expression.input, text);
  const entry = sample === undefined ? undefined : expression.find(sample, reference.currentVersion);
  const words = [
    `type=${method === "ver" ? "int" : method}`,
    `case=${ignoreCase ? "insensitive" : "sensitive"}`,
    `${kind === "map" ? "found" : "match"}=${entry ? "yes" : "no"}`,
  ];
  if (entry) {
    words.push(`idx=${expression.kind(entry)}`, `${kind === "map" ? "key" : "pattern"}="${entry.key}"`);
    if (kind === "map") words.push(valueWords(expression, entry));
  }
  return words.join(", ");
}

function valueWords(expression: PatternExpression, entry: PatternEntry): string {
  const value = expression.value(entry);
  return value === undefined ? "value=none" : `value="${entry.value ?? ""}", type="${value.type}"`;
}
