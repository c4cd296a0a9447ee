import assert from "node:assert/strict";
import {
  engineName,
  forEachField,
  getField,
  heldAt,
  HostFloat,
  hostTableAt,
  hostTypeName,
  isHostTable,
  lauxlib,
  linesAt,
  lua,
  lualib,
  metatableAt,
  newHostTable,
  objectKind,
  pushPlain,
  recordShape,
  setField,
  stateOf,
  tableLength,
  valueAt,
  type HostPlain,
  type LuaThread,
  type ObjectKind,
} from "../../src/engine/index.ts";
import { pushText, toText } from "../../src/engine/strings.ts";

function newState(): LuaThread {
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  return L;
}

/** Leaves the chunk's function on top. */
function load(L: LuaThread, source: string): void {
  const code = Buffer.from(source);
  assert.equal(lauxlib.luaL_loadbufferx(L, code, code.length, Buffer.from("=t"), null), lua.LUA_OK);
}

/** The values that a chunk returns. */
function results(L: LuaThread, source: string): HostPlain[] {
  const base = lua.lua_gettop(L);
  load(L, source);
  assert.equal(lua.lua_pcall(L, 0, lua.LUA_MULTRET, 0), lua.LUA_OK);
  const values: HostPlain[] = [];
  for (let i = base + 1; i <= lua.lua_gettop(L); i++) values.push(valueAt(L, i));
  lua.lua_settop(L, base);
  return values;
}

describe("values of the host", () => {
  it("cross as what they are, and back", () => {
    const L = newState();
    const values = results(L, "return nil, true, 'a\\0\\255', 7, -7, 1.5, 3.0");
    assert.deepEqual(values, [undefined, true, "a\0\xff", 7, -7, new HostFloat(1.5), new HostFloat(3)]);
    for (const value of values) {
      pushPlain(L, value);
      assert.deepEqual(valueAt(L, -1), value);
      lua.lua_pop(L, 1);
    }
    assert.equal(valueAt(L, 1), undefined, "none is as nil");
    const objects = results(L, "return {}, print, coroutine.create(print)");
    assert.deepEqual(objects.map(hostTypeName), ["table", "function", "thread"]);
    assert.deepEqual(values.map(hostTypeName).slice(0, 4), ["nil", "boolean", "string", "number"]);
    for (const object of objects) {
      pushPlain(L, object);
      assert.equal(lua.lua_type(L, -1) === lua.LUA_TTABLE, isHostTable(object));
    }
  });

  it("are found in tables, without metamethods, and put there", () => {
    const L = newState();
    load(
      L,
      "t = setmetatable({ 'one', 'two', name = 'n' }, { __index = error, __newindex = error }) return t",
    );
    assert.equal(lua.lua_pcall(L, 0, 1, 0), lua.LUA_OK);
    const table = hostTableAt(L, -1);
    assert.ok(table);
    assert.equal(getField(table, "none"), undefined);
    assert.equal(getField(table, 2), "two");
    setField(table, "list", newHostTable(table));
    setField(table, "name", undefined);
    setField(table, 3, "three");
    assert.equal(tableLength(table), 3);
    const seen: string[] = [];
    forEachField(table, (key, value) => {
      assert.ok(typeof key === "string" || typeof key === "number");
      seen.push(`${key}=${hostTypeName(value)}`);
    });
    assert.deepEqual(seen.sort(), ["1=string", "2=string", "3=string", "list=table"]);
    assert.deepEqual(results(L, "return type(t.list) .. #t .. t[3]"), ["table3three"]);
    pushPlain(L, "text");
    assert.equal(hostTableAt(L, -1), undefined);
  });

  it("make records", () => {
    const L = newState();
    const shape = recordShape(["name", "size", "absent"]);
    pushPlain(L, shape.table(L, ["x", 2, undefined]));
    lua.lua_setglobal(L, Buffer.from("r"));
    assert.deepEqual(results(L, "r.more = 1 return r.name .. r.size .. r.more .. tostring(r.absent)"), [
      "x21nil",
    ]);
    assert.equal(lua.lua_gettop(L), 0);
  });

  it("tell a function's lines", () => {
    const L = newState();
    load(L, "local a = 1\n\nreturn a");
    assert.deepEqual([...linesAt(L, -1)], [1, 3]);
    pushPlain(L, 1);
    assert.deepEqual([...linesAt(L, -1)], []);
  });
});

describe("objects of the host", () => {
  function kind(): { L: LuaThread; made: ObjectKind } {
    const L = newState();
    lua.lua_newtable(L);
    lua.lua_newtable(L);
    pushText(L, "name");
    pushText(L, "value");
    lua.lua_rawset(L, 2);
    return { L, made: objectKind(L, 1, 2, ["own"]) };
  }

  it("are tables with a userdata in slot 0, a metatable, and fields of their own", () => {
    const { L, made } = kind();
    const data = {};
    pushPlain(L, made.make(L, data, [5]));
    assert.equal(heldAt(L, -1), data);
    assert.equal(metatableAt(L, -1), made.metatable);
    lua.lua_setglobal(L, Buffer.from("object"));
    load(
      L,
      `local seen = {}
      for k, v in pairs(object) do seen[#seen + 1] = k .. "=" .. type(v) end
      object.name = nil
      object[1] = "one"
      local copy = setmetatable({ [0] = object[0] }, getmetatable(object))
      return table.concat(seen, " ") .. " " .. #object .. " " .. tostring(object.name), copy, { [0] = object[0] }`,
    );
    assert.equal(lua.lua_pcall(L, 0, 3, 0), lua.LUA_OK);
    assert.equal(toText(L, -3), "0=userdata own=number name=string 1 nil");
    assert.equal(heldAt(L, -2), data);
    assert.equal(heldAt(L, -1), undefined, "without a metatable it is none");
    assert.equal(heldAt(L, -3), undefined, "a text is none");
  });

  it("do not share what scripts write into them", () => {
    const { L, made } = kind();
    pushPlain(L, made.make(L, {}, []));
    pushPlain(L, made.make(L, {}, []));
    pushText(L, "name");
    pushText(L, "other");
    lua.lua_rawset(L, -4);
    pushText(L, "name");
    lua.lua_rawget(L, -2);
    assert.equal(toText(L, -1), "value");
  });

  it("keep what their kind has from collections, before the first of them is made", function () {
    // Stock Fengari has no weak tables.
    if (engineName === "stock") this.skip();
    const { L } = kind();
    lua.lua_settop(L, 0);
    lua.lua_newtable(L);
    lua.lua_newtable(L);
    lua.lua_pushvalue(L, 1);
    lua.lua_setglobal(L, Buffer.from("metatable"));
    lua.lua_pushvalue(L, 2);
    lua.lua_setglobal(L, Buffer.from("fields"));
    const run = (source: string): string | undefined => {
      load(L, source);
      assert.equal(lua.lua_pcall(L, 0, 1, 0), lua.LUA_OK);
      const text = toText(L, -1);
      lua.lua_pop(L, 1);
      return text;
    };
    run(`metatable.__index, fields.own = {}, {}
      weak = setmetatable({ metatable.__index, fields.own, {} }, { __mode = "v" })`);
    const made = objectKind(L, 1, 2, []);
    lua.lua_settop(L, 0);
    run("metatable, fields = nil collectgarbage()");
    assert.equal(run("return type(weak[1]) .. type(weak[2]) .. type(weak[3])"), "tabletablenil");
    pushPlain(L, made.make(L, {}, []));
    lua.lua_setglobal(L, Buffer.from("object"));
    assert.equal(
      run(
        "return tostring(getmetatable(object).__index == weak[1]) .. tostring(rawget(object, 'own') == weak[2])",
      ),
      "truetrue",
    );
  });

  it("belong to a state that its threads share", () => {
    const { L } = kind();
    assert.equal(stateOf(lua.lua_newthread(L)), stateOf(L));
    assert.notEqual(stateOf(lauxlib.luaL_newstate()), stateOf(L));
  });
});
