import { spawn } from "node:child_process";
import { freePort, Lab, until, type Instance } from "../../src/lab/instances/index.ts";
import type { Bench, BenchResult } from "./bench.ts";

/**
 * Reloads under load: 20 in a row while wrk (the lab's own client where there
 * is none) holds 200 connections. What the client counted must be what frontend
 * and backend counted, and nothing may fail.
 */

const reloads = 20;
const connections = 200;

function config(port: number): string {
  return `global
  nbthread 1
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend fe
  guid fe-main
  bind 127.0.0.1:${port}
  default_backend be
backend be
  guid be-main
  http-request return status 200 content-type text/plain string "hello"
`;
}

interface Counted {
  readonly requests: number;
  readonly failed: number;
  readonly client: string;
}

/** Runs wrk until `work` is done; undefined where there is no wrk. */
async function underWrk(
  port: number,
  seconds: number,
  work: () => Promise<void>,
): Promise<Counted | undefined> {
  // What is refused, reset or cut off counts; a machine that stalls for two seconds is not the subject.
  const patience = ["--timeout", "10s"];
  const args = [
    "-t",
    "1",
    ...patience,
    "-c",
    String(connections),
    "-d",
    `${seconds}s`,
    `http://127.0.0.1:${port}/`,
  ];
  const wrk = spawn("wrk", args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  wrk.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const ended = new Promise<boolean>((resolve) => {
    wrk.once("error", () => resolve(false));
    wrk.once("close", () => resolve(true));
  });
  const isThere = await Promise.race([
    ended,
    new Promise<true>((resolve) => setTimeout(() => resolve(true), 200)),
  ]);
  if (!isThere) return undefined;
  await work();
  if (wrk.exitCode !== null) throw new Error("wrk was done before the last reload");
  // It prints its sums then, without the answers that are still under way.
  wrk.kill("SIGINT");
  await ended;
  const sum = (pattern: RegExp): number =>
    [...(pattern.exec(text) ?? [])].slice(1).reduce((total, each) => total + Number(each), 0);
  const failed =
    sum(/Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/) +
    sum(/Non-2xx or 3xx responses: (\d+)/);
  const errors = /Socket errors: .*/.exec(text)?.[0];
  return {
    requests: sum(/(\d+) requests in/),
    failed,
    client: errors === undefined ? "wrk" : `wrk (${errors})`,
  };
}

async function underOwnLoad(instance: Instance, work: () => Promise<void>): Promise<Counted> {
  const load = instance.load({ connections, seconds: 0 });
  await work();
  const { requests, failed } = await load.stop();
  return { requests, failed, client: "the lab's client" };
}

function total(instance: Instance, guid: string, type: string, stat: string): number {
  return Number(instance.stats(guid).find((row) => row.type === type)?.stats[stat] ?? 0);
}

/** For how long wrk runs at most. */
const wrkSeconds = 180;

async function reloadUnderLoad(): Promise<BenchResult> {
  const lab = new Lab();
  try {
    const port = await freePort();
    const instance = await lab.start({ config: config(port), map: lab.mapPath(), port });
    const times: number[] = [];
    const work = async (): Promise<void> => {
      for (let turn = 0; turn < reloads; turn++) {
        const { success, log, ms } = await instance.reload();
        if (!success) throw new Error(log);
        times.push(ms);
      }
    };
    const counted = (await underWrk(port, wrkSeconds, work)) ?? (await underOwnLoad(instance, work));
    await until("connections stay", 60_000, async () => {
      const { length } = await instance.workers();
      return length === 1 && /^CurrConns: 0$/m.test(await instance.cli("show info")) ? true : undefined;
    });
    const frontend = total(instance, "fe-main", "frontend", "req_tot");
    const backend = total(instance, "be-main", "backend", "stot");
    times.sort((a, b) => a - b);
    return {
      name: `from reload to the new worker serving, ${reloads} under ${connections} connections`,
      value: times[times.length >> 1] ?? 0,
      unit:
        `ms (median; ${Math.round(times[0] ?? 0)} to ${Math.round(times.at(-1) ?? 0)}); ${counted.client} had ` +
        `${counted.requests} answers, ${counted.failed} failed; frontend ${frontend}, backend ${backend}`,
    };
  } finally {
    await lab.clean();
  }
}

async function reloadAlone(): Promise<BenchResult> {
  const lab = new Lab();
  try {
    const port = await freePort();
    const instance = await lab.start({ config: config(port), map: lab.mapPath(), port });
    const times: number[] = [];
    for (let turn = 0; turn < 7; turn++) times.push((await instance.reload()).ms);
    return {
      name: "from reload to the new worker serving, no traffic",
      value: Math.min(...times),
      unit: "ms",
    };
  } finally {
    await lab.clean();
  }
}

export const benches: Bench[] = [
  { name: "reload", run: reloadAlone },
  { name: "reload under load", run: reloadUnderLoad },
];
