import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Time } from "../time.ts";

/** What core.get_info gives: HAProxy's `show info` by name. Strings are byte strings. */
export type InfoFigures = Readonly<Record<string, number | string | undefined>>;

/**
 * Where the figures come from: this process, or a live HAProxy. That one's are
 * fetched together with its proxies, and core.get_info has them fetched anew
 * when they are too old.
 */
export type InfoSource = () => InfoFigures;

/**
 * The HAProxy that halua answers as. Equal to the configuration's
 * HAPROXY_VERSION, which a test sees to: this room does not know that one.
 */
const version = "3.5.0";
const released = "2026/08/21";

/** What {@link ownFigures} looks at. */
export interface Observed {
  /** On its way out. */
  readonly stopping: boolean;
  readonly time: Time;
  /** Tasks that have not ended. */
  readonly taskCount: number;
  readonly scheduler: {
    /** Runs that could go on at once, the running one among them. */
    readonly runQueue: number;
    /** Those of them with a nice value. */
    readonly nicedRuns: number;
  };
  readonly log: {
    /** Warnings said so far. */
    readonly warnings: number;
  };
}

/**
 * The figures of this very process. What halua does not have (pipes, memory
 * pools, compression) is 0, as in a HAProxy that does not use it; pools stand
 * for V8's heap. What needs traffic is 0 until traffic puts its own figures
 * over these.
 */
export function ownFigures(observed: Observed): () => InfoFigures {
  const { time } = observed;
  const startMs = time.monotonicMs();
  const startSeconds = Math.floor(time.wallMs() / 1000);
  const build = `halua ${packageVersion()} on Node.js ${process.version}`;
  const openFiles = openFilesLimit();
  let lastUse = performance.eventLoopUtilization();
  return () => {
    const use = performance.eventLoopUtilization();
    const recent = performance.eventLoopUtilization(use, lastUse);
    if (recent.active + recent.idle > 1000) lastUse = use;
    const up = Math.floor((time.monotonicMs() - startMs) / 1000);
    const memory = process.memoryUsage();
    return {
      Name: "HAProxy",
      Version: version,
      "Build info": build,
      Release_date: released,
      Nbthread: 1,
      Nbproc: 1,
      Process_num: 1,
      Pid: process.pid,
      Uptime: uptime(up),
      Uptime_sec: up,
      Start_time_sec: startSeconds,
      ...limits(openFiles),
      PoolAlloc_MB: Math.floor(memory.heapTotal / mega),
      PoolAlloc_bytes: memory.heapTotal,
      PoolUsed_MB: Math.floor(memory.heapUsed / mega),
      PoolUsed_bytes: memory.heapUsed,
      ...Object.fromEntries(unusedFigures.map((name) => [name, 0])),
      Tasks: observed.taskCount,
      Run_queue: observed.scheduler.runQueue,
      Idle_pct: Math.round(100 * (1 - Math.min(1, Math.max(0, recent.utilization)))),
      node: hostname(),
      Tainted: "0",
      Stopping: observed.stopping ? 1 : 0,
      TotalWarnings: observed.log.warnings,
      Niced_tasks: observed.scheduler.nicedRuns,
      BootTime_ms: 0,
      NbThreadGroups: 1,
    };
  };
}

const mega = 1_048_576;

/** Figures of traffic and of what halua does not have. */
const unusedFigures = [
  ...["Memmax_MB", "Memmax_bytes", "PoolFailed", "CurrConns", "CumConns", "CumReq", "MaxSslConns"],
  ...["CurrSslConns", "CumSslConns", "Maxpipes", "PipesUsed", "PipesFree", "ConnRate", "ConnRateLimit"],
  ...["MaxConnRate", "SessRate", "SessRateLimit", "MaxSessRate", "SslRate", "SslRateLimit", "MaxSslRate"],
  ...["SslFrontendKeyRate", "SslFrontendMaxKeyRate", "SslFrontendSessionReuse_pct", "SslBackendKeyRate"],
  ...["SslBackendMaxKeyRate", "SslCacheLookups", "SslCacheMisses", "CompressBpsIn", "CompressBpsOut"],
  ...["CompressBpsRateLim", "Jobs", "Unstoppable Jobs", "Listeners", "ActivePeers"],
  ...["ConnectedPeers", "DroppedLogs", "BusyPolling", "FailedResolutions", "TotalBytesOut"],
  ...["TotalSplicedBytesOut", "BytesOutRate", "DebugCommandsIssued", "CumRecvLogs", "MaxconnReached"],
  ...["CurrStreams", "CumStreams", "BlockedTrafficWarnings", "PatternsAdded", "PatternsFreed"],
];

/** The limits that follow from how many files may be open: a connection has two ends. */
function limits(openFiles: number): InfoFigures {
  const connections = Math.floor(openFiles / 2);
  return { "Ulimit-n": openFiles, Maxsock: openFiles, Maxconn: connections, Hard_maxconn: connections };
}

/** `0d 0h00m01s`. */
function uptime(seconds: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const [days, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  return `${days}d ${Math.floor(rest / 3600)}h${two((rest % 3600) / 60)}m${two(rest % 60)}s`;
}

/** How many files this process may have open. */
function openFilesLimit(): number {
  const line = /^Max open files +([0-9]+|unlimited)/m.exec(readFileSync("/proc/self/limits", "latin1"));
  return line?.[1] === "unlimited" ? 2 ** 31 - 1 : Number(line?.[1] ?? 0);
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
