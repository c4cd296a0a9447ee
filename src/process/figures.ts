import type { Config } from "../config/types.ts";
import type { ProcessGauges } from "../proxy/frontend/process-gauges.ts";
import type { InfoSource } from "../runtime/index.ts";

/** What a process counts as a job of its own, besides its listeners and connections. */
const ownJobs = 1;

/** The figures of a process that runs a configuration: `own` with what the configuration sets and its traffic counts. */
export function configuredFigures(own: InfoSource, config: Config, gauges: ProcessGauges): InfoSource {
  const { node, description, maxconn, nbthread, maxconnRate, maxsessRate, ulimitN } = config.global;
  const listeners = config.proxies.reduce(
    (sum, { binds, disabled }) => sum + (disabled ? 0 : binds.length),
    config.global.stats.sockets.length,
  );
  const set = Object.fromEntries(
    Object.entries({
      node,
      description,
      Maxconn: maxconn,
      Hard_maxconn: maxconn,
      Nbthread: nbthread,
      ConnRateLimit: maxconnRate,
      SessRateLimit: maxsessRate,
      "Ulimit-n": ulimitN,
    }).filter(([, value]) => value !== undefined),
  );
  return () => ({
    ...own(),
    Listeners: listeners,
    Jobs: listeners + ownJobs + gauges.connections,
    ...set,
    ...counted(gauges),
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
