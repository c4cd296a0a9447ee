import { classes, modules } from "../../api/index.ts";
import { nearestWord } from "../../config/nearest.ts";
import type { DeclaredClass, FunctionItem, Item } from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";

/** What is known of a value: a global table of ours, an object of a class, a list or table of those. */
export type Known =
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "object"; readonly of: DeclaredClass<Runtime> }
  | { readonly kind: "many"; readonly of: Known };

/** What a name in a module or an object is, or that it is none of the declared ones. */
export type Member =
  | { readonly kind: "item"; readonly item: FunctionItem<Runtime>; readonly isMethod: boolean }
  | { readonly kind: "value"; readonly known: Known | undefined }
  | { readonly kind: "unknown"; readonly nearest: string | undefined }
  | undefined;

const modulesByName = new Map(modules.map((module) => [module.name, module]));
const classesByName = new Map(classes.map((each) => [each.name, each]));

/** The module of that global name. */
export function moduleOf(name: string): Known | undefined {
  return modulesByName.has(name) ? { kind: "module", name } : undefined;
}

/** What a declared type, as LuaLS writes it, tells of a value; undefined for all that is no class of ours. */
export function knownOfType(type: string | undefined): Known | undefined {
  const plain = type?.replace(/\?$/, "") ?? "";
  const list = /^(.*)\[\]$/.exec(plain)?.[1] ?? /^table<[^,<>]+, *(.*)>$/.exec(plain)?.[1];
  if (list !== undefined) {
    const of = knownOfType(list);
    return of && { kind: "many", of };
  }
  const found = classesByName.get(plain);
  return found && { kind: "object", of: found };
}

/** What `name` is in `known`, behind a dot or a colon; undefined where nothing can be said. */
export function memberOf(known: Known, name: string, indexer: string): Member {
  if (known.kind === "many") return { kind: "value", known: known.of };
  if (known.kind === "module") {
    const module = modulesByName.get(known.name);
    if (!module) return undefined;
    const items: Item<Runtime>[] = [...module.items];
    const item = items.find((each) => each.name === name);
    if (item) return memberOfItem(item, false);
    // The constructors have the class's methods too.
    return unknown(name, [
      ...items.map((each) => each.name),
      ...(module.like?.methods ?? []).map((each) => each.name),
    ]);
  }
  const { methods, fields, metamethods } = known.of;
  const method = methods.find((each) => each.name === name);
  if (method) return { kind: "item", item: method, isMethod: true };
  const field = fields.find((each) => each.name === name);
  if (field) return { kind: "value", known: knownOfType(field.type) };
  // It may make up fields, but no methods.
  if (indexer === "." && metamethods.some((each) => each.name === "__index")) return undefined;
  return unknown(
    name,
    [...methods, ...fields].map((each) => each.name),
  );
}

/** The name nearest to one that is not declared, among all items and methods. */
export function nearestItem(name: string): string | undefined {
  return nearestWord(name, [
    ...new Set(
      [...modules.flatMap(({ items }) => [...items]), ...classes.flatMap(({ methods }) => [...methods])].map(
        (each) => each.name,
      ),
    ),
  ]);
}

function memberOfItem(item: Item<Runtime>, isMethod: boolean): Member {
  if (item.kind === "function") return { kind: "item", item, isMethod };
  return { kind: "value", known: item.kind === "object" ? knownOfType(item.type) : undefined };
}

function unknown(name: string, names: readonly string[]): Member {
  if (names.includes(name)) return undefined;
  return { kind: "unknown", nearest: nearestWord(name, names) };
}
