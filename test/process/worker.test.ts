import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the recordings of test/conformance do not show of `halua -f`. */

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

describe("halua -f", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "halua-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function halua(
    args: string[],
    files: Record<string, string>,
  ): { status: number | null; out: string; err: string } {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const run = spawnSync(process.execPath, ["--import", tsx, main, ...args], {
      cwd: folder,
      encoding: "utf8",
      timeout: 30_000,
    });
    const err = run.stderr.replace(/\(\d+\)/g, "(PID)").replace(/\d{3}\/\d{6}/g, "DAY");
    return { status: run.status, out: run.stdout, err };
  }

  const global = "global\n  tune.lua.bool-sample-conversion normal\n";
  const listen =
    "listen own\n  mode http\n  bind 127.0.0.1:1\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\n";

  it("checks: bodies run, init functions and tasks do not", () => {
    const script = `print("body") core.register_init(function() print("init") end) core.register_task(function() print("task") end)`;
    const run = halua(["-c", "-V", "-f", "a.cfg"], {
      "a.lua": script,
      "a.cfg": `${global}  lua-load a.lua\n${listen}`,
    });
    assert.deepEqual(run, { status: 0, out: "body\nConfiguration file is valid\n", err: "" });
  });

  it("has the configuration's figures and limits", () => {
    const script = `core.register_task(function()
      local i = core.get_info() print(i.node, i.description, i.Maxconn, i.Nbthread, i.Listeners)
      print(pcall(table.sort, { 2, 1 }, function() while true do end end))
      os.exit(3)
    end)`;
    const settings =
      "  node n1\n  description some text\n  maxconn 77\n  nbthread 3\n  tune.lua.burst-timeout 50ms\n";
    const run = halua(["-q", "-f", "b.cfg"], {
      "b.lua": script,
      "b.cfg": `${global}${settings}  lua-load b.lua\n${listen}`,
    });
    assert.equal(run.out, "n1\tsome text\t77\t3\t1\nfalse\tburst timeout\n");
    assert.deepEqual([run.status, run.err], [3, ""]);
  });

  it("refuses scripts for each thread, and what nothing listens for", () => {
    const perThread = halua(["-f", "c.cfg"], {
      "c.lua": "",
      "c.cfg": `${global}  lua-load-per-thread c.lua\n${listen}`,
    });
    assert.equal(perThread.status, 1);
    assert.match(perThread.err, /parsing \[c\.cfg:3\] : halua does not run scripts per thread yet/);
    const nothing = halua(["-f", "d.cfg"], { "d.cfg": global });
    assert.deepEqual(
      [nothing.status, nothing.err],
      [
        1,
        "[ALERT]    (PID) : [halua.main()] No enabled listener found (check for 'bind' directives) ! Exiting.\n",
      ],
    );
  });

  it("sends scripts' lines to the loggers, at the levels they take", () => {
    const script = `core.register_task(function() core.Info("info") core.Alert("alert") error("x") end)
      core.register_task(function() core.msleep(5) os.exit(0) end)`;
    const log = "  log stdout format short local0 err\n";
    const run = halua(["-f", "e.cfg"], {
      "e.lua": script,
      "e.cfg": `${global}${log}  lua-load e.lua\n${listen}`,
    });
    assert.deepEqual(
      run.out
        .split("\n")
        .slice(0, -1)
        .map((line) => line.slice(0, 20)),
      ["<1>alert", "<3>Lua task: [state-"],
    );
    assert.doesNotMatch(run.err, /\[info\]|\[alert\]/);
  });
});
