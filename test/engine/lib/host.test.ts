import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  engineName,
  lauxlib,
  type LibraryName,
  lua,
  type LuaThread,
  openLibraries,
  setExitHandler,
} from "../../../src/engine/index.ts";
import { bytesOf, toText } from "../../../src/engine/strings.ts";
import { hasLua53 } from "../differential/lua53.ts";

function state(names?: readonly LibraryName[]): LuaThread {
  const L = lauxlib.luaL_newstate();
  openLibraries(L, names);
  return L;
}

/** Runs a chunk and gives its first result as text, or its error. */
function run(L: LuaThread, source: string): string {
  const chunk = bytesOf(source);
  if (lauxlib.luaL_loadbufferx(L, chunk, chunk.length, bytesOf("=t"), null) === lua.LUA_OK) {
    lua.lua_pcall(L, 0, 1, 0);
  }
  const text = toText(L, -1) ?? "no text";
  lua.lua_settop(L, 0);
  return text;
}

const globals =
  "local names = {} for name, v in pairs(_G) do if type(v) == 'table' then names[#names + 1] = name end end " +
  "local sorted for i = 1, #names do for j = i + 1, #names do if names[j] < names[i] then names[i], names[j] = names[j], names[i] end end end " +
  "local text = '' for _, name in ipairs(names) do text = text .. name .. ' ' end return text";

describe("the libraries and their host", () => {
  before(function () {
    if (engineName === "stock") this.skip();
  });

  it("open as a chosen subset, with the basic functions and coroutine always there", () => {
    assert.equal(run(state([]), globals), "_G coroutine ");
    assert.equal(run(state(["string", "os"]), globals), "_G coroutine os string ");
    assert.equal(run(state(), globals), "_G bit32 coroutine debug io math os package string table utf8 ");
    assert.match(run(state(["table"]), "return ('x').upper"), /attempt to index a string value/);
  });

  it("let the host end the program its own way", () => {
    const L = state();
    const statuses: number[] = [];
    setExitHandler(L, (status) => {
      statuses.push(status);
      throw new Error("gone");
    });
    for (const argument of ["", "true", "false", "7", "256 + 3"]) run(L, `os.exit(${argument})`);
    assert.deepEqual(statuses, [0, 0, 1, 7, 3]);
  });

  it("tell local time by the zone that TZ names, as lua5.3 does", function () {
    if (!hasLua53) this.skip();
    const source =
      "local out = {} for _, t in ipairs { 0, 1e9, 1710055799, 1710055800, 1720000000, 1730615399, 1730615400, -2e9, 4e9 } do " +
      "out[#out + 1] = os.date('%c %Z %z', t // 1 | 0) out[#out + 1] = tostring(os.date('*t', t // 1 | 0).isdst) end " +
      "for m = 1, 12 do for _, dst in ipairs { 0, true, false } do local t = { year = 2024, month = m, day = 15 } " +
      "if dst ~= 0 then t.isdst = dst end out[#out + 1] = os.time(t) .. tostring(t.isdst) .. t.hour end end return table.concat(out, '\\n')";
    const before = process.env.TZ;
    try {
      for (const zone of [
        "UTC",
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "EST5EDT",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "XYZ-3:30",
      ]) {
        process.env.TZ = zone;
        const expected = spawnSync("lua5.3", ["-e", `print((function() ${source} end)())`], {
          encoding: "latin1",
        });
        assert.equal(`${run(state(), source)}\n`, expected.stdout, zone);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it("stop a hostile pattern by the count hook", () => {
    for (const attack of [
      "(('a'):rep(60)):find(('a*'):rep(20) .. 'b')",
      "(('a'):rep(200000)):find('.-b')",
      "(('('):rep(20000)):find('%b()')",
    ]) {
      const L = state();
      lua.lua_sethook(
        L,
        (L) => {
          lauxlib.luaL_error(L, bytesOf("too long"));
        },
        lua.LUA_MASKCOUNT,
        1_000_000,
      );
      const started = performance.now();
      assert.match(run(L, `return ${attack}`), /too long/);
      assert.ok(performance.now() - started < 5000, attack);
    }
  });

  it("never load JavaScript or C", () => {
    const L = state();
    assert.match(
      run(L, "package.cpath = '/proc/self/ex?' return select(2, pcall(require, 'e'))"),
      /dynamic libraries not enabled/,
    );
    assert.equal(run(L, "return tostring(package.jspath)"), "nil");
  });
});
