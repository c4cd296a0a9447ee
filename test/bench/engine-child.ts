/**
 * Runs workloads for test/bench/engine.ts in a process of its own, on the
 * engine that HALUA_ENGINE names: takes the workload's number on standard
 * input, answers with milliseconds.
 */
import { createInterface } from "node:readline";
import { workloads } from "./engine-workloads.ts";

const engine =
  (await import("../../dist/engine/index.js")) as unknown as typeof import("../../src/engine/index.ts");
const { pushHost } =
  (await import("../../dist/engine/host.js")) as unknown as typeof import("../../src/engine/host.ts");
const { lua, lauxlib, lualib } = engine;

/** A fresh state, the workload prepared, its function run once: the time of that. */
function run(source: string): number {
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  pushHost(L, "host", (text) => [text]);
  lua.lua_setglobal(L, Buffer.from("host"));
  const bytes = Buffer.from(source);
  check(lauxlib.luaL_loadbufferx(L, bytes, bytes.length, Buffer.from("=workload"), null));
  check(lua.lua_pcall(L, 0, 1, 0));
  const start = process.hrtime.bigint();
  check(lua.lua_pcall(L, 0, 0, 0));
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  lua.lua_close(L);
  return time;

  function check(status: number): void {
    if (status === lua.LUA_OK) return;
    throw new Error(Buffer.from(lua.lua_tolstring(L, -1) ?? []).toString("latin1"));
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const workload = workloads[Number(line)];
  if (workload) process.stdout.write(`${run(workload.source)}\n`);
}
