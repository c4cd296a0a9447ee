import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachProxies } from "../../src/api/core-proxies.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { loadConfiguredPatterns } from "../../src/proxy/configured-patterns.ts";
import { buildModel } from "../../src/proxy/model/build-model.ts";
import { sampleCatalog } from "../../src/samples/index.ts";
import { PatternReferences } from "../../src/samples/patterns/index.ts";
import { systemTime } from "../../src/time.ts";
import { load } from "../support/script.ts";
import { configuration, lateCallsScript, mapFile, wrongCallsScript } from "./wrong-calls.ts";

/**
 * What HAProxy 3.5-dev5 said to the script of wrong-calls.ts. To record it
 * anew: HALUA_RECORD_HAPROXY=<a HAProxy> npx mocha test/api/wrong-calls.test.ts
 */
const recording = new URL("wrong-calls.recorded.txt", import.meta.url);

const global = `global
  tune.lua.bool-sample-conversion normal
  lua-load main.lua
`;

/** What a real HAProxy prints that loads `script`. */
function printed(haproxy: string, folder: string, script: string, args: string[], sections = ""): string {
  writeFileSync(join(folder, "main.lua"), script);
  writeFileSync(join(folder, "haproxy.cfg"), `${global}${sections}`);
  const run = spawnSync(haproxy, [...args, "-f", "haproxy.cfg"], { cwd: folder, encoding: "latin1" });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

function record(haproxy: string, folder: string): void {
  const early = printed(haproxy, folder, wrongCallsScript(), ["-c"]);
  const late = printed(haproxy, folder, lateCallsScript("os.exit(0)"), ["-db"], configuration);
  writeFileSync(recording, `${early}${late}`, "latin1");
}

/** What halua says in the place of both. */
async function spoken(): Promise<string[]> {
  const early = load(wrongCallsScript());
  early.runtime.close();
  const { config } = parseConfig([{ name: "t.cfg", text: configuration }], { catalog: sampleCatalog });
  assert.ok(config);
  const late = load(lateCallsScript("show('end')"), { time: systemTime });
  loadConfiguredPatterns(config, late.runtime.services.get(PatternReferences));
  attachProxies(late.runtime, buildModel(config));
  late.runtime.start();
  // Subscriptions that the calls leave behind keep it from ever being idle.
  while (late.said.at(-1) !== "end") await new Promise((resolve) => setImmediate(resolve));
  late.runtime.close();
  return [...early.said, ...late.said.slice(0, -1)];
}

/** The call of a line, and what it gave. */
function table(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf("\t");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

describe("calls with wrong arguments", () => {
  let folder = "";
  let home = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "halua-"));
    home = process.cwd();
    writeFileSync(join(folder, mapFile.name), mapFile.text);
    process.chdir(folder);
  });
  after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it("get HAProxy's answers, word for word", async () => {
    const haproxy = process.env.HALUA_RECORD_HAPROXY;
    if (haproxy !== undefined) record(haproxy, folder);
    const recorded = table(readFileSync(recording, "latin1").split("\n").slice(0, -1));
    const seen = table(await spoken());
    const different = [...seen]
      .filter(([call, answer]) => recorded.get(call) !== answer)
      .map(
        ([call, answer]) =>
          `${call}\n    HAProxy: ${recorded.get(call) ?? "not recorded"}\n    halua:   ${answer}`,
      );
    assert.deepEqual(different.join("\n"), "");
    assert.ok(seen.size > 800, `only ${seen.size} calls`);
  });
});
