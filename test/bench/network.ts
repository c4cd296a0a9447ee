import { Worker } from "node:worker_threads";
import { systemTime } from "../../src/time.ts";
import { runInHaproxy } from "../api/support/real-script.ts";
import { findHaproxy } from "../conformance/real-haproxy.ts";
import { start } from "../support/script.ts";
import type { Bench, BenchResult } from "./bench.ts";

/**
 * Sockets and HTTP requests of scripts over the loopback, and the same script
 * in a real HAProxy where there is one (`HAPROXY_PROGRAM`, or `haproxy`). The
 * servers run on a thread of their own.
 */
const servers = `
  const net = require("node:net"), http = require("node:http"), { parentPort } = require("node:worker_threads");
  const echo = net.createServer((socket) => socket.setNoDelay(true).on("error", () => 0).on("data", (bytes) => socket.write(bytes)));
  const web = http.createServer((_request, response) => response.end("ok"));
  echo.listen(0, "127.0.0.1", () => web.listen(0, "127.0.0.1", () => parentPort.postMessage([echo.address().port, web.address().port])));
`;

/** A script that says how often a second `body` ran. */
function rate(count: number, before: string, body: string): string {
  return `${before} local start = core.now() for i = 1, ${count} do ${body} end core.yield() local stop = core.now()
    say(math.floor(${count} / (stop.sec - start.sec + (stop.usec - start.usec) / 1e6)))`;
}

const connect = 'local s = core.tcp() assert(s:connect("127.0.0.1", ECHO))';
const scripts: Record<string, string> = {
  "socket round trips": rate(5000, connect, 's:send("ping\\n") s:receive("*l")'),
  "connections with a round trip": rate(1000, "", `${connect} s:send("ping\\n") s:receive("*l") s:close()`),
  "megabytes echoed": rate(
    50,
    `${connect} local text = ("x"):rep(1048576)`,
    "core.register_task(function() s:send(text) end) assert(#s:receive(1048576) == 1048576)",
  ),
  "HTTP requests, one after another": rate(
    1000,
    "",
    'assert(core.httpclient():get { url = "http://127.0.0.1:" .. WEB .. "/" }.status == 200)',
  ),
};

async function inHalua(task: string): Promise<number> {
  const script = start(`core.register_task(function() ${task} end)`, { time: systemTime });
  await script.runtime.whenIdle();
  script.runtime.close();
  return figure([...script.said, ...script.logged]);
}

/** The figure that a script said; anything else it said is an error. */
function figure(said: readonly string[]): number {
  const value = Number(said[0]);
  if (said.length !== 1 || !(value > 0)) throw new Error(`the script said: ${said.join("; ")}`);
  return value;
}

async function measure(name: string, code: string): Promise<BenchResult> {
  const worker = new Worker(servers, { eval: true });
  try {
    const [echo, web] = await new Promise<[number, number]>((resolve) => worker.once("message", resolve));
    const task = `local ECHO, WEB = ${echo}, ${web} ${code}`;
    const ours = await inHalua(task);
    const haproxy = findHaproxy(process.env.HAPROXY_PROGRAM ?? "haproxy");
    if (!haproxy) return { name, value: ours, unit: "a second" };
    const said = await runInHaproxy(haproxy, task);
    if (said.length === 0) {
      return { name, value: ours, unit: `a second; HAProxy ${haproxy.version} did not finish` };
    }
    const theirs = figure(said);
    const ratio = (ours / theirs).toFixed(2);
    return {
      name,
      value: ours,
      unit: `a second; HAProxy ${haproxy.version}: ${theirs}, so ${ratio} of it`,
    };
  } finally {
    await worker.terminate();
  }
}

export const benches: Bench[] = Object.entries(scripts).map(([name, code]) => ({
  name,
  run: () => measure(name, code),
}));
