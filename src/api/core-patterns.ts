import {
  declareFunction,
  LuaError,
  nothing,
  result,
  string,
  type Answer,
  type Execution,
  type Item,
} from "../lua/index.ts";
import { LivePatterns, type PatternOutcome } from "../proxy/attached/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { PatternReferences, type PatternReference } from "../samples/patterns/index.ts";
import { patrefClass, PatrefHandle } from "./patref.ts";
import { changed } from "./proxies-of.ts";
import { referenceOf, refusal, textUntilNul } from "./pattern-references.ts";

/**
 * `core`'s functions on maps and ACLs by name (hlua.c). They do not look
 * whether a reference is a map or an ACL, and say nothing of keys and values
 * that are not valid for it.
 */

const aclFile = string("file", "the ACL's file as the configuration names it");
const mapFile = string("file", "the map's file as the configuration or `Map.new` names it");

/** A change, for a reference of this program and for one of a live HAProxy. */
interface PatternChange {
  own(this: void, reference: PatternReference): unknown;
  live(this: void, patterns: LivePatterns, name: string): Promise<PatternOutcome>;
}

/**
 * Changes the reference that is called so: this program's own, the live
 * HAProxy's, or both. `message` is what the script is told when there is none.
 */
function change(
  execution: Execution<Runtime>,
  given: string,
  message: string,
  { own, live }: PatternChange,
): Answer {
  const { services } = execution.host;
  const name = textUntilNul(given);
  const reference = services.get(PatternReferences).lookup(name);
  if (reference) own(reference);
  const patterns = services.find(LivePatterns);
  if (!patterns) {
    if (!reference) throw new LuaError(message);
    return nothing;
  }
  const outcome = (found: PatternOutcome): typeof nothing => {
    if (found === "unknown" && !reference) throw new LuaError(message);
    return nothing;
  };
  return changed(execution, live(patterns, name), outcome, nothing);
}

export const patternItems: Item<Runtime>[] = [
  declareFunction("add_acl", {
    doc: "Adds a pattern to an ACL, unless it is there. One that is not valid is ignored.",
    args: [aclFile, string("pattern", "the pattern")],
    since: "1.6",
    body: (execution, name, pattern) => {
      const key = textUntilNul(pattern);
      return change(execution, name, `'add_acl': unknown acl file '${name}'`, {
        own: (reference) => {
          if (!reference.find(key)) refusal(() => reference.add(key, undefined));
        },
        live: (patterns, file) => patterns.addAcl(file, key),
      });
    },
  }),
  declareFunction("del_acl", {
    doc: "Removes a pattern from an ACL: the first of several that are equal.",
    args: [aclFile, string("pattern", "the pattern as it was added")],
    since: "1.6",
    body: (execution, name, pattern) => {
      const key = textUntilNul(pattern);
      return change(execution, name, `'del_acl': unknown acl file '${name}'`, {
        own: (reference) => reference.delete(key),
        live: (patterns, file) => patterns.deleteAcl(file, key),
      });
    },
  }),
  declareFunction("set_map", {
    doc: "Gives a key of a map a value; adds the key where it is not there. A key or value that is not valid is ignored.",
    args: [mapFile, string("key", "the key"), string("value", "its value")],
    since: "1.6",
    body: (execution, name, key, value) => {
      const words = [textUntilNul(key), textUntilNul(value)] as const;
      return change(execution, name, `'set_map': unknown map file '${name}'`, {
        own: (reference) => refusal(() => reference.put(...words)),
        live: (patterns, file) => patterns.setMap(file, ...words),
      });
    },
  }),
  declareFunction("del_map", {
    doc: "Removes a key from a map: the first of several that are equal.",
    args: [mapFile, string("key", "the key as it was added")],
    since: "1.6",
    body: (execution, name, key) => {
      const word = textUntilNul(key);
      // HAProxy says "acl file" here too.
      return change(execution, name, `'del_map': unknown acl file '${name}'`, {
        own: (reference) => reference.delete(word),
        live: (patterns, file) => patterns.deleteMap(file, word),
      });
    },
  }),
  declareFunction("get_patref", {
    doc: "A map or ACL as an object. References exist once the configuration is read, so a script's body finds only those of its own maps.",
    args: [string("name", "the file as the configuration or `Map.new` names it")],
    returns: [result("Patref", "")],
    since: "3.2",
    body: ({ host }, name) =>
      patrefClass.wrap(
        new PatrefHandle(referenceOf(host, name, `'get_patref': unknown pattern reference '${name}'`)),
      ),
  }),
];
