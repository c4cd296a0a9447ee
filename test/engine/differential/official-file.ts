/**
 * Runs one file of the official Lua 5.3.4 tests in a process of its own, soft
 * and portable as its authors provide for: `official-file.ts FILE`. Says what
 * failed on standard error and ends with status 1.
 */
import { lauxlib, lua, openLibraries } from "../../../src/engine/index.ts";
import { bytesOf, toText } from "../../../src/engine/strings.ts";

const file = process.argv[2] ?? "";

/** What all.lua sets up before it runs the file; big.lua has to run in a coroutine. */
const source = `
_soft, _port, _nomsg, _U = true, true, true, true
Message = print
local file = ...
arg = { [0] = "lua" }
math.randomseed(0)
if file == "big.lua" then
  -- Its long part is not for the soft mode, in which it returns at once.
  assert(coroutine.wrap(assert(loadfile(file)))() == "a")
else
  assert(loadfile(file))(file)
end`;

const L = lauxlib.luaL_newstate();
openLibraries(L);

function fail(): never {
  process.stderr.write(`${toText(L, -1) ?? "an error that is no text"}\n`);
  process.exit(1);
}

const chunk = bytesOf(source);
lua.lua_pushcfunction(L, (L) => {
  const text = toText(L, 1);
  lauxlib.luaL_traceback(L, L, text === undefined ? null : bytesOf(text), 1);
  return 1;
});
if (lauxlib.luaL_loadbufferx(L, chunk, chunk.length, bytesOf("=runner"), null) !== lua.LUA_OK) fail();
const name = bytesOf(file);
lua.lua_pushlstring(L, name, name.length);
if (lua.lua_pcall(L, 1, 0, 1) !== lua.LUA_OK) fail();
