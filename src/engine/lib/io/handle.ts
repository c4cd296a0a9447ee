import { bytesOf, pushText } from "../../strings.ts";
import type { LuaThread } from "../../types.ts";
import { lua, raise, setFunctions, setTextField, typeError, type Functions } from "../api.ts";
import { addressOf } from "../string/display.ts";
import type { Failure } from "./errno.ts";
import { CommandStream } from "./process.ts";
import type { Stream } from "./stream.ts";

/** What a file userdata stands for. */
export interface Handle {
  readonly stream: Stream;
  /** The process's own streams cannot be closed by a script. */
  readonly standard: boolean;
}

const handles = new WeakMap<object, Handle>();

/** Closes the files of a state that was let go without being closed, when JavaScript gets around to it. */
const forgotten = new FinalizationRegistry<Stream>((stream) => {
  if (stream.closed) return;
  if (stream instanceof CommandStream) stream.finish();
  else stream.close();
});
const typeKey = bytesOf("FILE*");

/** Makes the metatable of files, with their methods. */
export function createFileType(L: LuaThread, methods: Functions, metamethods: Functions): void {
  lua.lua_createtable(L, 0, 2);
  setTextField(L, "__name", "FILE*");
  lua.lua_pushvalue(L, -1);
  lua.lua_setfield(L, lua.LUA_REGISTRYINDEX, typeKey);
  lua.lua_pushvalue(L, -1);
  lua.lua_setfield(L, -2, bytesOf("__index"));
  setFunctions(L, { ...methods, ...metamethods });
  lua.lua_pop(L, 1);
}

/** Adds to the metatable of files. */
export function addFileMetamethods(L: LuaThread, metamethods: Functions): void {
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, typeKey);
  setFunctions(L, metamethods);
  lua.lua_pop(L, 1);
}

/** Pushes a new file. */
export function pushFile(L: LuaThread, handle: Handle): void {
  const data = lua.lua_newuserdata(L, 0);
  handles.set(data, handle);
  if (!handle.standard) forgotten.register(data, handle.stream);
  lua.lua_getfield(L, lua.LUA_REGISTRYINDEX, typeKey);
  lua.lua_setmetatable(L, -2);
}

/** The file at `index`, or undefined for anything else. */
export function testFile(L: LuaThread, index: number): Handle | undefined {
  const data = lua.lua_type(L, index) === lua.LUA_TUSERDATA ? lua.lua_touserdata(L, index) : null;
  return data === null ? undefined : handles.get(data);
}

/** The file at argument `arg`, open or closed. */
export function checkFile(L: LuaThread, arg: number): Handle {
  return testFile(L, arg) ?? typeError(L, arg, "FILE*");
}

/** The stream of the open file at argument `arg`. */
export function checkOpen(L: LuaThread, arg: number): Stream {
  const { stream } = checkFile(L, arg);
  if (stream.closed) raise(L, "attempt to use a closed file");
  return stream;
}

/** The results of an operation that failed: nil, a message, a number. */
export function pushFailure(L: LuaThread, failure: Failure | undefined, name?: string): number {
  const { text, errno } = failure ?? { text: "Success", errno: 0 };
  lua.lua_pushnil(L);
  pushText(L, name === undefined ? text : `${name}: ${text}`);
  lua.lua_pushinteger(L, errno);
  return 3;
}

/** True, or the results of a failure. */
export function pushOutcome(L: LuaThread, failure: Failure | undefined, name?: string): number {
  if (failure) return pushFailure(L, failure, name);
  lua.lua_pushboolean(L, true);
  return 1;
}

/** Closes a file and pushes what `close` returns. */
export function closeFile(L: LuaThread, handle: Handle): number {
  if (handle.standard) {
    lua.lua_pushnil(L);
    pushText(L, "cannot close standard file");
    return 2;
  }
  if (handle.stream instanceof CommandStream) return pushEnding(L, handle.stream.finish());
  return pushOutcome(L, handle.stream.close());
}

/** How a command ended: true or nil, "exit" or "signal", the number. */
export function pushEnding(L: LuaThread, ending: { what: string; code: number }): number {
  if (ending.what === "exit" && ending.code === 0) lua.lua_pushboolean(L, true);
  else lua.lua_pushnil(L);
  pushText(L, ending.what);
  lua.lua_pushinteger(L, ending.code);
  return 3;
}

/** What a file looks like as text. */
export function fileText(L: LuaThread, arg: number): string {
  const { stream } = checkFile(L, arg);
  return stream.closed ? "file (closed)" : `file (${addressOf(lua.lua_topointer(L, arg))})`;
}
