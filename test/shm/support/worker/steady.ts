/**
 * A member that does one step for each line of its input: it counts, beats and
 * answers with a JSON line `{counted, total, slot}` (-1 without a slot). What
 * happens to it on the way it tells in lines of their own, `{lost}` and
 * `{warning}`. What it must never do is die of SIGBUS.
 * Arguments: the map.
 */
import { createInterface } from "node:readline";
import { SharedMap } from "../../../../src/shm/index.ts";

const [file = ""] = process.argv.slice(2);

function say(what: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

const map = SharedMap.open(file, { access: "member" });
map.on("map-lost", ({ reason }) => say({ lost: reason }));
map.on("warning", (warning) => say({ warning }));
const object = map.object({ guid: "steady", type: "frontend" });
// Enough objects for several pages, so that a cut in the middle hurts too.
const more = Array.from({ length: 40 }, (_, index) =>
  map.object({ guid: `steady-${index}`, type: "backend" }),
);
let counted = 0;
let stepped = performance.now();
const input = createInterface({ input: process.stdin });
input.on("line", () => {
  // A look at the file is good for a millisecond; what is tested is what comes after.
  while (performance.now() - stepped < 2);
  object.add("stot", 1);
  for (const each of more) each.add("bin", 10);
  counted++;
  map.heartbeat();
  stepped = performance.now();
  say({ counted, total: Number(object.get("stot")), slot: map.mySlot ?? -1 });
});
input.on("close", () => map.close());
