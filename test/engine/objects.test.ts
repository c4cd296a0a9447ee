import assert from "node:assert/strict";
import {
  heldAt,
  lauxlib,
  lua,
  lualib,
  metatableAt,
  ObjectKind,
  pushPlain,
  stateOf,
} from "../../src/engine/index.ts";
import { pushText, toText } from "../../src/engine/strings.ts";

describe("objects of the host", () => {
  function kind(): { L: ReturnType<typeof lauxlib.luaL_newstate>; made: ObjectKind } {
    const L = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(L);
    lua.lua_newtable(L);
    lua.lua_newtable(L);
    pushText(L, "name");
    pushText(L, "value");
    lua.lua_rawset(L, 2);
    return { L, made: new ObjectKind(L, 1, 2, ["own"]) };
  }

  it("are tables with a userdata in slot 0, a metatable, and fields of their own", () => {
    const { L, made } = kind();
    const data = {};
    pushPlain(L, made.make(L, data, [5]));
    assert.equal(heldAt(L, -1), data);
    assert.equal(metatableAt(L, -1), made.metatable);
    lua.lua_setglobal(L, Buffer.from("object"));
    const code = Buffer.from(`
      local seen = {}
      for k, v in pairs(object) do seen[#seen + 1] = k .. "=" .. type(v) end
      object.name = nil
      object[1] = "one"
      local copy = setmetatable({ [0] = object[0] }, getmetatable(object))
      return table.concat(seen, " ") .. " " .. #object .. " " .. tostring(object.name), copy, { [0] = object[0] }`);
    assert.equal(lauxlib.luaL_loadbufferx(L, code, code.length, Buffer.from("=t"), null), lua.LUA_OK);
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

  it("keep what their kind has from collections, before the first of them is made", () => {
    const { L } = kind();
    lua.lua_settop(L, 0);
    lua.lua_newtable(L);
    lua.lua_newtable(L);
    lua.lua_pushvalue(L, 1);
    lua.lua_setglobal(L, Buffer.from("metatable"));
    lua.lua_pushvalue(L, 2);
    lua.lua_setglobal(L, Buffer.from("fields"));
    const run = (source: string): string | undefined => {
      const code = Buffer.from(source);
      assert.equal(lauxlib.luaL_loadbufferx(L, code, code.length, Buffer.from("=t"), null), lua.LUA_OK);
      assert.equal(lua.lua_pcall(L, 0, 1, 0), lua.LUA_OK);
      const text = toText(L, -1);
      lua.lua_pop(L, 1);
      return text;
    };
    run(`metatable.__index, fields.own = {}, {}
      weak = setmetatable({ metatable.__index, fields.own, {} }, { __mode = "v" })`);
    const made = new ObjectKind(L, 1, 2, []);
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
