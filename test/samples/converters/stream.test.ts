import assert from "node:assert/strict";
import { parseExpression } from "../../../src/config/index.ts";
import {
  compileConverters,
  EMPTY_ENVIRONMENT,
  sampleCatalog,
  type FetchContext,
} from "../../../src/samples/index.ts";
import { text } from "../../../src/samples/sample.ts";
import type { SessionView, StreamView } from "../../../src/samples/views.ts";
import { bareContext } from "../support/evaluate.ts";

/** Whether the input of a converter passes it. */
function passes(converter: string, context: FetchContext, stopping = false): boolean {
  const { converters } = parseExpression(
    { words: [`str(abcdef),${converter}`], index: 0 },
    sampleCatalog,
  ).expression;
  const environment = { ...EMPTY_ENVIRONMENT, process: { ...EMPTY_ENVIRONMENT.process, stopping } };
  return compileConverters(converters, environment)(text("abcdef"), context)?.value === "abcdef";
}

/** A context with a stream of an HTTP frontend. */
function context(stream: Partial<Record<keyof StreamView, unknown>>): FetchContext {
  const config = { mode: "http", requestCaptures: [{ length: 3 }], responseCaptures: [] };
  return bareContext({
    session: { frontend: { config } } as unknown as SessionView,
    stream: {
      requestCaptures: [],
      responseCaptures: [],
      endCause: "-",
      retries: 0,
      redispatched: false,
      http: { status: 200 },
      ...stream,
    } as unknown as StreamView,
  });
}

describe("converters that let their input pass", () => {
  it("capture what they get in a slot that there is", () => {
    const requestCaptures: (string | undefined)[] = [];
    const here = context({ requestCaptures });
    assert.ok(passes("capture-req(0)", here));
    assert.deepEqual(requestCaptures, ["abc"]);
    assert.ok(!passes("capture-req(1)", here));
    assert.ok(!passes("capture-res(0)", here));
    assert.ok(!passes("capture-req(0)", bareContext()), "no stream, no slots");
  });

  it("ask whether the stream went wrong", () => {
    const wrong: Partial<Record<keyof StreamView, unknown>>[] = [
      { endCause: "C" },
      { endCause: "K" },
      { retries: 1 },
      { redispatched: true },
      { http: { status: 503 } },
    ];
    for (const stream of wrong) {
      assert.ok(passes("when(error)", context(stream)), JSON.stringify(stream));
      assert.ok(!passes("when(normal)", context(stream)));
      assert.ok(!passes("when(!error)", context(stream)));
    }
    for (const stream of [{}, { endCause: "L" }, { endCause: "L", retries: 1 }, { http: { status: 404 } }]) {
      assert.ok(!passes("when(error)", context(stream)), JSON.stringify(stream));
      assert.ok(passes("when(normal)", context(stream)));
    }
  });

  it("ask where the stream went, and what the process does", () => {
    const forwarded = context({ serverConnection: {} });
    const answered = context({ responder: {} });
    assert.deepEqual(
      ["forwarded", "toapplet", "processed"].map((word) => [
        passes(`when(${word})`, forwarded),
        passes(`when(${word})`, answered),
        passes(`when(${word})`, context({})),
      ]),
      [
        [true, false, false],
        [false, true, false],
        [true, true, false],
      ],
    );
    assert.ok(passes("when(stopping)", context({}), true));
    assert.ok(!passes("when(stopping)", context({})));
  });

  it("ask an ACL by its name", () => {
    const asked: string[] = [];
    const here = (answer: boolean | "missing"): FetchContext =>
      bareContext({
        aclsHold: (names) => {
          asked.push(...names.map((each) => each.text));
          return answer;
        },
      });
    assert.ok(passes("when(acl,mine)", here(true)));
    assert.ok(!passes("when(acl,mine)", here("missing")));
    assert.ok(passes("when(!acl,mine)", here(false)));
    assert.deepEqual(asked, ["mine", "mine", "mine"]);
  });

  it("write a line for debugging", () => {
    const lines: string[][] = [];
    const environment = {
      ...EMPTY_ENVIRONMENT,
      process: {
        ...EMPTY_ENVIRONMENT.process,
        debug: (sink: string, line: string) => void lines.push([sink, line]),
      },
    };
    const { converters } = parseExpression(
      { words: ["str(a),debug(x,stderr),length,debug"], index: 0 },
      sampleCatalog,
    ).expression;
    assert.equal(compileConverters(converters, environment)(text("a\tb"), bareContext())?.value, 3);
    assert.deepEqual(lines, [
      ["stderr", "[debug] x: type=str <a.b>"],
      ["buf0", "[debug] : type=sint <3>"],
    ]);
  });
});
