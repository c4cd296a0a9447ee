import { readFileSync } from "node:fs";
import { numericName } from "./addresses.ts";
import { PatternError } from "./errors.ts";
import type { PatternMethod, PatternUse } from "./expression.ts";
import { mapConverter } from "./map-converters.ts";
import { PatternMap, PatternMatcher, type UsedReference } from "./matcher.ts";
import type { ResolveName } from "./network-index.ts";
import type { OutputType } from "./outputs.ts";
import { parseMapFile, parsePatternFile } from "./pattern-file.ts";
import { PatternReference, type PatternEvent } from "./reference.ts";

/** A place in a configuration or script, for `show map`. */
export interface UsePlace {
  readonly file: string;
  readonly line: number;
}

/** An ACL's patterns as the configuration has them. */
export interface AclPatterns {
  /** The keyword that is compared, `path` or `src`, for `show acl`. */
  readonly keyword: string;
  readonly match: PatternMethod;
  /** `-i` */
  readonly ignoreCase: boolean;
  /** `-n` */
  readonly noDns: boolean;
  /** `-M`: files hold keys and values. */
  readonly map: boolean;
  /** `-u` */
  readonly uniqueId?: number;
  /** `-f`, in order. */
  readonly files: readonly string[];
  /** Those that stand in the configuration itself; operators are ranges here. */
  readonly patterns: readonly string[];
  readonly location: UsePlace;
}

/** A converter's map, and what of an entry the converter gives. */
export interface ConverterMap {
  readonly map: PatternMap;
  readonly gives: "value" | "key";
}

/** What {@link PatternReferences} works with. */
export interface PatternReferencesOptions {
  /** Reads a file as a byte string. */
  readFile?: (path: string) => string;
  /** Resolves a host name among an ACL's addresses while the configuration is read. */
  resolve?: ResolveName;
  /** Told of every change. */
  changed?: (event: PatternEvent, reference: PatternReference) => void;
}

/**
 * All pattern references of a program: each file once, whoever names it. Maps
 * and ACLs are made here; what a script or the CLI changes, they all see.
 */
export class PatternReferences {
  readonly #options: PatternReferencesOptions;
  #references: PatternReference[] = [];
  readonly #byName = new Map<string, PatternReference>();

  /** Where a file that is named at a place is; names stay as they are written (`default-path`). */
  pathOf: (file: string, place: UsePlace) => string = (file) => file;

  constructor(options: PatternReferencesOptions = {}) {
    this.#options = options;
  }

  /** Those that are maps or ACLs, or both, in the order of `show map`. */
  *list(kind: "map" | "acl"): Iterable<PatternReference> {
    for (const reference of this.#references) {
      if (kind === "map" ? reference.isMap : reference.isAcl) yield reference;
    }
  }

  /** The reference of a file; `file@` and `opt@` before its name do not matter. */
  lookup(name: string): PatternReference | undefined {
    return this.#byName.get(plainName(name));
  }

  /** As the CLI names a reference: by file, or by `#id`. */
  identify(name: string): PatternReference | undefined {
    if (!name.startsWith("#")) return this.lookup(name);
    const digits = name.slice(1);
    if (!/^[ \t]*[+-]?[0-9]+$/.test(digits)) return undefined;
    return this.#references.find(({ id }) => id === Number(digits));
  }

  /**
   * A map over a file, `opt@file` (which need not exist) or `virt@name`. The
   * file is read when it is named first.
   * @throws PatternError in HAProxy's words, without a full stop
   */
  map(name: string, method: PatternMethod, output: OutputType, place: UsePlace): PatternMap {
    const use: PatternUse = { method, ignoreCase: false, noDns: true, output };
    const { reference, expression } = this.#use(
      name,
      use,
      { values: true, asMap: true, asAcl: false },
      place,
    );
    return new PatternMap(reference, expression);
  }

  /** A reference that another program has: its entries come from there. */
  standIn(name: string, kind: "map" | "acl"): PatternReference {
    const description = `pattern of file '${name}' of another program`;
    const reference = this.#make({ name, description, hasValues: kind === "map" });
    reference.isMap = kind === "map";
    reference.isAcl = kind === "acl";
    return reference;
  }

  /**
   * The map behind a converter of the configuration, such as `map_beg_int`;
   * undefined when that is no name of one.
   * @throws PatternError as {@link map}
   */
  converter(name: string, file: string, place: UsePlace): ConverterMap | undefined {
    const kind = mapConverter(name);
    return kind && { gives: kind.gives, map: this.map(file, kind.method, kind.output, place) };
  }

  /**
   * The patterns of an ACL: those of its files, then its own.
   * @throws PatternError in HAProxy's words
   */
  acl(acl: AclPatterns): PatternMatcher {
    const { match: method, ignoreCase, noDns } = acl;
    const use: PatternUse = { method, ignoreCase, noDns, output: undefined };
    const uses = acl.files.map((file) =>
      this.#use(file, use, { values: acl.map, asMap: acl.map, asAcl: true }, acl.location),
    );
    const inline = this.#inline(acl);
    const expression = inline.expression(use);
    for (const pattern of acl.patterns) inline.add(pattern, undefined);
    return new PatternMatcher(method, [...uses, { reference: inline, expression }]);
  }

  #inline({ keyword, uniqueId, location }: AclPatterns): PatternReference {
    const reference = this.#make({
      name: undefined,
      description: `acl '${keyword}' file '${location.file}' line ${location.line}`,
      hasValues: false,
      ...(uniqueId === undefined ? {} : { id: uniqueId }),
    });
    reference.isAcl = true;
    return reference;
  }

  #use(
    name: string,
    use: PatternUse,
    kind: { readonly values: boolean; readonly asMap: boolean; readonly asAcl: boolean },
    place: UsePlace,
  ): UsedReference {
    const by = `by ${kind.asMap ? "map" : "acl"} at file '${place.file}' line ${place.line}`;
    const known = this.lookup(name);
    const reference =
      known ?? this.#load(name, kind.values, `pattern loaded from file '${name}' used ${by}`, place);
    if (known) {
      requireColumns(known, name, kind.values);
      known.description += `, ${by}`;
    }
    reference.isMap ||= kind.asMap;
    reference.isAcl ||= kind.asAcl;
    return { reference, expression: reference.expression(use) };
  }

  #load(name: string, values: boolean, description: string, place: UsePlace): PatternReference {
    const file = plainName(name);
    const text = name.startsWith("virt@") ? undefined : this.#read(file, place, name.startsWith("opt@"));
    const reference = this.#make({ name: file, description, hasValues: values });
    if (text === undefined) return reference;
    for (const { key, value, line } of values ? parseMapFile(text) : parsePatternFile(text)) {
      reference.add(key, value, undefined, line);
    }
    return reference;
  }

  #read(file: string, place: UsePlace, isOptional: boolean): string | undefined {
    // A path is a byte string, as all text of a configuration is.
    const read =
      this.#options.readFile ?? ((path: string) => readFileSync(Buffer.from(path, "latin1"), "latin1"));
    try {
      return read(this.pathOf(file, place));
    } catch (error) {
      if (isOptional) return undefined;
      throw new PatternError(`failed to open pattern file <${file}>`, { cause: error });
    }
  }

  #make(options: {
    name: string | undefined;
    description: string;
    hasValues: boolean;
    id?: number;
  }): PatternReference {
    const { resolve, changed } = this.#options;
    const reference = new PatternReference({ ...options, resolve: resolve ?? numericName, changed });
    this.#references.push(reference);
    if (reference.name !== undefined) this.#byName.set(reference.name, reference);
    return reference;
  }

  /** Numbers the references once the configuration is complete: those without `-u` from 0 on, in order. */
  assignIds(): void {
    const taken = new Set(this.#references.map(({ id }) => id));
    let next = 0;
    for (const reference of this.#references) {
      if (reference.id !== undefined) continue;
      while (taken.has(next)) next++;
      reference.id = next++;
    }
    this.#references = this.#references.toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0));
  }
}

/** A file's name without the prefix that says it is one. */
function plainName(name: string): string {
  if (name.length > 5 && name.startsWith("file@")) return name.slice(5);
  return name.length > 4 && name.startsWith("opt@") ? name.slice(4) : name;
}

/** A file is read once, with values or without: who names it later must want the same. */
function requireColumns(reference: PatternReference, name: string, values: boolean): void {
  if (reference.hasValues === values) return;
  const [is, wanted] = reference.hasValues ? ["two", "one"] : ["one", "two"];
  throw new PatternError(
    `The file "${name}" is already used as ${is} column file and cannot be used by as ${wanted} column file.`,
  );
}
