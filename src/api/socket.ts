import {
  any,
  declareFunction,
  hasContext,
  integer,
  LuaClass,
  LuaError,
  LuaFloat,
  method,
  nothing,
  number,
  omittable,
  optional,
  result,
  Several,
  string,
  Waiting,
  type Execution,
  type Item,
  type LuaValue,
  type Outcome,
} from "../lua/index.ts";
import {
  readAll,
  readLine,
  Run,
  type Leftover,
  type Link,
  type OutgoingSocket,
  type Runtime,
} from "../runtime/index.ts";
import { socketTarget } from "./socket-target.ts";

/** The class Socket: outgoing connections (hlua.c, hlua_socket_*). */

/** What HAProxy answers for any read that gets nothing, whether the peer has gone or the time is over. */
const noMore = new Several(undefined, "connection closed.");
const cannotConnect = new Several(undefined, "Can't connect");

const longestTimeoutMs = 2_147_483_647;

/**
 * Waits until `step` has an outcome, looking again at each change of the link.
 * A run that ends meanwhile no longer counts as waiting, so that what its
 * stack holds can be collected.
 */
function until(
  execution: Execution<Runtime>,
  link: Link,
  step: () => Outcome | typeof pending,
): Outcome | Waiting {
  const first = step();
  if (first !== pending) return first;
  const leftovers = execution instanceof Run ? execution.leftovers : undefined;
  const wake = (): void => {
    leftovers?.delete(leftover);
    execution.wake();
  };
  const leftover: Leftover = { cancel: () => link.forget(wake) };
  const arm = (): void => {
    leftovers?.add(leftover);
    link.notify(wake);
  };
  arm();
  return new Waiting(execution, () => {
    const outcome = step();
    if (outcome !== pending) return () => outcome;
    arm();
    return undefined;
  });
}

/** A step that has to wait. */
const pending: unique symbol = Symbol("pending");

function connect(
  execution: Execution<Runtime>,
  { link }: OutgoingSocket,
  address: string,
  port: number | undefined,
  tls: boolean,
): Outcome | Waiting {
  if (!hasContext(execution)) return nothing;
  if (link.state === "closed") return undefined;
  const target = socketTarget(execution.host, address, port);
  if (link.state !== "fresh") throw new LuaError("connect: connect already performed\n");
  link.connect(async () => ({ to: await target(), tls }));
  return until(execution, link, () => {
    if (link.state === "open") return 1;
    return link.state === "closed" ? cannotConnect : pending;
  });
}

/** Where `send` starts or ends, as HAProxy computes it: 32 bits, from the end if negative, cut to one past the end. */
function position(value: number, length: number): number {
  const cut = value | 0;
  const at = cut < 0 ? length + cut + 1 : cut;
  // One below the start is a huge number there, where sizes have no sign.
  return at > length || at < 0 ? length + 1 : at;
}

/** The part of `text` between two positions. HAProxy's strings end in a NUL, which one past the end is. */
function part(text: string, i: number | undefined, j: number | undefined): string {
  const first = i === undefined ? 1 : position(i, text.length);
  const last = j === undefined ? text.length : position(j, text.length);
  if (first > last || last === 0) return "";
  return `${text}\0`.slice(Math.max(first, 1) - 1, last);
}

/** What a pattern asks for: a line, all, or a number of bytes. */
function readSize(pattern: LuaValue): number {
  if (typeof pattern === "string") {
    if (pattern === "*a") return readAll;
    if (pattern === "*l") return readLine;
    if (!/^([ \t\n\v\f\r]*[+-]?\d+)?$/.test(pattern)) throw new LuaError("Unsupported pattern.");
    return Number(pattern) | 0;
  }
  if (pattern instanceof LuaFloat || typeof pattern === "number" || typeof pattern === "bigint") {
    // A fraction is no size: it counts as 0 (lua_tointeger).
    const size = Number.isInteger(Number(pattern)) ? Number(pattern) : 0;
    if (size < 0) throw new LuaError("Unsupported size.");
    return size;
  }
  return readLine;
}

function mustHaveContext(execution: Execution<Runtime>, name: string): void {
  if (hasContext(execution)) return;
  throw new LuaError(`The '${name}' function is only allowed in 'frontend', 'backend' or 'task'`);
}

const address = string(
  "address",
  "an address as in the configuration: `1.2.3.4:80`, `[::1]:80`, `unix@/path`",
);
const port = integer("port", "0..65535");
const optionalPort = omittable(integer("port", "0..65535, where the address has none"));
const data = string("data", "what to send");
const from = omittable(integer("i", "the first byte; 1 by default, negative from the end"));
const to = omittable(integer("j", "the last byte; the text's end by default, negative from the end"));
const pattern = optional(any("pattern", '`"*l"`, `"*a"` or a number of bytes'));
const seconds = number("seconds", "a fraction counts to the millisecond; 0 is one millisecond");

export const socketClass = new LuaClass<Runtime, OutgoingSocket>(
  "Socket",
  "An outgoing connection: TCP, TLS or UNIX. A call that has to wait suspends the script.",
  {
    connect: method<Runtime, OutgoingSocket, [typeof address, typeof optionalPort]>("connect", {
      doc: "Connects. Host names are refused, unless halua runs with name resolution for sockets. A refused connection is tried three more times, a second apart.",
      args: [address, optionalPort],
      returns: [
        result("integer?", "1; nil when it failed"),
        result("string?", '"Can\'t connect"; missing when the socket was closed before'),
      ],
      yields: true,
      since: "1.6",
      count: { least: 2, most: Infinity, message: () => "connect: need at least 2 arguments" },
      body: (execution, socket, text, number) => connect(execution, socket, text, number, false),
    }),
    connect_ssl: method<Runtime, OutgoingSocket, [typeof address, typeof port]>("connect_ssl", {
      doc: "Connects and speaks TLS. No certificate is verified.",
      args: [address, port],
      returns: [result("integer?", "1; nil when it failed"), result("string?", '"Can\'t connect"')],
      yields: true,
      since: "1.6",
      body: (execution, socket, text, number) => connect(execution, socket, text, number, true),
    }),
    send: method<Runtime, OutgoingSocket, [typeof data, typeof from, typeof to]>("send", {
      doc: "Sends a text, or the part of it between two positions, which work as in `string.sub`. Waits while the peer does not read.",
      args: [data, from, to],
      returns: [result("integer", "how many bytes were sent; -1 when there is no connection")],
      yields: true,
      since: "1.6",
      count: { least: 2, most: 4, message: () => "'send' needs between 2 and 4 arguments" },
      body: (execution, { link }, text, i, j) => {
        const bytes = i === undefined && j === undefined ? text : part(text, i, j);
        if (bytes === "") return 0;
        mustHaveContext(execution, "write");
        let sent = 0;
        return until(execution, link, () => {
          const more = link.write(bytes, sent);
          if (more < 0) return -1;
          sent += more;
          return sent === bytes.length ? sent : pending;
        });
      },
    }),
    receive: method<Runtime, OutgoingSocket, [typeof pattern]>("receive", {
      doc: 'Reads a line without its end ("*l", the default), all until the peer closes ("*a"), or a number of bytes. A line of more than 16384 bytes comes in pieces. What a closing peer leaves incomplete is returned as it is.',
      args: [pattern],
      rest: "a text that the result starts with and that counts towards the number of bytes",
      returns: [
        result("string?", "nil when the peer has closed and when the timeout is over"),
        result("string?", '"connection closed."'),
      ],
      yields: true,
      since: "1.6",
      count: {
        least: 1,
        most: 3,
        message: () => "The 'receive' function requires between 1 and 3 arguments.",
      },
      body: (execution, { link }, what, ...rest) => {
        const wanted = readSize(what);
        const [prefix] = rest.length > 0 ? rest : [""];
        if (typeof prefix !== "string") throw new LuaError("Expect a 'string' for the prefix");
        mustHaveContext(execution, "receive");
        const reading = { wanted, text: prefix };
        return until(execution, link, () => {
          const step = link.read(reading);
          if (step === "more") return pending;
          return step === "done" || reading.text !== "" ? reading.text : noMore;
        });
      },
    }),
    close: method<Runtime, OutgoingSocket>("close", {
      doc: "Closes the connection; what was sent still goes out. Harmless when there is none.",
      since: "1.6",
      body: (execution, { link }) => {
        if (hasContext(execution)) link.close();
        return nothing;
      },
    }),
    getpeername: method<Runtime, OutgoingSocket>("getpeername", {
      doc: "The other end's address.",
      returns: [result("string?", '"1.2.3.4:80", "[::1]:80" or "unix"; nil when not connected')],
      since: "1.6",
      body: (_execution, { link }) => link.names?.peer,
    }),
    getsockname: method<Runtime, OutgoingSocket>("getsockname", {
      doc: "This end's address.",
      returns: [result("string?", '"1.2.3.4:80", "[::1]:80" or "unix"; nil when not connected')],
      since: "1.6",
      body: (_execution, { link }) => link.names?.local,
    }),
    setoption: () =>
      declareFunction<Runtime>("setoption", {
        doc: "Does nothing, for scripts written for LuaSocket.",
        rest: "anything, even the socket",
        since: "1.6",
        body: () => nothing,
      }),
    settimeout: method<Runtime, OutgoingSocket, [typeof seconds]>("settimeout", {
      doc: "Sets how long an attempt to connect may take, and how long the connection may stay without any byte moving. A timeout is final: nothing can be received after it.",
      args: [seconds],
      returns: [result("integer", "1")],
      since: "1.6",
      body: (_execution, { link }, value) => {
        const ms = value * 1000;
        if (ms < 0) throw new LuaError("settimeout: cannot set negatives values");
        if (ms > longestTimeoutMs) {
          throw new LuaError(`settimeout: cannot set values larger than ${longestTimeoutMs} ms`);
        }
        if (link.state === "closed") {
          throw new LuaError("socket: not yet initialised, you can't set timeouts.");
        }
        link.setTimeout(Math.max(1, Math.trunc(ms)));
        return 1;
      },
    }),
  },
);

export const socketItems: Item<Runtime>[] = [
  declareFunction("tcp", {
    doc: "A new socket, to connect somewhere. It is closed when nothing refers to it any more.",
    returns: [result("Socket", "nothing at all in a script's body and in init functions")],
    where: "run",
    since: "1.6",
    rest: "ignored",
    body: (execution) => {
      const { links } = execution.host;
      const socket = links.create();
      if (execution instanceof Run) watch(execution.leftovers, socket.link, () => links.collectSoon());
      return socketClass.wrap(socket);
    },
  }),
];

/** Calls `forgotten` when the run ends before the socket is closed. */
function watch(leftovers: Set<Leftover>, link: Link, forgotten: () => void): void {
  const leftover: Leftover = {
    cancel: () => {
      // The link must not hold the run, whose stack holds the socket.
      link.onClosed = undefined;
      forgotten();
    },
  };
  leftovers.add(leftover);
  link.onClosed = () => leftovers.delete(leftover);
}
