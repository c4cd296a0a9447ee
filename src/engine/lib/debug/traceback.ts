import { bytesOf, pushText, textOf, toText } from "../../strings.ts";
import type { LuaDebug, LuaThread } from "../../types.ts";
import { lua } from "../api.ts";

/** Levels shown at the start and at the end of a long stack. */
const firstLevels = 10;
const lastLevels = 11;

/** The stack of `L1` from `level` on in Lua's words, with a message in front; leaves the stacks as they were. */
export function tracebackText(
  L: LuaThread,
  L1: LuaThread,
  message: string | undefined,
  level: number,
): string {
  const ar = new lua.lua_Debug();
  const last = lastLevel(L1);
  const long = last - level > firstLevels + lastLevels;
  let text = `${message === undefined ? "" : `${message}\n`}stack traceback:`;
  let left = long ? firstLevels : -1;
  while (lua.lua_getstack(L1, level++, ar)) {
    if (left-- === 0) {
      text += "\n\t...";
      level = last - lastLevels + 1;
      continue;
    }
    lua.lua_getinfo(L1, bytesOf("Slnt"), ar);
    text += `\n\t${field(ar.short_src)}:`;
    if (ar.currentline > 0) text += `${ar.currentline}:`;
    text += ` in ${functionName(L, L1, ar)}`;
    if (ar.istailcall) text += "\n\t(...tail calls...)";
  }
  return text;
}

function field(bytes: Uint8Array | null): string {
  return bytes ? textOf(bytes) : "";
}

function lastLevel(L: LuaThread): number {
  const ar = new lua.lua_Debug();
  let low = 1;
  let high = 1;
  while (lua.lua_getstack(L, high, ar)) {
    low = high;
    high *= 2;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lua.lua_getstack(L, middle, ar)) low = middle + 1;
    else high = middle;
  }
  return high - 1;
}

function functionName(L: LuaThread, L1: LuaThread, ar: LuaDebug): string {
  const global = globalName(L, L1, ar);
  if (global !== undefined) return `function '${global}'`;
  if (field(ar.namewhat) !== "") return `${field(ar.namewhat)} '${field(ar.name)}'`;
  const what = field(ar.what);
  if (what === "main") return "main chunk";
  return what === "C" ? "?" : `function <${field(ar.short_src)}:${ar.linedefined}>`;
}

/** The name of a function that a loaded module holds, such as "string.rep"; of a global, without "_G.". */
function globalName(L: LuaThread, L1: LuaThread, ar: LuaDebug): string | undefined {
  const top = lua.lua_gettop(L);
  if (!lua.lua_checkstack(L1, 1) || !lua.lua_checkstack(L, 8)) return undefined;
  lua.lua_getinfo(L1, bytesOf("f"), ar);
  lua.lua_xmove(L1, L, 1);
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, bytesOf("_LOADED"));
  const name = lua.lua_type(L, -1) === lua.LUA_TTABLE ? nameIn(L, top + 1, 2) : undefined;
  lua.lua_settop(L, top);
  return name?.startsWith("_G.") === true ? name.slice(3) : name;
}

/** Searches the table on top, `levels` deep, for the value at `wanted`. */
function nameIn(L: LuaThread, wanted: number, levels: number): string | undefined {
  if (levels === 0 || lua.lua_type(L, -1) !== lua.LUA_TTABLE) return undefined;
  lua.lua_pushnil(L);
  while (lua.lua_next(L, -2)) {
    if (lua.lua_type(L, -2) === lua.LUA_TSTRING) {
      const key = toText(L, -2) ?? "";
      if (lua.lua_rawequal(L, wanted, -1)) {
        lua.lua_pop(L, 2);
        return key;
      }
      const inner = nameIn(L, wanted, levels - 1);
      if (inner !== undefined) {
        lua.lua_pop(L, 2);
        return `${key}.${inner}`;
      }
    }
    lua.lua_pop(L, 1);
  }
  return undefined;
}

/** luaL_traceback: pushes what `tracebackText` gives. */
export function pushTraceback(L: LuaThread, L1: LuaThread, message: string | undefined, level: number): void {
  pushText(L, tracebackText(L, L1, message, level));
}
