import type net from "node:net";
import { RawPeer, type PeerAddress } from "./raw-peer.ts";

/** What a peer does once it has the first line of a connection: `command argument`. */
type Command = (socket: net.Socket, argument: string, rest: string) => void;

const spell = (text: string): string => JSON.parse(`"${text}"`) as string;

/** Calls `fn` with the number of bytes so far, whenever what has come ends a line. */
function counting(socket: net.Socket, rest: string, fn: (count: number) => void): void {
  let count = rest.length;
  if (rest.endsWith("\n")) fn(count);
  socket.on("data", (bytes: Buffer) => {
    count += bytes.length;
    if (bytes.at(-1) === 10) fn(count);
  });
}

const commands: Record<string, Command> = {
  /** Sends a text, and stays. */
  say: (socket, text) => socket.write(spell(text), "latin1"),
  /** Sends a text and ends. */
  sayend: (socket, text) => socket.end(spell(text), "latin1"),
  /** `first|ms|second`: sends two texts with a pause. */
  pause: (socket, text) => {
    const [first = "", ms, second = ""] = text.split("|");
    socket.write(spell(first), "latin1");
    setTimeout(() => socket.writable && socket.write(spell(second), "latin1"), Number(ms)).unref();
  },
  /** Sends a text and then resets the connection. */
  reset: (socket, text) => {
    socket.write(spell(text), "latin1");
    setTimeout(() => socket.resetAndDestroy(), 50);
  },
  /** A line of so many bytes, and another. */
  long: (socket, length) => socket.write(`${"x".repeat(Number(length))}\nrest\n`),
  /** So many bytes and the end. */
  flood: (socket, length) => socket.end("x".repeat(Number(length))),
  /** Sends back what comes. */
  echo: (socket, _argument, rest) => {
    socket.write(rest, "latin1");
    socket.on("data", (bytes: Buffer) => socket.write(bytes));
  },
  /** After so many milliseconds: what has come until then, in hexadecimal. */
  hex: (socket, ms, rest) => {
    let bytes = Buffer.from(rest, "latin1");
    socket.on("data", (more: Buffer) => (bytes = Buffer.concat([bytes, more])));
    setTimeout(() => socket.end(`${bytes.toString("hex")}\n`), Number(ms));
  },
  /** Reads nothing for so many milliseconds, then tells how much has come at the end of each line. */
  deaf: (socket, ms, rest) => {
    socket.pause();
    setTimeout(() => socket.resume(), Number(ms === "" ? 1e6 : ms)).unref();
    counting(socket, rest, (count) => socket.write(`${count}\n`));
  },
  /** Reads nothing, then resets. */
  deafreset: (socket, ms) => {
    socket.pause();
    setTimeout(() => socket.resetAndDestroy(), Number(ms));
  },
  /** Says nothing. */
  silent: () => undefined,
};

/** A server whose connections do what their first line says. */
export class TcpPeer extends RawPeer {
  static async listen({ path, tls = false }: PeerAddress = {}): Promise<TcpPeer> {
    return new TcpPeer(serve, tls).listen(path);
  }
}

function serve(socket: net.Socket): void {
  let text = "";
  const onData = (bytes: Buffer): void => {
    text += bytes.toString("latin1");
    const end = text.indexOf("\n");
    if (end < 0) return;
    socket.off("data", onData);
    const [, command = "", argument = ""] = /^(\S*) ?(.*)$/.exec(text.slice(0, end)) ?? [];
    (commands[command] ?? commands.silent)?.(socket, argument, text.slice(end + 1));
  };
  socket.on("data", onData);
}
