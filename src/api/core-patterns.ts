import { declareFunction, nothing, result, string, type Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { patrefClass, PatrefHandle } from "./patref.ts";
import { referenceOf, refusal, textUntilNul } from "./pattern-references.ts";

/**
 * `core`'s functions on maps and ACLs by name (hlua.c). They do not look
 * whether a reference is a map or an ACL, and say nothing of keys and values
 * that are not valid for it.
 */

const aclFile = string("file", "the ACL's file as the configuration names it");
const mapFile = string("file", "the map's file as the configuration or `Map.new` names it");

export const patternItems: Item<Runtime>[] = [
  declareFunction("add_acl", {
    doc: "Adds a pattern to an ACL, unless it is there. One that is not valid is ignored.",
    args: [aclFile, string("pattern", "the pattern")],
    since: "1.6",
    body: ({ host }, name, pattern) => {
      const reference = referenceOf(host, name, `'add_acl': unknown acl file '${name}'`);
      const key = textUntilNul(pattern);
      if (!reference.find(key)) refusal(() => reference.add(key, undefined));
      return nothing;
    },
  }),
  declareFunction("del_acl", {
    doc: "Removes a pattern from an ACL: the first of several that are equal.",
    args: [aclFile, string("pattern", "the pattern as it was added")],
    since: "1.6",
    body: ({ host }, name, pattern) => {
      referenceOf(host, name, `'del_acl': unknown acl file '${name}'`).delete(textUntilNul(pattern));
      return nothing;
    },
  }),
  declareFunction("set_map", {
    doc: "Gives a key of a map a value; adds the key where it is not there. A key or value that is not valid is ignored.",
    args: [mapFile, string("key", "the key"), string("value", "its value")],
    since: "1.6",
    body: ({ host }, name, key, value) => {
      const reference = referenceOf(host, name, `'set_map': unknown map file '${name}'`);
      refusal(() => reference.put(textUntilNul(key), textUntilNul(value)));
      return nothing;
    },
  }),
  declareFunction("del_map", {
    doc: "Removes a key from a map: the first of several that are equal.",
    args: [mapFile, string("key", "the key as it was added")],
    since: "1.6",
    body: ({ host }, name, key) => {
      // HAProxy says "acl file" here too.
      referenceOf(host, name, `'del_map': unknown acl file '${name}'`).delete(textUntilNul(key));
      return nothing;
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
