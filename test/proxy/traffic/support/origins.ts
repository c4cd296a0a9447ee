import { EventEmitter } from "node:events";
import net from "node:net";

/** Servers that misbehave in known ways, on ports of the loopback. */
export class Origins {
  readonly ports: Readonly<Record<"BAD" | "MUTE" | "ECHO", number>>;
  readonly #servers: readonly net.Server[];
  readonly #sockets: Set<net.Socket>;
  readonly #heard: EventEmitter;

  static async start(): Promise<Origins> {
    const sockets = new Set<net.Socket>();
    const listen = (serve: (socket: net.Socket) => void): Promise<net.Server> =>
      new Promise((resolve, reject) => {
        const server = net.createServer({ allowHalfOpen: true }, (socket) => {
          sockets.add(socket.once("close", () => sockets.delete(socket)));
          // Whoever connects may leave in any way.
          socket.on("error", () => socket.destroy());
          serve(socket);
        });
        server.once("error", reject).listen(0, "127.0.0.1", () => resolve(server));
      });
    const heard = new EventEmitter().setMaxListeners(0);
    const servers = await Promise.all([
      listen(misbehave),
      listen((socket) => stayMute(socket, heard)),
      listen(echo),
    ]);
    return new Origins(servers, sockets, heard);
  }

  /** Resolves when the mute server has been asked by an ask of this name. */
  asked(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.#heard.on("text", (text: string) => {
        if (text.includes(name)) resolve();
      });
    });
  }

  private constructor(servers: readonly net.Server[], sockets: Set<net.Socket>, heard: EventEmitter) {
    this.#heard = heard;
    this.#servers = servers;
    this.#sockets = sockets;
    const [BAD = 0, MUTE = 0, ECHO = 0] = servers.map((server) => (server.address() as net.AddressInfo).port);
    this.ports = { BAD, MUTE, ECHO };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function echo(socket: net.Socket): void {
  socket.pipe(socket);
}

/** Reads, answers nothing, and closes when the other side has. */
function stayMute(socket: net.Socket, heard: EventEmitter): void {
  socket.on("end", () => socket.end());
  socket.setEncoding("latin1").on("data", (text: string) => heard.emit("text", text));
}

const head = "HTTP/1.1 200 OK\r\n";

/** What is answered to a path, and whether the server closes then. */
const answers: Readonly<Record<string, { readonly bytes: string; readonly stays?: boolean }>> = {
  "/badclose": { bytes: "" },
  "/badgarbage": { bytes: "GARBAGE\r\n\r\n" },
  "/badtrunc": { bytes: `${head}content-length: 10\r\n\r\nabc` },
  "/badchunk": { bytes: `${head}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n` },
  "/badeof": { bytes: `${head}x-a: b\r\n\r\nuntil close` },
  "/bad100": { bytes: `HTTP/1.1 100 Continue\r\n\r\n${head}content-length: 2\r\n\r\nok` },
  "/bad204": { bytes: "HTTP/1.1 204 No Content\r\n\r\n" },
  "/bad304": { bytes: "HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\n\r\n" },
  "/bad204long": { bytes: "HTTP/1.1 204 No Content\r\ncontent-length: 10\r\n\r\nabcdefghij" },
  "/badstatus": { bytes: "HTTP/1.1 99 Odd\r\n\r\n" },
  "/badlengths": { bytes: `${head}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd` },
  "/badfield": { bytes: `${head}a b: c\r\n\r\n` },
  "/badlate": { bytes: "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" },
  "/badstall": { bytes: `${head}content-length: 10\r\n\r\nabc`, stays: true },
  "/bad101": {
    bytes: "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nhello",
  },
};

function misbehave(socket: net.Socket): void {
  socket.on("end", () => socket.end());
  socket.once("data", (bytes) => {
    const [, path = ""] = bytes.toString("latin1").split(" ");
    const answer = answers[path];
    if (!answer) throw new Error(`nothing is known to answer to ${path}`);
    if (answer.stays) socket.write(answer.bytes, "latin1");
    else socket.end(answer.bytes, "latin1");
  });
}
