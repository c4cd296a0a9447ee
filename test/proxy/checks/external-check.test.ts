import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { Scene } from "../backend/support/scene.ts";

describe("checks by programs", () => {
  let folder: string;
  let scene: Scene | undefined;
  before(() => (folder = mkdtempSync(join(tmpdir(), "halua-check-"))));
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => scene?.close());

  /** Lets a shell script check a server once. */
  async function checkedBy(script: string, global = "external-check"): Promise<Scene> {
    const path = join(folder, "check");
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    const time = new VirtualTime();
    scene = new Scene(
      `global\n ${global}\n insecure-fork-wanted\n` +
        "listen be\n bind 127.0.0.1:1\n option external-check\n external-check path /bin:/usr/bin\n" +
        ` external-check command ${path}\n server s1 127.0.0.1:81 check maxconn 7 rise 1 fall 1\n`,
      time,
    );
    scene.backend.start();
    const [model] = scene.proxy.model.servers;
    time.advanceSync(0);
    while (model?.check.hasReport !== true) await new Promise((resolve) => setTimeout(resolve, 5));
    return scene;
  }

  const shown = (of: Scene): unknown[] =>
    ["status", "check_status", "check_code", "check_desc"].map((name) => of.stat(name, "s1"));

  it("pass where the program ends well", async () => {
    assert.deepEqual(shown(await checkedBy("exit 0")), ["UP", "PROCOK", 0, "External check passed"]);
  });

  it("fail with the program's exit status", async () => {
    assert.deepEqual(shown(await checkedBy("exit 3")), ["DOWN", "PROCERR", 3, "External check error"]);
  });

  it("fail where a signal ends the program", async () => {
    assert.deepEqual(shown(await checkedBy("kill -9 $$")), ["DOWN", "PROCERR", -1, "External check error"]);
  });

  it("tell the program in arguments and environment what it checks, and nothing else", async () => {
    const found = join(folder, "found");
    await checkedBy(`{ echo "$@"; env | grep -v '^\\(PWD\\|OLDPWD\\|SHLVL\\|_\\)=' | sort; } > ${found}`);
    assert.deepEqual(readFileSync(found, "utf8").trimEnd().split("\n"), [
      "127.0.0.1 1 127.0.0.1 81",
      "HAPROXY_PROXY_ADDR=127.0.0.1",
      "HAPROXY_PROXY_ID=2",
      "HAPROXY_PROXY_NAME=be",
      "HAPROXY_PROXY_PORT=1",
      "HAPROXY_SERVER_ADDR=127.0.0.1",
      "HAPROXY_SERVER_CURCONN=0",
      "HAPROXY_SERVER_ID=1",
      "HAPROXY_SERVER_MAXCONN=7",
      "HAPROXY_SERVER_NAME=s1",
      "HAPROXY_SERVER_PORT=81",
      "HAPROXY_SERVER_PROTO=tcp",
      "HAPROXY_SERVER_SSL=0",
      "PATH=/bin:/usr/bin",
    ]);
  });

  it("let the program have our environment, where that is asked for", async () => {
    const found = join(folder, "kept");
    process.env.HALUA_TEST_KEPT = "yes";
    try {
      await checkedBy(`echo "$HALUA_TEST_KEPT" > ${found}`, "external-check preserve-env");
    } finally {
      delete process.env.HALUA_TEST_KEPT;
    }
    assert.equal(readFileSync(found, "utf8"), "yes\n");
  });
});
