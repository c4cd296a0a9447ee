import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { existsSync } from "node:fs";
import { Halua } from "../../support/command.ts";
import { configuration, freePort, play, portOf, startOrigin } from "./scenario.ts";

/** What HAProxy 3.5 counts in the scenario; recorded by record.ts beside this file. */
const recorded = JSON.parse(readFileSync(new URL("traffic.json", import.meta.url), "utf8")) as string[];

describe("stick tables in traffic", () => {
  it("hold after each step what HAProxy's hold", async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "hs"));
    const origin = await startOrigin();
    const ports = { PORT: await freePort(), TCP: await freePort(), ORIGIN: portOf(origin) };
    writeFileSync(join(folder, "c.cfg"), configuration(folder, ports));
    const halua = new Halua(["-f", join(folder, "c.cfg")]);
    try {
      while (!existsSync(join(folder, "cli"))) {
        assert.equal(halua.process.exitCode, null, halua.stderr);
        await pause(10);
      }
      assert.deepEqual(await play(folder, ports), recorded);
    } finally {
      await halua.stop();
      origin.close();
      rmSync(folder, { recursive: true });
    }
  });
});
