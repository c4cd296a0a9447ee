/** Where a step of health checks connects to, and how (tcpcheck_eval_connect). */
import type { Address } from "../../config/address.ts";
import type { ConnectStep } from "../../config/types.ts";
import type { Dialler } from "../backend/dialler.ts";
import type { ServerTls } from "../backend/server-tls.ts";
import type { ServerTraffic } from "../backend/server-traffic.ts";
import type { CheckEndpoint } from "../model/check-state.ts";
import type { ServerAddress } from "../model/server-changes.ts";
import type { CheckTarget } from "./check-connection.ts";

/** What TLS a server's checks are made with. */
export interface CheckTransport {
  /** Where the checks speak it by themselves. */
  readonly tls: ServerTls | undefined;
  /** Where only a step does. */
  readonly stepTls: () => ServerTls;
  readonly source: Dialler["source"];
}

/** `port` and `hostName` are what the step's expressions gave. */
export function targetOf(
  server: ServerTraffic,
  { tls, stepTls, source }: CheckTransport,
  step: ConnectStep,
  port: number | undefined,
  hostName: string | undefined,
): CheckTarget {
  const { check } = server.config;
  const { endpoint } = server.model.check;
  const own = stepEndpoint(step, port);
  return {
    address: checkedAddress(server.model.target, {
      ...endpoint,
      ...(own.address && { address: own.address }),
      ...(own.port !== undefined && { port: own.port }),
    }),
    source,
    sendProxy: proxyProtocol(server, step),
    tls: step.tls ? stepTls() : step.asServer ? tls : undefined,
    serverName: step.sni ?? (step.asServer ? check.sni : undefined) ?? hostName,
    alpn: step.alpn ?? (step.asServer ? check.alpn : undefined),
  };
}

/** The address and port of checks, and where they say nothing, the server's. */
export function checkedAddress(target: ServerAddress, { address, port }: CheckEndpoint): ServerAddress {
  const host = address ?? target;
  if (host.family === "unix" || host.family === "none") return host;
  const named = address && "port" in address && address.port !== 0 ? address.port : undefined;
  const traffic = "port" in target ? target.port : 0;
  return { family: host.family, host: host.host, port: port ?? named ?? traffic };
}

function stepEndpoint({ address }: ConnectStep, port: number | undefined): CheckEndpoint {
  const endpoint = address?.endpoint;
  if (endpoint?.kind === "unix") return { address: { family: "unix", path: endpoint.path } };
  const given = port ?? portOf(address);
  return {
    ...(endpoint?.kind === "ip" && { address: { family: endpoint.family, host: endpoint.host, port: 0 } }),
    ...(given !== undefined && { port: given }),
  };
}

/** The port that an address names itself. */
function portOf(address: Address | undefined): number | undefined {
  const endpoint = address?.endpoint;
  const port = endpoint?.kind === "ip" && endpoint.port.kind === "range" ? endpoint.port.low : 0;
  return port === 0 ? undefined : port;
}

function proxyProtocol(
  { config, model }: ServerTraffic,
  { asServer, sendProxy: isAsked }: ConnectStep,
): CheckTarget["sendProxy"] {
  const { check, sendProxy } = config;
  if (isAsked) return sendProxy ?? "v1";
  if (!asServer) return undefined;
  const { port, address } = model.check.endpoint;
  const inherited = port === undefined && address === undefined ? sendProxy : undefined;
  return inherited ?? (check.sendProxy ? (sendProxy ?? "v1") : undefined);
}
