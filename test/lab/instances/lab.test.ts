import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { fileURLToPath } from "node:url";
import { installApi } from "../../../src/api/index.ts";
import { freePort, installLab, Lab, until } from "../../../src/lab/instances/index.ts";
import { Runtime } from "../../../src/runtime/index.ts";
import { processExists } from "../../../src/shm/index.ts";
import { sayInto } from "../../support/script.ts";

/** The lab as scripts have it, on the real clock and with real programs. */

const prelude = `
  lab = require "halua.lab"
  function config(port, more)
    return [[
global
  nbthread 1
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend fe
  guid fe-main
  bind 127.0.0.1:]] .. port .. "\\n" .. (more or "") .. [[
  default_backend be
backend be
  guid be-main
  http-request return status 202 content-type text/plain lf-string "%[req.hdr(x-word)] %[req.body]"
]]
  end
  function boot(options)
    options = options or {}
    options.port = lab.port()
    options.config = config(options.port)
    return lab.start(options), options.port
  end
`;

/** Runs `code` as a task; resolves with what it said, rejects with its error. */
async function run(code: string): Promise<string[]> {
  const said: string[] = [];
  const logged: string[] = [];
  const say = sayInto(said);
  let lab: Lab | undefined;
  const runtime = new Runtime({
    log: { write: (text) => logged.push(text) },
    install: (made) => {
      installApi(made);
      made.lua.setGlobal("say", made.lua.function(say));
      lab = installLab(made);
    },
  });
  try {
    runtime.loadText(
      `${prelude} core.register_task(function()
         local ok, message = xpcall(function() ${code} end, debug.traceback)
         say(ok and "done" or message)
       end)`,
      "script",
    );
    runtime.start();
    await until("the script does not end", 30_000, () =>
      said.at(-1) === "done" || runtime.taskCount === 0 ? true : undefined,
    );
    assert.equal(said.at(-1), "done", `${said.join("\n")}${logged.join("")}`);
    return said.slice(0, -1);
  } finally {
    await lab?.clean();
    runtime.close();
  }
}

/** What must hold of halua and of HAProxy alike. */
function shared(program: () => string | undefined): void {
  const boot = (): string => {
    const named = program();
    return named === undefined ? "{map = map}" : `{map = map, program = "${named}"}`;
  };

  it("starts, asks, reloads under load and keeps the frontend's figures", async () => {
    await run(`
      local map = lab.map()
      local it, port = boot${boot()}
      local answer = it:request{method = "POST", path = "/a", headers = {["x-word"] = "one"}, body = "two"}
      assert(answer.status == 202 and answer.body == "one two", answer.body)
      assert(answer.headers["content-type"] == "text/plain")
      local first = it:pid()
      local load = it:load{connections = 5, seconds = 0, path = "/b"}
      lab.eventually(function() return load:requests() > 20 end)
      local outcome = it:reload()
      assert(outcome.success and outcome.ms > 0 and outcome.log:find("Loading success"), outcome.log)
      local seen = load:requests()
      lab.eventually(function() return load:requests() > seen + 20 end)
      local sum = load:stop()
      assert(sum.failed == 0 and sum.requests == sum.statuses[202], "failed " .. sum.failed)
      assert(it:pid() ~= first)
      assert(it:cli("show info"):find("Pid: " .. it:pid(), 1, true))
      assert(it:stats("fe-main").frontend.req_tot == sum.requests + 1)
      assert(next(it:stats("nobody")) == nil)
      lab.eventually(function() return #it:workers() == 1 and #it:slots() == 1 end, 10000)
      assert(it:slots()[1].pid == it:pid() and it:slots()[1].state == "alive")
    `);
  });

  it("lets a stopped process's slot run out while another's beats on, with the clock moved", async () => {
    await run(`
      local map = lab.map()
      local one = boot${boot()}
      local two = boot${boot()}
      local function slot(pid)
        for _, each in ipairs(one:slots()) do if each.pid == pid then return each end end
      end
      local stopped, beating = two:pause(), one:pid()
      assert(slot(stopped).state == "alive" and slot(beating).state == "alive")
      lab.advance(map, 61000)
      assert(slot(stopped).state == "expired", slot(stopped).state)
      assert(slot(beating).state == "alive" and slot(beating).age < 6000)
      assert(one:request{}.status == 202)
      two:resume()
      assert(two:request{}.status == 202)
    `);
  });
}

describe("the reload lab", function () {
  this.timeout(60_000);

  describe("with halua", () => {
    shared(() => undefined);

    it("tells a crash from a reload, and a reload that fails from one that does not", async () => {
      await run(`
        local map = lab.map()
        local it, port = boot{map = map}
        it:request{}
        local crashed = it:kill()
        lab.eventually(function() return it:pid() ~= crashed and it:request{}.status == 202 end, 15000)
        assert(it:stats("be-main").backend.stot == 2, "a backend's figures survive")
        it:configure("frontend broken\\n  nonsense\\n")
        local before, outcome = it:pid(), it:reload()
        assert(not outcome.success and outcome.log:find("unknown keyword 'nonsense'", 1, true), outcome.log)
        assert(it:pid() == before and it:request{}.status == 202)
        it:kill("TERM", "master")
        lab.eventually(function() return not pcall(it.master, it, "show proc") end)
      `);
    });

    it("has workers die at a step, at a reload and while they serve; no slot or figure is lost", async () => {
      await run(`
        local map = lab.map()
        local it, port = boot{map = map, crash_at = "count"}
        local first = it:pid()
        -- It dies of its first request, or already of a count of its own.
        pcall(it.request, it, {})
        lab.eventually(function() return it:pid() ~= first end, 15000)
        assert(it:request{}.status == 202)
        local serving = it:pid()
        it:crash_at("claim pid")
        local outcome = it:reload()
        assert(not outcome.success and outcome.log:find("exited with code 137 (Killed)", 1, true), outcome.log)
        assert(it:pid() == serving and it:request{}.status == 202)
        assert(it:reload().success, "an order counts once")
        lab.advance(map, 61000)
        lab.eventually(function()
          local alive = 0
          for _, slot in ipairs(it:slots()) do
            if slot.state == "alive" and slot.pid == it:pid() then alive = alive + 1
            elseif slot.state ~= "expired" then return false end
          end
          return alive == 1
        end, 10000)
        local total = it:stats("be-main").backend.stot
        assert(total == 2 or total == 3, total)
      `);
    });
  });

  describe("with HAProxy", () => {
    before(function () {
      if ((process.env.HAPROXY_PROGRAM ?? "") !== "") return;
      process.stderr.write("skipped: name a HAProxy from 3.3 on in HAPROXY_PROGRAM\n");
      this.skip();
    });
    shared(() => process.env.HAPROXY_PROGRAM);
  });

  it("complains of options that there are not, in the words of Lua errors", async () => {
    const said = await run(`
      say(pcall(lab.start, {config = "x", speed = 1}))
      say(pcall(lab.start, {config = {}}))
      say(pcall(lab.start, {}))
      say(pcall(lab.start, {config = "x", crash_at = "claim pit"}))
      say(pcall(lab.eventually, function() return false end, 30))
      say(pcall(lab.eventually, function() error("why", 0) end, 30))
      say(pcall(lab.never, function() return true end, 30))
      say(lab.eventually(function() return 7 end), lab.never(function() return nil end, 30))
    `);
    assert.deepEqual(
      said.map((line) => line.replace(/after \d+ ms/, "after N ms")),
      [
        "false start: there is no option 'speed'; there are config, program, map, port, env, args, crash_at",
        "false start: 'config' must be a string",
        "false start: 'config' is missing",
        "false there is no crash point 'claim pit': did you mean 'claim pid'?",
        "false not within 30 ms",
        "false not within 30 ms: why",
        "false came true after N ms",
        "7",
      ],
    );
  });

  it("says why a program does not start, and leaves nothing of it", async () => {
    const lab = new Lab();
    await assert.rejects(lab.start({ config: "frontend x\n  nonsense\n" }), (error: Error) => {
      assert.match(error.message, /halua ended at its start:\n[^]*unknown keyword 'nonsense'/);
      return true;
    });
    await assert.rejects(lab.start({ config: "\n", program: "/no/such/program" }), /ENOENT/);
    await lab.clean();
  });

  it("leaves nothing behind when the process that tests is killed itself", async () => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", fileURLToPath(new URL("support/killed.ts", import.meta.url))],
      { stdio: ["ignore", "pipe", "inherit"], cwd: fileURLToPath(new URL("../../../", import.meta.url)) },
    );
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    const { port, pids, folder } = JSON.parse(String(said)) as {
      port: number;
      pids: number[];
      folder: string;
    };
    assert.equal(pids.length, 2);
    assert.ok(pids.every(processExists));
    child.kill("SIGKILL");
    await until("processes or files are left", 10_000, () =>
      pids.some(processExists) || existsSync(folder) ? undefined : true,
    );
    await assert.rejects(once(createConnection({ host: "127.0.0.1", port }), "connect"));
  });

  it("takes its folders away", async () => {
    const lab = new Lab();
    const path = lab.mapPath();
    const config = `frontend x\n  mode http\n  bind 127.0.0.1:${await freePort()}\n  timeout client 1s\n`;
    const instance = await lab.start({ config, map: path });
    assert.ok(existsSync(path) && existsSync(instance.folder));
    await instance.pause();
    await lab.clean();
    assert.ok(!existsSync(path) && !existsSync(instance.folder) && instance.isOver);
  });
});
