import { Command } from "commander";
import pc from "picocolors";
import { SharedMap, slotToJson, type SlotState, type SlotView } from "../shm/index.ts";
import { addMapOptions } from "./map-options.ts";
import { openToLook, type LookOptions } from "./look.ts";
import { renderJson, renderTable } from "./output.ts";
import { show } from "./watch.ts";

const examples = `
Examples:
  halua slots --map /run/haproxy/stats.shm            who holds a slot, and how it does
  halua slots --map FILE --watch                      the same, refreshed each second
  halua slots --map copy.bin --snapshot --json        a copied file, for a machine`;

/** `halua slots`: the slots in use. */
export function slotsCommand(): Command {
  const command = new Command("slots")
    .description("list the slots in use: which process, its state, its heartbeat")
    .option("--json", "print JSON: [{slot, pid, state, age_ms, ttl_ms, mine}]")
    .option("--watch", "refresh each second until interrupted")
    .option("--snapshot", "judge a copied file by its own clock and ask no process")
    .addHelpText("after", examples)
    .action(async (options: LookOptions) => {
      const map = openToLook(options);
      try {
        await show(() => render(map, options.json ?? false), options.watch ?? false);
      } finally {
        map.close();
      }
    });
  return addMapOptions(command, true);
}

function render(map: SharedMap, json: boolean): string {
  const slots = map.slots();
  if (json) return renderJson(slots.map(slotToJson));
  if (slots.length === 0) return "no slot is in use";
  return renderTable(["SLOT", "PID", "STATE", "HEARTBEAT", "EXPIRES"], slots.map(row));
}

function row({ slot, pid, state, ageMs, ttlMs }: SlotView): (string | number)[] {
  const expires = ttlMs > 0 ? `in ${seconds(ttlMs)}` : `${seconds(-ttlMs)} ago`;
  return [slot, pid, paint[state](state), `${seconds(ageMs)} ago`, expires];
}

const paint: Record<SlotState, (text: string) => string> = {
  alive: pc.green,
  ghost: pc.yellow,
  expired: pc.red,
  free: pc.dim,
};

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
