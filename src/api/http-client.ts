import {
  any,
  declareFunction,
  hasContext,
  item,
  LuaClass,
  LuaError,
  LuaFloat,
  LuaReference,
  result,
  tableEntries,
  Waiting,
  type Argument,
  type Execution,
  type FunctionItem,
  type HostValue,
  type Item,
  type LuaValue,
} from "../lua/index.ts";
import {
  HttpCall,
  parseAddress,
  Run,
  type Destination,
  type HttpRequest,
  type HttpResult,
  type Runtime,
} from "../runtime/index.ts";
import { failurePage } from "./http-failure.ts";
import { logHttpRequest } from "./http-request-log.ts";
import { parseHttpUrl } from "./http-url.ts";

/** The class HTTPClient (http_client.c, hlua_httpclient_*). */

/** What a script has put into a request table. */
interface Parameters {
  url?: string;
  body?: string;
  headers?: [name: string, value: string][];
  to?: Destination;
  timeout?: number;
}

/** Reads the request table; each parameter complains in HAProxy's words, which say `get` for every method. */
function readParameters(host: Runtime, given: LuaReference): Parameters {
  const parameters: Parameters = {};
  for (const [key, value] of tableEntries(host.lua.main, given)) {
    switch (key) {
      case "url":
        parameters.url = requireString("url", value);
        break;
      case "body":
        parameters.body = requireString("body", value);
        break;
      case "headers":
        parameters.headers = readHeaders(host, value);
        break;
      case "timeout":
        parameters.timeout = readTimeout(value);
        break;
      case "dst":
        parameters.to = readDestination(host, value);
        break;
      default:
        throw new LuaError(`'${nameOf(key)}' invalid parameter name`);
    }
  }
  return parameters;
}

function requireString(name: string, value: LuaValue): string {
  if (typeof value === "string") return value;
  throw new LuaError(`invalid parameter in '${name}', must be a string`);
}

function nameOf(key: LuaValue): string {
  if (key instanceof LuaReference) return key.type;
  return key instanceof LuaFloat ? key.value.toFixed(1) : String(key);
}

/** Milliseconds; a number with a fraction counts as 0, which is no timeout (lua_tointeger). */
function readTimeout(value: LuaValue): number {
  if (typeof value === "number") return Number.isInteger(value) ? value : 0;
  if (value instanceof LuaFloat || typeof value === "bigint") return Number(value);
  throw new LuaError("invalid parameter in 'timeout', must be a number");
}

function readDestination(host: Runtime, value: LuaValue): Destination {
  const text = typeof value === "number" ? String(value) : value;
  const parsed = typeof text === "string" ? parseAddress(text) : { error: "not a text" };
  if ("destination" in parsed) return parsed.destination;
  host.log.alert(`httpclient: Failed to parse destination address in ${parsed.error}`);
  throw new LuaError("Can't use the 'dst' argument");
}

/** One pair for each value; what is not a list of texts is left out, as HAProxy does. */
function readHeaders(host: Runtime, value: LuaValue): [string, string][] {
  if (!(value instanceof LuaReference) || value.type !== "table") {
    throw new LuaError("invalid parameter in 'headers', must be a table");
  }
  const L = host.lua.main;
  return tableEntries(L, value).flatMap(([key, values]) => {
    if (!(values instanceof LuaReference) || values.type !== "table") return [];
    // HAProxy turns such a key into a text, in the middle of the walk, and then cannot go on.
    if (typeof key === "number" || key instanceof LuaFloat) throw new LuaError("invalid key to 'next'");
    if (typeof key !== "string") return [];
    const texts = tableEntries(L, values).flatMap(([, each]) => textOf(each) ?? []);
    return texts.map((text): [string, string] => [key.toLowerCase(), text]);
  });
}

function textOf(value: LuaValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value instanceof LuaFloat ? value.value.toFixed(1) : undefined;
}

/** The request that the parameters describe; raises HAProxy's errors for what cannot be sent. */
function makeRequest(host: Runtime, method: HttpRequest["method"], parameters: Parameters): HttpRequest {
  if (parameters.url === undefined) throw new LuaError("'get' need a 'url' argument");
  const url = parseHttpUrl(parameters.url);
  if (!url) {
    // HAProxy tells the place in its own source.
    host.log.alert("httpclient: Failed to initialize appctx httpclient_start:373.");
    throw new LuaError("couldn't start the httpclient");
  }
  const { tls, port, authority, path } = url;
  const headers = parameters.headers ?? [];
  const has = (name: string): boolean => headers.some(([each]) => each === name);
  if (authority === "" && !has("host")) throw new LuaError("Can't generate the HTTP request");
  if (!has("host")) headers.push(["host", authority]);
  if (!has("accept")) headers.push(["accept", "*/*"]);
  if (!has("user-agent")) headers.push(["user-agent", "HAProxy"]);
  const body = parameters.body === "" ? undefined : parameters.body;
  return { method, tls, host: url.host, port, path, headers, body, to: parameters.to };
}

/** Header lines by name, each list from 0 on. */
function headerTable(headers: readonly (readonly [string, string])[]): HostValue {
  const table = new Map<string, Map<number, string>>();
  for (const [name, value] of headers) {
    const values = table.get(name) ?? new Map<number, string>();
    table.set(name, values.set(values.size, value));
  }
  return table;
}

/** The table that a script gets. */
function responseTable(answer: HttpResult): HostValue {
  const { status, reason, headers, body } = answer.kind === "answer" ? answer.response : failurePage(answer);
  return { status, reason, body, headers: headerTable(headers) };
}

function send(execution: Execution<Runtime>, method: HttpRequest["method"], parameters: LuaValue): Waiting {
  const { host } = execution;
  if (!hasContext(execution)) {
    throw new LuaError("The 'get' function is only allowed in 'frontend', 'backend' or 'task'");
  }
  if (!(parameters instanceof LuaReference) || parameters.type !== "table") {
    throw new LuaError("'get' needs a table as argument");
  }
  const given = readParameters(host, parameters);
  const request = makeRequest(host, method, given);
  const call = new HttpCall(host.network, host.time, host.networkSettings);
  const leftovers = execution instanceof Run ? execution.leftovers : undefined;
  leftovers?.add(call);
  const waiting = new Waiting(execution);
  const startedAt = host.time.wallMs();
  const finish = (outcome: () => HostValue): void => {
    leftovers?.delete(call);
    waiting.finish(outcome);
  };
  call.run(request, given.timeout === 0 ? undefined : given.timeout).then(
    (answer) => {
      logHttpRequest(host, { method, url: given.url ?? "" }, startedAt, call, answer);
      finish(() => responseTable(answer));
    },
    (error: unknown) =>
      finish(() => {
        throw error;
      }),
  );
  return waiting;
}

const parametersDoc =
  "`url`; `headers`, a table of lists: `{name = {value, ...}}`; `body`; `timeout` in milliseconds without any byte, for each of four attempts; `dst`, an address to connect to instead of the URL's";

/** A method that any first argument will do for: HAProxy's object is an empty table. */
function verb(
  name: string,
  method: HttpRequest["method"],
): (self: Argument<unknown>) => FunctionItem<Runtime> {
  return () =>
    item<Runtime>(
      name,
      {
        doc: `Sends a ${method} request and waits for the answer. Any answer is a result, and so is none: then the status is 0. Redirects are not followed, nothing is decompressed. The loggers of a configuration's global section get a line of it.`,
        returns: [
          result(
            "{status: integer, reason: string, headers: table<string, table<integer, string>>, body: string}",
            "header names in lower case, lists from 0 on",
          ),
        ],
        yields: true,
        since: "2.5",
        count: { least: 2, most: 2, message: () => "'get' needs a table as argument" },
      },
      [any("self", "the client"), any("request", parametersDoc)],
      (execution, _self, parameters) => send(execution, method, parameters as LuaValue),
    );
}

/** What `core.httpclient` gives; it has no state. */
export const httpClientClass = new LuaClass<Runtime, object>(
  "HTTPClient",
  "Sends HTTP requests. One object does for any number of requests, also at the same time.",
  {
    get: verb("get", "GET"),
    head: verb("head", "HEAD"),
    put: verb("put", "PUT"),
    post: verb("post", "POST"),
    delete: verb("delete", "DELETE"),
  },
);

export const httpItems: Item<Runtime>[] = [
  declareFunction("httpclient", {
    doc: "A client for HTTP requests.",
    rest: "ignored",
    returns: [result("HTTPClient", "")],
    since: "2.5",
    body: () => httpClientClass.wrap({}),
  }),
];
