import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The Lua file that both sides run their programs with. */
export const driverFile = fileURLToPath(new URL("driver.lua", import.meta.url));

/** Whether Debian's lua5.3 is here to compare with. */
export const hasLua53 = spawnSync("lua5.3", ["-v"]).status === 0;

/** What lua5.3 makes of each program, all in one process. */
export function runInLua53(programs: readonly string[]): string[] {
  const input = programs.map((program) => `${program.length}\n${program}\n`).join("");
  const result = spawnSync("lua5.3", [driverFile], {
    input: Buffer.from(input, "latin1"),
    maxBuffer: 1 << 30,
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  if (result.status !== 0) throw new Error(`lua5.3 failed: ${result.stderr.toString()}`);
  const text = result.stdout.toString("latin1");
  const outputs: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf("\n", at);
    const length = Number(text.slice(at, end));
    outputs.push(text.slice(end + 1, end + 1 + length));
    at = end + 1 + length;
  }
  return outputs;
}
