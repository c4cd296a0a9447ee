import { accessSync, constants } from "node:fs";
import { bytesOf, checkText, pushText, toText } from "../../strings.ts";
import type { CFunction, LuaThread } from "../../types.ts";
import { type Functions, isAbsent, lua, raise, setFunctions, setTextField } from "../api.ts";
import { loadFile } from "../base/load.ts";

const loadedKey = bytesOf("_LOADED");
const preloadKey = bytesOf("_PRELOAD");

/** Where Debian's lua5.3 looks. */
const defaults = {
  path: [
    "/usr/local/share/lua/5.3/?.lua",
    "/usr/local/share/lua/5.3/?/init.lua",
    "/usr/local/lib/lua/5.3/?.lua",
    "/usr/local/lib/lua/5.3/?/init.lua",
    "/usr/share/lua/5.3/?.lua",
    "/usr/share/lua/5.3/?/init.lua",
    "./?.lua",
    "./?/init.lua",
  ].join(";"),
  cpath: [
    "/usr/local/lib/lua/5.3/?.so",
    "/usr/lib/x86_64-linux-gnu/lua/5.3/?.so",
    "/usr/lib/lua/5.3/?.so",
    "/usr/local/lib/lua/5.3/loadall.so",
    "./?.so",
  ].join(";"),
};

const noLibraries = "dynamic libraries not enabled: halua runs Lua modules only";

/** The search path from the environment, where `;;` stands for the default path. */
function pathFrom(variable: string, fallback: string): string {
  const set = process.env[`${variable}_5_3`] ?? process.env[variable];
  if (set === undefined) return fallback;
  return Buffer.from(set.replaceAll(";;", `;${fallback};`)).toString("latin1");
}

function isReadable(file: string): boolean {
  try {
    accessSync(Buffer.from(file, "latin1"), constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first readable file on a path, or the lines that say which ones are not. */
function search(
  name: string,
  path: string,
  separator: string,
  replacement: string,
): { file?: string; tried: string } {
  const inPath = separator === "" ? name : name.replaceAll(separator, replacement);
  let tried = "";
  for (const template of path.split(";")) {
    if (template === "") continue;
    const file = template.replaceAll("?", inPath);
    if (isReadable(file)) return { file, tried };
    tried += `\n\tno file '${file}'`;
  }
  return { tried };
}

function searchpath(L: LuaThread): number {
  const separator = isAbsent(L, 3) ? "." : checkText(L, 3);
  const replacement = isAbsent(L, 4) ? "/" : checkText(L, 4);
  const { file, tried } = search(checkText(L, 1), checkText(L, 2), separator, replacement);
  if (file !== undefined) {
    pushText(L, file);
    return 1;
  }
  lua.lua_pushnil(L);
  pushText(L, tried);
  return 2;
}

/** Searches along a field of the package table, which is the searcher's upvalue. */
function searchField(L: LuaThread, name: string, field: "path" | "cpath"): { file?: string; tried: string } {
  lua.lua_getfield(L, lua.lua_upvalueindex(1), bytesOf(field));
  const path = toText(L, -1);
  if (path === undefined) return raise(L, `'package.${field}' must be a string`);
  return search(name, path, ".", "/");
}

function searchPreload(L: LuaThread): number {
  const name = checkText(L, 1);
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, preloadKey);
  if (lua.lua_getfield(L, -1, bytesOf(name)) === lua.LUA_TNIL)
    pushText(L, `\n\tno field package.preload['${name}']`);
  return 1;
}

function searchLua(L: LuaThread): number {
  const name = checkText(L, 1);
  const { file, tried } = searchField(L, name, "path");
  if (file === undefined) {
    pushText(L, tried);
    return 1;
  }
  if (loadFile(L, file, null) !== lua.LUA_OK) {
    return raise(L, `error loading module '${name}' from file '${file}':\n\t${toText(L, -1) ?? ""}`);
  }
  pushText(L, file);
  return 2;
}

/** Searches for a library in C, to say clearly that it was found and cannot be used. */
function searchLibrary(nameOf: (module: string) => string | undefined): CFunction {
  return (L) => {
    const module = checkText(L, 1);
    const name = nameOf(module);
    if (name === undefined) return 0;
    const { file, tried } = searchField(L, name, "cpath");
    if (file === undefined) {
      pushText(L, tried);
      return 1;
    }
    return raise(L, `error loading module '${module}' from file '${file}':\n\t${noLibraries}`);
  };
}

const searchers: readonly CFunction[] = [
  searchPreload,
  searchLua,
  searchLibrary((module) => module),
  // A module "a.b" may come with the library of "a".
  searchLibrary((module) => (module.includes(".") ? module.slice(0, module.indexOf(".")) : undefined)),
];

function loadlib(L: LuaThread): number {
  const file = checkText(L, 1);
  checkText(L, 2);
  lua.lua_pushnil(L);
  if (isReadable(file)) {
    pushText(L, noLibraries);
    pushText(L, "absent");
  } else {
    pushText(L, `${file}: cannot open shared object file: No such file or directory`);
    pushText(L, "open");
  }
  return 3;
}

/** Leaves the loader of a module and its extra value on the stack. */
function findLoader(L: LuaThread, name: string): void {
  if (lua.lua_getfield(L, lua.lua_upvalueindex(1), bytesOf("searchers")) !== lua.LUA_TTABLE) {
    raise(L, "'package.searchers' must be a table");
  }
  let tried = "";
  for (let i = 1; ; i++) {
    if (lua.lua_rawgeti(L, 3, i) === lua.LUA_TNIL) raise(L, `module '${name}' not found:${tried}`);
    pushText(L, name);
    lua.lua_call(L, 1, 2);
    if (lua.lua_type(L, -2) === lua.LUA_TFUNCTION) return;
    tried += toText(L, -2) ?? "";
    lua.lua_pop(L, 2);
  }
}

function require(L: LuaThread): number {
  const name = checkText(L, 1);
  const key = bytesOf(name);
  lua.lua_settop(L, 1);
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, loadedKey);
  lua.lua_getfield(L, 2, key);
  if (lua.lua_toboolean(L, -1)) return 1;
  lua.lua_pop(L, 1);
  findLoader(L, name);
  pushText(L, name);
  lua.lua_insert(L, -2);
  lua.lua_call(L, 2, 1);
  if (lua.lua_type(L, -1) !== lua.LUA_TNIL) lua.lua_setfield(L, 2, key);
  if (lua.lua_getfield(L, 2, key) === lua.LUA_TNIL) {
    lua.lua_pushboolean(L, true);
    lua.lua_pushvalue(L, -1);
    lua.lua_setfield(L, 2, key);
  }
  return 1;
}

const functions: Functions = { loadlib, searchpath };

/** Pushes the table of the registry with the given key, made if need be. */
function registryTable(L: LuaThread, key: Uint8Array): void {
  if (lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, key) === lua.LUA_TTABLE) return;
  lua.lua_pop(L, 1);
  lua.lua_newtable(L);
  lua.lua_pushvalue(L, -1);
  lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, key);
}

/** Opens `package` and the global `require`. */
export function openPackage(L: LuaThread): number {
  lua.lua_newtable(L);
  setFunctions(L, functions);
  lua.lua_createtable(L, searchers.length, 0);
  searchers.forEach((searcher, i) => {
    lua.lua_pushvalue(L, -2);
    lua.lua_pushcclosure(L, searcher, 1);
    lua.lua_rawseti(L, -2, i + 1);
  });
  lua.lua_setfield(L, -2, bytesOf("searchers"));
  setTextField(L, "path", pathFrom("LUA_PATH", defaults.path));
  setTextField(L, "cpath", pathFrom("LUA_CPATH", defaults.cpath));
  setTextField(L, "config", "/\n;\n?\n!\n-\n");
  registryTable(L, loadedKey);
  lua.lua_setfield(L, -2, bytesOf("loaded"));
  registryTable(L, preloadKey);
  lua.lua_setfield(L, -2, bytesOf("preload"));
  lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, lua.LUA_RIDX_GLOBALS);
  lua.lua_pushvalue(L, -2);
  lua.lua_pushcclosure(L, require, 1);
  lua.lua_setfield(L, -2, bytesOf("require"));
  lua.lua_pop(L, 1);
  return 1;
}
