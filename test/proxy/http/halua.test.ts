import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { main } from "../../support/command.ts";
import { Oracle } from "./support/oracle.ts";
import { recordedStreams } from "./support/recorded.ts";
import { buildStream } from "./support/stream-builder.ts";
import { shown, type Verdict, verdictOf } from "./support/verdict.ts";

/** halua itself in the place of HAProxy: what the codec refuses, clients must be refused. */
describe("halua's frontends", function () {
  this.timeout(60_000);

  const halua = new Oracle();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hx"));

  before(async () => {
    const program = path.join(folder, "halua");
    fs.writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
    await halua.start(program);
  });

  after(async () => {
    await halua.stop();
    fs.rmSync(folder, { recursive: true });
  });

  async function agrees(stream: string, expected: Verdict): Promise<void> {
    const theirs = await halua.ask(Buffer.from(stream, "latin1"), expected);
    assert.ok(theirs !== "hang", `halua hangs on ${JSON.stringify(stream)}`);
    assert.deepEqual(shown(theirs), shown(expected), JSON.stringify(stream));
  }

  it("take and refuse what HAProxy does", async () => {
    for (const { stream, acceptUnsafe, verdict } of recordedStreams()) {
      if (!acceptUnsafe && verdict !== "hang") await agrees(stream, verdict);
    }
  });

  it("take and refuse streams at random", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 8, maxLength: 64 }).map(buildStream), async (stream) => {
        await agrees(stream, verdictOf([Buffer.from(stream, "latin1")]));
      }),
      { numRuns: 1000, seed: 20260822 },
    );
  });
});
