import { Worker } from "node:worker_threads";
import type { Bench, BenchResult } from "./bench.ts";
import { besideHaproxy } from "./beside-haproxy.ts";

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
  "socket round trips": rate(20000, connect, 's:send("ping\\n") s:receive("*l")'),
  "connections with a round trip": rate(5000, "", `${connect} s:send("ping\\n") s:receive("*l") s:close()`),
  "megabytes echoed": rate(
    50,
    `${connect} local text = ("x"):rep(1048576)`,
    "core.register_task(function() s:send(text) end) assert(#s:receive(1048576) == 1048576)",
  ),
  "HTTP requests, one after another": rate(
    10000,
    "",
    'assert(core.httpclient():get { url = "http://127.0.0.1:" .. WEB .. "/" }.status == 200)',
  ),
};

async function measure(name: string, code: string): Promise<BenchResult> {
  const worker = new Worker(servers, { eval: true });
  try {
    const [echo, web] = await new Promise<[number, number]>((resolve) => worker.once("message", resolve));
    return await besideHaproxy(name, `local ECHO, WEB = ${echo}, ${web} ${code}`, "a second");
  } finally {
    await worker.terminate();
  }
}

export const benches: Bench[] = Object.entries(scripts).map(([name, code]) => ({
  name,
  run: () => measure(name, code),
}));
