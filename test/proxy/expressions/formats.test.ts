import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { LogFormat } from "../../../src/config/log-format.ts";
import { LOG_ALIASES } from "../../../src/config/index.ts";
import { ALIASES } from "../../../src/proxy/expressions/log-aliases.ts";
import type { ProxyTraffic } from "../../../src/proxy/traffic.ts";
import { configure, httpStream, type ConfiguredExpressions } from "../support/configured-expressions.ts";
import { FORMAT_CASES, FORMAT_REQUEST, formatConfiguration, type FormatCase } from "./format-cases.ts";

const recorded = JSON.parse(readFileSync(new URL("formats.json", import.meta.url), "utf8")) as string[];

/** Where a case's text stands in its section. */
function formatOf({ config }: ProxyTraffic, { use }: FormatCase): LogFormat | undefined {
  if (use === "log") return config.logFormat;
  const action = config.rules["http-request"].at(-1)?.action;
  if (action?.kind !== "return") return undefined;
  const { headers, body } = action.reply;
  if (use === "http") return headers[0]?.value;
  return body.kind === "lf-string" ? body.format : undefined;
}

function write(configured: ConfiguredExpressions, each: FormatCase, at: number): string {
  const { expressions } = configured;
  const proxy = configured.proxy(`f${at}`);
  const stream = httpStream(proxy, FORMAT_REQUEST);
  const place = { session: stream.session, stream, direction: "request", final: true } as const;
  const captured = stream.http?.request.headers.get("x-cap");
  if (captured !== undefined) stream.requestCaptures[0] = captured;
  for (const { action } of proxy.config.rules["http-request"]) {
    if (action.kind !== "set-var") continue;
    const value = expressions.expression(action.value)(place);
    if (value) expressions.variables.set(action.variable, [], value, place);
  }
  const format = formatOf(proxy, each);
  assert.ok(format);
  if (each.use !== "log") return expressions.format(format)(place);
  if (stream.http) stream.http.status = 200;
  return expressions.format(format)({ ...place, direction: "response", origin: "txn_close" });
}

describe("log-format texts", () => {
  it("are written as HAProxy writes them", () => {
    const configured = configure(formatConfiguration(FORMAT_CASES));
    const differing = FORMAT_CASES.map((each, at) => ({
      ...each,
      computed: write(configured, each, at),
      recorded: recorded[at],
    })).filter(({ computed, recorded: expected }) => computed !== expected);
    assert.deepEqual(differing, []);
  });

  it("know every alias", () => {
    assert.deepEqual(Object.keys(ALIASES).sort(), Object.keys(LOG_ALIASES).sort());
  });
});
