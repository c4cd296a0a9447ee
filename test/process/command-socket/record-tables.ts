/**
 * Records what a HAProxy 3.5 answers to the commands of tables.txt, with the
 * tables of tables.cfg: `HAPROXY_PROGRAM=... npx tsx
 * test/process/command-socket/record-tables.ts`, then `npm run format`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { LiveHaproxy } from "../../proxy/support/live-haproxy.ts";
import { readCommands, steady, talk } from "./table-commands.ts";

const here = (name: string): URL => new URL(name, import.meta.url);
const haproxy = new LiveHaproxy();
const sockets = ["user", "operator"].map((level) => `stats socket FOLDER/${level} level ${level}`);
await haproxy.start(
  process.env.HAPROXY_PROGRAM ?? "haproxy",
  `global\n${sockets.join("\n")}\nbackend app\n${readFileSync(here("tables.cfg"), "utf8")}`,
);
try {
  const rows: string[] = [];
  for (const { level, command } of readCommands()) {
    const socket = level === "admin" ? haproxy.socket : `${haproxy.folder}/${level}`;
    rows.push(`  ${JSON.stringify([level, command, steady(await talk(socket, `${command}\n`))])}`);
  }
  writeFileSync(here("tables.json"), `[\n${rows.join(",\n")}\n]\n`);
} finally {
  await haproxy.stop();
}
