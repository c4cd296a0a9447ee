import { strict as assert } from "node:assert";
import { runInHalua } from "../differential/halua.ts";
import { hasLua53, runInLua53 } from "../differential/lua53.ts";

/** A program for test/engine/differential/driver.lua and what Lua 5.3.6 prints for it. */
export type Row = readonly [program: string, output: string];

/**
 * Tests that halua gives what Lua 5.3 gave when the rows were recorded, and,
 * where lua5.3 is installed, that it still gives that.
 */
export function describeRows(title: string, rows: readonly Row[]): void {
  describe(`the library: ${title}`, () => {
    before(function () {
      // Stock Fengari's libraries are wrong in many of these rows: that is why halua has its own.
      if (process.env.HALUA_ENGINE === "stock") this.skip();
    });

    rows.forEach(([program, output]) => {
      it(program.replaceAll("\n", " ").slice(0, 100), () => {
        assert.equal(runInHalua([program])[0], output);
      });
    });

    it("was recorded from what lua5.3 gives", function () {
      if (!hasLua53) this.skip();
      const outputs = runInLua53(rows.map(([program]) => program));
      rows.forEach(([program, output], i) => assert.equal(outputs[i], output, program));
    });
  });
}
