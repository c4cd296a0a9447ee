/**
 * Records what a HAProxy 3.5 counts in the scenario:
 * `HAPROXY_PROGRAM=... npx tsx test/proxy/stick/record.ts`, then `npm run format`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { configuration, freePort, play, portOf, startOrigin } from "./scenario.ts";

const folder = mkdtempSync(join(tmpdir(), "hs"));
const origin = await startOrigin();
const ports = { PORT: await freePort(), TCP: await freePort(), ORIGIN: portOf(origin) };
writeFileSync(join(folder, "c.cfg"), configuration(folder, ports));
const child = spawn(process.env.HAPROXY_PROGRAM ?? "haproxy", ["-db", "-f", join(folder, "c.cfg")], {
  stdio: ["ignore", "inherit", "inherit"],
});
try {
  while (!existsSync(join(folder, "cli")) && child.exitCode === null) await pause(10);
  await pause(100);
  const seen = await play(folder, ports);
  writeFileSync(new URL("traffic.json", import.meta.url), JSON.stringify(seen, undefined, 2) + "\n");
} finally {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  origin.close();
  rmSync(folder, { recursive: true });
}
