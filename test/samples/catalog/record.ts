/**
 * Records what a HAProxy 3.5 says of the expressions in expressions.txt, each
 * in a configuration of its own:
 * `HAPROXY_PROGRAM=... npx tsx test/samples/catalog/record.ts`, then
 * `npm run format`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = (name: string): URL => new URL(name, import.meta.url);
const expressions = readFileSync(here("expressions.txt"), "utf8").split("\n").filter(Boolean);
const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
const folder = mkdtempSync(join(tmpdir(), "halua-expressions-"));

const configuration = (expression: string): string =>
  `frontend f\n mode http\n timeout client 1s\n bind :8081\n http-request set-var(txn.r) '${expression}'\n`;

const PLACE = /^\[ALERT\].*? parsing \[t\.cfg:5\] ?: (?:error detected .*? rule : )?/;

/** The text of the fault, further lines included, or null when there is none. */
function fault(expression: string): string | null {
  writeFileSync(join(folder, "t.cfg"), configuration(expression));
  const { stderr } = spawnSync(program, ["-c", "-f", "t.cfg"], { cwd: folder, encoding: "utf8" });
  const lines = stderr.split("\n");
  const first = lines.findIndex((line) => line.startsWith("[ALERT]"));
  if (first < 0) return null;
  const next = lines.findIndex((line, index) => index > first && line.startsWith("["));
  return lines
    .slice(first, next < 0 ? undefined : next)
    .join("\n")
    .replace(PLACE, "")
    .trimEnd();
}

const rows = expressions.map((text) => `  ${JSON.stringify([text, fault(text)])}`);
rmSync(folder, { recursive: true });
writeFileSync(here("expressions.json"), `[\n${rows.join(",\n")}\n]\n`);
