import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findHaproxy } from "../conformance/real-haproxy.ts";
import { haluaCommand } from "../support/serving.ts";

/**
 * The .vtc files beside this one, run by varnishtest against the built halua
 * and against the HAProxy in the path: both have to do what they say.
 */
const folder = fileURLToPath(new URL("./", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".vtc"));

/** What varnishtest ends with where a `feature` is not there. */
const lacksFeature = 77;

interface Run {
  readonly status: number | null;
  readonly log: string;
}

/** Seconds for one file; it ends long before. */
const limit = 60;

function varnishtest(file: string, program: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const args = ["-t", String(limit), `-Dtestdir=${folder}`, path.join(folder, file)];
    const child = spawn("varnishtest", args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, HAPROXY_PROGRAM: program },
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (log += text));
    child.once("error", reject).once("close", (status) => resolve({ status, log }));
  });
}

const isThere = spawnSync("varnishtest", ["-h"]).error === undefined;

describe("varnishtest", function () {
  this.timeout((limit + 10) * 1000);
  if (!isThere) {
    it.skip("runs the .vtc files (no varnishtest in the path)");
    return;
  }

  let scratch: string;
  let halua: string;
  before(() => {
    // varnishtest wants one word, and puts `exec` before it.
    scratch = mkdtempSync(path.join(tmpdir(), "halua-vtc-"));
    halua = path.join(scratch, "halua");
    writeFileSync(halua, `#!/bin/sh\nexec ${haluaCommand.map((word) => `'${word}'`).join(" ")} "$@"\n`);
    chmodSync(halua, 0o755);
  });
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const file of files) {
    it(`${file} in halua`, async () => {
      const { status, log } = await varnishtest(file, halua);
      assert.equal(status, 0, log);
    });
  }

  const haproxy = findHaproxy("haproxy");
  if (!haproxy) {
    it.skip("runs them in HAProxy (no haproxy in the path)");
    return;
  }
  for (const file of files) {
    it(`${file} in HAProxy ${haproxy.version}`, async function () {
      const { status, log } = await varnishtest(file, haproxy.path);
      // Only what a newer HAProxy has brought.
      if (status === lacksFeature) this.skip();
      assert.equal(status, 0, log);
    });
  }
});
