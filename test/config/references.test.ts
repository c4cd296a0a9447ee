import assert from "node:assert/strict";
import { createEnvironment, parseConfig } from "../../src/config/index.ts";
import type { SampleExpression } from "../../src/config/expressions.ts";
import { sampleCatalog } from "../../src/samples/index.ts";

const text = (rules: readonly string[]): string =>
  [
    "listen own",
    " mode http",
    " timeout client 1s",
    " timeout server 1s",
    " timeout connect 1s",
    " bind :8081",
    " stick-table type ip size 10 store gpc0",
    " server s 127.0.0.1:1",
    ...rules.map((rule) => ` ${rule}`),
    "backend other",
    " mode http",
    " timeout server 1s",
    " timeout connect 1s",
    " server s 127.0.0.1:1",
    "",
  ].join("\n");

/** The arguments that an expression of the proxy `own` has once names have been looked up. */
function resolved(expression: string): unknown[] {
  const { config } = parseConfig(
    [{ name: "t.cfg", text: text([`http-request set-var(txn.a) ${expression}`]) }],
    { catalog: sampleCatalog, environment: createEnvironment({}) },
  );
  const action = config?.proxies[0]?.rules["http-request"][0]?.action;
  assert.ok(action?.kind === "set-var");
  const { fetch, converters }: SampleExpression = action.value;
  return [fetch, ...converters].flatMap(({ args }) => args.map(({ value }) => value));
}

describe("names in the arguments of samples", () => {
  it("mean the proxy itself where they are left out", () => {
    assert.deepEqual(resolved("nbsrv()"), ["own"]);
    assert.deepEqual(resolved("fe_conn()"), ["own"]);
    assert.deepEqual(resolved("src_inc_gpc0()"), ["own"]);
    assert.deepEqual(resolved("src,table_gpc0()"), ["own"]);
    assert.deepEqual(resolved("srv_is_up(s)"), ["own/s"]);
  });

  it("are those that stand there, else", () => {
    assert.deepEqual(resolved("nbsrv(other)"), ["other"]);
    assert.deepEqual(resolved("srv_is_up(other/s)"), ["other/s"]);
    assert.deepEqual(resolved("src,table_gpc0(own)"), ["own"]);
    assert.deepEqual(resolved("str(a),concat(b)"), ["a", "b"]);
  });
});
