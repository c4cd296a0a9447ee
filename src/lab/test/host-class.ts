import {
  any,
  func,
  LuaClass,
  LuaError,
  LuaFunction,
  LuaReference,
  method,
  nothing,
  number,
  optional,
  result,
  string,
  table,
  type Argument,
  type HostValue,
  type LuaThread,
  type LuaValue,
  type Outcome,
} from "../../lua/index.ts";
import { actionEnvironments, type Runtime } from "../../runtime/index.ts";
import { reasonOf } from "../../proxy/http/status.ts";
import { rulesets, type Call, type Mode, type RequestTarget } from "./generated-configuration.ts";
import type { HostUnderTest } from "./host-under-test.ts";
import type { Exchange, TcpExchange, Traces } from "./host.ts";
import { Fields, headersForLua, textOf } from "./plain.ts";
import { clientAddress } from "./test-connection.ts";
import type { TestRequest } from "./test-request.ts";

const requestFields = [
  ...["method", "path", "headers", "body", "src"],
  ...["action", "service", "args", "on", "frontend"],
];

const tcpFields = ["data", "src", "action", "service", "args", "on", "frontend"];

/** The address of clients whose request names none. */
const defaultSource = "192.0.2.1";

function requestOf(fields: Fields): TestRequest {
  return {
    method: fields.text("method") ?? "GET",
    path: fields.text("path") ?? "/",
    headers: fields.headers("headers"),
    body: fields.text("body") ?? "",
    source: clientAddress(fields.text("src") ?? defaultSource),
  };
}

/** Where a connection goes: `host:request` is for HTTP, `host:tcp` for what is not. */
function targetOf(fields: Fields, runtime: Runtime, mode: Mode): RequestTarget {
  const method = mode === "http" ? "host:request" : "host:tcp";
  const known = mode === "http" ? requestFields : tcpFields;
  const unknown = fields.unknown(known);
  if (unknown.length > 0)
    throw new LuaError(`${method} knows no '${unknown.join("', '")}': it takes ${known.join(", ")}`);
  const frontend = fields.text("frontend");
  const service = fields.text("service");
  const action = fields.text("action");
  const args = fields.texts("args");
  if (service !== undefined) {
    const registered = runtime.registry.services.get(service)?.mode;
    if (registered === undefined) throw new LuaError(`the script has registered no service '${service}'`);
    if (registered !== mode)
      throw new LuaError(
        registered === "tcp"
          ? `'${service}' is a TCP service, and host:request is for HTTP: there is host:tcp`
          : `'${service}' is an HTTP service: there is host:request`,
      );
    return { mode, frontend, call: { kind: "service", name: service, args } };
  }
  if (action === undefined) return { mode, frontend, call: undefined };
  const place = placeOf(action, fields.text("on"), runtime, mode);
  return { mode, frontend, call: { kind: "action", name: action, args, place } };
}

/** Where an action is called: where the test says, or the first place it is registered for, those for HTTP before. */
function placeOf(action: string, wanted: string | undefined, runtime: Runtime, mode: Mode): string {
  const places = Object.keys(rulesets).filter((place) => mode === "http" || place.startsWith("tcp-"));
  const registered = actionEnvironments.filter((place) => runtime.registry.actions(place).has(action));
  const found = places.find((place) => registered.some((one) => one === place && (wanted ?? one) === one));
  if (found !== undefined) return found;
  throw new LuaError(
    `the script has registered no action '${action}'${wanted === undefined ? "" : ` for '${wanted}'`}`,
  );
}

function exchangeForLua({ response, variables, logs, backend }: Exchange): HostValue {
  const { head, interim, body, aborted } = response;
  return {
    status: head?.status,
    reason: head && (head.reason === "" ? reasonOf(head.status) : head.reason),
    headers: headersForLua(head?.headers ?? []),
    body,
    aborted,
    interim: interim.map(({ status, headers }) => ({ status, headers: headersForLua(headers) })),
    ...tracesForLua({ variables, logs, backend }),
  };
}

function tracesForLua({ variables, logs, backend }: Traces): Record<string, HostValue> {
  return { vars: variables, logs: logs.map(({ level, text }) => ({ level, text })), backend };
}

function tcpForLua({ data, aborted, ...traces }: TcpExchange): HostValue {
  return { data, aborted, ...tracesForLua(traces) };
}

/** A function, or the table that it would give. */
function answer(name: string, doc: string): Argument<LuaFunction | LuaReference> {
  return {
    ...any(name, doc),
    type: "table|fun(request: table): table",
    read: (L, index) => {
      const value = any(name, doc).read(L, index);
      return value instanceof LuaReference && value.type === "table" ? value : func(name, doc).read(L, index);
    },
  };
}

function fieldsOf(execution: { readonly host: Runtime }, given: LuaReference | undefined): Fields {
  const L: LuaThread = execution.host.lua.main;
  return new Fields(L, given);
}

/** Puts the arguments of a fetch or converter as a configuration would write them. */
function texts(values: readonly LuaValue[]): string[] {
  return values.map((value) => textOf(value) ?? "");
}

const anyRequest: TestRequest = {
  method: "GET",
  path: "/",
  headers: [],
  body: "",
  source: clientAddress(defaultSource),
};

/** What `load` gives to tests. */
export const hostClass = new LuaClass<Runtime, HostUnderTest>(
  "Host",
  "A script under test, in a runtime and on a clock of its own.",
  {
    init: method("init", {
      doc: "Reads the configuration, runs the init functions and starts the tasks; the first use of the others does it too.",
      since: "halua",
      body: (_execution, { host }) => {
        host.init();
        return nothing;
      },
    }),
    request: method("request", {
      doc:
        "Sends an HTTP request through a frontend of the configuration; with `action` or `service`, through one that " +
        "has only this rule. Resolves when the client has got everything; the clock moves as far as that needs.",
      args: [
        optional(
          table(
            "request",
            "{method=, path=, headers=, body=, src=, action=|service=, args=, on=, frontend=}",
          ),
        ),
      ],
      returns: [result("table", "{status, reason, headers, body, aborted, interim, vars, logs, backend}")],
      yields: true,
      since: "halua",
      body: async (execution, { host }, given) => {
        const fields = fieldsOf(execution, given);
        const target = targetOf(fields, host.runtime, "http");
        return exchangeForLua(await host.request(requestOf(fields), target));
      },
    }),
    tcp: method("tcp", {
      doc:
        "Connects to a frontend in mode tcp of the configuration; with `action` or `service`, to one that has only this " +
        "rule. `data`, a text or a list of pieces, is sent, then the client's direction ends. Resolves when the proxy " +
        "has closed; the clock moves as far as that needs.",
      args: [optional(table("connection", "{data=, src=, action=|service=, args=, on=, frontend=}"))],
      returns: [result("table", "{data, aborted, vars, logs, backend}")],
      yields: true,
      since: "halua",
      body: async (execution, { host }, given) => {
        const fields = fieldsOf(execution, given);
        const target = targetOf(fields, host.runtime, "tcp");
        const pieces =
          fields.value("data") instanceof LuaReference ? fields.texts("data") : [fields.text("data") ?? ""];
        const source = clientAddress(fields.text("src") ?? defaultSource);
        return tcpForLua(
          await host.tcp(
            pieces.filter((piece) => piece !== ""),
            source,
            target,
          ),
        );
      },
    }),
    fetch: method("fetch", {
      doc: "Calls a registered fetch, with further arguments, for a request for / that nobody answers.",
      args: [string("name", "without lua.")],
      rest: "the fetch's arguments",
      returns: [result("any", "the sample; nil for none")],
      since: "halua",
      body: (_execution, { host }, name, ...args) => {
        requireRegistered(host.runtime.registry.fetches, "fetch", name);
        return host.sample({ kind: "fetch", name, args: texts(args) }, undefined, anyRequest);
      },
    }),
    convert: method("convert", {
      doc: "Calls a registered converter on a value, with further arguments.",
      args: [string("name", "without lua."), any("value", "the input: a string, an integer or a boolean")],
      rest: "the converter's arguments",
      returns: [result("any", "the sample; nil for none")],
      since: "halua",
      body: (_execution, { host }, name, value, ...args) => {
        requireRegistered(host.runtime.registry.converters, "converter", name);
        const call: Call = { kind: "converter", name, args: texts(args) };
        return host.sample(call, value, anyRequest);
      },
    }),
    cli: method("cli", {
      doc: "Sends a line to the command socket.",
      args: [string("line", "as on the stats socket")],
      returns: [result("string", "the answer, without the empty line behind it")],
      yields: true,
      since: "halua",
      body: async (_execution, { host }, line) => host.command(line),
    }),
    tasks: method("tasks", {
      doc: "How many tasks have not ended.",
      returns: [result("integer", "")],
      since: "halua",
      body: (_execution, { host }) => host.tasks(),
    }),
    advance: method("advance", {
      doc: "Moves the clock, and lets everything run that falls due on the way.",
      args: [number("milliseconds", "")],
      yields: true,
      since: "halua",
      body: async (_execution, { host }, ms): Promise<Outcome> => {
        await host.advance(ms);
        return nothing;
      },
    }),
    now: method("now", {
      doc: "Milliseconds since the script was loaded, on its own clock.",
      returns: [result("number", "")],
      since: "halua",
      body: (_execution, { host }) => host.elapsed,
    }),
    logs: method("logs", {
      doc: "Everything that has been logged.",
      returns: [result("table", "{{level=, text=}, ...}")],
      since: "halua",
      body: (_execution, { host }) => host.log.lines.map(({ level, text }) => ({ level, text })),
    }),
    expect_log: method("expect_log", {
      doc: "Allows log lines at warning or above that match one of Lua's patterns.",
      args: [string("pattern", "")],
      since: "halua",
      body: (_execution, host, pattern) => {
        host.expectLog(pattern);
        return nothing;
      },
    }),
    backend: method("backend", {
      doc: "Answers for the servers of a backend. Its functions get {method, path, headers, body}; in mode tcp {data}, and give {data=}.",
      args: [
        string("name", ""),
        answer("answer", "{status=, reason=, headers=, body=}, {data=}, or a function that gives it"),
      ],
      since: "halua",
      body: (_execution, host, name, given) => {
        host.setBackend(name, given);
        return nothing;
      },
    }),
    stub_http: method("stub_http", {
      doc: "Answers HTTP requests of scripts whose URL matches one of Lua's patterns; the last stub that fits counts.",
      args: [
        string("pattern", ""),
        answer("answer", "{status=, reason=, headers=, body=}, or a function that gives it"),
      ],
      since: "halua",
      body: (_execution, host, pattern, given) => {
        host.stubHttp(pattern, given);
        return nothing;
      },
    }),
    stub_socket: method("stub_socket", {
      doc: "Answers connections of scripts to an address; the function is called with the far end, a Peer.",
      args: [string("address", "1.2.3.4:80, [::1]:80 or a path"), func("fn", "")],
      since: "halua",
      body: (_execution, host, address, fn) => {
        host.stubSocket(address, fn);
        return nothing;
      },
    }),
  },
);

function requireRegistered(all: ReadonlyMap<string, unknown>, kind: string, name: string): void {
  if (!all.has(name)) throw new LuaError(`the script has registered no ${kind} '${name}'`);
}
