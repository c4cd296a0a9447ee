import net from "node:net";
import { StatsSocket } from "../../src/proxy/attached/index.ts";
import { haproxyProgram, LiveHaproxy } from "../proxy/support/live-haproxy.ts";
import { Scratch } from "../shm/support/scratch.ts";
import { Halua } from "../support/command.ts";
import type { Bench, BenchResult } from "./bench.ts";

/**
 * Round trips on command lines: on halua's own command socket beside HAProxy's,
 * and from a script that is attached to a live HAProxy. What needs a HAProxy
 * (`HAPROXY_PROGRAM`, or `haproxy`) is left out where there is none.
 */

const rounds = 3000;

/** How many `command`s a second a client gets answered at `path`, one after the other on one connection. */
async function trips(path: string, command: string): Promise<number> {
  const socket = new StatsSocket(path);
  for (let i = 0; i < rounds / 5; i++) await socket.ask(command);
  const start = performance.now();
  for (let i = 0; i < rounds; i++) await socket.ask(command);
  const seconds = (performance.now() - start) / 1000;
  socket.close();
  return Math.round(rounds / seconds);
}

/** The same with a connection for each. */
async function connections(path: string, command: string): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < rounds / 3; i++) {
    await new Promise<void>((resolve, reject) => {
      const socket = net.createConnection({ path }, () => socket.end(`${command}\n`));
      socket
        .on("error", reject)
        .on("close", () => resolve())
        .resume();
    });
  }
  return Math.round(rounds / 3 / ((performance.now() - start) / 1000));
}

/** Runs `work` beside a HAProxy with 20 servers; undefined where there is none. */
async function withHaproxy<T>(work: (haproxy: LiveHaproxy) => Promise<T>): Promise<T | undefined> {
  const program = haproxyProgram();
  if (program === undefined) return undefined;
  const haproxy = new LiveHaproxy();
  try {
    const servers = Array.from({ length: 20 }, (_, i) => `    server s${i} 127.0.0.1:9`);
    await haproxy.start(program, ["backend app", ...servers].join("\n"));
    return await work(haproxy);
  } finally {
    await haproxy.stop();
  }
}

async function commandSocket(name: string, command: string, ask: typeof trips): Promise<BenchResult> {
  const scratch = new Scratch();
  const path = `${scratch.folder}/cli`;
  const script = scratch.write(
    'core.register_task(function() core.msleep(10) print("ready") end)',
    "script.lua",
  );
  const halua = new Halua(["run", script, "--cli", path]);
  try {
    await halua.until(({ stdout }) => stdout.includes("ready"));
    const value = await ask(path, command);
    const theirs = await withHaproxy(async (haproxy) => ask(haproxy.socket, command));
    const beside =
      theirs === undefined ? "" : `; HAProxy: ${theirs}, so ${(value / theirs).toFixed(2)} of it`;
    return { name, value, unit: `a second${beside}` };
  } finally {
    await halua.stop();
    scratch.clean();
  }
}

/** How often a second an attached script gets an answer. */
async function attached(name: string, before: string, body: string): Promise<BenchResult> {
  const scratch = new Scratch();
  try {
    const value = await withHaproxy(async (haproxy) => {
      const script = scratch.write(
        `core.register_task(function()
           ${before}
           for i = 1, 300 do ${body} end
           local start = core.now()
           for i = 1, ${rounds} do ${body} end
           core.yield()
           local stop = core.now()
           print(math.floor(${rounds} / (stop.sec - start.sec + (stop.usec - start.usec) / 1e6)))
         end)`,
        "script.lua",
      );
      const halua = new Halua(["run", script, "--socket", haproxy.socket, "--socket-age", "0"]);
      try {
        const { stdout, stderr } = await halua.finished;
        if (!(Number(stdout) > 0)) throw new Error(`the script said: ${stdout}${stderr}`);
        return Number(stdout);
      } finally {
        await halua.stop();
      }
    });
    return {
      name,
      value: value ?? 0,
      unit: value === undefined ? "a second; there is no HAProxy" : "a second",
    };
  } finally {
    scratch.clean();
  }
}

export const benches: Bench[] = [
  {
    name: "show info on the command socket",
    run: () => commandSocket("'show info' on one connection", "show info", trips),
  },
  {
    name: "connections to the command socket",
    run: () => commandSocket("'show version', a connection each", "show version", connections),
  },
  {
    name: "attached get_stats",
    run: () =>
      attached(
        "attached, get_stats of a server among 20, no age",
        "local s = core.backends.app.servers.s7",
        "assert(s:get_stats().svname == 's7')",
      ),
  },
  {
    name: "attached set_weight",
    run: () =>
      attached("attached, set_weight", "local s = core.backends.app.servers.s7", "s:set_weight('50%')"),
  },
];
