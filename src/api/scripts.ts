import { HaluaError } from "../errors.ts";
import type { HostValue, LuaFunction } from "../lua/index.ts";
import { Expressions } from "../proxy/expressions/expressions.ts";
import type { Outcome, RuleContext } from "../proxy/rules/outcome.ts";
import type { SampleAccess } from "../proxy/sample-access.ts";
import type { ActionHome, ScriptPlace, Scripts, ServiceEnding } from "../proxy/scripts.ts";
import { endsWaits } from "../proxy/stream/client-leaving.ts";
import type { StreamFilter } from "../proxy/stream/filter.ts";
import type { Stream } from "../proxy/stream/stream.ts";
import type { ProxyTraffic, TrafficEnvironment } from "../proxy/traffic.ts";
import {
  failure,
  failureOf,
  type Ending,
  type Registered,
  type RegisteredAction,
  type RegisteredSample,
  type RegisteredService,
  type Run,
  type RunMemory,
  type Runtime,
} from "../runtime/index.ts";
import type { Sample } from "../samples/index.ts";
import { appletHttpClass } from "./applet-http.ts";
import { appletTcpClass } from "./applet-tcp.ts";
import { ThreadedFilterLine } from "./filters.ts";
import { HttpApplet } from "./http-applet.ts";
import { PreparedSamples } from "./prepared-samples.ts";
import { fromSample, toInteger, toSample } from "./sample-values.ts";
import { memoryOf } from "./script-contexts.ts";
import { logFailure, logFor } from "./script-log.ts";
import { ScriptTxn } from "./script-txn.ts";
import { StreamIo } from "./tcp-applet.ts";
import { txnClass } from "./txn.ts";

type Call = Parameters<Scripts["fetch"]>[0];

/** What an action's number means to the rules; others go on. YIELD is told apart before. */
const verdicts: readonly Outcome[] = [
  "continue",
  "stop",
  "wait",
  "error",
  "done",
  "deny",
  "abort",
  "invalid",
];

const yieldVerdict = 2;

/** Calls the functions that scripts have registered, for traffic (hlua_action() and its kin in hlua.c). */
export class TrafficScripts implements Scripts {
  readonly #runtime: Runtime;
  readonly #accessTo: (environment: TrafficEnvironment) => SampleAccess;
  #samples: PreparedSamples | undefined;

  /** `accessTo` gives the samples of the traffic that the scripts are for. */
  constructor(
    runtime: Runtime,
    accessTo: (environment: TrafficEnvironment) => SampleAccess = (environment) =>
      new Expressions(environment),
  ) {
    this.#runtime = runtime;
    this.#accessTo = accessTo;
  }

  fetch({ name, args }: Call, { stream, direction }: ScriptPlace): Sample | undefined {
    const registered = this.#runtime.registry.fetches.get(withoutPrefix(name));
    if (!registered || !stream) return undefined;
    const txn = new ScriptTxn(stream, direction, "sample", this.#samplesOf(stream));
    const values: HostValue[] = [txnClass.wrap(txn)];
    for (const { text } of args) values.push(text);
    return this.#sample("fetch", registered, values, stream);
  }

  converter({ name, args }: Call, input: Sample, { stream }: ScriptPlace): Sample | undefined {
    const registered = this.#runtime.registry.converters.get(withoutPrefix(name));
    if (!registered || !stream) return undefined;
    const values: HostValue[] = [fromSample(input, this.#runtime.sampleBooleans)];
    for (const { text } of args) values.push(text);
    return this.#sample("converter", registered, values, stream);
  }

  #sample(
    context: "fetch" | "converter",
    registered: RegisteredSample,
    values: readonly HostValue[],
    stream: Stream,
  ): Sample | undefined {
    const { name } = registered;
    const runtime = this.#stateFor(registered, stream);
    const memory = memoryOf(stream, runtime);
    const ending = runtime.scheduler.runNow(context, functionIn(registered, runtime), values, memory);
    keepResults(memory, ending);
    if (ending.kind === "done")
      return memory.results.length === 0 ? undefined : toSample(memory.results.pop());
    const text = failure(context, name, ending, runtime.stateId);
    if (text !== undefined) logFailure(stream.backend, runtime, text);
    return undefined;
  }

  action(
    action: RegisteredAction,
    args: readonly string[],
    context: RuleContext,
    home?: ActionHome,
  ): Outcome | Promise<Outcome> {
    const { stream, direction, mayWait } = context;
    if (!stream) return "continue";
    const log = home?.log ?? stream.backend.log;
    const runtime = this.#stateFor(action, stream);
    const txn = new ScriptTxn(stream, direction, "action", this.#samplesOf(stream), undefined, home?.config);
    const call: ActionCall = { action, log, stream, txn, cutShort: context.cutShort === true };
    const memory = memoryOf(stream, runtime);
    const values = [txnClass.wrap(call.txn), ...args];
    memory.wakeAfterMs = undefined;
    if (!mayWait) {
      return this.#verdict(
        call,
        runtime.scheduler.runNow("final action", functionIn(action, runtime), values, memory),
        memory,
        true,
      );
    }
    let outcome: Outcome | undefined;
    let settle = (at: Outcome): void => void (outcome = at);
    const run = runtime.scheduler.begin(
      "action",
      functionIn(action, runtime),
      values,
      (ending) => settle(this.#verdict(call, ending, memory, false)),
      memory,
    );
    if (outcome !== undefined) return outcome;
    const ended = untilEnded<Outcome>(stream, run, (resolve) => (settle = resolve));
    return this.#cutShort(call, run, ended, context);
  }

  /** Lets an action go on until it has ended, or its rules have to. */
  async #cutShort(
    call: ActionCall,
    run: Run<Runtime>,
    ended: Promise<Outcome>,
    { waitsUntil, direction }: RuleContext,
  ): Promise<Outcome> {
    const { stream } = call;
    const { time } = stream.session.frontend.environment;
    const hurry = (): void => {
      call.cutShort = true;
      run.refuseWaits();
    };
    const timer =
      waitsUntil === undefined
        ? undefined
        : time.after(Math.max(0, Math.ceil(waitsUntil - time.monotonicMs())), hurry);
    const forget = stream.onClientEnd(() => {
      if (endsWaits(stream, direction)) hurry();
    });
    try {
      return await ended;
    } finally {
      timer?.cancel();
      forget();
    }
  }

  /** What the end of an action means; a failed one is as if it had not been there. */
  #verdict(call: ActionCall, ending: Ending, memory: RunMemory, isFinal: boolean): Outcome {
    keepResults(memory, ending);
    return this.#judge(call, ending, memory, isFinal);
  }

  #judge(call: ActionCall, ending: Ending, memory: RunMemory, isFinal: boolean): Outcome {
    const { action, log, stream, txn } = call;
    if (txn.decision !== undefined) return txn.decision;
    if (ending.kind === "cancelled") return "abort";
    if (ending.kind === "done") {
      const value = toInteger(memory.results.at(-1));
      if (value !== yieldVerdict) return verdicts[value] ?? "continue";
      if (!isFinal) return memory.wakeAfterMs === undefined ? "wait" : { wakeAfterMs: memory.wakeAfterMs };
    }
    const runtime = this.#stateFor(action, stream);
    const refused = ending.kind === "done" || ending.kind === "yield";
    if (refused && (call.cutShort || stream.aborted || stream.client.gone)) {
      // It is no fault of the script: the ruleset had to end early.
      logFor(
        { log },
        runtime,
        warning,
        `Lua function '${action.name}': unable to yield, aborted Lua execution.\n`,
      );
      return "continue";
    }
    const text = failure("action", action.name, refused ? { kind: "yield" } : ending, runtime.stateId);
    if (text !== undefined) logFailure({ log }, runtime, text);
    return "continue";
  }

  async httpService(service: RegisteredService, stream: Stream, onHead: () => void): Promise<ServiceEnding> {
    const { http } = stream;
    if (!http) return "failed";
    const txn = new ScriptTxn(stream, "request", "service", this.#samplesOf(stream));
    const name = `<lua.${service.name}>`;
    const applet = new HttpApplet(txn, http, name, onHead);
    const object = appletHttpClass.wrap(applet);
    return this.#service(`Lua applet http '${name}':`, service, stream, object, () => applet.end());
  }

  async tcpService(service: RegisteredService, stream: Stream): Promise<ServiceEnding> {
    const txn = new ScriptTxn(stream, "request", "service", this.#samplesOf(stream));
    const object = appletTcpClass.wrap({ io: new StreamIo(stream), txn });
    return this.#service(`Lua applet tcp '<lua.${service.name}>':`, service, stream, object, () => {
      stream.response.endInput();
      return true;
    });
  }

  /** Runs a service; `finish` ends its answer and gives whether that is whole. */
  #service(
    who: string,
    service: RegisteredService,
    stream: Stream,
    object: HostValue,
    finish: () => boolean,
  ): ServiceEnding | Promise<ServiceEnding> {
    const runtime = this.#stateFor(service, stream);
    const conclude = (ending: Ending): ServiceEnding => {
      if (ending.kind === "done") return finish() ? "done" : "failed";
      const text = failureOf(who, ending, runtime.stateId);
      if (text !== undefined) logFailure(stream.backend, runtime, text);
      return "failed";
    };
    let outcome: ServiceEnding | undefined;
    let settle = (at: ServiceEnding): void => void (outcome = at);
    const run = runtime.scheduler.begin("service", functionIn(service, runtime), [object], (ending) =>
      settle(conclude(ending)),
    );
    if (outcome !== undefined) return outcome;
    return untilEnded(stream, run, (resolve) => (settle = resolve));
  }

  filter(name: string, args: readonly string[]): StreamFilter | undefined {
    const registered = this.#runtime.registry.filters.get(name);
    if (!registered) return undefined;
    return ThreadedFilterLine.make(this.#runtime, registered, args, (stream) => this.#samplesOf(stream));
  }

  streamEnded(stream: Stream): void {
    stream.scripts = undefined;
  }

  #stateFor(registered: Registered, { session }: Stream): Runtime {
    return this.#runtime.stateFor(registered, session.id);
  }

  #samplesOf(stream: Stream): PreparedSamples {
    return (this.#samples ??= new PreparedSamples(this.#accessTo(stream.session.frontend.environment)));
  }
}

/** What a call has returned stays, until one fails: then the stream's calls begin with nothing again. */
function keepResults({ results }: RunMemory, ending: Ending): void {
  if (ending.kind === "done") results.push(...ending.values);
  else results.length = 0;
}

/** One call of an action. */
interface ActionCall {
  readonly action: RegisteredAction;
  /** That of the rule's proxy. */
  readonly log: ProxyTraffic["log"];
  readonly stream: Stream;
  readonly txn: ScriptTxn;
  /** Its rules had to end before it did. */
  cutShort: boolean;
}

/** The function that a state has registered. */
function functionIn({ functions }: Registered, { stateId }: Runtime): LuaFunction {
  const fn = functions.get(stateId);
  if (!fn) throw new HaluaError("E_INTERNAL", `nothing registered in state ${stateId}`);
  return fn;
}

/** syslog's level 4. */
const warning = 4;

/** `lua.name` without its prefix. */
function withoutPrefix(name: string): string {
  return name.slice("lua.".length);
}

/** A run that waits: what it comes to is given to `settleWith`'s function. It ends with its stream. */
function untilEnded<T>(
  stream: Stream,
  run: Run<Runtime>,
  settleWith: (resolve: (outcome: T) => void) => void,
): Promise<T> {
  return new Promise((resolve) => {
    const stop = stream.onAbort(() => run.cancel());
    stream.onEnd(() => run.cancel());
    settleWith((outcome) => {
      stop();
      resolve(outcome);
    });
  });
}
