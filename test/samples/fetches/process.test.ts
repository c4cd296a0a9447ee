import assert from "node:assert/strict";
import { parseExpression } from "../../../src/config/index.ts";
import {
  COMPUTED_FETCHES,
  EMPTY_ENVIRONMENT,
  sampleCatalog,
  type FetchContext,
  type SampleEnvironment,
} from "../../../src/samples/index.ts";
import type { StreamView } from "../../../src/samples/views.ts";
import { bareContext } from "../support/evaluate.ts";

const environment: SampleEnvironment = {
  ...EMPTY_ENVIRONMENT,
  process: {
    ...EMPTY_ENVIRONMENT.process,
    pid: 77,
    connections: 3,
    stopping: true,
    uptime: 12,
    busyPercent: 40,
    hostname: "box",
    environmentVariable: (name) => (name === "HERE" ? "there" : undefined),
  },
};

function take(expression: string, context: FetchContext = bareContext()): unknown {
  const { fetch } = parseExpression({ words: [expression], index: 0 }, sampleCatalog).expression;
  return COMPUTED_FETCHES.get(fetch.name)?.(fetch.args, environment).one(context)?.value;
}

describe("fetches of the process", () => {
  it("tell what the process is and how it does", () => {
    const values = Object.fromEntries(
      "act_conn pid uptime stopping hostname nbproc proc thread tgroup cpu_usage_thr cpu_usage_proc"
        .split(" ")
        .map((name) => [name, take(name)]),
    );
    assert.deepEqual(values, {
      act_conn: 3,
      pid: 77,
      uptime: 12,
      stopping: 1,
      hostname: "box",
      nbproc: 1,
      proc: 1,
      thread: 0,
      tgroup: 0,
      cpu_usage_thr: 40,
      cpu_usage_proc: 40,
    });
    assert.equal(take("env(HERE)"), "there");
    assert.equal(take("env(NOWHERE)"), undefined);
  });

  it("tell the time in any unit, with an offset in that unit", () => {
    const context = bareContext({ wallMs: () => 1_700_000_000_123.5 });
    assert.equal(take("date", context), 1_700_000_000);
    assert.equal(take("date(-10)", context), 1_699_999_990);
    assert.equal(take("date(5,ms)", context), 1_700_000_000_128);
    assert.equal(take("date(1,us)", context), 1_700_000_000_123_501);
    assert.equal(take("date_us", context), 123_500);
    assert.equal(context.incomplete, true, "conditions wait for a later time");
  });

  it("draw numbers from the whole range, and no other", () => {
    const drawn = Array.from({ length: 400 }, () => Number(take("rand(4)")));
    assert.deepEqual([...new Set(drawn)].sort(), [0, 1, 2, 3]);
    const whole = Array.from({ length: 50 }, () => Number(take("rand")));
    assert.ok(whole.every((value) => value >= 0 && value < 2 ** 32));
    assert.ok(whole.some((value) => value > 2 ** 31));
  });

  it("make unique identifiers, of version 7 in the order of time", () => {
    const variant = "[0-9a-f]{8}-[0-9a-f]{4}-V[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    assert.match(String(take("uuid")), new RegExp(`^${variant.replace("V", "4")}$`));
    assert.notEqual(take("uuid"), take("uuid"));
    const at = (ms: number): string => String(take("uuid(7)", bareContext({ wallMs: () => ms })));
    assert.match(at(1_700_000_000_123), new RegExp(`^${variant.replace("V", "7")}$`));
    assert.ok(at(1_700_000_000_123).startsWith("018bcfe5-687b-7"));
    assert.ok(at(1_700_000_000_124) > at(1_700_000_000_123));
  });

  it("tell of a stream, and nothing without one", () => {
    const stream = {
      id: 2 ** 32 + 5,
      priorityClass: -3,
      priorityOffset: 20,
      endCause: "C",
      endPhase: "D",
      lastRule: { file: "a.cfg", line: 7 },
    } as unknown as StreamView;
    const names =
      "txn.id32 prio_class prio_offset txn.sess_term_state last_rule_file last_rule_line last_entity";
    const values = (context: FetchContext): unknown[] => names.split(" ").map((name) => take(name, context));
    assert.deepEqual(values(bareContext({ stream })), [5, -3, 20, "CD", "a.cfg", 7, "a.cfg:7"]);
    assert.ok(values(bareContext()).every((value) => value === undefined));
  });
});
