import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Machine } from "./machine.ts";

const directory = fileURLToPath(new URL("programs/", import.meta.url));

// The .out files are what Debian's lua5.3 (5.3.6) prints for these programs.
describe("the engine, beside recordings of lua5.3", () => {
  for (const file of readdirSync(directory).filter((name) => name.endsWith(".lua"))) {
    it(`runs ${file}`, () => {
      const machine = new Machine();
      const source = readFileSync(join(directory, file), "latin1");
      const result = machine.run(source, `@${file}`);
      const expected = readFileSync(join(directory, file.replace(".lua", ".out")), "latin1");
      assert.equal(machine.output, expected);
      assert.equal(result, "nil");
    });
  }
});
