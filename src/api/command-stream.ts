import type { Client } from "../proxy/stream/client.ts";
import { Session } from "../proxy/stream/session.ts";
import { Stream } from "../proxy/stream/stream.ts";
import type { ProxyTraffic, TrafficEnvironment } from "../proxy/traffic.ts";
import { Expressions } from "../proxy/expressions/expressions.ts";
import type { Runtime } from "../runtime/index.ts";
import { PreparedSamples } from "./prepared-samples.ts";
import { ScriptTxn } from "./script-txn.ts";

/**
 * What a command of the command socket has in place of traffic: a stream of a
 * frontend called GLOBAL, as in HAProxy, with variables and with what samples
 * need no connection, proxies or tables for.
 */
export function commandTxn(runtime: Runtime): ScriptTxn {
  const { time } = runtime;
  const samples = new PreparedSamples(new Expressions(noTraffic(runtime)));
  const address = { family: "unix", path: "" } as const;
  const session = new Session({
    id: 0,
    frontend: noProxy(runtime),
    acceptedAt: time.monotonicMs(),
    acceptedWallMs: time.wallMs(),
    peer: address,
    local: address,
  } as unknown as ConstructorParameters<typeof Session>[0]);
  const stream = new Stream({
    id: 0,
    session,
    client: noClient,
    timing: { begunAt: time.monotonicMs(), begunWallMs: time.wallMs() },
    bufsize: 0,
  } as unknown as ConstructorParameters<typeof Stream>[0]);
  return new ScriptTxn(stream, "request", "service", samples);
}

/** The parts of an environment that samples without traffic ask for. */
function noTraffic(runtime: Runtime): TrafficEnvironment {
  return {
    runtime,
    time: runtime.time,
    config: { proxies: [], userlists: [] },
    model: { all: [] },
    patterns: { acls: new Map(), maps: new Map() },
    proxy: () => undefined,
  } as unknown as TrafficEnvironment;
}

function noProxy(runtime: Runtime): ProxyTraffic {
  return {
    environment: noTraffic(runtime),
    config: { name: "GLOBAL", timeouts: {} },
    log: { isActive: false },
  } as unknown as ProxyTraffic;
}

const noClient: Client = {
  protocol: "tcp",
  gone: false,
  sendInterim: () => undefined,
  sendHead: () => undefined,
  abort: () => undefined,
};
