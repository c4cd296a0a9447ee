import {
  any,
  field,
  hasContext,
  integer,
  LastArgumentError,
  LuaClass,
  LuaError,
  method,
  nothing,
  result,
  string,
  restrict,
  tableIfAny,
  uncounted,
  type Argument,
  type Execution,
  type FieldItem,
  type FunctionItem,
  type LuaTable,
  type LuaValue,
  type Outcome,
} from "../lua/index.ts";
import { replyFits } from "../proxy/rules/rewrites.ts";
import { levelNames, Run, type Runtime } from "../runtime/index.ts";
import { channelClass } from "./channel.ts";
import { convertersClass } from "./converters.ts";
import { fetchesClass } from "./fetches.ts";
import { httpClass } from "./http.ts";
import { httpMessageClass } from "./http-message.ts";
import { localReply, newReply } from "./reply.ts";
import { logFor } from "./script-log.ts";
import { ScriptMessage } from "./script-message.ts";
import { variableMethods } from "./script-variables.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** `TXN`: what actions, fetches and filters work on (hlua_txn_* in hlua.c). */

type Method = (self: Argument<ScriptTxn>) => FunctionItem<Runtime>;

/** Which answers stand for the end of a transaction: act.ABORT, filter.ERROR. */
const aborted = 6;
const filterError = -1;

/** Ends the running function as `core.done` does; `value` is its result. */
function finish(execution: Execution<Runtime>, error: LuaError): Outcome {
  if (!hasContext(execution)) return nothing;
  if (execution instanceof Run) execution.memory.finished = true;
  throw error;
}

/** Ends a stream of TCP: nothing more is taken from either side, what has been sent still goes out. */
function endConnection({ stream, direction }: ScriptTxn): void {
  stream.request.discardInput();
  stream.request.endInput("aborted");
  stream.response.endInput();
  stream.endsBecause("L", direction === "request" ? "R" : "D");
}

function done(execution: Execution<Runtime>, txn: ScriptTxn, given: LuaTable | undefined): Outcome {
  if (txn.kind === "sample") return finish(execution, new LastArgumentError());
  const { stream, direction } = txn;
  const { http } = stream;
  const phase = direction === "request" ? "R" : "H";
  if (!http) {
    endConnection(txn);
    txn.decision = "abort";
  } else {
    if (given) {
      const reply = localReply(given, http.request.version);
      txn.decision = replyFits(reply, stream.response.capacity) ? { reply, kind: "script" } : "error";
    } else {
      http.status = 0;
      // A filter's callback is an error then, and makes a page.
      if (txn.kind !== "filter") {
        stream.abort("L", phase);
        stream.client.abort();
      }
      txn.decision = "abort";
    }
    stream.endsBecause("L", phase);
  }
  return finish(execution, new LuaError(txn.kind === "filter" ? filterError : aborted, { position: false }));
}

const said = string("message", "the text");

function logging(name: string, level: number): Method {
  return method<Runtime, ScriptTxn, [Argument<string>]>(name, {
    doc: `Logs a message at level ${level}, to the loggers of the stream's backend.`,
    args: [said],
    since: "1.6",
    body: ({ host }, txn, text) => {
      logFor(txn.proxy, host, level, text);
      return nothing;
    },
  });
}

/** The stream's own level as HAProxy keeps it: 0 while none is set, else one more than the level. */
function ownLevel({ stream: { logLevel } }: ScriptTxn): number | undefined {
  if (logLevel === undefined) return 0;
  return logLevel === "silent" ? undefined : levelNames.indexOf(logLevel) + 1;
}

const badLevel =
  "Bad log level. It must be one of the following value: core.silent(-1), core.emerg(0), core.alert(1), core.crit(2), core.error(3), core.warning(4), core.notice(5), core.info(6) or core.debug(7)";

/** What HAProxy asks of the kernel, and Node has no way to: there it has no effect either when the kernel refuses. */
function socketOption(name: string, since: string, what: string): Method {
  return method<Runtime, ScriptTxn, [Argument<number>]>(name, {
    doc: `Would set ${what} of the client's connection. halua cannot: it has no effect, as in HAProxy where the kernel refuses it.`,
    args: [integer("value", "")],
    since,
    count: {
      message: () =>
        `'${name === "set_mark" || name === "set_tos" ? name.replace("set_", "set_fc_") : name}' needs 2 arguments`,
    },
    body: () => nothing,
  });
}

function priority(
  name: "set_priority_class" | "set_priority_offset",
  key: "priorityClass" | "priorityOffset",
  most: number,
): Method {
  return method<Runtime, ScriptTxn, [Argument<number>]>(name, {
    doc: `Sets the stream's place in queues; lower goes first.`,
    args: [integer("value", `-${most} to ${most}; cut to that range`)],
    since: "1.9",
    body: (_execution, { stream }, value) => {
      stream[key] = Math.max(-most, Math.min(most, value));
      return nothing;
    },
  });
}

const sub = <T>(
  name: string,
  type: string,
  doc: string,
  value: FieldItem<T>["value"],
  since = "1.6",
): FieldItem<T> => field(name, { type, doc, since, value });

/** A message, in filters of HTTP. */
function message(name: string, direction: ScriptTxn["direction"]): FieldItem<ScriptTxn> {
  return sub(
    name,
    "HTTPMessage?",
    `the ${direction}, in filters; nil in TCP`,
    (txn) =>
      txn.kind === "filter" && txn.stream.http
        ? httpMessageClass.wrap(new ScriptMessage(txn, direction))
        : undefined,
    "2.5",
  );
}

/** The fields of samples, which applets have too. */
export function sampleFields<T>(txnOf: (self: T) => ScriptTxn): FieldItem<T>[] {
  const fetches = (asText: boolean) => (self: T) => fetchesClass.wrap({ txn: txnOf(self), asText });
  const converters = (asText: boolean) => (self: T) => convertersClass.wrap({ txn: txnOf(self), asText });
  return [
    sub("f", "Fetches", "fetches; nil where there is no sample", fetches(false)),
    sub("sf", "Fetches", "fetches as text; an empty one where there is no sample", fetches(true)),
    sub("c", "Converters", "converters; nil where there is no result", converters(false)),
    sub(
      "sc",
      "Converters",
      "converters, results as text; an empty one where there is none",
      converters(true),
    ),
  ];
}

export const txnClass = new LuaClass<Runtime, ScriptTxn>(
  "TXN",
  "What actions, fetches and filters work on: a request and its response, or a connection of TCP.",
  {
    set_priv: method<Runtime, ScriptTxn, [Argument<LuaValue>]>("set_priv", {
      doc: "Keeps a value with the stream, for its other actions, fetches and converters.",
      args: [any("value", "")],
      since: "1.6",
      body: (execution, _txn, value) => {
        if (execution instanceof Run) execution.memory.priv = value;
        return nothing;
      },
    }),
    get_priv: method<Runtime, ScriptTxn>("get_priv", {
      doc: "The value kept with the stream.",
      returns: [result("any", "nil where there is none")],
      since: "1.6",
      body: (execution) => (execution instanceof Run ? execution.memory.priv : undefined),
    }),
    ...variableMethods<ScriptTxn>((txn) => txn, { set: "1.6", unset: "1.7", get: "1.6" }),
    done: method<Runtime, ScriptTxn, [Argument<LuaTable | undefined>]>("done", {
      doc: "Ends the transaction and the function. With a table (`txn:reply`, or one like it) that is the client's answer; without, the connection is closed. In a fetch it only ends the function.",
      args: [tableIfAny("reply", "a Reply, or a table with `status`, `reason`, `headers`, `body`")],
      since: "1.6",
      count: uncounted,
      body: (execution, txn, given) => done(execution, txn, given),
    }),
    reply: method<Runtime, ScriptTxn, [Argument<LuaTable | undefined>]>("reply", {
      doc: "Gives a Reply. Its reason is the usual one for the status, whatever the table says.",
      args: [tableIfAny("template", "a table with `status`, `headers`, `body`")],
      returns: [result("Reply", "")],
      since: "2.2",
      count: uncounted,
      body: (_execution, txn, template) => {
        if (!txn.stream.http) throw new LuaError("txn object is not an HTTP transaction.");
        return newReply(template);
      },
    }),
    set_fc_mark: socketOption("set_fc_mark", "3.0", "the netfilter mark"),
    set_fc_tos: socketOption("set_fc_tos", "3.0", "the type of service"),
    set_loglevel: method<Runtime, ScriptTxn, [Argument<number>]>("set_loglevel", {
      doc: "Sets the level of the stream's line in the log; `core.silent` for none.",
      args: [
        restrict(integer("level", "one of the constants `core.silent` to `core.debug`"), (level) =>
          level < -1 || level > 8 ? badLevel : undefined,
        ),
      ],
      since: "1.6",
      body: (_execution, { stream }, level) => {
        // Level 8 passes HAProxy's check, and no logger takes it.
        stream.logLevel = levelNames[level] ?? "silent";
        return nothing;
      },
    }),
    set_mark: socketOption("set_mark", "1.6", "the netfilter mark"),
    set_tos: socketOption("set_tos", "1.6", "the type of service"),
    set_priority_class: priority("set_priority_class", "priorityClass", 0x7ff),
    set_priority_offset: priority("set_priority_offset", "priorityOffset", 0x7ffff),
    deflog: method<Runtime, ScriptTxn, [Argument<string>]>("deflog", {
      doc: "Logs a message at the stream's own level: 0 (emerg) unless `set_loglevel` was called, then, as in HAProxy, one more than that level.",
      args: [said],
      since: "1.6",
      body: ({ host }, txn, text) => {
        const level = ownLevel(txn);
        if (level !== undefined) logFor(txn.proxy, host, level, text);
        return nothing;
      },
    }),
    log: method<Runtime, ScriptTxn, [Argument<number>, Argument<string>]>("log", {
      doc: "Logs a message at a level, to the loggers of the stream's backend.",
      args: [integer("level", "one of the constants `core.emerg` to `core.debug`"), said],
      since: "1.6",
      body: ({ host }, txn, level, text) => {
        // HAProxy names argument 1, the object.
        if (level < 0 || level > 7) throw new LuaError("Invalid loglevel.", { argument: 1 });
        logFor(txn.proxy, host, level, text);
        return nothing;
      },
    }),
    Debug: logging("Debug", 7),
    Info: logging("Info", 6),
    Warning: logging("Warning", 4),
    Alert: logging("Alert", 1),
  },
  "index",
  {
    fields: [
      ...sampleFields<ScriptTxn>((txn) => txn),
      sub("req", "Channel", "from the client", (txn) => channelClass.wrap(txn.request)),
      sub("res", "Channel", "to the client", (txn) => channelClass.wrap(txn.response)),
      sub("http", "HTTP?", "nil in TCP", (txn) => (txn.stream.http ? httpClass.wrap(txn) : undefined)),
      message("http_req", "request"),
      message("http_res", "response"),
    ],
  },
);
