/**
 * Records what a HAProxy 3.5 answers to the questions in cases.ts, and writes for the texts in format-cases.ts:
 * `HAPROXY_PROGRAM=... npx tsx test/proxy/expressions/support/record.ts`, then `npm run format`.
 */
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { CASES, type Case } from "../cases.ts";
import {
  FORMAT_CASES,
  FORMAT_PORT,
  FORMAT_REQUEST,
  formatConfiguration,
  type FormatCase,
} from "../format-cases.ts";
import { configurationOf, questions, sliceSize } from "./configuration.ts";
import type { Answer, Recording } from "./recording.ts";
import { exchange, running, type RunningHaproxy } from "./running.ts";

const firstPort = 21_000;
const serverPort = 20_999;

function respond(response: string): Server {
  return createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(Buffer.from(response, "latin1")));
  }).listen(serverPort, "127.0.0.1");
}

function answersIn(text: string): Answer {
  const [length = "", shown = "", bytes = ""] = text.split("|");
  return length === "" ? null : [shown, bytes];
}

async function record(asked: Case): Promise<Recording> {
  const server = respond(asked.response ?? "");
  const config = configurationOf(asked, {
    bind: (section) => `127.0.0.1:${firstPort + section}`,
    server: `127.0.0.1:${serverPort}`,
  });
  const haproxy = await running(config, firstPort);
  const isTcp = asked.mode === "tcp";
  const answers: Answer[] = [];
  try {
    // Finding it listening has left a line.
    if (isTcp) await haproxy.line();
    for (let section = 0; section * sliceSize(asked) < questions(asked); section++) {
      const ends = (text: string): boolean => !isTcp && text.includes("\r\n\r\n");
      const answer = await exchange(firstPort + section, asked.request, ends);
      const parts = isTcp ? (await haproxy.line()).trim().split(";") : headerAnswers(answer);
      answers.push(...parts.map(answersIn));
    }
  } finally {
    await haproxy.stop();
    server.close();
  }
  if (answers.length === questions(asked)) return { name: asked.name, answers };
  throw new Error(`${asked.name}: ${answers.length} answers to ${questions(asked)} questions`);
}

function headerAnswers(response: string): string[] {
  return response.split("\r\n").flatMap((line) => /^r\d+: ?(.*)$/.exec(line)?.slice(1) ?? []);
}

/** What HAProxy writes for a text: the log's line, the header's value, the body. */
async function written({ use }: FormatCase, port: number, haproxy: RunningHaproxy): Promise<string> {
  const answer = await exchange(port, FORMAT_REQUEST, (text) => text.includes("\r\n\r\n"));
  if (use === "log") return haproxy.line();
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  return use === "plain" ? body : (/^x-answer: ?(.*)$/im.exec(head)?.[1] ?? "");
}

async function recordFormats(): Promise<string[]> {
  const haproxy = await running(formatConfiguration(FORMAT_CASES), FORMAT_PORT);
  try {
    // Finding it listening has left a line here too.
    await haproxy.line();
    const lines: string[] = [];
    for (const [at, each] of FORMAT_CASES.entries())
      lines.push(await written(each, FORMAT_PORT + at, haproxy));
    return lines;
  } finally {
    await haproxy.stop();
  }
}

const save = (name: string, value: unknown): void =>
  writeFileSync(new URL(`../${name}`, import.meta.url), `${JSON.stringify(value)}\n`);

const recordings: Recording[] = [];
for (const asked of CASES) recordings.push(await record(asked));
save("results.json", recordings);
save("formats.json", await recordFormats());
