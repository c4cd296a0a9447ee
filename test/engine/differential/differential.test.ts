import { strict as assert } from "node:assert";
import fc from "fast-check";
import { expressionProgram } from "./expressions.ts";
import { runInHalua } from "./halua.ts";
import { libraryProgram } from "./library.ts";
import { hasLua53, runInLua53 } from "./lua53.ts";
import { statementProgram } from "./statements.ts";

/** Another seed finds other programs: HALUA_SEED=4711 npx mocha test/engine/differential */
const seed = Number(process.env.HALUA_SEED ?? 20240501);
/** Programs of each kind. */
const wanted = Number(process.env.HALUA_PROGRAMS ?? 7000);

/** Most programs that one lua5.3 process runs. */
const batch = 700;

/** Compares what both make of batches of programs; a failure shows the program shrunk to what matters. */
function compare(program: fc.Arbitrary<string>): number {
  let compared = 0;
  const programs = fc.array(program, { maxLength: batch, size: "max" });
  fc.assert(
    fc.property(programs, (list) => {
      const expected = runInLua53(list);
      const actual = runInHalua(list);
      compared += list.length;
      list.forEach((source, i) => {
        if (actual[i] === expected[i]) return;
        throw new Error(
          `the program\n${source}\ngives in lua5.3\n${String(expected[i])}\nand in halua\n${String(actual[i])}\n`,
        );
      });
    }),
    // Lengths spread evenly, so that the number of programs is what it says; a short list still shrinks to one.
    { seed, numRuns: Math.ceil((wanted * 2) / batch) + 4, unbiased: true },
  );
  return compared;
}

const stock = process.env.HALUA_ENGINE === "stock";

describe("halua and lua5.3 on the same programs", function () {
  this.timeout(120_000);

  before(function () {
    // Stock Fengari is known to differ (that is why the engine exists), and without lua5.3 there is no judge.
    if (stock || !hasLua53) this.skip();
  });

  it("agree on expressions", () => {
    assert.ok(compare(expressionProgram) >= wanted);
  });

  it("agree on library calls", () => {
    assert.ok(compare(libraryProgram) >= wanted);
  });

  it("agree on statements, closures, coroutines and errors", () => {
    assert.ok(compare(statementProgram) >= wanted);
  });
});
