import {
  hasContext,
  integer,
  LastArgumentError,
  LuaClass,
  LuaError,
  method,
  omittable,
  result,
  string,
  type Argument,
  type FunctionItem,
  type Outcome,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { awaitChannel, pending } from "./await-channel.ts";
import { counted } from "./counted.ts";
import {
  forwardCount,
  offsetIn,
  outOfRange,
  removeStretch,
  replaceStretch,
  type ScriptChannel,
} from "./script-channel.ts";

/** `Channel`: one direction of a stream (hlua_channel_* in hlua.c). */

type Method = (self: Argument<ScriptChannel>) => FunctionItem<Runtime>;

/** Only streams of TCP show their bytes, to a filter only while it is shown a payload. */
function wantBytes({ stream, window }: ScriptChannel): void {
  if (stream.http)
    throw new LuaError("Cannot manipulate HAProxy channels in HTTP mode.", { position: false });
  if (window && !window.open) throw new LastArgumentError();
}

const offset = omittable(
  integer("offset", "from the front of the input, negative: from its end; 0 by default"),
);
const length = omittable(integer("length", "how many bytes; -1: as many as there can be"));
const data = string("data", "bytes");

interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/** The bytes that were asked for, as far as they are there; `isShort`: more were asked for. */
function lookAt(
  self: ScriptChannel,
  from: number | undefined,
  wanted: number | undefined,
): Stretch & { isShort: boolean } {
  const there = self.length;
  const start = offsetIn(there, from);
  if (start > there || (start === there && wanted === undefined)) {
    return { offset: start, length: 0, isShort: true };
  }
  if (wanted === undefined) return { offset: start, length: there - start, isShort: false };
  const asked = wanted === -1 ? self.channel.capacity : wanted;
  if (asked < 0) throw outOfRange("length");
  return { offset: start, length: Math.min(asked, there - start), isShort: asked > there - start };
}

/** What a look gives that found too little: nil where nothing is left, else what there is; `pending` where more may come. */
function short(
  self: ScriptChannel,
  { offset: from, length: found }: Stretch,
  mayWait: boolean,
): Outcome | typeof pending {
  if (mayWait && self.mayReceive) return pending;
  if (self.length === 0) return undefined;
  return found === 0 ? "" : self.text(from, found);
}

/** A look without a length ends at the end of what is there; zero bytes are there at once. */
function dataOf(
  self: ScriptChannel,
  from: number | undefined,
  wanted: number | undefined,
  mayWait: boolean,
): Outcome | typeof pending {
  const found = lookAt(self, from, wanted);
  if (wanted === 0 && found.offset < self.length) return "";
  if (found.isShort || found.offset >= self.length) return short(self, found, mayWait);
  return self.text(found.offset, found.length);
}

function lineOf(
  self: ScriptChannel,
  from: number | undefined,
  wanted: number | undefined,
  mayWait: boolean,
): Outcome | typeof pending {
  const found = lookAt(self, from, wanted);
  if (wanted === 0 && found.offset <= self.length) return "";
  const feed = self.lineFeed(found.offset, found.length);
  if (feed >= 0) return self.text(found.offset, feed + 1 - found.offset);
  if (wanted === undefined || found.isShort) return short(self, found, mayWait);
  return self.text(found.offset, found.length);
}

/** Takes bytes from the front of the input. */
function take(self: ScriptChannel, count: number): string {
  const text = self.text(0, count);
  self.replace(0, count, "");
  return text;
}

/** The input is empty and stays so. */
const isOver = (self: ScriptChannel): boolean => self.length === 0 && self.channel.noMoreInput;

const plain = { guard: wantBytes } as const;

/** Puts bytes in front of the input; `append` does too, in HAProxy. */
function putInFront(name: "append" | "prepend", since: string, doc: string): Method {
  return method<Runtime, ScriptChannel, [Argument<string>]>(name, {
    doc,
    args: [data],
    returns: [result("integer", "how many bytes were put in; -1 where there is no room for them")],
    since,
    body: (_execution, self, text) => {
      wantBytes(self);
      return self.replace(0, 0, text);
    },
  });
}

/** `input` and `output` by their names, of which the older are deprecated. */
function size(name: string, countedAs: "input" | "output", since: string): Method {
  return method<Runtime, ScriptChannel>(name, {
    doc:
      countedAs === "input"
        ? "How many bytes have come and not been let pass."
        : "How many bytes have been let pass and not been sent.",
    returns: [result("integer", "")],
    since,
    count: { message: () => `'${countedAs}' needs 1 arguments` },
    body: (_execution, self) => (countedAs === "input" ? self.input : self.output),
  });
}

function flag(name: string, since: string, doc: string, test: (self: ScriptChannel) => boolean): Method {
  return method<Runtime, ScriptChannel>(name, {
    doc,
    returns: [result("boolean", "")],
    since,
    body: (_execution, self) => test(self),
  });
}

export const channelClass = new LuaClass<Runtime, ScriptChannel>(
  "Channel",
  "One direction of a stream. Its bytes can be read and changed in TCP only; in HTTP the methods for that raise an error.",
  {
    data: method<Runtime, ScriptChannel, [Argument<number | undefined>, Argument<number | undefined>]>(
      "data",
      {
        doc: "Gives bytes of the input, which stay there. Waits in actions where fewer have come than asked for.",
        args: [offset, length],
        returns: [result("string?", "nil when nothing is there and nothing will come")],
        yields: true,
        since: "2.5",
        count: counted(1, 3, "'data' expects at most 2 arguments"),
        ...plain,
        body: (execution, self, from, wanted) =>
          awaitChannel(execution, self.channel, (mayWait) => dataOf(self, from, wanted, mayWait)),
      },
    ),
    line: method<Runtime, ScriptChannel, [Argument<number | undefined>, Argument<number | undefined>]>(
      "line",
      {
        doc: "Gives a line of the input with its LF; it stays there. Waits for it in actions; the rest when no more can come.",
        args: [offset, length],
        returns: [result("string?", "nil when nothing is there and nothing will come")],
        yields: true,
        since: "2.5",
        count: counted(1, 3, "'line' expects at most 2 arguments"),
        ...plain,
        body: (execution, self, from, wanted) =>
          awaitChannel(execution, self.channel, (mayWait) => lineOf(self, from, wanted, mayWait)),
      },
    ),
    set: method<
      Runtime,
      ScriptChannel,
      [Argument<string>, Argument<number | undefined>, Argument<number | undefined>]
    >("set", {
      doc: "Puts bytes in the place of a stretch of the input, of all of it by default.",
      args: [data, offset, length],
      returns: [result("integer", "how many bytes were put in; -1 where there is no room for them")],
      since: "1.6",
      count: counted(2, 4, "'set' expects at least 1 argument and at most 3 arguments"),
      body: (_execution, self, text, from, count) => {
        wantBytes(self);
        return replaceStretch(self, text, from, count);
      },
    }),
    remove: method<Runtime, ScriptChannel, [Argument<number | undefined>, Argument<number | undefined>]>(
      "remove",
      {
        doc: "Removes a stretch of the input, all of it by default.",
        args: [offset, length],
        returns: [result("integer", "how many bytes")],
        since: "2.5",
        count: counted(1, 3, "'remove' expects at most 2 arguments"),
        ...plain,
        body: (_execution, self, from, count) => removeStretch(self, from, count),
      },
    ),
    append: putInFront(
      "append",
      "1.6",
      "Puts bytes in front of the input, as `prepend` does: HAProxy's own mistake.",
    ),
    prepend: putInFront("prepend", "2.5", "Puts bytes in front of the input."),
    insert: method<Runtime, ScriptChannel, [Argument<string>, Argument<number | undefined>]>("insert", {
      doc: "Puts bytes into the input, at its front by default.",
      args: [data, offset],
      returns: [result("integer", "how many bytes were put in; -1 where there is no room for them")],
      since: "2.5",
      count: counted(2, 3, "'insert' expects at least 1 argument and at most 2 arguments"),
      body: (_execution, self, text, from) => {
        const at = offsetIn(self.length, from);
        if (at > self.length) throw outOfRange("offset");
        wantBytes(self);
        return self.replace(at, 0, text);
      },
    }),
    send: method<Runtime, ScriptChannel, [Argument<string>]>("send", {
      doc: "Sends bytes at once, before the input. Waits for room in actions.",
      args: [data],
      returns: [result("integer", "how many bytes; -1 where the other side is closed")],
      yields: true,
      since: "1.6",
      ...plain,
      body: (execution, self, text) => {
        if (!hasContext(execution)) return undefined;
        let sent = 0;
        return awaitChannel(execution, self.channel, (mayWait) => {
          if (self.channel.outputClosed) return -1;
          // HAProxy has it the wrong way round: filters send where there is no room for more.
          if (self.window && self.room > text.length) return -1;
          const part = text.slice(sent, sent + self.room);
          self.send(part);
          sent += part.length;
          return sent < text.length && mayWait && self.channel.outputLength > 0 ? pending : sent;
        });
      },
    }),
    forward: method<Runtime, ScriptChannel, [Argument<number>]>("forward", {
      doc: "Lets bytes of the input pass. Waits in actions until so many have come.",
      args: [integer("length", "how many bytes")],
      returns: [result("integer", "how many have passed")],
      yields: true,
      since: "1.6",
      ...plain,
      body: (execution, self, count) => {
        if (!hasContext(execution)) return undefined;
        const wanted = forwardCount(count);
        let passed = 0;
        return awaitChannel(execution, self.channel, (mayWait) => {
          passed += self.forward(wanted - passed);
          const { noMoreInput, outputClosed } = self.channel;
          return passed < wanted && mayWait && !noMoreInput && !outputClosed ? pending : passed;
        });
      },
    }),
    input: size("input", "input", "2.5"),
    output: size("output", "output", "2.5"),
    may_recv: flag("may_recv", "2.5", "Whether more input may come.", (self) => self.mayReceive),
    is_full: flag("is_full", "1.7", "Whether there is no room left.", ({ channel }) => channel.isFull),
    is_resp: flag(
      "is_resp",
      "2.2",
      "Whether it is the direction to the client.",
      ({ channel }) => channel.isResponse,
    ),
    get: method<Runtime, ScriptChannel>("get", {
      doc: "Deprecated: takes all input.",
      returns: [result("string?", "nil when nothing is there and nothing will come")],
      since: "1.6",
      ...plain,
      body: (_execution, self) => (isOver(self) ? undefined : take(self, self.length)),
    }),
    dup: method<Runtime, ScriptChannel>("dup", {
      doc: "Deprecated: gives all input, which stays there.",
      returns: [result("string?", "nil when nothing is there and nothing will come")],
      since: "1.6",
      ...plain,
      body: (_execution, self) => (isOver(self) ? undefined : self.text(0, self.length)),
    }),
    getline: method<Runtime, ScriptChannel>("getline", {
      doc: "Deprecated: takes a line with its LF. Waits for it in actions; the rest when no more can come.",
      returns: [result("string?", "nil when nothing is there and nothing will come")],
      yields: true,
      since: "1.6",
      ...plain,
      body: (execution, self) =>
        awaitChannel(execution, self.channel, (mayWait) => {
          if (isOver(self)) return undefined;
          const feed = self.lineFeed(0, self.length);
          if (feed >= 0) return take(self, feed + 1);
          return mayWait && self.mayReceive ? pending : take(self, self.length);
        }),
    }),
    get_in_len: size("get_in_len", "input", "1.6"),
    get_out_len: size("get_out_len", "output", "1.6"),
  },
);
