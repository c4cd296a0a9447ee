import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import { haproxyProgram, LiveHaproxy } from "../proxy/support/live-haproxy.ts";
import { CommandScene, Halua, halua } from "../support/command.ts";

describe("halua run with sockets", function () {
  this.timeout(60_000);

  const scene = new CommandScene();
  afterEach(() => scene.end());

  async function ask(path: string, line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = "";
      const connection = net.createConnection({ path }, () => connection.end(`${line}\n`));
      connection.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      connection.on("error", reject);
      connection.on("close", () => resolve(text));
    });
  }

  it("offers a script's commands at --cli, until a signal", async () => {
    const path = scene.scratch.write(
      `core.register_cli({ "hello" }, "hello : greets", function(a, _, who) a:send("hello " .. who .. "\\n") end)
       print("ready")`,
      "script.lua",
    );
    const socket = `${scene.scratch.folder}/cli`;
    const started = new Halua(["run", path, "--cli", socket]);
    scene.running.push(started);
    await started.until(({ stdout }) => stdout.includes("ready"));
    assert.equal(await ask(socket, "hello you"), "hello you\n\n");
    assert.match(await ask(socket, "show slots"), /^# slot pid state [^\n]*\n0 \d+ alive /);
    started.process.kill("SIGTERM");
    assert.equal((await started.finished).status, 143);
    assert.equal(fs.existsSync(socket), false);
  });

  it("says in one line when the socket cannot be opened or reached", async () => {
    const path = scene.scratch.write("", "script.lua");
    const missing = await halua("run", path, "--socket", "/no/such/socket");
    assert.equal(
      missing.stderr,
      "halua: stats socket '/no/such/socket' cannot be reached (ENOENT): name the path of a 'stats socket' line of the running HAProxy\n",
    );
    assert.equal(missing.status, 1);
    const plain = await halua("run", path, "--cli", path);
    assert.match(plain.stderr, /^halua: command socket '.*' is a file of another kind: name another path\n$/);
    const alone = await halua("run", path, "--socket-age", "5");
    assert.equal(alone.stderr, "halua: --socket-age needs --socket PATH\n");
    assert.equal(alone.status, 2);
  });

  it("acts on a live HAProxy at --socket", async function () {
    const program = haproxyProgram();
    if (program === undefined) this.skip();
    const haproxy = new LiveHaproxy();
    try {
      await haproxy.start(
        program,
        "backend app\n    balance roundrobin\n    server s1 127.0.0.1:9 weight 50",
      );
      const path = scene.scratch.write(
        `core.register_init(function() core.backends.app.servers.s1:set_weight("30") end)
         core.register_task(function()
           local s = core.backends.app.servers.s1
           print(s:get_weight(), core.get_info().Pid)
           s:set_maint()
           print(s:get_stats().status)
         end)`,
        "script.lua",
      );
      const { status, stdout, stderr } = await halua("run", path, "--socket", haproxy.socket);
      assert.equal(stderr, "");
      assert.equal(stdout, `30\t${haproxy.pid}\nMAINT\n`);
      assert.equal(status, 0);
      assert.equal(await haproxy.stat("app", "s1", "status"), "MAINT");
      assert.equal(await haproxy.stat("app", "s1", "weight"), "30");
    } finally {
      await haproxy.clean();
    }
  });
});
