import {
  field,
  integer,
  LastArgumentError,
  LuaClass,
  LuaError,
  method,
  nothing,
  omittable,
  optional,
  result,
  string,
  any,
  uncounted,
  type Argument,
  type FunctionItem,
  type LuaValue,
} from "../lua/index.ts";
import type { Framing } from "../proxy/http/message.ts";
import type { Runtime } from "../runtime/index.ts";
import { channelClass } from "./channel.ts";
import { counted } from "./counted.ts";
import { headerMethods, type Head } from "./header-methods.ts";
import { typeName } from "./lua-types.ts";
import { toInteger } from "./sample-values.ts";
import { forwardCount, offsetIn, outOfRange, removeStretch, replaceStretch } from "./script-channel.ts";
import type { ScriptMessage } from "./script-message.ts";
import { requestLineEdits, setStatus, type RequestLineEdit } from "./start-lines.ts";

/** `HTTPMessage`: a request or response as filters see it (hlua_http_msg_* in hlua.c). */

type Method = (self: Argument<ScriptMessage>) => FunctionItem<Runtime>;

/** The head can be looked at and changed until the payload passes; then HAProxy raises an error without words. */
function wantHead(self: ScriptMessage): void {
  if (self.isForwarding) throw new LastArgumentError();
}

/** The payload can be while the filter is shown it. */
function wantPayload({ channel }: ScriptMessage): void {
  if (channel.window?.open !== true) throw new LastArgumentError();
}

function headOf(self: ScriptMessage): Head {
  const { head } = self;
  if (!head) throw new LastArgumentError();
  return head;
}

function edit(name: RequestLineEdit, doc: string): Method {
  return method<Runtime, ScriptMessage, [Argument<string>]>(name, {
    doc,
    args: [string("value", "")],
    returns: [result("boolean", "whether it could be set")],
    since: "2.5",
    body: (_execution, self, value) => {
      const { head } = self;
      if (self.isResponse || self.isForwarding || !head || !("uri" in head)) throw new LastArgumentError();
      return requestLineEdits[name](head, value);
    },
  });
}

function flag(name: string, doc: string, test: (self: ScriptMessage) => boolean, countedAs = name): Method {
  return method<Runtime, ScriptMessage>(name, {
    doc,
    returns: [result("boolean", "")],
    since: "2.5",
    count: { message: () => `'${countedAs}' needs 1 arguments` },
    body: (_execution, self) => test(self),
  });
}

function mark(name: "set_eom" | "unset_eom", doc: string, complete: boolean): Method {
  return method<Runtime, ScriptMessage>(name, {
    doc,
    since: "2.5",
    count: { message: () => "'set_eom' needs 1 arguments" },
    body: (_execution, { channel }) => {
      channel.channel.complete = complete;
      return nothing;
    },
  });
}

/** `set_body_len`: what the message announces about its payload. */
function announce({ txn, isResponse, head }: ScriptMessage, framing: Framing): void {
  const { http } = txn.stream;
  if (!http || !head) return;
  const { headers } = head;
  const before = isResponse ? http.responseFraming : http.requestFraming;
  if (framing.kind === "chunked") {
    if (before.kind === "chunked") return;
    headers.add("transfer-encoding", "chunked");
    headers.remove("content-length");
  } else if (framing.kind === "length") {
    headers.set("content-length", String(framing.length));
    headers.remove("transfer-encoding");
  }
  if (isResponse) http.responseFraming = framing;
  else http.requestFraming = framing;
}

function framingFor(length: LuaValue): Framing {
  if (length === "chunked") return { kind: "chunked" };
  const number = typeName(length) === "number" ? toInteger(length) : -1;
  if (number >= 0) return { kind: "length", length: number };
  throw new LuaError(
    "The 'set_body_len' function expects a positive integer or the string 'chunked' as argument.",
  );
}

const offset = omittable(
  integer("offset", "from the front of the payload at hand, negative: from its end; 0 by default"),
);
const length = omittable(integer("length", "how many bytes; -1: as many as there are"));
const data = string("data", "bytes");
const written = result("integer", "how many bytes were put in; -1 where there is no room for them");

/** Puts bytes in at the front or at the end. */
function put(name: "append" | "prepend", doc: string): Method {
  return method<Runtime, ScriptMessage, [Argument<string>]>(name, {
    doc,
    args: [data],
    returns: [written],
    since: "2.5",
    guard: wantPayload,
    body: (_execution, { channel }, text) => channel.replace(name === "append" ? channel.length : 0, 0, text),
  });
}

const body: Record<string, Method> = {
  body: method<Runtime, ScriptMessage, [Argument<number | undefined>, Argument<number | undefined>]>("body", {
    doc: "Gives payload, which stays there.",
    args: [offset, length],
    returns: [result("string?", "nil when nothing is there and nothing will come")],
    since: "2.5",
    count: counted(1, 3, "'data' expects at most 2 arguments"),
    guard: wantPayload,
    body: (_execution, { channel }, from, wanted) => {
      const start = offsetIn(channel.length, from);
      if (start > channel.length) throw outOfRange("offset");
      if (wanted !== undefined && wanted < -1) throw outOfRange("length");
      const rest = channel.length - start;
      const text = channel.text(start, wanted === undefined || wanted === -1 ? rest : Math.min(wanted, rest));
      // What gives no byte is nil once the message's end is there, be it that none were asked for.
      return text === "" && channel.channel.noMoreInput ? undefined : text;
    },
  }),
  set: method<
    Runtime,
    ScriptMessage,
    [Argument<string>, Argument<number | undefined>, Argument<number | undefined>]
  >("set", {
    doc: "Puts bytes in the place of a stretch of the payload at hand, of all of it by default.",
    args: [data, offset, length],
    returns: [written],
    since: "2.5",
    count: counted(2, 4, "'set' expects at least 1 argument and at most 3 arguments"),
    guard: wantPayload,
    body: (_execution, { channel }, text, from, count) => replaceStretch(channel, text, from, count),
  }),
  remove: method<Runtime, ScriptMessage, [Argument<number | undefined>, Argument<number | undefined>]>(
    "remove",
    {
      doc: "Removes a stretch of the payload at hand, all of it by default.",
      args: [offset, length],
      returns: [result("integer", "how many bytes")],
      since: "2.5",
      count: counted(1, 3, "'remove' expects at most 2 arguments"),
      guard: wantPayload,
      body: (_execution, { channel }, from, count) => removeStretch(channel, from, count),
    },
  ),
  append: put("append", "Puts bytes behind the payload at hand."),
  prepend: put("prepend", "Puts bytes in front of the payload at hand."),
  insert: method<Runtime, ScriptMessage, [Argument<string>, Argument<number | undefined>]>("insert", {
    doc: "Puts bytes into the payload at hand, at its front by default.",
    args: [data, offset],
    returns: [written],
    since: "2.5",
    count: counted(2, 3, "'insert' expects at least 1 argument and at most 2 arguments"),
    guard: wantPayload,
    body: (_execution, { channel }, text, from) => {
      const at = offsetIn(channel.length, from);
      if (at > channel.length) throw outOfRange("offset");
      return channel.replace(at, 0, text);
    },
  }),
  send: method<Runtime, ScriptMessage, [Argument<string>]>("send", {
    doc: "Puts bytes in front of the payload at hand and lets them pass.",
    args: [data],
    returns: [written],
    since: "2.5",
    guard: wantPayload,
    body: (_execution, { channel }, text) => {
      if (channel.channel.outputClosed || text.length > channel.room) return -1;
      channel.send(text);
      return text.length;
    },
  }),
  forward: method<Runtime, ScriptMessage, [Argument<number>]>("forward", {
    doc: "Lets bytes at the front of the payload at hand pass.",
    args: [integer("length", "how many bytes")],
    returns: [result("integer", "how many have passed; -1 where the other side is closed")],
    since: "2.5",
    guard: wantPayload,
    body: (_execution, { channel }, count) => {
      if (count !== 0 && channel.channel.outputClosed) return -1;
      return channel.forward(forwardCount(count));
    },
  }),
};

export const httpMessageClass = new LuaClass<Runtime, ScriptMessage>(
  "HTTPMessage",
  "A request or response, in filters. Its head can be read and changed until its payload passes, its payload in `http_payload`; elsewhere the methods raise an error without a text.",
  {
    is_resp: flag("is_resp", "Whether it is the response.", (self) => self.isResponse),
    get_stline: method<Runtime, ScriptMessage>("get_stline", {
      doc: "The parts of the start line: `method`, `uri`, `version`, or `version`, `code`, `reason`; all strings.",
      returns: [result("table<string, string>", "nothing while there is no response")],
      since: "2.5",
      guard: wantHead,
      body: (_execution, { head }) => {
        if (!head) return nothing;
        if ("uri" in head) return { method: head.method, uri: head.uri, version: head.version };
        return { version: head.version, code: String(head.status), reason: head.reason };
      },
    }),
    ...headerMethods<ScriptMessage>({
      prefix: "",
      since: "2.5",
      countedAs: {},
      guard: wantHead,
      head: headOf,
    }),
    set_method: edit("set_method", "Sets the request's method."),
    set_path: edit("set_path", "Sets the request's path; the query stays."),
    set_query: edit("set_query", "Sets the request's query, which is given without its question mark."),
    set_uri: edit("set_uri", "Sets the request's target."),
    set_status: method<Runtime, ScriptMessage, [Argument<number>, Argument<string | undefined>]>(
      "set_status",
      {
        doc: "Sets the response's status.",
        args: [integer("code", ""), optional(string("reason", "the usual one by default"))],
        returns: [result("boolean", "whether it could be set")],
        since: "2.5",
        count: uncounted,
        body: (_execution, self, code, reason) => {
          if (!self.isResponse || self.isForwarding) throw new LastArgumentError();
          setStatus(self.txn.stream.http, code, reason);
          return true;
        },
      },
    ),
    set_body_len: method<Runtime, ScriptMessage, [Argument<LuaValue>]>("set_body_len", {
      doc: "Announces another length of the payload, which the filter means to change; before it passes.",
      args: [any("length", 'bytes, or "chunked"')],
      returns: [result("boolean", "whether it could be set")],
      since: "3.2",
      guard: (self) => {
        if (!self.isForwarding) return;
        throw new LuaError("The 'set_body_len' function cannot be called during the message forwarding");
      },
      body: (_execution, self, wanted) => {
        announce(self, framingFor(wanted));
        return true;
      },
    }),
    is_full: flag("is_full", "Whether there is no room left.", ({ channel }) => channel.channel.isFull),
    may_recv: flag(
      "may_recv",
      "Whether more of the message may come.",
      ({ channel }) => channel.mayReceive && !channel.channel.complete,
    ),
    eom: flag(
      "eom",
      "Whether the end of the message has come.",
      ({ channel }) => channel.channel.complete,
      "may_recv",
    ),
    input: method<Runtime, ScriptMessage>("input", {
      doc: "How many bytes of payload have come and not been let pass; before the payload callback the head counts, too.",
      returns: [result("integer", "")],
      since: "2.5",
      body: (_execution, { channel }) => channel.input,
    }),
    output: method<Runtime, ScriptMessage>("output", {
      doc: "How many bytes of payload have been let pass and not been sent.",
      returns: [result("integer", "")],
      since: "2.5",
      body: (_execution, { channel }) => channel.output,
    }),
    ...body,
    set_eom: mark("set_eom", "Makes what has come the end of the message.", true),
    unset_eom: mark("unset_eom", "The end of the message has not come yet.", false),
  },
  "index",
  {
    fields: [
      field("channel", {
        type: "Channel",
        doc: "the message's direction",
        since: "2.5",
        value: ({ channel }) => channelClass.wrap(channel),
      }),
    ],
  },
);
