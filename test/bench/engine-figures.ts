/**
 * What the workloads do not show: loading, sizes, long functions, the cost of a
 * count hook. `npm run build` first. Each figure is taken in a process of its
 * own: `engine-figures.ts` runs them all, `engine-figures.ts NAME` one.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LuaThread } from "../../src/engine/index.ts";

const { lua, lauxlib, openLibraries } =
  (await import("../../dist/engine/index.js")) as unknown as typeof import("../../src/engine/index.ts");

function newState(): LuaThread {
  const L = lauxlib.luaL_newstate();
  openLibraries(L);
  return L;
}

function load(L: LuaThread, source: string): void {
  const bytes = Buffer.from(source);
  if (lauxlib.luaL_loadbufferx(L, bytes, bytes.length, Buffer.from("=bench"), null) === lua.LUA_OK) return;
  throw new Error(Buffer.from(lua.lua_tolstring(L, -1) ?? []).toString("latin1"));
}

/** Milliseconds of one call of the function on top of the stack, the least of some. */
function time(L: LuaThread, rounds: number): number {
  let best = Infinity;
  for (let i = 0; i < rounds; i++) {
    lua.lua_pushvalue(L, -1);
    const start = performance.now();
    if (lua.lua_pcall(L, 0, 0, 0) !== lua.LUA_OK) throw new Error("the program failed");
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Bytes that `make` puts on the heap for each of `count`. */
function size(count: number, make: () => unknown): number {
  const collect = globalThis.gc as () => void;
  make();
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: count }, make);
  collect();
  return (process.memoryUsage().heapUsed - before) / kept.length;
}

/** A script of about 160 kB in the manner of real ones. */
function longScript(): string {
  const handler = (i: number): string => `
-- handler number ${i}: looks at a request and decides
M.handler_${i} = function(txn, name, limit)
  local value, count = txn[name] or "default", 0
  for key, item in pairs(txn.headers or {}) do
    if type(item) == "string" and item:find("^x%-") then
      count = count + #item
      txn.seen[key] = { name = key, value = item:sub(1, 20), at = ${i}, ratio = 0.${i} }
    elseif item == nil or key == "host" then
      return nil, "bad header: " .. tostring(key)
    end
  end
  while count > (limit or 100) do count = count - 7 end
  return count, value:gsub("%s+", " ")
end
`;
  let script = "local M = {}\n";
  for (let i = 0; script.length < 160 * 1024; i++) script += handler(i);
  return `${script}return M\n`;
}

const body = "a = b + c b = a % 7 c = c ~ a s = s + b\n";
const begin = "local a, b, c, s = 1, 2, 3, 0 ";

/** Milliseconds for 4 million instructions in a loop of so many, once V8 has had the time to optimise it. */
function longLoop(instructions: number, seconds: number): number {
  const L = newState();
  const rounds = 4e6 / instructions;
  load(L, `${begin} for _ = 1, ${rounds} do ${body.repeat(instructions / 4)} end return s`);
  const end = Date.now() + seconds * 1000;
  let best = Infinity;
  while (Date.now() < end) best = Math.min(best, time(L, 1));
  return best;
}

/** The same for a small loop inside a function with so many other instructions. */
function loopWithin(instructions: number): number {
  const L = newState();
  load(
    L,
    `${begin} if s == 1 then ${body.repeat(instructions / 4)} end for _ = 1, 4e5 do ${body.repeat(2)} end`,
  );
  return time(L, 12);
}

const figures: Record<string, () => string> = {
  "first load of a 160 kB script": () => {
    const L = newState();
    const script = longScript();
    const start = performance.now();
    load(L, script);
    return `${(performance.now() - start).toFixed(0)} ms`;
  },
  "later loads": () => {
    const L = newState();
    const script = longScript();
    let best = Infinity;
    for (let i = 0; i < 12; i++) {
      const start = performance.now();
      load(L, script);
      lua.lua_pop(L, 1);
      best = Math.min(best, performance.now() - start);
    }
    return `${best.toFixed(0)} ms`;
  },
  "an idle state": () => `${(size(100, newState) / 1024).toFixed(1)} kB`,
  "a suspended coroutine": () => {
    const L = newState();
    load(
      L,
      "local co = coroutine.wrap(function(a) local b, c = a, a coroutine.yield(b) return c end) co(1) return co",
    );
    const each = size(5000, () => {
      lua.lua_pushvalue(L, 1);
      lua.lua_pcall(L, 0, 1, 0);
      const held = lua.lua_toproxy(L, -1);
      lua.lua_pop(L, 1);
      return held;
    });
    return `${(each / 1024).toFixed(2)} kB`;
  },
  "a loop of 2 000 instructions, per instruction, of one of 20": () =>
    `${(longLoop(2000, 15) / longLoop(20, 1)).toFixed(2)} times the time, after 15 s`,
  "a small loop in 6 000 instructions, of one alone": () =>
    `${(loopWithin(6000) / loopWithin(4)).toFixed(2)} times the time`,
  "fib(30) with a count hook every 10 000 instructions": () => {
    const L = newState();
    load(
      L,
      "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(30)",
    );
    const without = time(L, 12);
    lua.lua_sethook(L, () => undefined, lua.LUA_MASKCOUNT, 10_000);
    return `${(time(L, 12) / without).toFixed(2)} times the time`;
  },
};

const wanted = process.argv[2];
if (wanted !== undefined) process.stdout.write(`${figures[wanted]?.() ?? "no such figure"}\n`);
else {
  const self = fileURLToPath(import.meta.url);
  for (const name of Object.keys(figures)) {
    const { stdout } = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", self, name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    process.stdout.write(`${name}: ${stdout}`);
  }
}
