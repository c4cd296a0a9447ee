/**
 * Runs workloads for test/bench/engine.ts in a process of its own, on the
 * engine that HALUA_ENGINE names: takes the workload's number on standard
 * input, answers with milliseconds. A workload's state stays from round to round.
 */
import { createInterface } from "node:readline";
import type { LuaThread } from "../../src/engine/index.ts";
import { workloads } from "./engine-workloads.ts";

const engine =
  (await import("../../dist/engine/index.js")) as unknown as typeof import("../../src/engine/index.ts");
const { pushHost } =
  (await import("../../dist/engine/host.js")) as unknown as typeof import("../../src/engine/host.ts");
const { lua, lauxlib, lualib } = engine;

/** A workload's own state, its function on top of the stack. */
const states = new Map<string, LuaThread>();

function prepare(source: string): LuaThread {
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  pushHost(L, "host", (text) => [text]);
  lua.lua_setglobal(L, Buffer.from("host"));
  const bytes = Buffer.from(source);
  check(L, lauxlib.luaL_loadbufferx(L, bytes, bytes.length, Buffer.from("=workload"), null));
  check(L, lua.lua_pcall(L, 0, 1, 0));
  states.set(source, L);
  return L;
}

function check(L: LuaThread, status: number): void {
  if (status === lua.LUA_OK) return;
  throw new Error(Buffer.from(lua.lua_tolstring(L, -1) ?? []).toString("latin1"));
}

/** Calls the workload's function: the milliseconds of processor time it takes, which is what lua5.3 tells, too. */
function run(source: string): number {
  const L = states.get(source) ?? prepare(source);
  lua.lua_pushvalue(L, -1);
  const cpu = process.cpuUsage();
  const start = performance.now();
  check(L, lua.lua_pcall(L, 0, 0, 0));
  const passed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  // Others on the machine cost time, V8's own threads cost processor time: neither is the workload's.
  return Math.min(passed, (user + system) / 1000);
}

for await (const line of createInterface({ input: process.stdin })) {
  const workload = workloads[Number(line)];
  if (workload) process.stdout.write(`${run(workload.source)}\n`);
}
