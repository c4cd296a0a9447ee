import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
      core.register_task(function() os.exit(3) end)
      table.sort({ 2, 1 }, function() while true do end end)
    end)`;
    const settings =
      "  node n1\n  description some text\n  maxconn 77\n  nbthread 3\n  tune.lua.burst-timeout 50ms\n";
    const run = halua(["-f", "b.cfg"], {
      "b.lua": script,
      "b.cfg": `${global}${settings}  lua-load b.lua\n${listen}`,
    });
    assert.equal(run.out, "n1\tsome text\t77\t3\t1\n");
    assert.equal(run.status, 3);
    assert.match(run.err, /^\[ALERT\] +\(PID\) : Lua task: .*burst timeout/);
  });

  it("shows scripts the environment that the configuration sets", () => {
    const names = `{ "A", "B", "GONE", "HAPROXY_BRANCH", "HAPROXY_CFGFILES", "HAPROXY_LOCALPEER", "HAPROXY_CLI",
      "HAPROXY_TCP_LOG_FMT" }`;
    const script = `local function show(when)
      local seen = {}
      for _, name in ipairs(${names}) do seen[#seen + 1] = tostring(os.getenv(name)) end
      print(when, table.concat(seen, " ", 1, 7), seen[8]:sub(1, 3))
    end
    show("body")
    core.register_init(function() show("init") end)
    core.register_task(function() show("task") os.exit(0) end)`;
    const settings =
      "  setenv A one\n  setenv GONE x\n  unsetenv GONE\n  presetenv A no\n  localpeer me\n" +
      "  lua-load env.lua\n  setenv A two\n  setenv B b\n  stats socket unix@env.sock\n";
    const run = halua(["-q", "-f", "env.cfg"], { "env.lua": script, "env.cfg": `${global}${settings}` });
    // Recorded of HAProxy 3.5-dev5: B is of its first reading, which leaves scripts alone.
    assert.equal(
      run.out,
      "body\tone b nil 3.5 env.cfg me nil\t%ci\n" +
        "init\ttwo b nil 3.5 env.cfg me unix@env.sock\tnil\n" +
        "task\ttwo b nil 3.5 env.cfg me unix@env.sock\tnil\n",
    );
    assert.deepEqual([run.status, run.err], [0, ""]);
  });

  it("calls itself haproxy in the lines of logs, as those who sort them expect", () => {
    const run = halua(["-q", "-f", "tag.cfg"], {
      "tag.lua": 'core.register_task(function() core.Info("here") os.exit(0) end)',
      "tag.cfg": `${global}  log stdout format rfc5424 local0\n  lua-load tag.lua\n${listen}`,
    });
    assert.match(run.out, /^<134>1 \S+ - haproxy \d+ - - here\n$/);
  });

  it("sets variables of the process before scripts are loaded, and what scripts' requests and mails need", () => {
    const script = `print("body", core.get_var("proc.a"), core.get_var("proc.n"), core.get_var("proc.later"))
    if core.get_var("proc.a") == "yes" then core.use_native_mailers_config() end
    core.register_task(function()
      print("task", core.get_var("proc.later"), core.get_var("proc.none"))
      local m = core.proxies.own:get_mailers() print(m.mailservers.a, m.smtp_hostname, m.log_level)
      local from = core.now().sec
      print(core.httpclient():get { url = "http://localhost:1/" }.reason, core.now().sec - from)
      os.exit(0)
    end)`;
    const settings = `  set-var proc.a str(yes)
  set-var-fmt proc.n "n=%[int(41),add(1)]"
  set-var proc.none env(HALUA_NO_SUCH_VARIABLE),json_query(a)
  httpclient.resolvers.disabled on
  lua-load v.lua
  set-var proc.later var(proc.n),length
`;
    const mails =
      "mailers m\n  mailer a [::1]:25\n" +
      `${listen}  email-alert from f\n  email-alert to t\n  email-alert mailers m\n  email-alert myhostname me\n`;
    const run = halua(["-f", "v.cfg"], { "v.lua": script, "v.cfg": `${global}${settings}${mails}` });
    assert.equal(
      run.out,
      "body\tyes\tn=42\tnil\ntask\t4\tnil\n::1:25\tme\t1\nService Unavailable\t0\n",
      run.err,
    );
  });

  it("warns of mails that no script sends", () => {
    const mails = "mailers m\n  mailer a 127.0.0.1:25\n";
    const uses = "  email-alert from f\n  email-alert to t\n  email-alert mailers m\n";
    const run = halua(["-c", "-f", "m.cfg"], { "m.cfg": `${global}${mails}${listen}${uses}` });
    assert.match(
      run.err,
      /^\[WARNING\] {2}\(PID\) : mailers 'm' is referenced on at least one proxy but Lua mailers/,
    );
    assert.equal(run.out, "Warnings were found.\n");
  });

  it("finds pattern files where default-path says, under the names that the lines give", () => {
    mkdirSync(join(folder, "maps"), { recursive: true });
    const script = `core.register_task(function()
      core.set_map("p.map", "b", "2") print(core.get_patref("p.map").a, core.get_patref("p.map").b) os.exit(0)
    end)`;
    const rule = "  http-request set-var(txn.x) path,map(p.map)\n";
    const run = halua(["-f", "p.cfg"], {
      "maps/p.map": "a 1\n",
      "maps/p.lua": script,
      "p.cfg": `${global}  default-path origin maps\n  lua-load p.lua\n${listen}${rule}`,
    });
    assert.equal(run.out, "1\t2\n", run.err);
  });

  it("runs scripts for each thread, and refuses what nothing listens for", () => {
    const perThread = halua(["-f", "c.cfg"], {
      "c.lua": `print(core.thread) core.register_task(function() print("task", core.thread) os.exit(0) end)`,
      "c.cfg": `${global}  lua-load-per-thread c.lua\n${listen}`,
    });
    assert.deepEqual([perThread.status, perThread.out], [0, "1\ntask\t1\n"], perThread.err);
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
