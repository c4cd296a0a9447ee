import { classes } from "../api/index.ts";
import { LuaReference, tableEntries, tableGet, type LuaValue } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/**
 * What a line could go on with, for node:repl: the candidates, and the part of
 * the line that they replace. Looks at the values themselves, without calling
 * anything: `core.my` finds fields, `slot:get_` methods.
 */
export function complete(runtime: Runtime, line: string): [string[], string] {
  const [given = ""] = /[\w.:]*$/.exec(line) ?? [];
  const cut = Math.max(given.lastIndexOf("."), given.lastIndexOf(":"));
  const path = cut < 0 ? "" : given.slice(0, cut);
  const begun = given.slice(cut + 1);
  const value = path === "" ? runtime.lua.getGlobal("_G") : valueAt(runtime, path);
  // Behind a call there is no value to look at, but a method it must be.
  const isMethod = given[cut] === ":" && (path === "" || value === undefined);
  const known = isMethod ? methodNames() : namesOf(runtime, value);
  const names = known.filter((name) => name.startsWith(begun));
  return [names.sort().map((name) => given.slice(0, cut + 1) + name), given];
}

/** The methods of every class, each once. */
function methodNames(): string[] {
  return [...new Set(classes.flatMap(({ methods }) => methods.map(({ name }) => name)))];
}

function valueAt(runtime: Runtime, path: string): LuaValue {
  let value = runtime.lua.getGlobal("_G");
  for (const name of path.split(/[.:]/)) value = fieldOf(runtime, value, name);
  return value;
}

function fieldOf(runtime: Runtime, value: LuaValue, name: string): LuaValue {
  const { lua } = runtime;
  for (let at = value, depth = 0; at instanceof LuaReference && depth < 8; depth++) {
    if (at.type === "table") {
      const found = tableGet(lua.main, at, name);
      if (found !== undefined) return found;
    }
    at = lua.metafield(at, "__index");
  }
  return undefined;
}

/** The names a value knows, its own and those it inherits. */
function namesOf(runtime: Runtime, value: LuaValue): string[] {
  const { lua } = runtime;
  const names = new Set<string>();
  for (let at = value, depth = 0; at instanceof LuaReference && depth < 8; depth++) {
    if (at.type === "table") {
      for (const [key] of tableEntries(lua.main, at))
        if (typeof key === "string" && /^\w+$/.test(key)) names.add(key);
    }
    at = lua.metafield(at, "__index");
  }
  return [...names];
}
