import type { Bench } from "./bench.ts";
import { besideHaproxy } from "./beside-haproxy.ts";

/** Microseconds since `from`, in Lua. */
const since =
  "local function since(from) local n = core.now() return (n.sec - from.sec) * 1000000 + n.usec - from.usec end";

const tasks = 10_000;
const rounds = 20;
/** What comes before the measuring where a program that compiles as it goes is to be seen at its usual speed. */
const warmUp = 40;

/**
 * All tasks sleep 10 ms, again and again, `before` rounds and then those that
 * count. `result` makes the figure of two: `late`, how much later than asked
 * each sleep ended, in microseconds; and `cpu`, the CPU seconds that all used.
 */
function sleepers(result: string, before: number): string {
  return `${since}
    local late, running, warming = {}, ${tasks}, ${tasks}
    local cpu = os.clock()
    for i = 1, ${tasks} do
      core.register_task(function()
        for j = 1, ${before} do core.now() core.msleep(10) end
        warming = warming - 1
        if warming == 0 then cpu = os.clock() end
        for j = 1, ${rounds} do
          local from = core.now()
          core.msleep(10)
          late[#late + 1] = since(from) - 10000
        end
        running = running - 1
        if running == 0 then cpu = os.clock() - cpu end
      end)
    end
    while running > 0 do core.msleep(20) end
    table.sort(late)
    ${result}`;
}

const lateness = "say(math.max(1, late[#late * 99 // 100]))";

export const benches: Bench[] = [
  {
    name: "sleeping tasks, lateness from the start",
    run: () =>
      besideHaproxy(
        `lateness of ${tasks} tasks sleeping 10 ms, 99th percentile of the first ${rounds} sleeps`,
        sleepers(lateness, 0),
        "µs",
      ),
  },
  {
    name: "sleeping tasks, lateness",
    run: () =>
      besideHaproxy(
        `lateness of ${tasks} tasks sleeping 10 ms, 99th percentile after ${warmUp} sleeps`,
        sleepers(lateness, warmUp),
        "µs",
      ),
  },
  {
    name: "sleeping tasks, CPU",
    run: () =>
      besideHaproxy(
        `CPU of ${tasks} tasks sleeping 10 ms, a sleep, after ${warmUp}`,
        sleepers(`say(math.max(1, math.floor(cpu * 1e9 / ${tasks * rounds})))`, warmUp),
        "ns",
      ),
  },
  {
    name: "queue",
    run: () =>
      besideHaproxy(
        "queue push and pop",
        `${since} local q = core.queue() local from = core.now()
         for i = 1, 2000000 do q:push(i) q:pop() end
         core.msleep(1) say(math.floor(2000000 / (since(from) / 1e6)))`,
        "a second",
      ),
  },
  {
    name: "queue between tasks",
    run: () =>
      besideHaproxy(
        "queue from one task to another, pop_wait",
        `${since} local q, done = core.queue(), false local from = core.now()
         core.register_task(function() for i = 1, 500000 do q:pop_wait() end done = true end)
         for i = 1, 500000 do q:push(i) if i % 100 == 0 then core.yield() end end
         while not done do core.yield() end
         say(math.floor(500000 / (since(from) / 1e6)))`,
        "a second",
      ),
  },
];
