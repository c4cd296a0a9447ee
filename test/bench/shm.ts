import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SharedMap } from "../../src/shm/index.ts";
import type { Bench } from "./bench.ts";

const OBJECTS = 10_000;

/** Runs `body` on a member of a fresh map, and leaves nothing behind. */
function withMap<T>(maxObjects: number, body: (map: SharedMap) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "halua-bench-"));
  const file = path.join(folder, "map");
  const map = SharedMap.open(file, { access: "member", create: true, maxObjects });
  try {
    return body(map);
  } finally {
    map.close();
    fs.rmSync(folder, { recursive: true });
  }
}

/** The median time of one call, in nanoseconds, over nine rounds of `count` calls. */
function nsPerCall(count: number, call: () => void): number {
  const rounds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < count; turn++) call();
    rounds.push(Number(process.hrtime.bigint() - start) / count);
  }
  return rounds.sort((a, b) => a - b)[4] ?? 0;
}

export const benches: Bench[] = [
  {
    name: "slots read",
    run: () =>
      withMap(10, (map) => {
        const ns = nsPerCall(5_000, () => map.slots());
        return { name: "looks at all slots", value: Math.round(1e9 / ns), unit: "a second" };
      }),
  },
  {
    name: "objects read",
    run: () =>
      withMap(OBJECTS, (map) => {
        for (let index = 0; index < OBJECTS; index++) {
          const object = map.object({ guid: `guid-${index}`, type: "backend" });
          object.add("stot", index + 1);
          object.add("bin", (index + 1) * 1_000_000);
        }
        const observer = SharedMap.open(map.path);
        const ns = nsPerCall(3, () => {
          for (const object of observer.objects()) object.stats();
        });
        observer.close();
        return { name: `${OBJECTS} objects with their stats`, value: ns / 1e6, unit: "ms" };
      }),
  },
  {
    name: "counter addition",
    run: () =>
      withMap(10, (map) => {
        const object = map.object({ guid: "fe", type: "frontend" });
        return {
          name: "one counter addition",
          value: nsPerCall(200_000, () => object.add("stot", 1)),
          unit: "ns",
        };
      }),
  },
  {
    name: "heartbeat",
    run: () =>
      withMap(10, (map) => {
        map.object({ guid: "fe", type: "frontend" });
        return {
          name: "one heartbeat",
          value: nsPerCall(5_000, () => map.heartbeat()) / 1_000,
          unit: "µs",
        };
      }),
  },
  {
    name: "metric addition",
    run: () =>
      withMap(10, (map) => {
        const counter = map.metrics.counter("jobs");
        return {
          name: "one addition to a script's counter",
          value: nsPerCall(200_000, () => counter.add(1)),
          unit: "ns",
        };
      }),
  },
  {
    name: "metric total",
    run: () =>
      withMap(10, (map) => {
        const counter = map.metrics.counter("jobs");
        return { name: "one counter's total", value: nsPerCall(20_000, () => counter.total()), unit: "ns" };
      }),
  },
];
