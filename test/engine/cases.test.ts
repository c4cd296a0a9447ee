import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasLua53 } from "./differential/lua53.ts";
import { bytesOf, lauxlib, lua, openLibraries, pushText, toText } from "./machine.ts";

const directory = fileURLToPath(new URL("cases/", import.meta.url));
const driver = join(directory, "driver.lua");

/** A driver's output by the cases' names. */
function answers(output: string): Map<string, string> {
  const cases = output.split(/^## /m).slice(1);
  return new Map(
    cases.map((text) => [text.slice(0, text.indexOf("\n")), text.slice(text.indexOf("\n") + 1)]),
  );
}

function inLua53(file: string): Map<string, string> {
  const result = spawnSync("lua5.3", [driver, file], {
    env: { ...process.env, LC_ALL: "C" },
    input: "",
    maxBuffer: 1 << 26,
  });
  assert.equal(result.status, 0, result.stderr.toString());
  return answers(result.stdout.toString("latin1"));
}

function inHalua(file: string): Map<string, string> {
  const L = lauxlib.luaL_newstate();
  openLibraries(L);
  let output = "";
  lua.lua_pushcfunction(L, (L) => {
    output = toText(L, 1) ?? "";
    return 0;
  });
  lua.lua_setglobal(L, bytesOf("print_answers"));
  // Two calls from C around it, as in lua.c: cases count how deep such calls go.
  lua.lua_pushcfunction(L, (L) => {
    const source = readFileSync(driver);
    lauxlib.luaL_loadbufferx(L, source, source.length, bytesOf(`@${driver}`), null);
    pushText(L, file);
    lua.lua_call(L, 1, 0);
    return 0;
  });
  assert.equal(lua.lua_pcall(L, 0, 0, 0), lua.LUA_OK, toText(L, -1));
  return answers(output);
}

describe("the engine beside lua5.3, case by case", function () {
  this.timeout(120_000);

  for (const name of readdirSync(directory).filter((file) => file !== "driver.lua")) {
    it(`agrees on ${name}`, function () {
      if (!hasLua53) return this.skip();
      const file = join(directory, name);
      const [expected, actual] = [inLua53(file), inHalua(file)];
      assert.deepEqual([...actual.keys()], [...expected.keys()]);
      for (const [title, text] of expected) assert.equal(actual.get(title), text, title);
    });
  }
});
