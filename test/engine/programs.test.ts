import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LuaThread } from "../../src/engine/index.ts";
import { bytesOf, lauxlib, lua, Machine, toText } from "./machine.ts";

const directory = fileURLToPath(new URL("programs/", import.meta.url));

// The .out files are what Debian's lua5.3 (5.3.6) prints for these programs.
describe("the engine, beside recordings of lua5.3", () => {
  for (const file of readdirSync(directory).filter((name) => name.endsWith(".lua"))) {
    it(`runs ${file}`, () => {
      const machine = new Machine();
      const source = readFileSync(join(directory, file), "latin1");
      const result = machine.run(source, `@${file}`);
      const expected = readFileSync(join(directory, file.replace(".lua", ".out")), "latin1");
      assert.equal(machine.output, expected);
      assert.equal(result, "nil");
    });
  }
});

// Forced yields take every function through all its forms: compiled, resumed, traced.
describe("the engine, interrupted", () => {
  const traced = [1, 7];
  const compiled = [501, 1000];
  const counts = {
    "semantics.lua": [...traced, ...compiled],
    "errors.lua": [...traced, ...compiled],
    "long-functions.lua": compiled,
    // Traced code keeps what unused registers hold from collections.
    "collection.lua": compiled,
  };
  for (const [file, list] of Object.entries(counts)) {
    for (const count of list) {
      it(`runs ${file} with a yield every ${count} instructions`, () => {
        const machine = new Machine();
        const { L } = machine;
        const source = readFileSync(join(directory, file));
        const co = lua.lua_newthread(L);
        const name = bytesOf(`@${file}`);
        assert.equal(lauxlib.luaL_loadbufferx(co, source, source.length, name, null), lua.LUA_OK);
        const interrupt = (thread: LuaThread): void => {
          if (lua.lua_isyieldable(thread) && thread === co) lua.lua_yield(thread, 0);
        };
        lua.lua_sethook(co, interrupt, lua.LUA_MASKCOUNT, count);
        let status = lua.lua_resume(co, L, 0);
        while (status === lua.LUA_YIELD) status = lua.lua_resume(co, L, 0);
        assert.equal(status, lua.LUA_OK, toText(co, -1));
        assert.equal(machine.output, readFileSync(join(directory, file.replace(".lua", ".out")), "latin1"));
      });
    }
  }
});
