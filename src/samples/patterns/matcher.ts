import { inputType, type InputType } from "../../match-methods.ts";
import type { PatternEntry } from "./entry.ts";
import type { PatternExpression, PatternMethod } from "./expression.ts";
import type { Sample } from "./indexes.ts";
import type { MapValue } from "./outputs.ts";
import type { PatternReference } from "./reference.ts";

/** A reference as somebody uses it. */
export interface UsedReference {
  readonly reference: PatternReference;
  readonly expression: PatternExpression;
}

/**
 * The patterns of an ACL: several references, all compared with one method,
 * one after the other.
 */
export class PatternMatcher {
  readonly method: PatternMethod;
  /** The type that samples must have. */
  readonly input: InputType;
  readonly #uses: readonly UsedReference[];

  constructor(method: PatternMethod, uses: readonly UsedReference[]) {
    this.method = method;
    this.input = method === "ver" ? "sint" : inputType(method);
    this.#uses = uses;
  }

  get references(): readonly PatternReference[] {
    return this.#uses.map(({ reference }) => reference);
  }

  /** Whether a sample matches. `found` holds for any, `bool` for any integer but 0. */
  matches(sample: Sample): boolean {
    if (this.method === "found") return true;
    if (this.method === "bool") return sample !== 0 && sample !== 0n;
    return this.find(sample) !== undefined;
  }

  /** The entry that a sample matches. */
  find(sample: Sample): PatternEntry | undefined {
    for (const { reference, expression } of this.#uses) {
      const entry = expression.find(sample, reference.currentVersion);
      if (entry) return entry;
    }
    return undefined;
  }
}

/** What a map found: the entry, and its value where it has one. */
export interface MapMatch {
  readonly entry: PatternEntry;
  /** Undefined for an entry without value: HAProxy's `map` converter gives the integer 1 then, Lua's `lookup` nil. */
  readonly value: MapValue | undefined;
}

/** A map: what the `map_*` converters and Lua's `Map` look up in. */
export class PatternMap {
  readonly reference: PatternReference;
  readonly expression: PatternExpression;

  constructor(reference: PatternReference, expression: PatternExpression) {
    this.reference = reference;
    this.expression = expression;
  }

  /** The type that samples must have. */
  get input(): InputType {
    return this.expression.input;
  }

  /** The first matching entry; what "first" means depends on the method. */
  find(sample: Sample): MapMatch | undefined {
    const { expression, reference } = this;
    const entry = expression.find(sample, reference.currentVersion);
    if (!entry) return undefined;
    const value = expression.value(entry);
    if (expression.use.method !== "regm" || value === undefined || typeof sample !== "string") {
      return { entry, value };
    }
    const replaced = expression.replaced(entry, sample);
    // A value whose groups cannot be put in makes the converter fail.
    return replaced === undefined ? undefined : { entry, value: { type: "str", value: replaced } };
  }
}
