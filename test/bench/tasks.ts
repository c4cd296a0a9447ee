import type { Bench } from "./bench.ts";
import { besideHaproxy } from "./beside-haproxy.ts";

/** Microseconds since `from`, in Lua. */
const since =
  "local function since(from) local n = core.now() return (n.sec - from.sec) * 1000000 + n.usec - from.usec end";

const tasks = 10_000;
const rounds = 20;

/**
 * All tasks sleep 10 ms, again and again. `result` makes the figure of two:
 * `late`, how much later than asked each sleep ended, in microseconds; and
 * `cpu`, the CPU seconds used of the `wall` ones that it took.
 */
function sleepers(result: string): string {
  return `${since}
    local late, running = {}, ${tasks}
    local begin, cpu = core.now(), os.clock()
    for i = 1, ${tasks} do
      core.register_task(function()
        for j = 1, ${rounds} do
          local from = core.now()
          core.msleep(10)
          late[#late + 1] = since(from) - 10000
        end
        running = running - 1
      end)
    end
    while running > 0 do core.msleep(20) end
    cpu = os.clock() - cpu
    local wall = since(begin) / 1e6
    table.sort(late)
    ${result}`;
}

export const benches: Bench[] = [
  {
    name: "sleeping tasks, lateness",
    run: () =>
      besideHaproxy(
        `lateness of ${tasks} tasks sleeping 10 ms, 99th percentile`,
        sleepers("say(math.max(1, late[#late * 99 // 100]))"),
        "µs",
      ),
  },
  {
    name: "sleeping tasks, CPU",
    run: () =>
      besideHaproxy(
        `CPU of ${tasks} tasks sleeping 10 ms, a sleep`,
        sleepers(`say(math.max(1, math.floor(cpu * 1e9 / ${tasks * rounds})))`),
        "ns",
      ),
  },
  {
    name: "queue",
    run: () =>
      besideHaproxy(
        "queue push and pop",
        `${since} local q = core.queue() local from = core.now()
         for i = 1, 500000 do q:push(i) q:pop() end
         core.msleep(1) say(math.floor(500000 / (since(from) / 1e6)))`,
        "a second",
      ),
  },
  {
    name: "queue between tasks",
    run: () =>
      besideHaproxy(
        "queue from one task to another, pop_wait",
        `${since} local q, done = core.queue(), false local from = core.now()
         core.register_task(function() for i = 1, 100000 do q:pop_wait() end done = true end)
         for i = 1, 100000 do q:push(i) if i % 100 == 0 then core.yield() end end
         while not done do core.yield() end
         say(math.floor(100000 / (since(from) / 1e6)))`,
        "a second",
      ),
  },
];
