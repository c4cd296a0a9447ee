import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { installApi } from "../../src/api/index.ts";
import { declareFunction, nothing, number } from "../../src/lua/index.ts";
import { Runtime } from "../../src/runtime/index.ts";
import { SharedMap } from "../../src/shm/index.ts";
import type { Bench, BenchResult } from "./bench.ts";

const OBJECTS = 10_000;

/** Runs `code`, which passes what it measured to `report`; milliseconds, the least of `rounds`. */
async function measure(code: string, rounds: number, map?: SharedMap): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const report = declareFunction<Runtime, [ReturnType<typeof number>]>("report", {
      doc: "",
      since: "halua",
      args: [number("ms", "")],
      body: (_execution, ms) => {
        best = Math.min(best, ms);
        return nothing;
      },
    });
    const clock = declareFunction<Runtime>("clock", {
      doc: "",
      since: "halua",
      body: () => performance.now(),
    });
    const runtime = new Runtime({
      ...(map ? { map } : {}),
      limits: { burst: 0 },
      install: (made) => {
        installApi(made);
        made.lua.setGlobal("bench", made.lua.module([report, clock]));
      },
    });
    runtime.loadText(
      `core.register_task(function() local start = bench.clock() ${code} bench.report(bench.clock() - start) end)`,
      "bench",
    );
    runtime.start();
    await runtime.whenIdle();
  }
  return best;
}

async function withMap<T>(objects: number, body: (map: SharedMap) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "halua-bench-"));
  const map = SharedMap.open(path.join(folder, "map"), {
    access: "member",
    create: true,
    maxObjects: Math.max(1, objects),
  });
  try {
    for (let index = 0; index < objects; index++) {
      map.object({ guid: `guid-${index}`, type: "backend" }).add("stot", index);
    }
    return await body(map);
  } finally {
    map.close();
    fs.rmSync(folder, { recursive: true });
  }
}

export const benches: Bench[] = [
  {
    name: "slots from Lua",
    run: () =>
      withMap(1, async (map) => {
        const ms = await measure(`for i = 1, 1000 do core.get_slots()[1]:get_state() end`, 5, map);
        return { name: "core.get_slots() and a state, from Lua", value: 1_000_000 / ms, unit: "a second" };
      }),
  },
  {
    name: "objects from Lua",
    run: () =>
      withMap(OBJECTS, async (map) => {
        const ms = await measure(`core.my_slot():get_stats()`, 5, map);
        return { name: `${OBJECTS} objects as Lua tables`, value: ms, unit: "ms" };
      }),
  },
  {
    name: "host call",
    run: async (): Promise<BenchResult> => {
      const ms = await measure(`for i = 1, 100000 do core.get_slot(99) end`, 5);
      return { name: "call of a declared function", value: (ms * 1e6) / 100_000, unit: "ns" };
    },
  },
  {
    name: "metric addition",
    run: () =>
      withMap(1, async (map) => {
        const ms = await measure(`local c = core.counter("jobs") for i = 1, 100000 do c:add(1) end`, 5, map);
        return { name: "one addition to a counter, from Lua", value: (ms * 1e6) / 100_000, unit: "ns" };
      }),
  },
  {
    name: "task switch",
    run: async (): Promise<BenchResult> => {
      const ms = await measure(`for i = 1, 20000 do core.yield() end`, 5);
      return { name: "core.yield() and back", value: (ms * 1e6) / 20_000, unit: "ns" };
    },
  },
];
