import {
  integer,
  LuaClass,
  method,
  omittable,
  result,
  string,
  uncounted,
  type Argument,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { privMethods } from "./script-priv.ts";
import { variableMethods } from "./script-variables.ts";
import type { TcpApplet } from "./tcp-applet.ts";
import { sampleFields } from "./txn.ts";

/** `AppletTCP`: what TCP services and commands of the command socket talk to (hlua.c). */

function counted(
  least: number,
  most: number,
  text: string,
): { least: number; most: number; message: () => string } {
  return { least, most, message: () => text };
}

export const appletTcpClass = new LuaClass<Runtime, TcpApplet>(
  "AppletTCP",
  "The other side of a TCP service, or of a command of the command socket.",
  {
    getline: method<Runtime, TcpApplet>("getline", {
      doc: "Waits for a line.",
      returns: [
        result("string", "the line with its LF; the rest when the peer has closed, then an empty string"),
      ],
      yields: true,
      since: "1.6",
      count: uncounted,
      body: (_execution, { io }) => io.getline(),
    }),
    receive: method<Runtime, TcpApplet, [Argument<number | undefined>, Argument<number | undefined>]>(
      "receive",
      {
        doc: "Waits for bytes, until the peer closes where no size is given. A delay that runs out loses what has come for this call.",
        args: [
          omittable(integer("size", "how many bytes; -1 for all")),
          omittable(integer("timeout", "milliseconds; none by default")),
        ],
        returns: [
          result("string?", "the bytes, fewer where the peer has closed; nil when the delay ran out"),
        ],
        yields: true,
        since: "1.6",
        count: counted(0, 3, "The 'recv' function requires between 1 and 3 arguments."),
        body: (_execution, { io }, size, timeout) => io.receive(size ?? -1, timeout),
      },
    ),
    try_receive: method<Runtime, TcpApplet>("try_receive", {
      doc: "Takes what has come, without waiting.",
      returns: [result("string?", "nil while there is nothing; an empty string when the peer has closed")],
      since: "3.2",
      count: counted(0, 1, "The 'try_recv' function only expects applet argument."),
      body: (_execution, { io }) => io.tryReceive(),
    }),
    send: method<Runtime, TcpApplet, [Argument<string>]>("send", {
      doc: "Sends bytes; waits while there is no room for them.",
      args: [string("data", "the bytes")],
      returns: [result("integer", "how many: all of them")],
      yields: true,
      since: "1.6",
      body: (_execution, { io }, data) => {
        const sending = io.send(data);
        return sending === undefined ? data.length : sending.then(() => data.length);
      },
    }),
    ...privMethods<TcpApplet>(({ txn }) => txn.stream),
    ...variableMethods<TcpApplet>(({ txn }) => txn, { set: "1.8", unset: "1.8", get: "1.8" }),
  },
  "index",
  { fields: sampleFields<TcpApplet>(({ txn }) => txn) },
);
