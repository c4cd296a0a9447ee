import { TrafficScripts } from "../../../src/api/scripts.ts";
import { Headers } from "../../../src/proxy/http/headers.ts";
import type { Framing, RequestHead, ResponseHead } from "../../../src/proxy/http/message.ts";
import type { RuleContext } from "../../../src/proxy/rules/outcome.ts";
import type { SampleAccess } from "../../../src/proxy/sample-access.ts";
import { variableNamed, Variables } from "../../../src/proxy/expressions/variables.ts";
import type { Client } from "../../../src/proxy/stream/client.ts";
import { Session } from "../../../src/proxy/stream/session.ts";
import { Stream } from "../../../src/proxy/stream/stream.ts";
import { Transaction } from "../../../src/proxy/stream/transaction.ts";
import type { ProxyTraffic } from "../../../src/proxy/traffic.ts";
import type { Runtime } from "../../../src/runtime/index.ts";
import { load, type Script, type ScriptOptions } from "../../support/script.ts";

/** A client that notes what happens to it. */
export class NotingClient implements Client {
  readonly protocol: "tcp" | "h1";
  gone = false;
  readonly notes: string[] = [];

  constructor(protocol: "tcp" | "h1") {
    this.protocol = protocol;
  }

  sendInterim({ status }: ResponseHead): void {
    this.notes.push(`interim ${status}`);
  }

  sendHead({ status }: ResponseHead): void {
    this.notes.push(`head ${status}`);
  }

  abort(): void {
    this.notes.push("abort");
  }
}

/** Samples as far as these tests need them: variables, and a few fetches and converters told in words. */
class FewSamples implements SampleAccess {
  readonly #variables: Variables;

  constructor(runtime: Runtime) {
    this.#variables = new Variables(runtime.procVariables);
  }

  fetch: SampleAccess["fetch"] = (name, args) => (context) => {
    switch (name) {
      case "method":
        return { type: "meth", value: context.stream?.http?.request.method ?? "" };
      case "bool":
      case "always_true":
        return { type: "bool", value: 1 };
      case "int":
        return { type: "sint", value: Number(args[0]?.value) };
      case "str":
        return { type: "str", value: args[0]?.text ?? "" };
      case "src":
        return { type: "ipv4", value: { family: 4, bits: 0x7f000001 } };
      default:
        return undefined;
    }
  };

  converter: SampleAccess["converter"] = (name) => (sample) =>
    name === "lower" && sample.type === "str"
      ? { type: "str", value: sample.value.toLowerCase() }
      : undefined;

  fault: SampleAccess["fault"] = () => undefined;

  variable: SampleAccess["variable"] = (name, context) => {
    const variable = variableNamed(name);
    return variable && this.#variables.read(variable, context);
  };

  setVariable: SampleAccess["setVariable"] = (name, value, onlyExisting, context) => {
    const variable = variableNamed(name);
    if (!variable) return false;
    const guards = onlyExisting && variable.scope === "proc" ? (["ifexists"] as const) : [];
    return this.#variables.set(variable, guards, value, context);
  };

  unsetVariable: SampleAccess["unsetVariable"] = (name, context) => {
    const variable = variableNamed(name);
    return variable !== undefined && this.#variables.unset(variable, context);
  };

  exists: SampleAccess["exists"] = (_type, name) => name === "fe";
}

/** A script, and traffic that exists only as far as scripts see it. */
export interface Traffic extends Script {
  readonly scripts: TrafficScripts;
  /** What the backend's loggers got: `level text`. */
  readonly sent: string[];
  /** A stream of HTTP. */
  http(request?: Partial<RequestHead>, framing?: Framing): Stream & { readonly client: NotingClient };
  tcp(): Stream & { readonly client: NotingClient };
}

export interface TrafficOptions extends ScriptOptions {
  /** The backend has loggers. */
  loggers?: boolean;
  bufsize?: number;
}

export function traffic(code: string, options: TrafficOptions = {}): Traffic {
  const script = load(code, options);
  const { runtime } = script;
  runtime.start();
  const sent: string[] = [];
  const scripts = new TrafficScripts(runtime, () => new FewSamples(runtime));
  const proxy = {
    environment: { runtime, time: runtime.time },
    config: { name: "fe", timeouts: {} },
    log: {
      isActive: options.loggers ?? false,
      send: (level: number, text: string) => sent.push(`${level} ${text}`),
    },
  } as unknown as ProxyTraffic;
  let id = 0;
  const stream = (
    client: NotingClient,
    transaction?: Transaction,
  ): Stream & { readonly client: NotingClient } => {
    const address = { family: 4, host: "127.0.0.1", port: 1 } as const;
    const session = new Session({
      id: ++id,
      frontend: proxy,
      listener: {},
      bind: {},
      acceptedAt: 0,
      acceptedWallMs: 0,
      peer: address,
      local: address,
    } as unknown as ConstructorParameters<typeof Session>[0]);
    return new Stream({
      id,
      session,
      client,
      timing: { begunAt: 0, begunWallMs: 0 },
      bufsize: options.bufsize ?? 16384,
      ...(transaction && { transaction }),
    } as unknown as ConstructorParameters<typeof Stream>[0]) as Stream & { readonly client: NotingClient };
  };
  return {
    ...script,
    scripts,
    sent,
    http: (request, framing = { kind: "none" }) => {
      const head = { method: "GET", uri: "/p?q=1", version: "HTTP/1.1", headers: new Headers(), ...request };
      return stream(new NotingClient("h1"), new Transaction(head, framing));
    },
    tcp: () => stream(new NotingClient("tcp")),
  };
}

/** The context of a rule. */
export function at(
  stream: Stream,
  direction: RuleContext["direction"] = "request",
  mayWait = true,
): RuleContext {
  return { session: stream.session, stream, direction, final: !mayWait, mayWait };
}
