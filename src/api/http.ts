import {
  integer,
  LastArgumentError,
  LuaClass,
  method,
  nothing,
  optional,
  result,
  string,
  uncounted,
  type Argument,
  type FunctionItem,
} from "../lua/index.ts";
import type { RequestHead, ResponseHead } from "../proxy/http/message.ts";
import type { Runtime } from "../runtime/index.ts";
import { headerMethods } from "./header-methods.ts";
import { requestLineEdits, setStatus, type RequestLineEdit } from "./start-lines.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** `HTTP`: the heads of a transaction's messages, in actions, fetches and filters (hlua.c). */

/** Raises where the message of that side is not the one at hand; HAProxy has no words for it. */
function wantRequest(txn: ScriptTxn): void {
  if (txn.direction !== "request" || !txn.stream.http) throw new LastArgumentError();
}

function wantResponse(txn: ScriptTxn): void {
  if (txn.direction !== "response" || !txn.stream.http?.response) throw new LastArgumentError();
}

function requestOf({ stream: { http } }: ScriptTxn): RequestHead {
  if (!http) throw new LastArgumentError();
  return http.request;
}

function responseOf({ stream: { http } }: ScriptTxn): ResponseHead {
  if (!http?.response) throw new LastArgumentError();
  return http.response;
}

function edit(name: RequestLineEdit, doc: string): (self: Argument<ScriptTxn>) => FunctionItem<Runtime> {
  return method<Runtime, ScriptTxn, [Argument<string>]>(`req_${name}`, {
    doc,
    args: [string("value", "")],
    returns: [result("boolean", "whether it could be set")],
    since: "1.6",
    count: uncounted,
    body: (_execution, txn, value) => {
      wantRequest(txn);
      return requestLineEdits[name](requestOf(txn), value);
    },
  });
}

const prefixed = (methods: ReturnType<typeof headerMethods<ScriptTxn>>, prefix: string): typeof methods =>
  Object.fromEntries(Object.entries(methods).map(([name, make]) => [prefix + name, make]));

export const httpClass = new LuaClass<Runtime, ScriptTxn>(
  "HTTP",
  "The head of the request (`req_...`, where the request is at hand) or of the response (`res_...`, where that is). On the wrong side the methods raise an error without a text.",
  {
    ...prefixed(
      headerMethods<ScriptTxn>({
        prefix: "req_",
        since: "1.6",
        countedAs: {
          del_header: "req_del_hdr",
          rep_header: "req_rep_hdr",
          rep_value: "req_rep_hdr",
          add_header: "req_add_hdr",
          set_header: "req_set_hdr",
        },
        guard: wantRequest,
        head: requestOf,
      }),
      "req_",
    ),
    req_set_method: edit("set_method", "Sets the request's method."),
    req_set_path: edit("set_path", "Sets the request's path; the query stays."),
    req_set_query: edit("set_query", "Sets the request's query, which is given without its question mark."),
    req_set_uri: edit("set_uri", "Sets the request's target."),
    ...prefixed(
      headerMethods<ScriptTxn>({
        prefix: "res_",
        since: "1.6",
        countedAs: {
          del_header: "res_del_hdr",
          rep_header: "res_rep_hdr",
          rep_value: "res_rep_val",
          add_header: "res_add_hdr",
          set_header: "res_set_hdr",
        },
        guard: wantResponse,
        head: responseOf,
      }),
      "res_",
    ),
    res_set_status: method<Runtime, ScriptTxn, [Argument<number>, Argument<string | undefined>]>(
      "res_set_status",
      {
        doc: "Sets the response's status.",
        args: [integer("code", ""), optional(string("reason", "the usual one by default"))],
        since: "1.6",
        count: uncounted,
        body: (_execution, txn, code, reason) => {
          wantResponse(txn);
          setStatus(txn.stream.http, code, reason);
          return nothing;
        },
      },
    ),
  },
);
