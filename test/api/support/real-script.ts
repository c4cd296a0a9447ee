import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { RealHaproxy } from "../../conformance/real-haproxy.ts";

/** A HAProxy that runs a script needs something to listen on; an abstract name leaves nothing behind. */
function configuration(name: string): string {
  return `global
  nbthread 1
  lua-load script.lua
listen nothing
  bind abns@${name}
  mode tcp
  timeout connect 5s
  timeout client 5s
  timeout server 5s
`;
}

/**
 * The script that runs `task`, the body of a Lua function, and ends the
 * program with it; what it passes to `say(...)` is printed, one line a call.
 */
function script(task: string): string {
  return `say = function(...)
      local values = table.pack(...)
      for i = 1, values.n do values[i] = tostring(values[i]) end
      io.write(table.concat(values, " "), "\\n")
    end
    core.register_task(function()
      local ok, message = pcall(function() ${task}\n end)
      if not ok then say("failed", message) end
      os.exit(0)
    end)`;
}

/** Runs `task` as a task of a real HAProxy; gives what it passed to `say(...)`. */
export async function runInHaproxy({ path: program }: RealHaproxy, task: string): Promise<string[]> {
  return runIn(program, ["-db", "-f", "haproxy.cfg"], task);
}

/** Runs `task` as a task of the built `halua run`; gives what it passed to `say(...)`. */
export async function runInHalua(task: string): Promise<string[]> {
  const program = new URL("../../../dist/cli/main.js", import.meta.url);
  return runIn(process.execPath, [fileURLToPath(program), "run", "script.lua"], task);
}

async function runIn(program: string, args: readonly string[], task: string): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "halua-real-"));
  try {
    writeFileSync(path.join(folder, "haproxy.cfg"), configuration(path.basename(folder)));
    writeFileSync(path.join(folder, "script.lua"), script(task));
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let logged = "";
    child.stdout.setEncoding("latin1").on("data", (text: string) => (printed += text));
    child.stderr.setEncoding("latin1").on("data", (text: string) => (logged += text));
    const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
    await new Promise((resolve) => child.once("close", resolve));
    clearTimeout(late);
    return [...linesOf(printed), ...linesOf(logged).flatMap(complaint)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

/** A line of the log as `[ALERT] text`, if it is one that a script can cause and halua gives too. */
function complaint(line: string): string[] {
  const text = /^\[ALERT\] +\(\d+\) : (httpclient: Failed to parse destination .*)/.exec(line)?.[1];
  return text === undefined ? [] : [`[ALERT] ${text}`];
}
