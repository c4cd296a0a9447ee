/** The catalog the parser uses: the caller's, with what Lua registered, and with checks that only a configuration can make. */
import type { Argument } from "./arguments.ts";
import { Refused } from "./diagnostics.ts";
import type { LuaHooks } from "./hooks.ts";
import { luaConverter, luaFetch, type ArgumentCheck, type SampleCatalog } from "./samples.ts";
import { parseVariable } from "./variables.ts";

const LUA = "lua.";

/** `hasAcl` knows the ACLs of the proxy that is being read, which the fetch `acl()` names. */
export function completeCatalog(
  catalog: SampleCatalog,
  hooks: LuaHooks,
  hasAcl: (name: string) => boolean,
): SampleCatalog {
  const checkAcl: ArgumentCheck = (args) => {
    const missing = args.find((arg) => !hasAcl(arg.text.replace(/^!/, "")));
    return missing && `ACL '${missing.text.replace(/^!/, "")}' not found`;
  };
  return {
    fetch(name) {
      if (name.startsWith(LUA)) return hooks.fetch(name.slice(LUA.length)) ? luaFetch(name) : undefined;
      const found = catalog.fetch(name);
      if (!found) return undefined;
      if (name === "acl") return { ...found, check: both(checkAcl, found.check) };
      return name === "var" ? { ...found, check: both(checkVariable, found.check) } : found;
    },
    converter(name) {
      if (name.startsWith(LUA))
        return hooks.converter(name.slice(LUA.length)) ? luaConverter(name) : undefined;
      const found = catalog.converter(name);
      if (!found || (name !== "set-var" && name !== "unset-var")) return found;
      return { ...found, check: both(checkVariable, found.check) };
    },
  };
}

function checkVariable([first]: readonly Argument[]): string | undefined {
  try {
    parseVariable(first?.text ?? "");
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.text;
    throw error;
  }
}

const both =
  (first: ArgumentCheck, second: ArgumentCheck | undefined): ArgumentCheck =>
  (args) =>
    first(args) ?? second?.(args);
