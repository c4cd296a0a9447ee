import {
  mapConverter,
  PatternError,
  type AclPatterns,
  type ConverterMap,
  type PatternMatcher,
  type PatternMethod,
  type PatternReferences,
  type UsePlace,
} from "../samples/patterns/index.ts";

/** An ACL of a configuration, as src/config reads it; a few keywords compare in ways of their own. */
type AclNode = Omit<AclPatterns, "match"> & { readonly match: PatternMethod | "meth" | "group" };

/** A converter with its arguments, as src/config reads it. */
interface ConverterNode {
  readonly name: string;
  readonly args: readonly [{ readonly text: string }];
}

/** What the ACLs and map converters of a configuration look up in, by the objects that stand for them there. */
export interface ConfiguredPatterns {
  readonly acls: ReadonlyMap<object, PatternMatcher>;
  readonly maps: ReadonlyMap<object, ConverterMap>;
  /** What could not be loaded, in HAProxy's words. */
  readonly faults: readonly { readonly place: UsePlace; readonly text: string }[];
}

/** Something that uses patterns, and the line it stands in. */
type Use = { readonly place: UsePlace } & ({ readonly acl: AclNode } | { readonly converter: ConverterNode });

/**
 * Makes the pattern references that a configuration names: each file is read,
 * each ACL and map made, in the order of their lines. ACLs that compare groups
 * of users are left to whoever evaluates them.
 */
export function loadConfiguredPatterns(config: object, references: PatternReferences): ConfiguredPatterns {
  const acls = new Map<object, PatternMatcher>();
  const maps = new Map<object, ConverterMap>();
  const faults: { place: UsePlace; text: string }[] = [];
  for (const use of inOrder(findUses(config))) {
    try {
      if ("acl" in use) {
        const { match } = use.acl;
        // Methods are compared as texts are.
        if (match === "meth") acls.set(use.acl, references.acl({ ...use.acl, match: "str" }));
        else if (match !== "group") acls.set(use.acl, references.acl({ ...use.acl, match }));
      } else {
        const { converter, place } = use;
        const map = references.converter(converter.name, converter.args[0].text, place);
        if (map) maps.set(converter, map);
      }
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      faults.push({ place: use.place, text: error.message });
    }
  }
  return { acls, maps, faults };
}

/** Walks the whole configuration: conditions and expressions stand in many places of it. */
function findUses(config: object): Use[] {
  const uses: Use[] = [];
  const seen = new Set<object>();
  const walk = (node: object, outer: UsePlace): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const place = "location" in node && isPlace(node.location) ? node.location : outer;
    if (isAcl(node)) uses.push({ place, acl: node });
    else if (isMapConverter(node)) uses.push({ place, converter: node });
    const parts: Iterable<unknown> =
      node instanceof Map || node instanceof Set || Array.isArray(node)
        ? (node as Iterable<unknown>)
        : Object.values(node);
    for (const part of parts) if (typeof part === "object" && part !== null) walk(part, place);
  };
  walk(config, { file: "", line: 0 });
  return uses;
}

/** By file, in the order in which files come up, then by line. */
function inOrder(uses: readonly Use[]): Use[] {
  const files = [...new Set(uses.map(({ place }) => place.file))];
  return uses.toSorted(
    (a, b) => files.indexOf(a.place.file) - files.indexOf(b.place.file) || a.place.line - b.place.line,
  );
}

function isPlace(value: unknown): value is UsePlace {
  return typeof value === "object" && value !== null && "file" in value && "line" in value;
}

function isAcl(node: object): node is AclNode {
  return ["keyword", "match", "ignoreCase", "files", "patterns", "location"].every((name) => name in node);
}

function isMapConverter(node: object): node is ConverterNode {
  if (!("name" in node) || !("args" in node)) return false;
  const { name, args } = node;
  return (
    typeof name === "string" && mapConverter(name) !== undefined && Array.isArray(args) && args.length > 0
  );
}
