import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnvironment, parseConfig } from "../../../src/config/index.ts";
import { CommandSocket } from "../../../src/process/command-socket/index.ts";
import { buildModel } from "../../../src/proxy/model/build-model.ts";
import { sampleCatalog } from "../../../src/samples/index.ts";
import { systemTime } from "../../../src/time.ts";
import { load } from "../../support/script.ts";
import { talk } from "./table-commands.ts";

const text = `
defaults
 mode http
 timeout client 1s
 timeout connect 1s
 timeout server 1s
frontend fe
 bind 127.0.0.1:1
 maxconn 100
backend be
 server s1 127.0.0.1:2
 server s2 127.0.0.1:2 check
 server s3 127.0.0.1:2 agent-check agent-port 3
 server s4 127.0.0.1:2 disabled
 server s5 127.0.0.1:2 disabled
 use-server s5 if { src 127.0.0.2 }
backend tls
 default-server ssl verify none
 server s1 127.0.0.1:2 no-ssl
`;

/** Lines with what HAProxy 3.5-dev5 answers to them. */
const ANSWERS: readonly (readonly [line: string, answer: string])[] = [
  ["set server be/s1 check-port 9", "health checks are not enabled on this server\n"],
  ["set server be/s2 check-port", "set server <b>/<s> check-port requires a port.\n"],
  ["set server be/s2 check-port abc", "provided port is not an integer\n"],
  ["set server be/s2 check-port 70000", "provided port is invalid\n"],
  ["set server be/s2 check-addr foo", "invalid addr 'foo'\n"],
  ["set server be/s2 check-port 9", ""],
  ["set server be/s1 agent-addr 127.0.0.1", "agent checks are not enabled on this server\n"],
  ["set server be/s1 agent-send x", "agent checks are not enabled on this server.\n"],
  ["set server be/s3 agent-addr 127.0.0.3 port 8", ""],
  ["set server be/s3 agent-send hello", ""],
  ["set server be/s1 fqdn", "set server <b>/<s> fqdn requires a FQDN.\n"],
  ["set server be/s1 fqdn a.test", "set server <b>/<s> fqdn failed because no resolution is configured.\n"],
  ["set server be/s1 name", "set server <b>/<s> name requires a new name.\n"],
  [
    "set server be/s1 name new",
    "Server must be in maintenance mode to be renamed (set server <b>/<s> state maint).\n",
  ],
  ["set server be/s4 name a/b", "Server name contains invalid characters.\n"],
  ["set server be/s4 name s1", "A server with the same name already exists in this backend.\n"],
  [
    "set server be/s5 name new",
    "Cannot rename: server's name is statically referenced (use-server, track, or sample argument).\n",
  ],
  ["set server be/s4 name s4", "Server name updated.\n"],
  ["set server be/s4 name blue", "Server name updated.\n"],
  ["get weight be/s4", "No such server.\n"],
  ["get weight be/blue", "1 (initial 1)\n"],
  [
    "set server be/s1 ssl on",
    "'set server <srv> ssl' cannot be set.  default-server should define ssl settings\n",
  ],
  ["set server tls/s1 ssl maybe", "'set server <srv> ssl' expects 'on' or 'off'.\n"],
  ["set server tls/s1 ssl on", "server ssl setting updated.\n"],
  ["set maxconn frontend", "A frontend name is expected.\n"],
  ["set maxconn frontend nope", "No such frontend.\n"],
  ["set maxconn frontend fe", "Integer value expected.\n"],
  ["clear counters server nope/s1", "No such backend.\n"],
  ["clear counters server be/s1", "Server counters cleared.\n"],
  ["operator; clear counters", "\n"],
  ["operator; clear counters all", "\nPermission denied\n"],
  ["operator; clear counters server be/s1", "\nPermission denied\n"],
  ["user; clear counters", "\nPermission denied\n"],
  ["set var proc.x int(1)", "This command is restricted to experimental mode only.\n"],
  ["experimental-mode", "experimental-mode is OFF\n"],
  ["experimental-mode on; experimental-mode", "\nexperimental-mode is ON\n"],
  ["user; expert-mode on", "\nPermission denied\n"],
  ["set severity-output foo", "one of 'none', 'number', 'string' is a required argument\n"],
  ["set severity-output number; get weight be/nope", "\n[3]: No such server.\n"],
  ["set severity-output string; clear counters server be/s1", "\n[notice]: Server counters cleared.\n"],
  ["wait", "Expects a duration in milliseconds.\n"],
  ["wait 1ms srv-removable", "Missing server name (<backend>/<server>).\n"],
];

describe("commands that change settings", () => {
  const folder = mkdtempSync(join(tmpdir(), "cset"));
  const file = join(folder, "s");
  const { runtime } = load("", { time: systemTime });
  let proxies: ReturnType<typeof buildModel>;
  let socket: CommandSocket;
  beforeEach(async () => {
    const { config } = parseConfig([{ name: "t.cfg", text }], {
      catalog: sampleCatalog,
      environment: createEnvironment({}),
    });
    assert.ok(config);
    proxies = buildModel(config, { time: systemTime });
    socket = await CommandSocket.open(file, { runtime, proxies });
  });
  afterEach(async () => socket.close());
  after(() => {
    runtime.close();
    rmSync(folder, { recursive: true });
  });

  it("answer what HAProxy answers", async () => {
    for (const [line, answer] of ANSWERS) {
      assert.equal(await talk(file, `${line}\n`), `${answer}\n`, line);
    }
  });

  it("show in the servers' states", async () => {
    await talk(
      file,
      "set server be/s2 check-addr 127.0.0.4 port 9; set server be/s3 agent-addr 127.0.0.3 port 8; set server tls/s1 ssl on\n",
    );
    const ends = (await talk(file, "show servers state\n"))
      .split("\n")
      .filter((line) => / s[123] /.test(line))
      .map((line) => line.split(" ").slice(-8).join(" "));
    assert.deepEqual(ends, [
      "- 2 - 0 0 - - 0",
      "- 2 - 0 9 127.0.0.4 - 0",
      "- 2 - 0 0 - 127.0.0.3 8",
      "- 2 - 1 0 - - 0",
    ]);
    assert.match(
      await talk(file, "set server tls/s1 ssl off; show servers state tls\n"),
      /- 2 - 0 0 - - 0\n/,
    );
  });

  it("limit frontends", async () => {
    await talk(file, "set maxconn frontend fe 7\n");
    assert.equal(proxies.all[0]?.stats("frontend")?.get("slim"), 7);
  });

  it("clear what a server counts in a shared map only by force", async () => {
    const file2 = join(folder, "shared");
    const counts = new Map<string, number | bigint>([["stot", 3]]);
    const counting = {
      add: () => undefined,
      set: (stat: string, value: number | bigint) => void counts.set(stat, value),
      get: (stat: string) => counts.get(stat) ?? 0,
    };
    const guarded = text.replace("server s1 127.0.0.1:2\n", "server s1 127.0.0.1:2 guid one\n");
    const { config } = parseConfig([{ name: "t.cfg", text: guarded }], {
      catalog: sampleCatalog,
      environment: createEnvironment({}),
    });
    assert.ok(config);
    const shared = await CommandSocket.open(file2, {
      runtime,
      proxies: buildModel(config, {
        time: systemTime,
        counting: (guid) => (guid === "one" ? counting : undefined),
      }),
    });
    try {
      assert.match(
        await talk(file2, "clear counters server be/s1\n"),
        /^Server counters are stored in a shared/,
      );
      assert.equal(counts.get("stot"), 3);
      assert.equal(await talk(file2, "clear counters server be/s1 force\n"), "Server counters cleared.\n\n");
      assert.equal(counts.get("stot"), 0);
    } finally {
      await shared.close();
    }
  });

  it("clear the highest values, or all", async () => {
    const [, be] = proxies.all;
    const [s1, s2] = be?.servers ?? [];
    assert.ok(be && s1 && s2);
    const seen = (): unknown[] => [s1, s2].map((server) => [server.gauges.smax, server.counters.get("stot")]);
    for (const server of [s1, s2]) {
      server.gauges.smax = 5;
      server.counters.add("stot", 3);
    }
    await talk(file, "clear counters server be/s1\n");
    assert.deepEqual(seen(), [
      [0, 0],
      [5, 3],
    ]);
    await talk(file, "clear counters\n");
    assert.deepEqual(seen(), [
      [0, 0],
      [0, 3],
    ]);
    await talk(file, "clear counters all\n");
    assert.deepEqual(seen(), [
      [0, 0],
      [0, 0],
    ]);
  });
});
