import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { Scratch } from "../shm/support/scratch.ts";
import { Halua } from "../support/command.ts";

/** Answers as HAProxy 3.5-dev5 gives them to the same configuration. */
describe("servers that come and go at run time", function () {
  this.timeout(60_000);
  const scratch = new Scratch();
  const socket = `${scratch.folder}/s`;
  const web = `${scratch.folder}/w`;
  const peer = http.createServer((_request, response) => response.end("from the new one"));
  let running: Halua;
  let port = 0;

  before(async () => {
    await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
    ({ port } = peer.address() as AddressInfo);
    const script = scratch.write(
      `core.register_task(function()
         for _, event in ipairs { "SERVER_ADD", "SERVER_DEL" } do
           core.event_sub({ event }, function(e, data) print(e, data.name) end)
         end
         print("ready")
       end)`,
      "s.lua",
    );
    const file = scratch.write(
      `global
  stats socket ${socket} mode 600 level admin
  tune.lua.bool-sample-conversion normal
  lua-load ${script}
defaults
  mode http
  timeout client 5s
  timeout connect 5s
  timeout server 5s
frontend web
  bind unix@${web}
  use_backend app
backend app
  balance roundrobin
  default-server weight 7
  server s1 127.0.0.1:9 weight 50
  server s2 127.0.0.1:9
backend fixed
  balance static-rr
  server s1 127.0.0.1:9
backend follows
  server t0 127.0.0.1:9 check
  server t1 127.0.0.1:9 track t0
  use-server t1 if TRUE
`,
      "h.cfg",
    );
    running = new Halua(["-db", "-f", file]);
    await running.until(({ stdout }) => stdout.includes("ready"));
  });
  after(async () => {
    await running.stop();
    await new Promise((resolve) => peer.close(resolve));
    scratch.clean();
  });

  async function ask(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = "";
      const connection = net.createConnection({ path: socket }, () => connection.end(`${line}\n`));
      connection.setEncoding("latin1").on("data", (piece: string) => (text += piece));
      connection.on("error", reject).on("close", () => resolve(text.trimEnd()));
    });
  }

  async function get(): Promise<string> {
    return new Promise((resolve, reject) => {
      http
        .get({ socketPath: web, path: "/" }, (response) => {
          let text = "";
          response.on("data", (piece: Buffer) => (text += piece.toString()));
          response.on("end", () => resolve(`${response.statusCode} ${text}`));
        })
        .on("error", reject);
    });
  }

  it("refuses in HAProxy's words", async () => {
    const answers: Readonly<Record<string, string>> = {
      "add server": "Require 'backend/server'.",
      "add server app/": "Require 'backend/server'.",
      "add server nope/x 1.2.3.4": "No such backend.",
      "add server app/s1 1.2.3.4:5": "Already exists a server with the same name in backend.",
      "add server fixed/x 1.2.3.4:5":
        "Backend does not support dynamic servers : backend 'fixed' uses a non dynamic load balancing method.",
      "add server app/d": "'server' expects <name> and <addr>[:<port>] as arguments.",
      "add server app/d! 1.2.3.4": "character '!' is not permitted in server name 'd!'.",
      "add server app/d 127.0.0.1:98 bogus": "unknown keyword 'bogus'.",
      "add server app/d 127.0.0.1:98 enabled": "'enabled' option is not accepted for dynamic server",
      "del server app": "Require 'backend/server'.",
      "del server nope/x": "No such backend.",
      "del server app/nope": "No such server.",
      "del server app/s2": "Only servers in maintenance mode can be deleted.",
      "del server follows/t0":
        "This server cannot be removed at runtime due to other configuration elements pointing to it.",
      "del server follows/t1":
        "This server cannot be removed at runtime due to other configuration elements pointing to it.",
      "user; add server app/x 1.2.3.4": "\nPermission denied",
    };
    for (const [command, answer] of Object.entries(answers))
      assert.equal(await ask(command), answer, command);
  });

  it("adds one in maintenance, which then carries traffic, and takes it out again", async () => {
    assert.equal(await ask(`add server app/dyn 127.0.0.1:${port} maxconn 4 id 9`), "New server registered.");
    assert.equal(await ask("add server app/next 127.0.0.1:9 weight 3"), "New server registered.");
    const states = (await ask("show servers state app")).split("\n").slice(2);
    assert.deepEqual(
      states.map((line) => line.split(" ").slice(2, 9).join(" ")),
      [
        "1 s1 127.0.0.1 2 0 50 50",
        "2 s2 127.0.0.1 2 0 7 7",
        `9 dyn 127.0.0.1 0 1 1 1`,
        "3 next 127.0.0.1 0 1 3 3",
      ],
    );
    await ask("disable server app/s1; disable server app/s2; enable server app/dyn");
    assert.equal(await get(), "200 from the new one");
    assert.equal(await ask("del server app/dyn"), "Only servers in maintenance mode can be deleted.");
    assert.equal(await ask("disable server app/dyn; del server app/dyn"), "\nServer deleted.");
    assert.match(await get(), /^503 /);
    assert.doesNotMatch(await ask("show servers state app"), / dyn /);
    await running.until(({ stdout }) => stdout.includes("SERVER_DEL"));
    assert.match(running.stdout, /SERVER_ADD\tdyn\nSERVER_ADD\tnext\nSERVER_DEL\tdyn\n/);
  });
});
