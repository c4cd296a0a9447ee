import { Command, InvalidArgumentError } from "commander";
import { SharedMap, statRowToJson, type StatRow } from "../shm/index.ts";
import { openToLook, type LookOptions } from "./look.ts";
import { addMapOptions } from "./map-options.ts";
import { renderJson, renderTable, type Cell } from "./output.ts";
import { show } from "./watch.ts";

interface StatsOptions extends LookOptions {
  slot?: number;
  all?: boolean;
}

const examples = `
Examples:
  halua stats --map /run/haproxy/stats.shm            the figures of all live processes together
  halua stats --map FILE --slot 3 fe-main be-main     two objects, as the process in slot 3 counts them
  halua stats --map FILE --all fe-main                every figure of one object
  halua stats --map FILE --json                       for a machine; names as in HAProxy's 'show stat'`;

/** What a plain table shows: enough to see traffic and trouble. `--all` shows the rest. */
const columns = ["stot", "rate", "bin", "bout", "hrsp_2xx", "hrsp_4xx", "hrsp_5xx", "econ", "eresp"];

/** `halua stats`: figures by guid. */
export function statsCommand(): Command {
  const command = new Command("stats")
    .description("show the figures of the shared objects, by guid")
    .argument("[guid...]", "only these objects")
    .option("--slot <n>", "only the objects that this slot uses", parseSlot)
    .option("--all", "every figure, one a line")
    .option("--json", "print JSON: [{guid, type, tgids, slots, stats: {stot, bin, ...}}]")
    .option("--watch", "refresh each second until interrupted")
    .option("--snapshot", "judge a copied file by its own clock and ask no process")
    .addHelpText("after", examples)
    .action(async (guids: string[], options: StatsOptions) => {
      const map = openToLook(options);
      try {
        await show(() => render(map, guids, options), options.watch ?? false);
      } finally {
        map.close();
      }
    });
  return addMapOptions(command, true);
}

function parseSlot(text: string): number {
  const slot = Number(text);
  if (/^\d+$/.test(text) && slot < 64) return slot;
  throw new InvalidArgumentError(`'${text}' is not a slot: slots are 0 to 63.`);
}

function render(map: SharedMap, guids: readonly string[], options: StatsOptions): string {
  const rows = map.stats({
    ...(options.slot === undefined ? {} : { slot: options.slot }),
    ...(guids.length > 0 ? { guids } : {}),
  });
  if (options.json) return renderJson(rows.map(statRowToJson));
  if (rows.length === 0) return "no object of a live process";
  return options.all ? rows.map(everyFigure).join("\n\n") : overview(rows);
}

function overview(rows: readonly StatRow[]): string {
  const head = ["GUID", "TYPE", "SLOTS", ...columns.map((name) => name.toUpperCase())];
  return renderTable(
    head,
    rows.map((row): Cell[] => [
      row.guid,
      row.type,
      row.slots.join(","),
      ...columns.map((name): Cell => row.stats[name] ?? "-"),
    ]),
  );
}

function everyFigure(row: StatRow): string {
  const title = `${row.guid} (${row.type}; slots ${row.slots.join(",")}; thread groups ${row.tgids.join(",")})`;
  const figures = Object.entries(row.stats).map(([name, value]): Cell[] => [name, value]);
  return `${title}\n${renderTable(["NAME", "FIGURE"], figures)}`;
}
