import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { caseNames, readCase, type Case } from "./cases.ts";
import { explain } from "./explain.ts";
import { findHaproxy, withoutNewSettings } from "./real-haproxy.ts";
import { runCase, type Subject } from "./runner.ts";
import { skipped } from "./table.ts";
import { runTogether } from "./together.ts";

/**
 * The recordings of HAProxy's behaviour, held against halua; and, where the
 * environment variable HALUA_CONFORMANCE_HAPROXY names a HAProxy (`haproxy`
 * for the one in the path), against that, so that they stay true.
 */

/** A case's own limits end it long before this. */
const timeout = 300_000;

/**
 * The recordings are of an idle machine, and in some a script's tenths of a
 * second race the client's next request: what differs is tried again, alone.
 */
const furtherTries = 2;

function runCases(subject: Subject, cases: readonly Case[]): void {
  const stop = new AbortController();
  const results = new Map<string, ReturnType<typeof runTogether>[number][1]>();
  before(() => {
    for (const [one, running] of runTogether(subject, cases, stop.signal)) results.set(one.name, running);
  });
  for (const one of cases) {
    const { name, expected } = one;
    it(name, async () => {
      let seen = await results.get(name);
      assert.ok(seen);
      for (let left = furtherTries; seen.text !== expected && left > 0; left--) {
        await Promise.allSettled(results.values());
        seen = await runCase(subject, one, { lane: 0, lanes: 1 });
      }
      if (seen.text !== expected) assert.fail(`${name}\n${explain(expected, seen)}`);
    }).timeout(timeout);
  }
  after(async () => {
    stop.abort();
    // Nothing may be left running behind a test that has failed.
    await Promise.allSettled(results.values());
  });
}

describe("conformance", () => {
  const names = caseNames();
  const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  runCases({ program: [process.execPath, main] }, names.filter((name) => !(name in skipped)).map(readCase));

  for (const [name, reason] of Object.entries(skipped)) it.skip(`${name}: ${reason}`);

  it("has a case for every line of the table", () => {
    const unknown = Object.keys(skipped).filter((name) => !names.includes(name));
    assert.deepEqual(unknown, []);
  });
});

describe("conformance of a real HAProxy", () => {
  const path = process.env.HALUA_CONFORMANCE_HAPROXY ?? "";
  if (path === "") {
    it.skip("HALUA_CONFORMANCE_HAPROXY names none");
    return;
  }
  const haproxy = findHaproxy(path);
  if (!haproxy) {
    it("starts", () => assert.fail(`${path} does not run, or does not say that it is HAProxy`));
    return;
  }
  const { version } = haproxy;
  const cases = caseNames()
    .map(readCase)
    .filter(({ versions }) => versions.get(version) === "ok");
  it(`${version} has recordings`, () => assert.ok(cases.length > 0));
  runCases({ program: [path], edit: (text) => withoutNewSettings(text, version) }, cases);
});
