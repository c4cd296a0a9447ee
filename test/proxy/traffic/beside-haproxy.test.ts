import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { findHaproxy } from "../../conformance/real-haproxy.ts";
import { haluaCommand } from "../../support/serving.ts";
import { differences } from "./support/differences.ts";
import { play, type Played } from "./support/play.ts";

/**
 * What HAProxy 3.5-dev5 made of the scenario: answers, log lines and counters.
 * To record it anew: HALUA_RECORD_HAPROXY=<a HAProxy> npx mocha <this file>
 */
const recording = new URL("beside-haproxy.recorded.json", import.meta.url);

interface Recording extends Played {
  readonly version: string;
}

/** What halua is to show: the recording, but for the known differences. */
function expected({ outcomes, stats }: Recording): Played {
  const all = Object.entries(outcomes).map(([name, outcome]) => {
    const { answer = outcome.answer, log = outcome.log } = differences[name] ?? {};
    return [name, { answer, log }] as const;
  });
  return { outcomes: Object.fromEntries(all), stats };
}

describe("traffic beside HAProxy", function () {
  this.timeout(60_000);

  const recorder = process.env.HALUA_RECORD_HAPROXY;
  const program = process.env.HAPROXY_PROGRAM ?? recorder;

  it("plays the scenario as recorded of HAProxy", async () => {
    if (recorder !== undefined) {
      const haproxy = findHaproxy(recorder);
      assert.ok(haproxy, `${recorder} does not run`);
      const played = await play([recorder]);
      writeFileSync(recording, `${JSON.stringify({ version: haproxy.version, ...played }, undefined, 1)}\n`);
    }
    const wanted = expected(JSON.parse(readFileSync(recording, "utf8")) as Recording);
    assert.equal(unlike(await play(haluaCommand, wanted.outcomes), wanted), "");
  });

  it("names only asks of the scenario as different, and nothing that is the same", () => {
    for (const [name, { answer, log }] of Object.entries(differences)) {
      const theirs = recorded.outcomes[name];
      assert.ok(theirs, name);
      assert.notDeepEqual({ answer: answer ?? theirs.answer, log: log ?? theirs.log }, theirs);
    }
  });

  const { version, ...recorded } = JSON.parse(readFileSync(recording, "utf8")) as Recording;
  const haproxy = program === undefined ? undefined : findHaproxy(program);
  if (program === undefined || haproxy?.version !== version) {
    it.skip(`plays it in HAProxy ${version}: HAPROXY_PROGRAM does not name that`);
    return;
  }
  it("plays it as recorded in the HAProxy of HAPROXY_PROGRAM", async () => {
    assert.equal(unlike(await play([program], recorded.outcomes), recorded), "");
  });
});

/** What differs, in words. */
function unlike(seen: Played, wanted: Played): string {
  const lines: string[] = [];
  const compare = (name: string, ours: unknown, theirs: unknown): void => {
    const [is, was] = [JSON.stringify(ours), JSON.stringify(theirs)];
    if (is !== was) lines.push(`${name}\n    HAProxy: ${was}\n    halua:   ${is}`);
  };
  assert.deepEqual(Object.keys(seen.outcomes), Object.keys(wanted.outcomes));
  for (const [name, { answer, log }] of Object.entries(wanted.outcomes)) {
    compare(`${name}: answer`, seen.outcomes[name]?.answer, answer);
    compare(`${name}: log`, seen.outcomes[name]?.log, log);
  }
  for (const [name, columns] of Object.entries(wanted.stats)) {
    for (const [column, value] of Object.entries(columns)) {
      compare(`show stat ${name} ${column}`, seen.stats[name]?.[column], value);
    }
  }
  return lines.join("\n");
}
