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
 * frontend called GLOBAL, as in HAProxy, with variables and samples.
 * `environment` is that of the process's traffic; where there is none, samples
 * know no proxies or tables.
 */
export function commandTxn(runtime: Runtime, environment = noTraffic(runtime)): ScriptTxn {
  const { time } = runtime;
  const samples = new PreparedSamples(new Expressions(environment));
  const address = { family: "unix", path: "" } as const;
  const session = new Session({
    id: 0,
    frontend: globalProxy(environment),
    listener: commandListener,
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
  // What a command sends is an answer: variables of requests are out of its reach.
  return new ScriptTxn(stream, "response", "service", samples);
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

function globalProxy(environment: TrafficEnvironment): ProxyTraffic {
  return {
    environment,
    config: { id: 0, name: "GLOBAL", timeouts: {} },
    log: { isActive: false },
  } as unknown as ProxyTraffic;
}

const commandListener = { name: undefined, settings: { luid: 1 } };

const noClient: Client = {
  protocol: "tcp",
  gone: false,
  sendInterim: () => undefined,
  sendHead: () => undefined,
  abort: () => undefined,
};
