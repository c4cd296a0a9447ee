import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { findHaproxy, type RealHaproxy } from "../conformance/real-haproxy.ts";
import { freeLoopbackPorts, haluaCommand, Serving } from "../support/serving.ts";
import type { Bench, BenchResult } from "./bench.ts";
import { configuration, script } from "./traffic/configuration.ts";

/**
 * Requests a second through halua and through HAProxy (`HAPROXY_PROGRAM`, or
 * `haproxy`), with the same configuration and one thread each, asked by wrk in
 * turns; and what a million requests do to halua's memory. Takes from the
 * environment: HALUA_BENCH_SECONDS, how long a turn is (2), and
 * HALUA_BENCH_REQUESTS, for the memory (100 000; 0 leaves it out).
 */
const seconds = Number(process.env.HALUA_BENCH_SECONDS ?? "2");
const memoryRequests = Number(process.env.HALUA_BENCH_REQUESTS ?? "100000");

/** The best of so many turns counts: what else the machine does only slows. */
const turns = 3;
const connections = 16;

/** What is asked for, by what it measures. */
const cases: Readonly<Record<string, string>> = {
  "Lua HTTP service": "/service",
  "Lua action and http-request return": "/action",
  "Lua fetch in a header": "/fetch",
  "no Lua: http-request return": "/plain",
  "plain proxying": "/proxied",
  "TLS, http-request return": "tls",
};

const hasWrk = spawnSync("wrk", ["--version"]).error === undefined;
const haproxy = findHaproxy(process.env.HAPROXY_PROGRAM ?? "haproxy");

/** What a turn shows: requests a second, and the CPU time of one in microseconds, which other load changes less. */
interface Turn {
  readonly rate: number;
  readonly cpu: number;
}

/** The best of what turns have shown. */
function better(one: Turn, other: Turn): Turn {
  return { rate: Math.max(one.rate, other.rate), cpu: Math.min(one.cpu, other.cpu) };
}

/** A program that serves the configuration. */
class Contestant {
  readonly serving: Serving;
  readonly #ports: readonly number[];

  static async start(command: readonly string[]): Promise<Contestant> {
    const ports = await freeLoopbackPorts(3);
    const [WEB = 0, TLS = 0, ORIGIN = 0] = ports;
    const origin = haproxy ? [haproxy.path] : haluaCommand;
    const own = { WEB: String(WEB), TLS: String(TLS), ORIGIN: String(ORIGIN) };
    // The server behind is a program of its own, the same for both.
    const server = await Serving.start({
      command: origin,
      files: { "haproxy.cfg": configuration.origin },
      env: own,
      ports: [ORIGIN],
    });
    try {
      const files = { "haproxy.cfg": configuration.web, "bench.lua": script, "bench.pem": certificate() };
      return new Contestant(
        await Serving.start({ command, files, env: own, ports: [WEB, TLS] }),
        server,
        ports,
      );
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  readonly #server: Serving;

  private constructor(serving: Serving, server: Serving, ports: readonly number[]) {
    this.serving = serving;
    this.#server = server;
    this.#ports = ports;
  }

  /** Asks for so many seconds. */
  turn(target: string, duration = seconds): Turn {
    const before = this.#cpu();
    const rate = this.rate(target, duration);
    return { rate, cpu: (this.#cpu() - before) / (rate * duration) };
  }

  /** CPU time that the program has used, in microseconds (proc(5): utime and stime, a hundredth of a second each). */
  #cpu(): number {
    const stat = readFileSync(`/proc/${this.serving.child.pid ?? 0}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  }

  /** Requests a second. */
  rate(target: string, duration = seconds): number {
    const [web = 0, tls = 0] = this.#ports;
    const url = target === "tls" ? `https://localhost:${tls}/plain` : `http://127.0.0.1:${web}${target}`;
    const args = ["-t1", `-c${connections}`, `-d${duration}s`, url];
    const text = execFileSync("wrk", args, { encoding: "utf8" });
    if (/Non-2xx|Socket errors/.test(text)) throw new Error(text);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  }

  /** Resident memory, in MiB. */
  memory(): number {
    const status = readFileSync(`/proc/${this.serving.child.pid ?? 0}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    await this.serving.stop();
    await this.#server.stop();
  }
}

/** A certificate for TLS, with its key, made for the occasion: clients have to ask for its name (`strict-sni`). */
function certificate(): string {
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  return execFileSync("openssl", [...args, "-keyout", "-", "-out", "-"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

async function compare(name: string, target: string, { path, version }: RealHaproxy): Promise<BenchResult> {
  const halua = await Contestant.start(haluaCommand);
  try {
    const theirs = await Contestant.start([path]);
    try {
      // Compiled code comes with use.
      halua.rate(target, 1);
      let own = halua.turn(target);
      let other = theirs.turn(target);
      for (let turn = 1; turn < turns; turn++) {
        own = better(own, halua.turn(target));
        other = better(other, theirs.turn(target));
      }
      const rate = `${Math.round(other.rate)}, so ${(own.rate / other.rate).toFixed(2)} of it`;
      const cpu = `${own.cpu.toFixed(1)} µs of CPU each, HAProxy ${other.cpu.toFixed(1)}`;
      return { name, value: own.rate, unit: `requests a second; HAProxy ${version}: ${rate}; ${cpu}` };
    } finally {
      await theirs.stop();
    }
  } finally {
    await halua.stop();
  }
}

/** How much the memory grows between the first tenth of the requests and the last. */
async function memory(): Promise<BenchResult> {
  const halua = await Contestant.start(haluaCommand);
  try {
    const sizes: number[] = [];
    let asked = 0;
    let next = memoryRequests / 10;
    while (asked < memoryRequests) {
      asked += halua.rate("/action", 1);
      if (asked < next) continue;
      sizes.push(halua.memory());
      next = Math.max(asked, next + memoryRequests / 10);
    }
    const [first = 0] = sizes;
    const last = sizes.at(-1) ?? 0;
    const unit = `MiB after ${Math.round(asked)} requests; after the first tenth: ${Math.round(first)}`;
    return { name: "resident memory", value: last, unit };
  } finally {
    await halua.stop();
  }
}

function missing(): string | undefined {
  if (!hasWrk) return "wrk";
  return haproxy ? undefined : "haproxy";
}

export const benches: Bench[] = [
  ...Object.entries(cases).map(([name, target]) => ({
    name,
    run: (): Promise<BenchResult> => {
      if (hasWrk && haproxy) return compare(name, target, haproxy);
      return Promise.resolve({ name, value: 0, unit: `skipped: no ${missing() ?? ""} in the path` });
    },
  })),
  ...(memoryRequests > 0 && hasWrk ? [{ name: "resident memory", run: memory }] : []),
];

if (availableParallelism() < 3) {
  process.stderr.write("traffic: wrk, the program and the server behind it share fewer than three cores\n");
}
