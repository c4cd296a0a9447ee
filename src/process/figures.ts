import type { Config } from "../config/types.ts";
import type { ProcessGauges } from "../proxy/frontend/process-gauges.ts";
import type { ProcessLimits } from "../proxy/frontend/process-limits.ts";
import type { InfoSource } from "../runtime/index.ts";

/** What a process counts as a job of its own, besides its listeners and connections. */
const ownJobs = 1;

/** What a process counts, and what it lets in. */
interface CountedTraffic {
  readonly gauges: ProcessGauges;
  readonly limits: ProcessLimits;
}

/** The figures of a process that runs a configuration: `own` with what the configuration sets and its traffic counts. */
export function configuredFigures(own: InfoSource, config: Config, traffic: CountedTraffic): InfoSource {
  const { gauges, limits } = traffic;
  const { node, description, nbthread, ulimitN } = config.global;
  const listeners = config.proxies.reduce(
    (sum, { binds, disabled }) => sum + (disabled ? 0 : binds.length),
    config.global.stats.sockets.length,
  );
  const set = Object.fromEntries(
    Object.entries({
      node,
      description,
      Nbthread: nbthread,
      "Ulimit-n": ulimitN,
    }).filter(([, value]) => value !== undefined),
  );
  return () => ({
    ...own(),
    Listeners: listeners,
    Jobs: listeners + ownJobs + gauges.connections,
    ...set,
    ...counted(gauges),
    ...limited(limits),
  });
}

function counted(gauges: ProcessGauges): Record<string, number> {
  return {
    CurrConns: gauges.connections,
    CumConns: gauges.totalConnections,
    CumReq: gauges.totalRequests,
    CurrSslConns: gauges.tlsConnections,
    CumSslConns: gauges.totalTlsConnections,
    CurrStreams: gauges.streams,
    CumStreams: gauges.totalStreams,
    TotalBytesOut: gauges.bytesOut,
  };
}

function limited({
  maxconn,
  hardMaxconn,
  connectionRate,
  sessionRate,
}: ProcessLimits): Record<string, number> {
  return {
    Maxconn: maxconn,
    Hard_maxconn: hardMaxconn,
    ConnRate: connectionRate.now,
    ConnRateLimit: connectionRate.limit,
    MaxConnRate: connectionRate.highest,
    SessRate: sessionRate.now,
    SessRateLimit: sessionRate.limit,
    MaxSessRate: sessionRate.highest,
  };
}
