import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { CONVERTERS } from "../../../src/samples/index.ts";
import { COMPUTED_CONVERTERS } from "../../../src/samples/converters/index.ts";
import { evaluate, resetWorld } from "../support/evaluate.ts";
import { evaluateInHaproxy, type Outcome } from "../support/live-expressions.ts";

/** Expressions with what HAProxy 3.5 makes of them; recorded by record.ts beside this file. */
const recorded = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8")) as [
  expression: string,
  ...Outcome,
][];

/** The name of a program of version 3.5, which the recordings are from. */
function program35(): string | undefined {
  const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
  const { stdout, error } = spawnSync(program, ["-v"], { encoding: "utf8" });
  return !error && stdout.includes("version 3.5") ? program : undefined;
}

describe("converters", () => {
  let zone: string | undefined;
  before(() => {
    zone = process.env.TZ;
    process.env.TZ = "UTC";
  });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const names = new Set(
    recorded.flatMap(([expression]) => [...expression.matchAll(/,([a-z0-9_.-]+)/g)].map((m) => m[1])),
  );
  for (const name of [...COMPUTED_CONVERTERS.keys()].sort()) {
    it(`${name} gives what HAProxy gives`, () => {
      assert.ok(names.has(name), "no recording has it");
      const pattern = new RegExp(`,${name.replaceAll(".", "\\.")}(?![a-z0-9_.-])`);
      const rows = recorded.filter(([expression]) => pattern.test(expression));
      resetWorld();
      assert.deepEqual(
        rows.map(([expression]) => [expression, ...evaluate(expression)]),
        rows,
      );
    });
  }

  it("are all in HAProxy's catalog", () => {
    for (const name of COMPUTED_CONVERTERS.keys()) assert.ok(CONVERTERS.get(name)?.computed, name);
  });

  it("still agree with the real program", async function () {
    const program = program35();
    if (program === undefined) {
      process.stderr.write("      skipped: HAPROXY_PROGRAM names no HAProxy 3.5\n");
      this.skip();
    }
    this.timeout(60_000);
    const outcomes = await evaluateInHaproxy(
      program,
      recorded.map(([expression]) => expression),
    );
    assert.deepEqual(
      recorded.map(([expression], at) => [expression, ...(outcomes[at] ?? [])]),
      recorded,
    );
  });
});
