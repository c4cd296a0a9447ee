import assert from "node:assert/strict";
import { listTable, pushHost } from "../../src/engine/host.ts";
import { patches } from "../../src/engine/patches.ts";
import { HostFloat, type LuaThread } from "../../src/engine/index.ts";
import { bytesOf, lauxlib, lua, Machine, pushText, toText } from "./machine.ts";

/** A thread of the machine with a chunk's function on it. */
function thread(machine: Machine, source: string): LuaThread {
  const co = lua.lua_newthread(machine.L);
  const bytes = bytesOf(source);
  assert.equal(lauxlib.luaL_loadbufferx(co, bytes, bytes.length, bytesOf("=co"), null), lua.LUA_OK);
  return co;
}

describe("the engine's C API", () => {
  it("goes on in a continuation after lua_yieldk, with the stack as it was", () => {
    const machine = new Machine();
    machine.define("wait", (L) => {
      pushText(L, "kept");
      return lua.lua_yieldk(L, 0, "context", (thread, status, context) => {
        assert.equal(status, lua.LUA_YIELD);
        assert.equal(context, "context");
        pushText(thread, `${toText(thread, 1)} ${toText(thread, 2)} ${toText(thread, 3)}`);
        return 1;
      });
    });
    const co = thread(machine, "local r = wait('argument') return 'got ' .. r");
    assert.equal(lua.lua_resume(co, machine.L, 0), lua.LUA_YIELD);
    assert.equal(lua.lua_gettop(co), 0);
    pushText(co, "answer");
    assert.equal(lua.lua_resume(co, machine.L, 1), lua.LUA_OK);
    assert.equal(toText(co, -1), "got argument kept answer");
  });

  it("suspends again from a continuation", () => {
    const machine = new Machine();
    let rounds = 0;
    const again = (L: LuaThread): number => {
      if (++rounds < 3) return lua.lua_yieldk(L, 0, 0, again);
      lua.lua_pushinteger(L, rounds);
      return 1;
    };
    machine.define("wait", (L) => lua.lua_yieldk(L, 0, 0, again));
    const co = thread(machine, "return pcall(wait)");
    let status = lua.lua_resume(co, machine.L, 0);
    while (status === lua.LUA_YIELD) status = lua.lua_resume(co, machine.L, 0);
    assert.equal(status, lua.LUA_OK);
    assert.equal(toText(co, -1), "3");
    assert.equal(lua.lua_toboolean(co, -2), true);
  });

  it("refuses a yield across a host call without a continuation", () => {
    const machine = new Machine();
    machine.define("call", (L) => {
      lua.lua_call(L, 0, 0);
      return 0;
    });
    const result = machine.run(
      "return select(2, coroutine.resume(coroutine.create(function() call(coroutine.yield) end)))",
    );
    assert.equal(result, "attempt to yield across a C-call boundary");
  });

  it("words native errors, and never shows them raw", () => {
    const machine = new Machine();
    machine.define("bug", () => {
      throw new TypeError("no such thing");
    });
    assert.equal(machine.run("return select(2, pcall(bug))"), "no such thing");
    lua.lua_atnativeerror(machine.L, (L) => {
      pushText(L, `worded ${(lua.lua_touserdata(L, 1) as unknown as Error).message}`);
      return 1;
    });
    assert.equal(machine.run("return select(2, pcall(bug))"), "worded no such thing");
  });

  it("calls __gc when the state is closed, the youngest first", () => {
    const machine = new Machine();
    machine.run("for i = 1, 3 do setmetatable({}, {__gc = function() print('gc', i) end}) end");
    lua.lua_close(machine.L);
    assert.equal(machine.output, "gc\t3\ngc\t2\ngc\t1\n");
  });

  it("keeps weak tables' live entries in order", () => {
    const machine = new Machine();
    const program = "local k = {} local t = setmetatable({}, {__mode = 'k'}) t[k] = 1 t.x = 2 local s = 0";
    assert.equal(machine.run(`${program} for _, v in pairs(t) do s = s * 10 + v end return s`), "12");
  });

  it("moves integers of all sizes and floats without loss", () => {
    const { L } = new Machine();
    for (const n of [0, -1, 2 ** 53 - 1, 2n ** 53n, -(2n ** 63n)]) {
      lua.lua_pushinteger(L, n);
      assert.equal(lua.lua_isinteger(L, -1), true);
      assert.equal(lua.lua_tointegerx(L, -1), n);
    }
    lua.lua_pushnumber(L, 3);
    assert.equal(lua.lua_isinteger(L, -1), false);
    assert.equal(lua.lua_tointegerx(L, -1), 3);
  });
});

describe("host functions without a stack", () => {
  it("take arguments and give values and lists", () => {
    const machine = new Machine();
    pushHost(machine.L, "f", (...args) => args.length);
    lua.lua_setglobal(machine.L, bytesOf("f"));
    pushHost(machine.L, "g", () => listTable(["a", undefined, new HostFloat(2)]));
    lua.lua_setglobal(machine.L, bytesOf("g"));
    assert.equal(machine.run("return f('x', 2)"), "2");
    assert.equal(machine.run("local t = g() return #t .. t[1] .. t[3]"), "3a2.0");
  });
});

describe("the engine's patches", () => {
  it("each has a reason and replaces something else", () => {
    for (const patch of patches) {
      assert.ok(patch.reason.length > 10, patch.name);
      assert.notEqual(patch.replacement({}), undefined, patch.name);
    }
  });
});

describe("precompiled chunks", () => {
  const nested =
    "local a = ... local function f(x) return x + a + 0x7fffffffffffffff // 1 end return f(1.5), 'a\\0b'";
  it("load again with all constants and inner functions", () => {
    const machine = new Machine();
    const program = `local f = load(string.dump(load([[${nested}]]))) local n, s = f(2) return n .. ' ' .. #s`;
    assert.equal(machine.run(program), "9.2233720368548e+18 3");
  });
  it("stripped ones run, and errors in them have no line", () => {
    const program =
      "local f = load(string.dump(function() local x x() end, true)) return select(2, pcall(f))";
    assert.equal(new Machine().run(program), "?:-1: attempt to call a nil value");
  });
  it("are refused when cut or altered", () => {
    const cut =
      "local d = string.dump(load('return 1 + 1')) local ok = 0 for i = 1, #d - 1 do if load(d:sub(1, i)) then ok = ok + 1 end end return ok";
    assert.equal(new Machine().run(cut), "0");
  });
});
