import assert from "node:assert/strict";
import { memoryInUse, setMemoryLimit, tick } from "../../src/engine/budget.ts";
import { evaluate, lauxlib, lua, Machine, pushText, bytesOf, toText } from "./machine.ts";

const MB = 1 << 20;

/** A machine whose count hook raises when it has fired `times` times, every `count` instructions. */
function hooked(times: number, count: number): Machine {
  const machine = new Machine();
  let fired = 0;
  lua.lua_sethook(
    machine.L,
    (L) => {
      if (++fired < times) return;
      pushText(L, "stopped");
      lua.lua_error(L);
    },
    lua.LUA_MASKCOUNT,
    count,
  );
  return machine;
}

describe("the engine's limits", () => {
  const endless = [
    "while true do end",
    "for i = 1, math.huge do end",
    "local function f() end while true do f() end",
    "local function f(n) return f(n + 1) end f(0)",
    "local function f(n) f(n) end while true do pcall(f, 1) end",
    "repeat local x = {} until false",
    "goto a ::a:: goto a",
    "local t = setmetatable({}, {__index = function(t, k) return k end}) while true do local x = t.y end",
    "for _ in function() return 1 end do end",
    "string.find(('a'):rep(100000), ('.-'):rep(30) .. 'b')",
  ];
  for (const program of endless) {
    it(`a raising count hook stops: ${program}`, () => {
      assert.match(hooked(5, 10_000).run(program), /stopped/);
    });
  }

  it("counts about right in compiled code", () => {
    let fired = 0;
    const machine = new Machine();
    const count = (): void => {
      fired++;
    };
    lua.lua_sethook(machine.L, count, lua.LUA_MASKCOUNT, 1000);
    assert.equal(machine.run("local s = 0 for i = 1, 100000 do s = s + i end"), "nil");
    // Two instructions a round.
    assert.ok(fired > 150 && fired < 350, `${fired}`);
  });

  it("covers coroutines made after the hook was set", () => {
    assert.match(
      hooked(5, 10_000).run("return coroutine.wrap(function() while true do end end)()"),
      /stopped/,
    );
  });

  it("lets a hook yield inside compiled loops and calls, and goes on", () => {
    const { L } = new Machine();
    const co = lua.lua_newthread(L);
    const source = bytesOf(
      "local s = 0 for i = 1, 50000 do s = s + (function() return i end)() end return s",
    );
    lauxlib.luaL_loadbufferx(co, source, source.length, bytesOf("=y"), null);
    lua.lua_sethook(
      co,
      (thread) => {
        lua.lua_yield(thread, 0);
      },
      lua.LUA_MASKCOUNT,
      10_000,
    );
    let yields = 0;
    let status = lua.lua_resume(co, L, 0);
    for (; status === lua.LUA_YIELD; status = lua.lua_resume(co, L, 0)) yields++;
    assert.equal(status, lua.LUA_OK);
    assert.equal(toText(co, -1), "1250025000");
    assert.ok(yields > 10, `${yields}`);
  });

  it("ticks of a host function count as instructions", () => {
    const machine = hooked(3, 10_000);
    machine.define("work", (L) => {
      for (;;) tick(L, 500);
    });
    assert.match(machine.run("work()"), /stopped/);
  });

  const recursion: readonly (readonly [program: string, expected: RegExp])[] = [
    ["local function f() return 1 + f() end return f()", /stack overflow/],
    ["local function f() return pcall(f) end return f()", /true/],
    ["local function f() return select(2, pcall(f)) end return tostring(f())", /C stack overflow/],
    ["local function f(s) return (s:gsub('.', f)) end return f('a')", /C stack overflow/],
    ["local function f() table.sort({1, 2, 3}, function() f() end) end f()", /C stack overflow/],
    ["local function f() return coroutine.wrap(f)() end return f()", /C stack overflow/],
    ["local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x", /'__index' chain too long/],
    ["return select(2, load(('('):rep(100000)))", /too many C levels/],
    [
      "local t = setmetatable({}, {__tostring = function(x) return tostring(x) end}) return tostring(t)",
      /C stack overflow/,
    ],
    ["local function h() error('x') end return select(2, xpcall(error, h))", /error in error handling/],
    ["local s = 'x' while true do s = s .. s end", /not enough memory/],
    ["return ('x'):rep(1e10)", /resulting string too large/],
    ["return table.unpack({}, 1, 1e7)", /too many results to unpack/],
  ];
  for (const [program, expected] of recursion) {
    it(`${program} ends with ${String(expected)}`, () => assert.match(evaluate(program), expected));
  }

  it("recurses 150000 deep, and a million tail calls", () => {
    const sum = "local function f(n) if n == 0 then return 0 end return n + f(n - 1) end return f(150000)";
    assert.equal(evaluate(sum), "11250075000");
    assert.equal(
      evaluate("local function f(n) if n == 0 then return 'x' end return f(n - 1) end return f(1e6)"),
      "x",
    );
  });

  it("leaves the state usable after a stack overflow", () => {
    const program = "local function f() return 1 + f() end for i = 1, 3 do pcall(f) end return (pcall(f))";
    assert.equal(evaluate(program), "false");
  });
});

describe("the engine's memory limit", function () {
  this.timeout(60_000);
  const greedy = [
    "local t = {} while true do t[#t + 1] = ('x'):rep(1e6) end",
    "local t = {} while true do t[#t + 1] = {} end",
    "local t = {} while true do t[#t + 1] = function() return t end end",
    "local t, i = {}, 0 while true do i = i + 1 t[i] = 'abc' .. i end",
    "local p, t = {}, {} for i = 1, 1000 do p[i] = ('x'):rep(1000) end while true do t[#t + 1] = table.concat(p) end",
  ];
  for (const program of greedy) {
    it(`stops ${program}`, () => {
      const machine = new Machine();
      setMemoryLimit(machine.L, 48 * MB);
      assert.match(machine.run(program), /not enough memory/);
      lua.lua_close(machine.L);
    });
  }

  it("lets a script that drops what it allocates go on", () => {
    const machine = new Machine();
    setMemoryLimit(machine.L, 48 * MB);
    const result = machine.run("local s for i = 1, 2000 do s = ('x'):rep(1e5) .. i end return #s");
    assert.equal(result, "100004");
    assert.equal(machine.run("local t for i = 1, 500000 do t = {i} end return t[1]"), "500000");
    lua.lua_close(machine.L);
  });

  it("is caught by pcall, and the script goes on", () => {
    const machine = new Machine();
    setMemoryLimit(machine.L, 48 * MB);
    const program =
      "local ok, e = pcall(function() local t = {} while true do t[#t + 1] = ('x'):rep(1e6) end end)";
    assert.equal(machine.run(`${program} return tostring(ok) .. e`), "falsenot enough memory");
    lua.lua_close(machine.L);
  });

  it("counts", () => {
    const machine = new Machine();
    const before = memoryInUse(machine.L);
    machine.run("t = {} for i = 1, 100000 do t[i] = 'abc' .. i end");
    const used = memoryInUse(machine.L) - before;
    assert.ok(used > MB && used < 64 * MB, `${used}`);
  });
});
