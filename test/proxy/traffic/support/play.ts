import net from "node:net";
import { freeLoopbackPorts, Serving } from "../../../support/serving.ts";
import { Origins } from "./origins.ts";
import { configuration, script, waves, type Ask, type Moment } from "./scenario.ts";

/** What came of one ask. */
export interface Outcome {
  /** Lines without their CR; the last tells how the connection ended. */
  readonly answer: readonly string[];
  readonly log: readonly string[];
}

/** What a program made of the scenario. */
export interface Played {
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** The columns that the clock has no part in, by proxy and server. */
  readonly stats: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How long a client waits for the end of a connection; all timeouts of the configuration are shorter. */
const patience = 4000;
/** How long log lines may come after the last connection has ended. */
const lateness = 3000;
/** In recording, nobody knows how many lines will come. */
const quiet = 1500;

/**
 * Plays the scenario, all of a wave at the same time. `expected` tells how many
 * log lines each ask has in the recording; without, lines are awaited for a while.
 */
export async function play(
  command: readonly string[],
  expected?: Readonly<Record<string, Outcome>>,
): Promise<Played> {
  const origins = await Origins.start();
  try {
    const [WEB = 0, TCP = 0, ORIGIN = 0] = await freeLoopbackPorts(3);
    const ports = { WEB, TCP, ORIGIN, ...origins.ports };
    const env = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
    const files = { "haproxy.cfg": configuration, "scenario.lua": script };
    const serving = await Serving.start({ command, files, env, ports: [WEB, TCP, ORIGIN] });
    try {
      const asked: Awaited<ReturnType<typeof put>>[] = [];
      for (const asks of waves) {
        asked.push(...(await Promise.all(asks.map((ask) => put(ask, ports[ask.to], origins)))));
      }
      const wanted = expected && Object.values(expected).reduce((sum, { log }) => sum + log.length, 0);
      await logged(serving, wanted);
      const logs = logsByEnds(serving.stdout);
      const outcomes = Object.fromEntries(
        asked.map(({ name, ends, answer }) => [name, { answer, log: logs.get(ends) ?? [] }]),
      );
      return { outcomes, stats: steadyColumns(await serving.ask("sock", "show stat")) };
    } finally {
      await serving.stop();
    }
  } finally {
    await origins.stop();
  }
}

/** Asks, and tells what came, and between which ports: one port may be given to connections that go to different ones. */
function put(
  ask: Ask,
  to: number,
  origins: Origins,
): Promise<{ name: string; ends: string; answer: string[] }> {
  return new Promise((resolve) => {
    let seen = "";
    let ends = "";
    const socket = net.createConnection({ host: "127.0.0.1", port: to, allowHalfOpen: true });
    const close = (how: string): void => {
      clearTimeout(patient);
      socket.destroy();
      resolve({ name: ask.name, ends, answer: [...seen.replaceAll("\r", "").split("\n"), how] });
    };
    const patient = setTimeout(() => close("<open>"), patience);
    const reach = (moment: Moment): void => {
      if (ask.half === moment) socket.end();
      if (ask.leaves === moment) close("<left>");
    };
    socket.once("connect", () => {
      ends = `${socket.localPort}:${to}`;
      if (ask.half === "asked" || ask.leaves === "asked")
        void origins.asked(ask.name).then(() => reach("asked"));
      socket.write(ask.bytes, "latin1");
      reach("sent");
    });
    socket.setEncoding("latin1").on("data", (text: string) => {
      seen += text;
      if (/\r\n\r\n[^]/.test(seen)) reach("answered");
    });
    socket.once("error", (error: NodeJS.ErrnoException) => close(`<${error.code ?? error.message}>`));
    socket.once("end", () => close("<end>"));
  });
}

async function logged(serving: Serving, wanted: number | undefined): Promise<void> {
  const start = performance.now();
  const limit = wanted === undefined ? quiet : lateness;
  await serving.until(() => logLines(serving.stdout).length === wanted || performance.now() - start > limit);
}

function logLines(text: string): string[] {
  return text.split("\n").filter((line) => /^\d+:\d+ \w+ /.test(line));
}

function logsByEnds(text: string): Map<string, string[]> {
  const byEnds = new Map<string, string[]>();
  for (const line of logLines(text)) {
    const [ends = ""] = line.split(" ", 1);
    byEnds.set(ends, [...(byEnds.get(ends) ?? []), line.slice(ends.length + 1)]);
  }
  return byEnds;
}

/** Columns of `show stat` that only what was asked decides: no times, rates or maxima, no sharing of connections. */
const steady = [
  ...["qcur", "scur", "slim", "stot", "bin", "bout", "dreq", "dresp", "ereq", "econ", "eresp", "wretr"],
  ...["wredis", "status", "weight", "act", "bck", "lbtot", "hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx"],
  ...["hrsp_5xx", "hrsp_other", "req_tot", "cli_abrt", "srv_abrt", "conn_tot", "intercepted", "dcon", "dses"],
  ...["wrew", "eint"],
];

function steadyColumns(text: string): Record<string, Record<string, string>> {
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.replace(/^# /, "").split(",");
  return Object.fromEntries(
    lines.map((line) => {
      const values = line.split(",");
      const columns = steady.map((name) => [name, values[names.indexOf(name)] ?? ""]);
      return [
        `${values[0] ?? ""}/${values[1] ?? ""}`,
        Object.fromEntries(columns.filter(([, it]) => it !== "")),
      ];
    }),
  );
}
