import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createEnvironment, parseConfig } from "../../../src/config/index.ts";
import { sampleCatalog } from "../../../src/samples/index.ts";

/** Expressions and what HAProxy 3.5 says of each; recorded by record.ts beside this file. */
const recorded = JSON.parse(readFileSync(new URL("expressions.json", import.meta.url), "utf8")) as [
  expression: string,
  fault: string | null,
][];

/** Faults of files that expressions name are found where the files are loaded, not by the catalog. */
const elsewhere = new Set(["str(a),map(/nope)", "str(a),jwt_verify(none,x)"]);

function fault(expression: string): string | null {
  const text =
    "frontend f\n mode http\n timeout client 1s\n bind :8081\n" +
    ` http-request set-var(txn.r) '${expression}'\n`;
  const { diagnostics } = parseConfig([{ name: "t.cfg", text }], {
    catalog: sampleCatalog,
    environment: createEnvironment({}),
  });
  const alert = diagnostics.find(({ level }) => level === "alert")?.text;
  if (alert === undefined) return null;
  return alert.replace(/^.*?parsing \[t\.cfg:5\] ?: (?:error detected .*? rule : )?/, "").trimEnd();
}

describe("expressions checked against the catalog", () => {
  it("are accepted and refused as by HAProxy, in its words", () => {
    const rows = recorded.filter(([expression]) => !elsewhere.has(expression));
    assert.deepEqual(
      rows.map(([expression]) => [expression, fault(expression)]),
      rows,
    );
    assert.ok(rows.length > 300);
  });
});
