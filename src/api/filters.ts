import {
  LuaFunction,
  LuaReference,
  opaque,
  tableEntries,
  tableSet,
  type HostValue,
  type LuaValue,
} from "../lua/index.ts";
import type { Channel } from "../proxy/stream/channel.ts";
import type {
  FilterInstance,
  FilterVerdict,
  FilterWindow,
  Passage,
  StreamFilter,
} from "../proxy/stream/filter.ts";
import type { Stream } from "../proxy/stream/stream.ts";
import type { LocalReply } from "../proxy/stream/transaction.ts";
import { failureOf, RunMemory, type Ending, type RegisteredFilter, type Runtime } from "../runtime/index.ts";
import { channelClass } from "./channel.ts";
import { httpMessageClass } from "./http-message.ts";
import type { PreparedSamples } from "./prepared-samples.ts";
import { toInteger } from "./sample-values.ts";
import type { Window } from "./script-channel.ts";
import { memoryOf } from "./script-contexts.ts";
import { logFailure } from "./script-log.ts";
import { ScriptMessage } from "./script-message.ts";
import { ScriptTxn } from "./script-txn.ts";
import { txnClass } from "./txn.ts";

/** Filters of scripts: `filter lua.name` lines, and what they do on a stream (hlua_filter_* in hlua.c). */

type Callback =
  "start_analyze" | "end_analyze" | "http_headers" | "http_payload" | "http_end" | "tcp_payload";

const callbacks: readonly Callback[] = [
  "start_analyze",
  "end_analyze",
  "http_headers",
  "http_payload",
  "http_end",
  "tcp_payload",
];

/** filter.FLT_CFG_FL_HTX */
const canHttp = 1;

type Direction = ScriptTxn["direction"];

const directionOf = ({ isResponse }: Channel): Direction => (isResponse ? "response" : "request");

/** The alert of a script that fails; `place` is which of its functions. */
function failureText(name: string, place: string, ending: Ending, stateId: number): string | undefined {
  if (ending.kind === "yield") {
    return `Lua filter '${name}': yield functions like core.tcp() or core.sleep() are not allowed from ${place}.`;
  }
  const who = `Lua filter '${name}' :`;
  if (ending.kind === "timeout") return `${who} ${place.replace(" function", "")} ${ending.limit} timeout.`;
  return failureOf(who, ending, stateId);
}

/** A `filter lua.name args...` line. */
export class FilterLine implements StreamFilter {
  readonly http: boolean;
  readonly name: string;
  readonly runtime: Runtime;
  readonly samplesOf: (stream: Stream) => PreparedSamples;
  /** The callbacks that the class has. */
  readonly callbacks: ReadonlySet<string>;
  /** The line's own copy of the class; its `new` makes the instances. */
  readonly #copy: LuaReference;

  private constructor(
    runtime: Runtime,
    name: string,
    filterClass: LuaReference,
    copy: LuaReference,
    samplesOf: (stream: Stream) => PreparedSamples,
  ) {
    const { lua } = runtime;
    this.runtime = runtime;
    this.name = name;
    this.samplesOf = samplesOf;
    this.#copy = copy;
    this.callbacks = new Set(
      callbacks.filter((callback) => lua.index(filterClass, callback) instanceof LuaFunction),
    );
    this.http = (toInteger(lua.index(filterClass, "flags")) & canHttp) !== 0;
  }

  /** Calls the function that was registered with the class; undefined, with an alert, where it fails. */
  static make(
    runtime: Runtime,
    { name, functions }: RegisteredFilter,
    args: readonly string[],
    samplesOf: (stream: Stream) => PreparedSamples,
  ): FilterLine | undefined {
    const { lua, log } = runtime;
    const found = functions.get(runtime.stateId);
    if (!found) return undefined;
    const { filterClass, fn } = found;
    const copy = lua.hold(new Map<HostValue, HostValue>(tableEntries(lua.main, filterClass)));
    const line = new FilterLine(runtime, name, filterClass, copy, samplesOf);
    const called = lua.call(fn, [copy, args]);
    if (called.ok) return line;
    log.alert(
      called.memory
        ? `Lua filter '${name}' : out of memory error`
        : `Lua filter '${name}' : runtime error : ${called.message ?? "(null)"}`,
    );
    return undefined;
  }

  attach(stream: Stream): FilterInstance | undefined | "fail" {
    const { runtime, name } = this;
    const make = runtime.lua.index(this.#copy, "new");
    if (!(make instanceof LuaFunction)) {
      logFailure(stream.backend, runtime, `Lua filter '${name}': 'new' field is not a function.`);
      return undefined;
    }
    const memory = memoryOf(stream, runtime);
    const ending = runtime.scheduler.runNow("filter", make, [this.#copy], memory);
    memory.results.length = 0;
    if (ending.kind !== "done") {
      const text = failureText(name, "'new' function", ending, runtime.stateId);
      if (text !== undefined) logFailure(stream.backend, runtime, text);
      return ending.kind === "error" && !ending.memory ? "fail" : undefined;
    }
    const [instance] = ending.values;
    if (!(instance instanceof LuaReference) || instance.type !== "table") return undefined;
    return new ScriptFilterInstance(this, stream, instance);
  }
}

/** A line in all the Lua states that have registered its filter: one, or one for each thread. */
export class ThreadedFilterLine implements StreamFilter {
  readonly #lines: readonly [FilterLine, ...FilterLine[]];

  private constructor(lines: readonly [FilterLine, ...FilterLine[]]) {
    this.#lines = lines;
  }

  /** Undefined, with an alert, where the function of a state fails. */
  static make(
    runtime: Runtime,
    registered: RegisteredFilter,
    args: readonly string[],
    samplesOf: (stream: Stream) => PreparedSamples,
  ): ThreadedFilterLine | undefined {
    const states = registered.functions.has(0) ? [runtime] : runtime.threads;
    const lines: FilterLine[] = [];
    for (const state of states) {
      const line = FilterLine.make(state, registered, args, samplesOf);
      if (!line) return undefined;
      lines.push(line);
    }
    const [first, ...others] = lines;
    return first && new ThreadedFilterLine([first, ...others]);
  }

  get http(): boolean {
    return this.#lines[0].http;
  }

  attach(stream: Stream): FilterInstance | undefined | "fail" {
    const line = this.#lines[stream.session.id % this.#lines.length] ?? this.#lines[0];
    return line.attach(stream);
  }
}

/** A filter on a stream; each direction has a memory of its own. */
export class ScriptFilterInstance implements FilterInstance {
  readonly #line: FilterLine;
  readonly #stream: Stream;
  readonly #table: LuaReference;
  readonly #memories = { request: new RunMemory(), response: new RunMemory() };
  readonly #data = new Set<Channel>();

  constructor(line: FilterLine, stream: Stream, table: LuaReference) {
    this.#line = line;
    this.#stream = stream;
    this.#table = table;
    tableSet(line.runtime.lua.main, table, "__filter", opaque(this));
  }

  /** `filter.register_data_filter` and its opposite. */
  filterData(channel: Channel, wanted: boolean): void {
    if (wanted) this.#data.add(channel);
    else this.#data.delete(channel);
  }

  startAnalyze(channel: Channel): FilterVerdict {
    return this.#stage("start_analyze", channel);
  }

  httpHeaders(channel: Channel): FilterVerdict {
    return this.#stage("http_headers", channel);
  }

  httpEnd(channel: Channel): FilterVerdict {
    return this.#stage("http_end", channel);
  }

  endAnalyze(channel: Channel): FilterVerdict {
    return this.#stage("end_analyze", channel);
  }

  filtersData(channel: Channel): boolean {
    return this.#data.has(channel);
  }

  payload(channel: Channel, shown: FilterWindow): Passage | "error" | LocalReply {
    const callback = this.#stream.http ? "http_payload" : "tcp_payload";
    // Unregistered since: it lets everything pass.
    if (!this.#data.has(channel) || !this.#line.callbacks.has(callback)) return { count: shown.length };
    const window: Window = { offset: shown.offset, length: shown.length, open: true };
    const called = this.#call(callback, channel, window);
    window.open = false;
    shown.offset = window.offset;
    shown.length = window.length;
    if (called === "error") return "error";
    const decided = decidedBy(called);
    if (decided) return decided;
    const { values, memory } = called;
    const count = values.length === 0 ? -1 : toInteger(values.at(-1));
    // HAProxy takes a negative count for a huge one.
    return { count: count < 0 ? window.length : count, wakeAfterMs: memory.wakeAfterMs };
  }

  #stage(callback: Callback, channel: Channel): FilterVerdict {
    if (!this.#line.callbacks.has(callback)) return "continue";
    const called = this.#call(callback, channel, undefined);
    if (called === "error") return "error";
    const decided = decidedBy(called);
    if (decided) return decided;
    const verdict = called.values.length === 0 ? 1 : toInteger(called.values.at(-1));
    if (verdict > 0) return "continue";
    return verdict < 0 ? "error" : { wait: called.memory.wakeAfterMs };
  }

  /** Calls a callback; without values where there is none, or it was stopped. */
  #call(callback: Callback, channel: Channel, window: Window | undefined): Called | "error" {
    const { runtime, name, samplesOf } = this.#line;
    const direction = directionOf(channel);
    const memory = this.#memories[direction];
    const nothing: Called = { values: [], memory, txn: undefined };
    const fn = runtime.lua.index(this.#table, callback);
    if (!(fn instanceof LuaFunction)) return nothing;
    const stream = this.#stream;
    const shown = window ?? { offset: 0, length: channel.inputLength, open: false };
    const txn = new ScriptTxn(stream, direction, "filter", samplesOf(stream), shown);
    memory.wakeAfterMs = undefined;
    const subject = callback.startsWith("http_")
      ? httpMessageClass.wrap(new ScriptMessage(txn, direction))
      : channelClass.wrap(direction === "request" ? txn.request : txn.response);
    const ending = runtime.scheduler.runNow("filter", fn, [this.#table, txnClass.wrap(txn), subject], memory);
    if (ending.kind === "done") return { values: ending.values, memory, txn };
    const text = failureText(name, `'${callback}' callback`, ending, runtime.stateId);
    if (text !== undefined) logFailure(stream.backend, runtime, text);
    return ending.kind === "error" && !ending.memory ? "error" : nothing;
  }
}

/** What `txn:done` has made of the stream, where it was called. */
function decidedBy({ txn }: Called): "error" | LocalReply | undefined {
  const decision = txn?.decision;
  if (typeof decision === "object" && "reply" in decision) return decision.reply ?? "error";
  return decision === undefined ? undefined : "error";
}

interface Called {
  readonly values: readonly LuaValue[];
  readonly memory: RunMemory;
  readonly txn: ScriptTxn | undefined;
}
