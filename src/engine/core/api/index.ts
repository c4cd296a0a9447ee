/** lua.h in full, in the form of Fengari's lua.js. */
import { createRequire } from "node:module";
import { callApi } from "./calls.ts";
import { debugApi } from "./debug.ts";
import { REGISTRY } from "./slots.ts";
import { stackApi } from "./stack.ts";
import { tableApi } from "./tables.ts";
import type { Thread } from "../model.ts";

const require = createRequire(import.meta.url);

interface Definitions {
  readonly constant_types: Record<string, number>;
  readonly thread_status: Record<string, number>;
  readonly [name: string]: unknown;
}

const TYPE_NAMES = [
  "nil",
  "boolean",
  "userdata",
  "number",
  "string",
  "table",
  "function",
  "userdata",
  "thread",
];
const typeNames = ["no value", ...TYPE_NAMES].map((name) => Buffer.from(name, "latin1"));

/** All functions and constants of the API by name. */
export function makeApi(): Record<string, unknown> {
  const defs = require("fengari/src/defs.js") as Definitions;
  const api: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(defs)) if (name.startsWith("LUA_")) api[name] = item;
  Object.assign(api, defs.constant_types, defs.thread_status);
  Object.assign(api, stackApi, tableApi, callApi, debugApi);
  api.lua_Debug = defs.lua_Debug;
  api.LUA_REGISTRYINDEX = REGISTRY;
  api.lua_upvalueindex = (i: number) => REGISTRY - i;
  api.lua_typename = (_L: Thread, type: number) => typeNames[type + 1];
  api.lua_pushjsclosure = stackApi.lua_pushcclosure;
  api.lua_pushjsfunction = stackApi.lua_pushcfunction;
  return api;
}
