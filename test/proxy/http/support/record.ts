/**
 * Records what a real HAProxy makes of the streams and exchanges here:
 *
 *     HAPROXY_PROGRAM=haproxy npx tsx test/proxy/http/support/record.ts
 */
import fs from "node:fs";
import { haproxyProgram } from "../../support/live-haproxy.ts";
import { defaultParserSettings } from "../../../../src/proxy/http/h1-parser.ts";
import { exchanges } from "./exchanges.ts";
import { livePages, pageCases } from "./pages.ts";
import { Oracle, acceptUnsafeOption } from "./oracle.ts";
import {
  type RecordedExchange,
  type RecordedStream,
  type RecordedTarget,
  type Recording,
  recordingFile,
} from "./recorded.ts";
import { LiveRelay } from "./relay.ts";
import { streams } from "./streams.ts";
import { changedBy, targetCases, targetRules } from "./targets.ts";
import { verdictOf } from "./verdict.ts";

async function recordStreams(program: string): Promise<RecordedStream[]> {
  const recorded: RecordedStream[] = [];
  for (const acceptUnsafe of [false, true]) {
    const oracle = new Oracle();
    await oracle.start(program, acceptUnsafe ? acceptUnsafeOption : "");
    const settings = { ...defaultParserSettings, acceptUnsafe };
    for (const stream of streams) {
      const bytes = Buffer.from(stream, "latin1");
      recorded.push({ stream, acceptUnsafe, verdict: await oracle.ask(bytes, verdictOf([bytes], settings)) });
    }
    await oracle.stop();
  }
  return recorded;
}

async function recordTargets(program: string): Promise<RecordedTarget[]> {
  const recorded: RecordedTarget[] = [];
  const oracle = new Oracle();
  await oracle.start(program, targetRules);
  for (const one of targetCases) recorded.push({ ...one, changed: await changedBy(oracle, one) });
  await oracle.stop();
  return recorded;
}

async function main(): Promise<void> {
  const program = haproxyProgram();
  if (program === undefined) throw new Error("no HAProxy to record: set HAPROXY_PROGRAM");
  write("requests", await recordStreams(program));
  const texts = await livePages(program, pageCases);
  write(
    "pages",
    pageCases.map(({ status, isRefused }, i) => ({ status, isRefused, text: texts[i] })),
  );
  write("targets", await recordTargets(program));
  const passed: RecordedExchange[] = [];
  for (const { options, exchanges: some } of exchanges) {
    const relay = new LiveRelay();
    await relay.start(program, options);
    for (const exchange of some) passed.push({ options, exchange, relayed: await relay.pass(exchange) });
    await relay.stop();
  }
  write("exchanges", passed);
}

function write(name: Recording, lines: readonly unknown[]): void {
  fs.writeFileSync(recordingFile(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(""), "latin1");
}

void main();
