import { Command } from "commander";
import pc from "picocolors";
import { setTimeout as sleep } from "node:timers/promises";
import type { Finding, SharedMap } from "../shm/index.ts";
import { openToLook, type LookOptions } from "./look.ts";
import { addMapOptions } from "./map-options.ts";
import { print, renderJson } from "./output.ts";

/** How long the clock is watched before it counts as standing still: its owners move it each second. */
const watchMs = 3000;
const lookMs = 100;

const examples = `
Exit status: 0 when all is well, 1 when something is wrong.

Examples:
  halua doctor --map /run/haproxy/stats.shm           a live map; watches its clock for up to 3 s
  halua doctor --map copy.bin --snapshot --json       a copied file, for a machine`;

/** `halua doctor`: finds and explains what is wrong with a map. */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .description("find and explain what is wrong with a map: ghosts, lost figures, a clock that stands still")
    .option("--json", "print JSON: [{kind, severity, message, data}]")
    .option("--snapshot", "judge a copied file by its own clock and ask no process")
    .addHelpText("after", examples)
    .action(async (options: LookOptions) => {
      const map = openToLook(options);
      try {
        if (!options.snapshot) await watchClock(map);
        const findings = map.diagnose();
        print(options.json ? renderJson(findings) : render(map.path, findings));
        process.exitCode = findings.some(({ severity }) => severity !== "note") ? 1 : 0;
      } finally {
        map.close();
      }
    });
  return addMapOptions(command, true);
}

/** Waits until the shared clock has moved, or long enough to know that it does not. */
async function watchClock(map: SharedMap): Promise<void> {
  if (map.slots().length === 0) return;
  const start = map.nowNs();
  const progress = process.stderr.isTTY;
  if (progress) process.stderr.write("watching the clock ...");
  for (let waited = 0; waited < watchMs && map.nowNs() === start; waited += lookMs) await sleep(lookMs);
  if (progress) process.stderr.write("\r\u001b[K");
}

const paint: Record<Finding["severity"], (text: string) => string> = {
  error: pc.red,
  warning: pc.yellow,
  note: pc.dim,
};

function render(path: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return `${path}: all is well`;
  return findings
    .map(({ severity, message }) => `${paint[severity](severity.padEnd(7))}  ${message}`)
    .join("\n");
}
