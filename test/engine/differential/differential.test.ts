import { strict as assert } from "node:assert";
import fc from "fast-check";
import { expressionProgram } from "./expressions.ts";
import { runInHalua } from "./halua.ts";
import { libraryProgram } from "./library.ts";
import { hasLua53, runInLua53 } from "./lua53.ts";
import { statementProgram } from "./statements.ts";

/** Another seed finds other programs: HALUA_SEED=4711 npx mocha test/engine/differential */
const seed = Number(process.env.HALUA_SEED ?? 20240501);
/** How many programs in all, and how they divide up: the longer they are, the fewer. */
const wanted = Number(process.env.HALUA_PROGRAMS ?? 20_500);
const shares = { expressions: 0.64, library: 0.24, statements: 0.12 };

/** Most programs that one lua5.3 process runs. */
const batch = 700;

/** Compares what both make of batches of programs; a failure shows the program shrunk to what matters. */
function compare(program: fc.Arbitrary<string>, count: number): number {
  let compared = 0;
  const programs = fc.array(program, { maxLength: batch, size: "max" });
  const agree = fc.property(programs, (list) => {
    const expected = runInLua53(list);
    const actual = runInHalua(list);
    compared += list.length;
    list.forEach((source, i) => {
      if (actual[i] === expected[i]) return;
      throw new Error(
        `the program\n${source}\ngives in lua5.3\n${String(expected[i])}\nand in halua\n${String(actual[i])}\n`,
      );
    });
  });
  // Lengths spread evenly: a list is half a batch on average, and a short one is still there to shrink to.
  for (let round = 0; compared < count; round++) {
    fc.assert(agree, { seed: seed + round, numRuns: 4, unbiased: true });
  }
  return compared;
}

const stock = process.env.HALUA_ENGINE === "stock";

describe("halua and lua5.3 on the same programs", function () {
  this.timeout(120_000);

  before(function () {
    // Stock Fengari is known to differ (that is why the engine exists), and without lua5.3 there is no judge.
    if (stock || !hasLua53) this.skip();
  });

  const kinds = { expressions: expressionProgram, library: libraryProgram, statements: statementProgram };
  for (const [kind, share] of Object.entries(shares)) {
    it(`agree on programs of the kind "${kind}"`, () => {
      const count = Math.ceil(wanted * share);
      assert.ok(compare(kinds[kind as keyof typeof kinds], count) >= count);
    });
  }
});
