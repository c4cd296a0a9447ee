import type net from "node:net";
import { RawPeer, type PeerAddress } from "./raw-peer.ts";

/** Raw answers by path; a byte string with bare line feeds for CRLF. After one in `ending` the connection ends. */
const answers: Record<string, string> = {
  "/headers":
    "HTTP/1.1 200 Very OK\nX-A: 1\nx-a: 2\nX-a: 3\nSet-Cookie: a=b, c\nSet-Cookie: d\nX-Latin: \xe9\xff\nX-Empty:\nX-Blanks:   a  b   \nContent-Length: 2\n\nok",
  "/gzip": "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 4\n\n\x1f\x8b\x08\x00",
  "/103": "HTTP/1.1 103 Early Hints\nLink: x\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok",
  "/100": "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok",
  "/101": "HTTP/1.1 101 Switching\nUpgrade: x\nConnection: upgrade\n\nblah",
  "/204": "HTTP/1.1 204 No Content\n\n",
  "/304": "HTTP/1.1 304 Not Modified\nContent-Length: 10\n\n",
  "/302": "HTTP/1.1 302 Found\nLocation: /raw\nContent-Length: 0\n\n",
  "/500": "HTTP/1.1 500 Oh\nContent-Length: 3\n\nbad",
  "/noreason": "HTTP/1.1 200\nContent-Length: 2\n\nok",
  "/999": "HTTP/1.1 999 X\nContent-Length: 2\n\nok",
  "/bighead": `HTTP/1.1 200 OK\nX-Big: ${"y".repeat(20_000)}\nContent-Length: 2\n\nok`,
  "/head15k": `HTTP/1.1 200 OK\nX-Big: ${"y".repeat(15_000)}\nContent-Length: 2\n\nok`,
  "/manyheaders": `HTTP/1.1 200 OK\n${"X-N: v\n".repeat(110)}Content-Length: 2\n\nok`,
  "/badheader": "HTTP/1.1 200 OK\nX Bad: 1\nContent-Length: 2\n\nok",
  "/twolengths": "HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 3\n\nok",
  "/half": "HTTP/1.1 200 OK\nContent-Length: 10\n\npart",
  "/close": "HTTP/1.0 200 OK\n\nuntil close",
  "/connclose": "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 2\n\nok",
  "/cut": "HTTP/1.1 200 OK\nContent-Length: 100\n\npart",
  "/cutchunk": "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\npa",
  "/garbage": "hello\n\n",
  "/empty": "",
};
const ending: ReadonlySet<string> = new Set([
  "/close",
  "/connclose",
  "/cut",
  "/cutchunk",
  "/garbage",
  "/empty",
]);

/**
 * A server that answers in raw bytes: by path from a table, `/raw...` with the
 * request as it came and the number of the request on its connection, `/big`
 * with three million bytes, `/never` not at all, anything else with its path.
 */
export class HttpPeer extends RawPeer {
  /** The paths of all requests so far. */
  readonly requests: string[] = [];

  private constructor(isTls: boolean) {
    super((socket) => this.#serve(socket), isTls);
  }

  static async listen({ path, tls = false }: PeerAddress = {}): Promise<HttpPeer> {
    return new HttpPeer(tls).listen(path);
  }

  #serve(socket: net.Socket): void {
    let text = "";
    let count = 0;
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1");
      for (let end = requestEnd(text); end > 0; end = requestEnd(text)) {
        this.#answer(socket, text.slice(0, end), ++count);
        text = text.slice(end);
      }
    });
  }

  #answer(socket: net.Socket, request: string, count: number): void {
    const path = request.split(" ")[1] ?? "";
    this.requests.push(path);
    const known = answers[path];
    if (known !== undefined) socket.write(known.replaceAll("\n", "\r\n"), "latin1");
    else if (path.startsWith("/raw")) plain(socket, `${request}|${count}`);
    else if (path === "/big") plain(socket, "z".repeat(3_000_000));
    else if (path === "/reset") socket.resetAndDestroy();
    else if (path === "/chunked") chunked(socket);
    else if (path === "/slow") slowly(socket);
    else if (path !== "/never") plain(socket, path);
    // Cut off with its head, HAProxy gives an answer the status 0 or its own, as it happens.
    if (path.startsWith("/cut")) setTimeout(() => socket.end(), 50);
    else if (ending.has(path)) socket.end();
  }
}

/** Where the first request in `text` ends; 0 when it is not complete. */
function requestEnd(text: string): number {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return 0;
  const start = head + 4;
  if (/^transfer-encoding: *chunked/im.test(text.slice(0, start))) {
    const last = text.indexOf("0\r\n\r\n", start);
    return last < 0 ? 0 : last + 5;
  }
  const length = Number(/^content-length: *(\d+)/im.exec(text.slice(0, start))?.[1] ?? 0);
  return text.length < start + length ? 0 : start + length;
}

function plain(socket: net.Socket, body: string): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`, "latin1");
}

function chunked(socket: net.Socket): void {
  socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  setTimeout(() => socket.write("4;ext=1\r\ndefg\r\n0\r\nX-Trailer: t\r\n\r\n"), 50);
}

/** Six bytes, one each 100 ms. */
function slowly(socket: net.Socket): void {
  socket.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
  let sent = 0;
  const timer = setInterval(() => {
    socket.write("a");
    if (++sent === 6) clearInterval(timer);
  }, 100);
  socket.on("close", () => clearInterval(timer));
}
