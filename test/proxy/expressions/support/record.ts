/**
 * Records what a HAProxy 3.5 answers to the questions in cases.ts:
 * `HAPROXY_PROGRAM=... npx tsx test/proxy/expressions/support/record.ts`, then `npm run format`.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { CASES, type Case } from "../cases.ts";
import { configurationOf, questions, sliceSize } from "./configuration.ts";
import type { Answer, Recording } from "./recording.ts";

const program = process.env.HAPROXY_PROGRAM ?? "haproxy";
const folder = mkdtempSync(join(tmpdir(), "halua-samples-"));

/** Where HAProxy listens for a section: a port, so that addresses are addresses. */
const firstPort = 21_000;
const serverPort = 20_999;

async function running(config: string): Promise<{ child: ChildProcess; lines: AsyncIterator<string> }> {
  writeFileSync(join(folder, "t.cfg"), config);
  const child = spawn(program, ["-db", "-f", "t.cfg"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TZ: "UTC" },
  });
  let complaints = "";
  child.stderr.on("data", (part: Buffer) => (complaints += part.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error(complaints.replace(/^'?\[(?:WARNING|NOTICE)\].*\n/gm, ""));
    if (await listens(firstPort)) return { child, lines };
    await delay(20);
  }
  throw new Error(`no answer\n${complaints}`);
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const found = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return found;
}

/** Sends a request and gives all that comes back until the other side has finished. */
async function exchange(port: number, request: string, ends: (answer: string) => boolean): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("error", () => undefined);
  socket.setTimeout(3000, () => socket.destroy());
  socket.write(Buffer.from(request, "latin1"));
  for await (const part of socket) {
    answer += (part as Buffer).toString("latin1");
    if (ends(answer)) break;
  }
  socket.destroy();
  return answer;
}

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
    bind: (slice) => `127.0.0.1:${firstPort + slice}`,
    server: `127.0.0.1:${serverPort}`,
  });
  const { child, lines } = await running(config);
  // Finding it listening has left a line.
  if (asked.mode === "tcp") await tcpAnswers(lines);
  const answers: Answer[] = [];
  try {
    for (let section = 0; section * sliceSize(asked) < questions(asked); section++) {
      const isTcp = asked.mode === "tcp";
      const answer = await exchange(
        firstPort + section,
        asked.request,
        (text) => !isTcp && text.includes("\r\n\r\n"),
      );
      const parts = isTcp ? await tcpAnswers(lines) : httpAnswers(answer);
      answers.push(...parts.map(answersIn));
    }
  } finally {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    server.close();
  }
  if (answers.length !== questions(asked))
    throw new Error(`${asked.name}: ${answers.length} answers to ${questions(asked)} questions`);
  return { name: asked.name, answers };
}

function httpAnswers(response: string): string[] {
  return response.split("\r\n").flatMap((line) => /^r\d+: ?(.*)$/.exec(line)?.slice(1) ?? []);
}

/** The next line of the log: that of the connection that has just ended. */
async function tcpAnswers(lines: AsyncIterator<string>): Promise<string[]> {
  const line = await lines.next();
  if (line.done === true) throw new Error("no line in the log");
  return line.value.trim().split(";");
}

try {
  const recordings: Recording[] = [];
  for (const asked of CASES) {
    process.stderr.write(`${asked.name}\n`);
    recordings.push(await record(asked));
  }
  const rows = recordings.map(
    ({ name, answers }) =>
      `{"name":${JSON.stringify(name)},"answers":[\n${answers.map((each) => JSON.stringify(each)).join(",\n")}]}`,
  );
  writeFileSync(new URL("../results.json", import.meta.url), `[${rows.join(",\n")}]\n`);
} finally {
  rmSync(folder, { recursive: true });
}
