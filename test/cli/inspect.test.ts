import assert from "node:assert/strict";
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { Scratch } from "../shm/support/scratch.ts";
import { Halua, halua } from "../support/command.ts";

const recording = (name: string): string =>
  fileURLToPath(new URL(`../golden/shm/1.2/${name}`, import.meta.url));

describe("halua slots", () => {
  it("lists the slots of a recording", async () => {
    const { status, stdout } = await halua("slots", "--map", recording("map.bin"), "--snapshot");
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^SLOT +PID +STATE +HEARTBEAT +EXPIRES\n +1 +13783 +alive +\d\.\d s ago +in \d\d\.\d s\n$/,
    );
  });

  it("gives machines exact JSON", async () => {
    const { stdout } = await halua("slots", "--map", recording("map.bin"), "--snapshot", "--json");
    const slots = JSON.parse(stdout) as Record<string, unknown>[];
    assert.equal(slots.length, 1);
    assert.deepEqual(Object.keys(slots[0]!), ["slot", "pid", "state", "age_ms", "ttl_ms", "mine"]);
    assert.equal(slots[0]!.pid, 13783);
  });

  it("says so when nobody is there", async () => {
    const scratch = new Scratch();
    try {
      scratch.open({ access: "member", create: true }).close();
      const args = ["slots", "--map", scratch.file()];
      assert.equal((await halua(...args)).stdout, "no slot is in use\n");
      assert.equal((await halua(...args, "--json")).stdout, "[]\n");
    } finally {
      scratch.clean();
    }
  });

  it("refreshes until it is interrupted", async () => {
    const watching = new Halua(["slots", "--map", recording("map.bin"), "--snapshot", "--watch"]);
    try {
      await watching.until(({ stdout }) => stdout.split("SLOT").length > 2);
      watching.process.kill("SIGINT");
      assert.equal((await watching.finished).status, 0);
    } finally {
      await watching.stop();
    }
  });
});

describe("halua stats", () => {
  it("shows an overview, with what a type does not count left out", async () => {
    const { status, stdout } = await halua(
      "stats",
      "--map",
      recording("map.bin"),
      "--snapshot",
      "fe-main",
      "be-main",
    );
    assert.equal(status, 0);
    const lines = stdout.trimEnd().split("\n");
    assert.match(lines[0]!, /^GUID +TYPE +SLOTS +STOT +RATE +BIN/);
    assert.match(lines[1]!, /^fe-main +frontend +1 +72 +/);
    assert.equal(lines.length, 4);
  });

  it("shows every figure of one object", async () => {
    const { stdout } = await halua("stats", "--map", recording("map.bin"), "--snapshot", "--all", "srv-1");
    assert.match(stdout, /^srv-1 \(backend; slots 1; thread groups 1,2\)\nNAME +FIGURE\nstot +22\n/);
  });

  it("gives machines exact JSON, of one slot on demand", async () => {
    const { stdout } = await halua(
      "stats",
      "--map",
      recording("map.bin"),
      "--snapshot",
      "--slot",
      "1",
      "--json",
    );
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual(Object.keys(rows[0]!), ["guid", "type", "tgids", "slots", "stats"]);
    const none = await halua("stats", "--map", recording("map.bin"), "--snapshot", "--slot", "5", "--json");
    assert.deepEqual(JSON.parse(none.stdout), []);
  });

  it("writes a figure beyond 2^53 as a string", async () => {
    const scratch = new Scratch();
    try {
      const map = scratch.open({ access: "member", create: true });
      map.object({ guid: "big", type: "backend" }).add("bin", 2n ** 63n + 1n);
      const { stdout } = await halua("stats", "--map", scratch.file(), "--json");
      const [row] = JSON.parse(stdout) as { stats: Record<string, unknown> }[];
      assert.equal(row!.stats.bin, "9223372036854775809");
    } finally {
      scratch.clean();
    }
  });
});

describe("halua doctor", () => {
  it("finds the figures that HAProxy 3.4 loses at a reload", async () => {
    const { status, stdout } = await halua("doctor", "--map", recording("map.bin"), "--snapshot");
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^error +guid be-main: 2 objects for its backend in thread group 1: a reload lost stot 11, /m,
    );
  });

  it("explains in JSON too", async () => {
    const { stdout } = await halua("doctor", "--map", recording("map.bin"), "--snapshot", "--json");
    const findings = JSON.parse(stdout) as Record<string, unknown>[];
    assert.ok(findings.some(({ kind, severity }) => kind === "doubled-object" && severity === "error"));
    assert.deepEqual(Object.keys(findings[0]!), ["kind", "severity", "message", "data"]);
  });

  it("has nothing to say of a healthy map", async () => {
    const scratch = new Scratch();
    try {
      const map = scratch.open({ access: "member", create: true });
      map.startHeartbeat();
      const { status, stdout } = await halua("doctor", "--map", scratch.file());
      assert.equal(stdout, `${scratch.file()}: all is well\n`);
      assert.equal(status, 0);
    } finally {
      scratch.clean();
    }
  });

  it("notices a slot whose process is gone", async () => {
    const scratch = new Scratch();
    try {
      const gone = await halua("--version").then(() => findFreePid());
      scratch.open({ access: "member", create: true, pid: gone });
      const { status, stdout } = await halua("doctor", "--map", scratch.file());
      assert.equal(status, 1);
      assert.match(stdout, new RegExp(`slot 0: process ${gone} is gone`));
    } finally {
      scratch.clean();
    }
  });
});

/** A process id that nobody has. */
function findFreePid(): number {
  for (let pid = 4_000_000; ; pid--) if (!fs.existsSync(`/proc/${pid}`)) return pid;
}

describe("bad input", () => {
  const cases: [what: string, args: string[], status: number, line: RegExp][] = [
    [
      "no such file",
      ["slots", "--map", "no/such.map"],
      1,
      /^halua: no\/such\.map: cannot open it: no such file/,
    ],
    [
      "not a map",
      ["slots", "--map", "package.json"],
      1,
      /^halua: package\.json: .*(not a shm-stats-file|too short)/,
    ],
    ["no map named", ["stats"], 2, /required option '--map <file>'/],
    ["an unknown option", ["slots", "--map", "x", "--nope"], 2, /unknown option '--nope'/],
    ["an unknown command", ["nope"], 2, /unknown command 'nope'/],
    [
      "a slot that is none",
      ["stats", "--map", "x", "--slot", "64"],
      2,
      /'64' is not a slot: slots are 0 to 63/,
    ],
    ["a time that is none", ["run", "x.lua", "--for", "soon"], 2, /'soon' is not a time: write 500ms/],
    ["observing nothing", ["run", "x.lua", "--observe"], 2, /--observe needs --map FILE/],
    ["no such script", ["run", "no/such.lua"], 1, /cannot open no\/such\.lua: No such file or directory/],
  ];
  for (const [what, args, status, line] of cases) {
    it(`is told in a line: ${what}`, async () => {
      const finished = await halua(...args);
      assert.equal(finished.status, status);
      assert.match(finished.stderr, line);
      assert.doesNotMatch(finished.stderr, /\n\s+at /);
      assert.equal(finished.stdout, "");
    });
  }

  it("shows a stack trace only with --debug", async () => {
    const { stderr } = await halua("--debug", "slots", "--map", "no/such.map");
    assert.match(stderr, /\n\s+at /);
  });
});
