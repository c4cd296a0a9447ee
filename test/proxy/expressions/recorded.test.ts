import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Rule, Ruleset } from "../../../src/config/actions.ts";
import type { Stream } from "../../../src/proxy/stream/stream.ts";
import { cast, type Sample } from "../../../src/samples/index.ts";
import { configure, httpStream, respond, sessionOf, tcpStream } from "../support/configured-expressions.ts";
import type { ConfiguredExpressions } from "../support/configured-expressions.ts";
import { CASES, type Case } from "./cases.ts";
import { configurationOf, questions, sliceSize } from "./support/configuration.ts";
import type { Answer, Recording } from "./support/recording.ts";

const recordings = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8")) as Recording[];

const addresses = { bind: () => "127.0.0.1:21000", server: "127.0.0.1:20999" };

/** Carries out the rules that set variables. */
function run(
  configured: ConfiguredExpressions,
  rules: readonly Rule[],
  stream: Stream,
  direction: "request" | "response",
): void {
  const { expressions } = configured;
  const place = { session: stream.session, stream, direction, final: true };
  for (const { action, condition } of rules) {
    if (action.kind !== "set-var" || expressions.condition(condition)(place) !== true) continue;
    const value = expressions.expression(action.value)(place);
    if (value) expressions.variables.set(action.variable, action.guards, value, place);
  }
}

/** A stream as it is when the questions are asked. */
function streamOf(configured: ConfiguredExpressions, asked: Case, section: number): Stream {
  const proxy = configured.proxy(`l${section}`);
  const local = { family: 4, host: "127.0.0.1", port: 21_000 + section } as const;
  const session = sessionOf(proxy, { local });
  if (asked.mode === "tcp") return tcpStream(proxy, asked.request, session);
  const stream = httpStream(proxy, asked.request, session);
  const captured = stream.http?.request.headers.get("x-cap");
  if (captured !== undefined) stream.requestCaptures[0] = captured;
  return stream;
}

/** Lets the first server answer. */
function answer(configured: ConfiguredExpressions, stream: Stream, response: string, section: number): void {
  respond(stream, response);
  const proxy = configured.proxy(`l${section}`);
  const [config] = proxy.config.servers;
  const [model] = proxy.model.servers;
  assert.ok(config && model);
  stream.server = { config, model } as unknown as NonNullable<Stream["server"]>;
  stream.serverConnection = {
    source: { family: 4, host: "127.0.0.1", port: 50_000 },
    destination: { family: 4, host: "127.0.0.1", port: 20_999 },
    protocol: "h1",
    reused: false,
    streams: 1,
    tls: undefined,
  };
  const now = configured.time.monotonicMs();
  Object.assign(stream.timing, { dequeuedAt: now, connectedAt: now, responseAt: now });
  const captured = stream.http?.response?.headers.last("x-a");
  if (captured !== undefined) stream.responseCaptures[0] = captured;
}

const hex = (sample: Sample | undefined): string =>
  Buffer.from(typeof sample?.value === "string" ? sample.value : "", "latin1")
    .toString("hex")
    .toUpperCase();

/** The answers of a section, to all questions: HAProxy's are those of its slice. */
function sectionAnswers(configured: ConfiguredExpressions, asked: Case, section: number): Answer[] {
  const { config } = configured.proxy(`l${section}`);
  const stream = streamOf(configured, asked, section);
  const rules = (ruleset: Ruleset): readonly Rule[] => config.rules[ruleset];
  run(configured, rules("tcp-request content"), stream, "request");
  run(configured, rules("http-request"), stream, "request");
  if (asked.response !== undefined) {
    answer(configured, stream, asked.response, section);
    run(configured, rules("http-response"), stream, "response");
  }
  const scope = asked.mode === "tcp" ? stream.session.variables : stream.transactionVariables;
  return Array.from({ length: questions(asked) }, (_, at) => {
    const sample = scope.get(`v${at}`);
    return sample ? [hex(cast(sample, "str")), hex(cast(sample, "bin"))] : null;
  });
}

function answersOf(asked: Case): Answer[] {
  const configured = configure(configurationOf(asked, addresses));
  const size = sliceSize(asked);
  const answers: Answer[] = [];
  for (let section = 0; section * size < questions(asked); section++) {
    answers.push(...sectionAnswers(configured, asked, section).slice(section * size, (section + 1) * size));
  }
  return answers;
}

describe("expressions and conditions", () => {
  for (const asked of CASES) {
    it(`give what HAProxy gives: ${asked.name}`, () => {
      const recorded = recordings.find(({ name }) => name === asked.name)?.answers ?? [];
      const computed = answersOf(asked);
      const all = [...asked.expressions, ...asked.conditions];
      const differing = all
        .map((question, at) => ({ question, computed: computed[at], recorded: recorded[at] }))
        .filter((each) => JSON.stringify(each.computed) !== JSON.stringify(each.recorded));
      assert.deepEqual(differing, []);
    });
  }
});
