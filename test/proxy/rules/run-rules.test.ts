import assert from "node:assert/strict";
import type { Ruleset } from "../../../src/config/actions.ts";
import { compileRules } from "../../../src/proxy/rules/compile-rules.ts";
import { ErrorPages } from "../../../src/proxy/rules/error-replies.ts";
import type { CompiledRule, Decision, Outcome, RuleContext } from "../../../src/proxy/rules/outcome.ts";
import { RuleRun } from "../../../src/proxy/rules/run-rules.ts";
import type { Stream } from "../../../src/proxy/stream/stream.ts";
import { configure, httpStream, sessionOf, tcpStream } from "../support/configured-expressions.ts";

const text = `
defaults
  mode http
  timeout client 1s
  timeout connect 1s
  timeout server 1s
frontend web
  bind :80
  http-request pause 50ms if { path /pause }
  http-request pause hdr(x-time) if { path /paused }
  http-request tarpit deny_status 429 if { path /tarpit }
  http-request wait-for-body time 100ms at-least 5 if { path /body }
  timeout tarpit 200ms
`;

const configured = configure(text);
const { time, config, expressions, environment } = configured;
const frontend = Object.assign(configured.proxy("web"), {
  errorPages: new ErrorPages(config.proxies[0]!, config, expressions),
});

function contextOf(stream: Stream, changes: Partial<RuleContext> = {}): RuleContext {
  const { session } = stream;
  return { session, stream, direction: "request", final: true, mayWait: true, ...changes };
}

function count(stat: string): unknown {
  return frontend.model.frontend.counters.get(stat);
}

describe("a list of rules", () => {
  const order: string[] = [];
  beforeEach(() => void order.splice(0));

  function rule(
    name: string,
    outcomes: readonly (Outcome | Promise<Outcome>)[],
    applies: CompiledRule["applies"] = () => true,
  ): CompiledRule {
    const left = [...outcomes];
    return {
      location: { file: name, line: 1 },
      applies,
      run: (_, { isFirst }) => {
        order.push(isFirst ? name : `${name} again`);
        return left.shift() ?? "continue";
      },
    };
  }

  const stream = tcpStream(frontend, "");
  const run = (rules: readonly CompiledRule[], ruleset: Ruleset = "tcp-request content"): RuleRun =>
    new RuleRun(rules, ruleset);

  it("is gone through until a rule ends it, which is noted", () => {
    const rules = [rule("a", []), rule("b", [], () => false), rule("c", ["stop"]), rule("d", [])];
    assert.equal(run(rules).step(contextOf(stream)), "continue");
    assert.deepEqual(order, ["a", "c"]);
    assert.deepEqual(stream.lastRule, { file: "c", line: 1 });
  });

  it("starts anew where a condition could not be told yet", () => {
    const rules = [rule("a", []), rule("b", [], ({ final }) => (final ? true : "missing")), rule("c", [])];
    const stepped = run(rules);
    assert.equal(stepped.step(contextOf(stream, { final: false })), "wait");
    assert.equal(stepped.step(contextOf(stream, { final: false })), "wait");
    assert.equal(stepped.step(contextOf(stream)), "continue");
    assert.deepEqual(order, ["a", "a", "a", "b", "c"]);
  });

  it("goes on at the rule that waited, whose condition is not asked again", () => {
    let asked = 0;
    const rules = [rule("a", []), rule("b", ["wait", { wakeAfterMs: 30 }, "continue"], () => ++asked === 1)];
    const stepped = run(rules);
    assert.equal(stepped.step(contextOf(stream)), "wait");
    assert.equal(stepped.wakeAt, undefined);
    assert.equal(stepped.step(contextOf(stream)), "wait");
    assert.equal(stepped.wakeAt, time.monotonicMs() + 30);
    assert.equal(stepped.step(contextOf(stream)), "continue");
    assert.deepEqual(order, ["a", "b", "b again", "b again"]);
  });

  it("takes waiting for an error where nothing may wait", () => {
    const before = Number(count("eint"));
    const decision = run([rule("a", ["wait"])]).step(contextOf(stream, { mayWait: false }));
    assert.equal(decision, "reject");
    assert.equal(count("eint"), before + 1);
  });

  it("is stepped without a promise unless a rule gives one", async () => {
    const rules = [rule("a", [Promise.resolve("continue")]), rule("b", ["wait"]), rule("c", [])];
    const stepped = run(rules);
    const first = stepped.step(contextOf(stream));
    assert.ok(first instanceof Promise);
    assert.equal(await first, "wait");
    assert.equal(stepped.step(contextOf(stream)), "continue");
    assert.deepEqual(order, ["a", "b", "b again", "c"]);
  });

  it("refuses connections and sessions, and counts those that rules reject", () => {
    const session = sessionOf(frontend);
    const context: RuleContext = {
      session,
      stream: undefined,
      direction: "request",
      final: true,
      mayWait: false,
    };
    const before = [count("dcon"), count("dses")].map(Number);
    assert.equal(run([rule("a", ["reject"])], "tcp-request connection").step(context), "reject");
    assert.equal(run([rule("a", ["reject"])], "tcp-request session").step(context), "reject");
    assert.equal(run([rule("a", ["deny"])], "tcp-request session").step(context), "reject");
    assert.equal(run([rule("a", ["done"])], "tcp-request session").step(context), "continue");
    assert.deepEqual([count("dcon"), count("dses")], [before[0]! + 1, before[1]! + 1]);
  });
});

describe("rules that wait", () => {
  const home = { environment, expressions, config: config.proxies[0]!, errorPages: frontend.errorPages };
  const rules = compileRules(config.proxies[0]!.rules["http-request"], "http-request", home);
  const start = (
    request: string,
  ): { stream: Stream; step: (mayWait?: boolean) => Decision; run: RuleRun } => {
    const stream = httpStream(frontend, request.replaceAll("\n", "\r\n"));
    const run = new RuleRun(rules, "http-request");
    const step = (mayWait = true): Decision => run.step(contextOf(stream, { mayWait })) as Decision;
    return { stream, step, run };
  };
  const get = (path: string, headers = ""): string => `GET ${path} HTTP/1.1\nHost: a\n${headers}\n`;

  it("pause so long", () => {
    const { step, run } = start(get("/pause"));
    assert.equal(step(), "wait");
    assert.equal(run.wakeAt, time.monotonicMs() + 50);
    time.jump(49);
    assert.equal(step(), "wait");
    time.jump(1);
    assert.equal(step(), "continue");
  });

  it("do not pause without a time, nor where nothing may wait", () => {
    assert.equal(start(get("/paused")).step(), "continue");
    assert.equal(start(get("/paused", "X-Time: 0\n")).step(), "continue");
    assert.equal(start(get("/paused", "X-Time: 20\n")).step(), "wait");
    assert.equal(start(get("/pause")).step(false), "continue");
  });

  it("hold a client in the tarpit until its time is over", () => {
    const before = Number(count("dreq"));
    const { stream, step } = start(get("/tarpit"));
    assert.equal(step(), "wait");
    assert.equal(count("dreq"), before + 1);
    assert.equal(stream.endCause, "-");
    time.jump(200);
    const decision = step();
    assert.ok(typeof decision === "object");
    assert.equal(decision.kind, "tarpit");
    assert.equal(decision.reply?.head.status, 429);
    assert.deepEqual([stream.endCause, stream.endPhase], ["P", "T"]);
    assert.equal(count("dreq"), before + 1);
  });

  it("let a client out of the tarpit that leaves, or where the stream has a time of its own", () => {
    const left = start(get("/tarpit"));
    assert.equal(left.step(), "wait");
    assert.ok(typeof left.step(false) === "object");
    const own = start(get("/tarpit"));
    own.stream.timeouts.tarpit = 10;
    assert.equal(own.step(), "wait");
    time.jump(10);
    assert.ok(typeof own.step() === "object");
  });

  it("wait for as much of a body as was asked for", () => {
    const post = (sent: string): string => `POST /body HTTP/1.1\nHost: a\nContent-Length: 10\n\n${sent}`;
    assert.equal(start(post("12345")).step(), "continue");
    assert.equal(start(post("1234567890")).step(), "continue");
    const { stream, step } = start(post("123"));
    assert.equal(step(), "wait");
    stream.request.push(Buffer.from("45"));
    assert.equal(step(), "continue");
    assert.equal(start(get("/body")).step(), "continue");
  });

  it("answer 408 where the body does not come, and go on where the client has ended its side", () => {
    const request = "POST /body HTTP/1.1\nHost: a\nContent-Length: 10\n\n1";
    const slow = start(request);
    assert.equal(slow.step(), "wait");
    time.jump(100);
    const decision = slow.step();
    assert.ok(typeof decision === "object");
    assert.equal(decision.reply?.head.status, 408);
    assert.deepEqual([slow.stream.endCause, slow.stream.endPhase], ["c", "R"]);
    const ended = start(request);
    ended.stream.request.endInput();
    assert.equal(ended.step(), "continue");
  });
});
