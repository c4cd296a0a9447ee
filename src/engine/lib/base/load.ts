import { readFileSync, readSync } from "node:fs";
import { bytesOf, checkText, pushText, toText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { checkType, isAbsent, lauxlib, lua, raise, type Functions } from "../api.ts";
import { failureFrom } from "../io/errno.ts";

/** Status of a file that could not be read, as luaL_loadfilex gives it. */
const fileError = 7;

/** Loads a file as a chunk: pushes the function and returns 0, or pushes a message and returns another status. */
export function loadFile(L: LuaThread, name: string | undefined, mode: Uint8Array | null): number {
  let bytes: Uint8Array;
  try {
    bytes = name === undefined ? readAll(0) : readFileSync(Buffer.from(name, "latin1"));
  } catch (error) {
    const failure = failureFrom(error);
    const what = failure.text === "Is a directory" ? "read" : "open";
    pushText(L, `cannot ${what} ${name ?? "stdin"}: ${failure.text}`);
    return fileError;
  }
  const chunk = withoutFirstComment(bytes);
  const chunkName = name === undefined ? "=stdin" : `@${name}`;
  return lauxlib.luaL_loadbufferx(L, chunk, chunk.length, bytesOf(chunkName), mode);
}

function readAll(fd: number): Uint8Array {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(65536);
    const count = readSync(fd, part, 0, part.length, null);
    if (count === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, count));
  }
}

/** Leaves out a byte order mark and a first line that starts with `#`, but not the line's end, so that lines still count. */
function withoutFirstComment(bytes: Uint8Array): Uint8Array {
  let chunk = bytes;
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
  if (chunk[0] !== 35) return chunk;
  const end = chunk.indexOf(10);
  if (end < 0) return chunk.subarray(chunk.length);
  // A binary chunk after the comment starts right behind the line.
  return chunk[end + 1] === 27 ? chunk.subarray(end + 1) : chunk.subarray(end);
}

function optMode(L: LuaThread, arg: number): Uint8Array | null {
  return isAbsent(L, arg) ? null : bytesOf(checkText(L, arg));
}

/** The results of a load: the function, with its environment set from argument `env` if there is one. */
function finishLoad(L: LuaThread, status: number, env: number): number {
  if (status !== lua.LUA_OK) {
    lua.lua_pushnil(L);
    lua.lua_insert(L, -2);
    return 2;
  }
  if (env !== 0) {
    lua.lua_pushvalue(L, env);
    if (lua.lua_setupvalue(L, -2, 1) === null) lua.lua_pop(L, 1);
  }
  return 1;
}

/** Where the reader keeps its last piece, so that it is not collected while it is parsed. */
const readerSlot = 5;

function load(L: LuaThread): number {
  const source = toText(L, 1);
  const mode = isAbsent(L, 3) ? bytesOf("bt") : bytesOf(checkText(L, 3));
  const env = lua.lua_type(L, 4) === lua.LUA_TNONE ? 0 : 4;
  let status: number;
  if (source !== undefined) {
    const name = isAbsent(L, 2) ? source : checkText(L, 2);
    const bytes = bytesOf(source);
    status = lauxlib.luaL_loadbufferx(L, bytes, bytes.length, bytesOf(name), mode);
  } else {
    const name = isAbsent(L, 2) ? "=(load)" : checkText(L, 2);
    checkType(L, 1, lua.LUA_TFUNCTION);
    lua.lua_settop(L, readerSlot);
    status = lua.lua_load(L, readPiece, null, bytesOf(name), mode);
  }
  return finishLoad(L, status, env);
}

/** Asks the reader function for the next piece of a chunk. */
function readPiece(L: LuaThread): Uint8Array | null {
  lua.lua_checkstack(L, 2);
  lua.lua_pushvalue(L, 1);
  lua.lua_call(L, 0, 1);
  if (lua.lua_type(L, -1) === lua.LUA_TNIL) {
    lua.lua_pop(L, 1);
    return null;
  }
  const piece = toText(L, -1) ?? raise(L, "reader function must return a string");
  lua.lua_replace(L, readerSlot);
  return piece === "" ? null : bytesOf(piece);
}

function loadfile(L: LuaThread): number {
  const name = isAbsent(L, 1) ? undefined : checkText(L, 1);
  const env = lua.lua_type(L, 3) === lua.LUA_TNONE ? 0 : 3;
  return finishLoad(L, loadFile(L, name, optMode(L, 2)), env);
}

function dofile(L: LuaThread): number {
  const name = isAbsent(L, 1) ? undefined : checkText(L, 1);
  lua.lua_settop(L, 1);
  if (loadFile(L, name, null) !== lua.LUA_OK) return lua.lua_error(L);
  const finish = (L: LuaThread): number => lua.lua_gettop(L) - 1;
  lua.lua_callk(L, 0, lua.LUA_MULTRET, 0, finish);
  return finish(L);
}

/** The functions that turn source into functions. */
export const loadFunctions: Functions = { dofile, load, loadfile };
