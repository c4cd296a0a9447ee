import {
  EmptyTable,
  field,
  integer,
  LuaClass,
  LuaError,
  LuaTable,
  method,
  nothing,
  omittable,
  optional,
  result,
  seenType,
  string,
  uncounted,
  undecided,
  Waiting,
  type Argument,
  type FieldItem,
} from "../lua/index.ts";
import { pathOf, splitUri } from "../proxy/http/uri.ts";
import type { Channel } from "../proxy/stream/channel.ts";
import type { Runtime } from "../runtime/index.ts";
import { awaitChannel, pending } from "./await-channel.ts";
import { headerTable } from "./header-tables.ts";
import type { HttpApplet } from "./http-applet.ts";
import { typeName } from "./lua-types.ts";
import { privMethods } from "./script-priv.ts";
import { variableMethods } from "./script-variables.ts";
import { sampleFields } from "./txn.ts";

/** `AppletHTTP`: what a service of HTTP reads the request from and answers with (hlua_applet_http_* in hlua.c). */

/** Takes bytes that a channel has let pass. */
const take = (channel: Channel, count: number): string => channel.takeBytes(count).toString("latin1");

/** The message has come and passed to its end. */
const isOver = (channel: Channel): boolean => channel.complete && channel.inputLength === 0;

const fact = (
  name: string,
  type: string,
  doc: string,
  value: FieldItem<HttpApplet>["value"],
): FieldItem<HttpApplet> => field(name, { type, doc, since: "1.6", value });

/** The data of `send`; HAProxy misses its own count first where there are none. */
function counted(name: string, doc: string): Argument<string> {
  const data = omittable(string(name, doc));
  return {
    ...data,
    read: (L, index) => {
      const text = data.read(L, index);
      if (text === undefined) throw new LuaError("number expected, got no value", { argument: index + 1 });
      return text;
    },
  };
}

/** The script's table of headers; raises HAProxy's text where it is none. */
function responseTable({ object }: HttpApplet): LuaTable {
  const response = object?.get("response");
  if (response instanceof LuaTable) return response;
  throw new LuaError(
    `Lua: 'add_header' internal error: AppletHTTP['response'] is expected as an array. ${seenType(response)} found`,
  );
}

export const appletHttpClass = new LuaClass<Runtime, HttpApplet>(
  "AppletHTTP",
  "The other side of a service of HTTP: it reads the request and answers it.",
  {
    ...privMethods<HttpApplet>(({ stream }) => stream),
    ...variableMethods<HttpApplet>(({ txn }) => txn, { set: "1.8", unset: "1.8", get: "1.8" }),
    getline: method<Runtime, HttpApplet>("getline", {
      doc: "Waits for a line of the request's payload.",
      returns: [result("string", "the line with its LF; the rest at the end, then an empty string")],
      yields: true,
      since: "1.6",
      count: uncounted,
      body: (execution, applet) => {
        const { request } = applet.stream;
        return awaitChannel(execution, request, () => {
          const feed = request.peekOutput().indexOf(10);
          if (feed >= 0) return take(request, feed + 1);
          if (isOver(request) || request.isFull) return take(request, request.outputLength);
          applet.wantMore();
          return pending;
        });
      },
    }),
    receive: method<Runtime, HttpApplet, [Argument<number | undefined>]>("receive", {
      doc: "Waits for bytes of the request's payload, until its end where no size is given.",
      args: [omittable(integer("size", "how many bytes; -1 for all"))],
      returns: [result("string", "the bytes, fewer at the end; an empty string when there are none left")],
      yields: true,
      since: "1.6",
      count: { least: 0, message: () => "The 'recv' function requires between 1 and 2 arguments." },
      body: (execution, applet, size = -1) => {
        const { request } = applet.stream;
        const parts: string[] = [];
        let wanted = size < 0 ? Infinity : size;
        return awaitChannel(execution, request, () => {
          const part = take(request, Math.min(wanted, request.outputLength));
          parts.push(part);
          wanted -= part.length;
          if (wanted === 0 || isOver(request)) return parts.join("");
          applet.wantMore();
          return pending;
        });
      },
    }),
    send: method<Runtime, HttpApplet, [ReturnType<typeof undecided>]>("send", {
      doc: "Sends payload, after `start_response`; waits while there is no room for it. Other than was announced as content-length breaks the connection.",
      args: [undecided("data", "string", "bytes")],
      rest: "nothing: HAProxy trips over it",
      returns: [result("integer", "how many bytes: all of them")],
      yields: true,
      since: "1.6",
      count: uncounted,
      body: (execution, applet, given, ...further) => {
        if (!applet.headSent) {
          throw new LuaError("Lua: 'send' you must call start_response() before sending data.");
        }
        // HAProxy puts its own count behind the data and takes what stands there for it.
        if (further.length > 0) {
          throw new LuaError(`number expected, got ${typeName(further[0])}`, { argument: 3 });
        }
        const data = given(counted);
        if (applet.send(data)) return data.length;
        const waiting = new Waiting(execution);
        applet.stream.response.onRoom = () => waiting.finish(() => data.length);
        return waiting;
      },
    }),
    add_header: method<Runtime, HttpApplet, [Argument<string>, Argument<string>]>("add_header", {
      doc: "Adds a header to the answer: to the list `response[name]`. Names differ by case here.",
      args: [string("name", ""), string("value", "")],
      returns: [result("boolean", "true")],
      since: "1.6",
      count: uncounted,
      body: (_execution, applet, name, value) => {
        const response = responseTable(applet);
        const values = response.get(name);
        if (values === undefined) response.setList(name, value);
        else if (values instanceof LuaTable) values.append(value);
        else {
          throw new LuaError(
            `Lua: 'add_header' internal error: AppletHTTP['response']['${name}'] is expected as an array. ${seenType(values)} found`,
          );
        }
        return true;
      },
    }),
    set_status: method<Runtime, HttpApplet, [Argument<number>, Argument<string | undefined>]>("set_status", {
      doc: "Sets the answer's status, 200 by default.",
      args: [integer("status", "100 to 599"), optional(string("reason", "the usual one by default"))],
      returns: [result("boolean", "false for a status that is none")],
      since: "1.6",
      count: uncounted,
      body: (_execution, applet, status, reason) => {
        if (status < 100 || status > 599) return false;
        applet.status = status;
        applet.reason = reason;
        return true;
      },
    }),
    start_response: method<Runtime, HttpApplet>("start_response", {
      doc: "Sends the answer's head. A service that returns without it answers 500.",
      yields: true,
      since: "1.6",
      count: uncounted,
      body: (_execution, applet) => {
        applet.startResponse();
        return nothing;
      },
    }),
  },
  "index",
  {
    fields: [
      ...sampleFields<HttpApplet>(({ txn }) => txn),
      fact("method", "string", "the request's method", ({ http }) => http.request.method),
      fact("version", "string", "the request's version, e.g. `HTTP/1.1`", ({ http }) => http.request.version),
      fact(
        "headers",
        "table<string, table<integer, string>>",
        "lists of values by each name, in lower case; the first has index 0",
        ({ http }) => headerTable(http.request.headers),
      ),
      fact("path", "string?", "the path without the query; nil where the target has none", ({ http }) =>
        pathOf(http.request.uri),
      ),
      fact(
        "qs",
        "string?",
        "the query, an empty string where there is none; nil where the target has no path",
        ({ http }) => {
          const path = splitUri(http.request.uri).pathAndQuery;
          const mark = path?.indexOf("?") ?? -1;
          return path === undefined ? undefined : mark < 0 ? "" : path.slice(mark + 1);
        },
      ),
      fact("length", "integer", "0: so it is in HAProxy 3.5", () => 0),
      fact(
        "response",
        "table<string, string[]>",
        "the answer's headers, as `add_header` puts them; from 1 on",
        () => new EmptyTable(),
      ),
    ],
    made: (applet, object) => {
      applet.object = object;
    },
  },
);
