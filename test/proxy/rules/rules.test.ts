import assert from "node:assert/strict";
import { prepare, Worker } from "../../../src/process/worker.ts";
import { statFormats, statLines } from "../../../src/proxy/model/index.ts";
import { haproxyProgram } from "../support/live-haproxy.ts";
import { askHaproxy, figuresOf, named, versionOf } from "./support/oracle.ts";
import { readRecording } from "./support/recording.ts";
import type { Scene } from "./support/scene.ts";
import { scenes } from "./support/scenes.ts";
import { Side } from "./support/side.ts";

/** Rules, error replies and options of requests, beside what HAProxy did with the same (support/record.ts). */

for (const scene of scenes) {
  describe(`rules, replies and options of requests: ${scene.name}`, () => compare(scene));
}

function compare(scene: Scene): void {
  const { name: sceneName, configuration, files, probes, simplify } = scene;
  const recording = readRecording(sceneName);
  const side = new Side(simplify);
  let worker: Worker | undefined;
  const said: string[] = [];

  before(async () => {
    const text = await side.open(configuration);
    for (const [name, content] of Object.entries(files)) side.write(name, content);
    const prepared = prepare({ files: [side.write("c.cfg", text)], write: (line) => void said.push(line) });
    assert.ok(prepared, said.join(""));
    worker = new Worker(prepared);
    await worker.traffic.listen();
    worker.start();
  });
  after(() => {
    worker?.close();
    side.close();
  });

  assert.equal(recording.seen.length, probes.length, "record again: the probes have changed");
  for (const [i, probe] of probes.entries()) {
    const { probe: name, ...expected } = recording.seen[i] ?? { probe: "" };
    it(named(probe).replaceAll("\n", " ").slice(0, 100), async () => {
      assert.equal(name, named(probe), "record again: the probes have changed");
      assert.deepEqual(await side.probe(probe), expected);
    });
  }

  it("counts what HAProxy counts", () => {
    const lines = worker?.proxies.all.flatMap((proxy) => statLines(proxy)) ?? [];
    assert.deepEqual(figuresOf(statFormats.csv(lines)), recording.figures);
  });

  it("recorded what the HAProxy that is here does", async function () {
    const program = haproxyProgram();
    if (program === undefined || versionOf(program) !== recording.version) {
      process.stderr.write(`skipped: HAPROXY_PROGRAM names no HAProxy ${recording.version}\n`);
      this.skip();
    }
    const asked = await askHaproxy(program, scene);
    assert.deepEqual(asked.seen, recording.seen);
    assert.deepEqual(asked.figures, recording.figures);
  });
}
