import {
  any,
  integer,
  LuaClass,
  method,
  nothing,
  optional,
  result,
  string,
  type Argument,
  type LuaValue,
} from "../lua/index.ts";
import type { AppletStream, Runtime } from "../runtime/index.ts";

/** `AppletTCP`: what TCP services and commands of the command socket talk to (hlua.c). */

function counted(
  least: number,
  most: number,
  text: string,
): { least: number; most: number; message: () => string } {
  return { least, most, message: () => text };
}

export const appletTcpClass = new LuaClass<Runtime, AppletStream>(
  "AppletTCP",
  "The other side of a TCP service, or of a command of the command socket.",
  {
    getline: method<Runtime, AppletStream>("getline", {
      doc: "Waits for a line.",
      returns: [
        result("string", "the line with its LF; the rest when the peer has closed, then an empty string"),
      ],
      yields: true,
      since: "1.6",
      body: (_execution, stream) => stream.getline(),
    }),
    receive: method<Runtime, AppletStream, [Argument<number | undefined>, Argument<number | undefined>]>(
      "receive",
      {
        doc: "Waits for bytes, until the peer closes where no size is given. A delay that runs out loses what has come for this call.",
        args: [
          optional(integer("size", "how many bytes; -1 for all")),
          optional(integer("timeout", "milliseconds; none by default")),
        ],
        returns: [
          result("string?", "the bytes, fewer where the peer has closed; nil when the delay ran out"),
        ],
        yields: true,
        since: "1.6",
        count: counted(1, 3, "The 'recv' function requires between 1 and 3 arguments."),
        body: (_execution, stream, size, timeout) => stream.receive(size ?? -1, timeout),
      },
    ),
    try_receive: method<Runtime, AppletStream>("try_receive", {
      doc: "Takes what has come, without waiting.",
      returns: [result("string?", "nil while there is nothing; an empty string when the peer has closed")],
      since: "3.2",
      count: counted(1, 1, "The 'try_recv' function only expects applet argument."),
      body: (_execution, stream) => stream.tryReceive(),
    }),
    send: method<Runtime, AppletStream, [Argument<string>]>("send", {
      doc: "Sends bytes; waits while there is no room for them.",
      args: [string("data", "the bytes")],
      returns: [result("integer", "how many: all of them")],
      yields: true,
      since: "1.6",
      body: (_execution, stream, data) => {
        const sending = stream.send(data);
        return sending === undefined ? data.length : sending.then(() => data.length);
      },
    }),
    set_priv: method<Runtime, AppletStream, [Argument<LuaValue>]>("set_priv", {
      doc: "Keeps a value with the stream, where another script function has run on it; else does nothing.",
      args: [any("value", "the value")],
      since: "1.7",
      body: () => nothing,
    }),
    get_priv: method<Runtime, AppletStream>("get_priv", {
      doc: "The value kept with the stream.",
      returns: [result("any", "nil where there is none")],
      since: "1.7",
      body: () => undefined,
    }),
  },
);
