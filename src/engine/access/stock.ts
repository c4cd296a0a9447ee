/**
 * Values of stock Fengari, all by its C API. Slow, which does not matter: it is
 * there to compare with. Its integers have 32 bits; what does not fit goes to
 * the script as a float.
 */
import { LuaFloat } from "../core/model.ts";
import { lua } from "../machine.ts";
import { pushText, toText } from "../strings.ts";
import type { LuaThread } from "../types.ts";
import type { Access, HostOther, HostPlain, HostTable, ObjectKind, RecordShape } from "./types.ts";

/** Any value but nil, booleans, numbers and strings. */
class Held {
  readonly type: string;
  /** A thread on which its state runs nothing: where tables are looked into. */
  readonly desk: LuaThread;
  readonly push: (L: LuaThread) => void;

  constructor(L: LuaThread, index: number) {
    const type = lua.lua_type(L, index);
    this.type = typeNames.get(type) ?? "";
    this.desk = deskOf(L);
    this.push = lua.lua_toproxy(L, index);
  }
}

const typeNames: ReadonlyMap<number, string> = new Map<number, string>([
  [lua.LUA_TLIGHTUSERDATA, "light userdata"],
  [lua.LUA_TTABLE, "table"],
  [lua.LUA_TFUNCTION, "function"],
  [lua.LUA_TUSERDATA, "userdata"],
  [lua.LUA_TTHREAD, "thread"],
]);

const inside = (value: HostTable | HostOther): Held => value as unknown as Held;
const plain = (held: Held): HostPlain => held as unknown as HostPlain;

/** As many slots as a function here needs of a stack. */
const ROOM = 5;

/** What stands in userdata of ours, by the memory block that Fengari has for each. */
const contents = new WeakMap<object, object>();
const desks = new WeakMap<object, LuaThread>();

function stateOf(L: LuaThread): object {
  return lua.lua_topointer(L, lua.LUA_REGISTRYINDEX) as object;
}

function deskOf(L: LuaThread): LuaThread {
  const state = stateOf(L);
  let desk = desks.get(state);
  if (!desk) {
    lua.lua_checkstack(L, ROOM);
    desk = lua.lua_newthread(L);
    lua.lua_pop(L, 1);
    desks.set(state, desk);
  }
  return desk;
}

function valueAt(L: LuaThread, index: number): HostPlain {
  switch (lua.lua_type(L, index)) {
    case lua.LUA_TNONE:
    case lua.LUA_TNIL:
      return undefined;
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(L, index);
    case lua.LUA_TSTRING:
      return toText(L, index);
    case lua.LUA_TNUMBER: {
      const number = Number(lua.lua_tonumberx(L, index));
      return lua.lua_isinteger(L, index) ? number : new LuaFloat(number);
    }
    default:
      return plain(new Held(L, index));
  }
}

function pushPlain(L: LuaThread, value: HostPlain): void {
  lua.lua_checkstack(L, 1);
  if (value === undefined) lua.lua_pushnil(L);
  else if (typeof value === "boolean") lua.lua_pushboolean(L, value);
  else if (typeof value === "string") pushText(L, value);
  else if (typeof value === "number" && value === (value | 0)) lua.lua_pushinteger(L, value);
  else if (typeof value === "number" || typeof value === "bigint") lua.lua_pushnumber(L, Number(value));
  else if (value instanceof LuaFloat) lua.lua_pushnumber(L, value.n);
  else inside(value).push(L);
}

/** Takes the table on top off the stack. */
function popTable(L: LuaThread): HostTable {
  const held = new Held(L, -1);
  lua.lua_pop(L, 1);
  return held as unknown as HostTable;
}

/** Sets a field of the table on top. */
function setOnTop(L: LuaThread, key: HostPlain, value: HostPlain): void {
  pushPlain(L, key);
  pushPlain(L, value);
  lua.lua_rawset(L, -3);
}

function fieldsOf(table: HostTable): [HostPlain, HostPlain][] {
  const { desk, push } = inside(table);
  const fields: [HostPlain, HostPlain][] = [];
  push(desk);
  lua.lua_pushnil(desk);
  while (lua.lua_next(desk, -2) !== 0) {
    fields.push([valueAt(desk, -2), valueAt(desk, -1)]);
    lua.lua_pop(desk, 1);
  }
  lua.lua_pop(desk, 1);
  return fields;
}

/** The metatable of the value at `index`, by identity. */
function metatableAt(L: LuaThread, index: number): object | undefined {
  lua.lua_checkstack(L, ROOM);
  if (lua.lua_type(L, index) !== lua.LUA_TTABLE || !lua.lua_getmetatable(L, index)) return undefined;
  const metatable = lua.lua_topointer(L, -1) as object;
  lua.lua_pop(L, 1);
  return metatable;
}

function recordShape(keys: readonly string[]): RecordShape {
  return {
    table(L, values) {
      lua.lua_checkstack(L, ROOM);
      lua.lua_createtable(L, 0, keys.length);
      keys.forEach((key, i) => setOnTop(L, key, values[i]));
      return popTable(L);
    },
  };
}

function objectKind(L: LuaThread, metatable: number, fields: number, own: readonly string[]): ObjectKind {
  const pushMetatable = lua.lua_toproxy(L, metatable);
  lua.lua_pushvalue(L, fields);
  const shared = fieldsOf(popTable(L)).filter(([key]) => typeof key === "string");
  return {
    metatable: lua.lua_topointer(L, metatable) as object,
    make(thread, data, values) {
      lua.lua_checkstack(thread, ROOM);
      lua.lua_createtable(thread, 0, 1 + own.length + shared.length);
      contents.set(lua.lua_newuserdata(thread, 0), data);
      lua.lua_rawseti(thread, -2, 0);
      own.forEach((key, i) => setOnTop(thread, key, values[i]));
      for (const [key, value] of shared) setOnTop(thread, key, value);
      pushMetatable(thread);
      lua.lua_setmetatable(thread, -2);
      return popTable(thread);
    },
  };
}

function hostTypeName(value: HostPlain): string {
  if (value instanceof Held) return value.type;
  if (value === undefined) return "nil";
  return typeof value === "boolean" || typeof value === "string" ? typeof value : "number";
}

const isHostTable = (value: HostPlain): value is HostTable => value instanceof Held && value.type === "table";

export const stockAccess: Access = {
  stateOf,
  heldAt(L, index) {
    if (metatableAt(L, index) === undefined) return undefined;
    lua.lua_rawgeti(L, index, 0);
    const held = lua.lua_type(L, -1) === lua.LUA_TUSERDATA ? lua.lua_touserdata(L, -1) : null;
    lua.lua_pop(L, 1);
    return held === null ? undefined : contents.get(held);
  },
  metatableAt,
  objectKind,
  recordShape,
  valueAt,
  pushPlain,
  hostTypeName,
  isHostTable,
  hostTableAt(L, index) {
    const value = valueAt(L, index);
    return isHostTable(value) ? value : undefined;
  },
  newHostTable(beside) {
    const L = beside instanceof Held ? beside.desk : (beside as LuaThread);
    lua.lua_checkstack(L, ROOM);
    lua.lua_newtable(L);
    return popTable(L);
  },
  getField(table, key) {
    const { desk, push } = inside(table);
    push(desk);
    pushPlain(desk, key);
    lua.lua_rawget(desk, -2);
    const value = valueAt(desk, -1);
    lua.lua_pop(desk, 2);
    return value;
  },
  setField(table, key, value) {
    const { desk, push } = inside(table);
    push(desk);
    setOnTop(desk, key, value);
    lua.lua_pop(desk, 1);
  },
  forEachField(table, look) {
    for (const [key, value] of fieldsOf(table)) look(key, value);
  },
  tableLength(table) {
    const { desk, push } = inside(table);
    push(desk);
    const length = lua.lua_rawlen(desk, -1);
    lua.lua_pop(desk, 1);
    return length;
  },
  linesAt(L, index) {
    const lines = new Set<number>();
    if (lua.lua_type(L, index) !== lua.LUA_TFUNCTION) return lines;
    // The inner functions' lines cannot be asked for: the C API shows those of one function.
    const ar = new lua.lua_Debug();
    lua.lua_checkstack(L, ROOM);
    lua.lua_pushvalue(L, index);
    lua.lua_getinfo(L, activeLines, ar);
    lua.lua_pushnil(L);
    while (lua.lua_next(L, -2) !== 0) {
      lines.add(Number(lua.lua_tonumberx(L, -2)));
      lua.lua_pop(L, 1);
    }
    lua.lua_pop(L, 1);
    return lines;
  },
};

/** Of lua_getinfo: the function is on the stack, and a table of its lines takes its place. */
const activeLines = Uint8Array.of(">".charCodeAt(0), "L".charCodeAt(0));
