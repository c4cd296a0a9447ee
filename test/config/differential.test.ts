import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bothSides } from "./support/compare.ts";
import { LISTEN } from "./support/parse.ts";
import { findOracle, type Oracle } from "./support/oracle.ts";

/** The version whose words count; older ones differ where the case says so. */
const REFERENCE = 305;

const indented = (text: string): string => ` ${text.replaceAll(";;", "\n ")}\n`;

const GROUPS: Readonly<Record<string, (text: string) => string>> = {
  global: (text) => `global\n${indented(text)}`,
  proxy: (text) => LISTEN + indented(text),
  whole: (text) => text.replaceAll("\\n", "\n"),
};

describe("configurations before halua and before the real HAProxy", function () {
  this.timeout(300_000);
  let oracle: Oracle;

  before(function () {
    const found = findOracle();
    if (!found) {
      process.stdout.write("      no haproxy here (set HAPROXY_PROGRAM): differential tests are skipped\n");
      this.skip();
    }
    oracle = found;
  });

  for (const [group, make] of Object.entries(GROUPS)) {
    it(`judges lines of ${group}.txt alike`, () => {
      const cases = readFileSync(new URL(`cases/${group}.txt`, import.meta.url), "latin1");
      const different: string[] = [];
      let count = 0;
      for (const line of cases.split("\n")) {
        const mark = line.charAt(0);
        const text = line.slice(2);
        if (line === "" || (oracle.version < REFERENCE && mark === "+")) continue;
        count++;
        const { ours, theirs } = bothSides(oracle, make(text));
        const exact = oracle.version >= REFERENCE || mark === " ";
        const same = exact
          ? JSON.stringify(ours) === JSON.stringify(theirs)
          : ours.accepted === theirs.accepted;
        if (!same)
          different.push(`${text}\n  ours   ${JSON.stringify(ours)}\n  theirs ${JSON.stringify(theirs)}`);
      }
      assert.ok(count > 50, "there are cases");
      assert.deepEqual(different, []);
    });
  }
});
