import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import fs from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";

/** What was seen of one probe. */
export interface Seen {
  /** All bytes that came back, as byte string. */
  readonly answer: string;
  /** What the origin received for it. */
  readonly origin: readonly string[];
  /** The lines logged for it. */
  readonly log: readonly string[];
}

/** Something to send to a frontend, which must end with the connection being closed. */
export interface Probe {
  /** The frontend's name. */
  readonly to: string;
  /** Pieces: each is sent once the one before has been read by the other side's kernel. LF stands for CRLF. */
  readonly send: string;
  /** How many log lines it makes. */
  readonly lines: number;
}

/** The client's address, as the PROXY protocol tells it. */
const proxyLine = "PROXY TCP4 192.0.2.1 198.51.100.2 4321 80\r\n";

/**
 * A folder with an origin server and a log target; whoever is to be compared
 * listens on UNIX sockets in it, named after its frontends.
 */
export class Side {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "hr"));
  #origin: Server | undefined;
  #sink: DatagramSocket | undefined;
  #received: string[] = [];
  #logged: string[] = [];
  #onLog: (() => void) | undefined;
  readonly #simplify: (answer: string) => string;

  /** @param simplify takes out of answers what is not to be compared */
  constructor(simplify: (answer: string) => string = (answer) => answer) {
    this.#simplify = simplify;
  }

  /** Opens origin and log target, and gives the configuration with their addresses in it. */
  async open(configuration: string): Promise<string> {
    const origin = createServer((socket) => this.#serve(socket));
    this.#origin = origin;
    await new Promise<void>((resolve) => origin.listen(path.join(this.folder, "origin"), resolve));
    const sink = createSocket("udp4");
    this.#sink = sink;
    sink.on("message", (message) => {
      this.#logged.push(message.toString("latin1").trimEnd());
      this.#onLog?.();
    });
    await new Promise<void>((resolve) => sink.bind(0, "127.0.0.1", resolve));
    return configuration
      .replaceAll("FOLDER", this.folder)
      .replaceAll("LOGS", `127.0.0.1:${sink.address().port}`);
  }

  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text, "latin1");
    return file;
  }

  /** Answers by the request's path, once all of it has come. */
  #serve(socket: Socket): void {
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (piece: string) => {
      text += piece;
      const end = text.indexOf("\r\n\r\n");
      const length = Number(/^content-length: *([0-9]+)/im.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      this.#received.push(text);
      const wanted = /x-answer: ([^\r]*)/i.exec(text)?.[1] ?? "";
      if (wanted === "never") return;
      const lines = wanted === "" ? [] : decodeURIComponent(wanted).split("|");
      const [status = "200 OK"] = lines.filter((line) => /^[0-9]{3} /.test(line));
      const headers = lines.filter((line) => line !== status);
      socket.end(
        [`HTTP/1.1 ${status}`, "content-length: 2", "connection: close", ...headers, "", "ok"].join("\r\n"),
        "latin1",
      );
    });
    socket.on("error", () => socket.destroy());
  }

  async probe({ to, send, lines }: Probe): Promise<Seen> {
    this.#received = [];
    this.#logged = [];
    const answer = await this.#exchange(to, send);
    while (this.#logged.length < lines) await new Promise<void>((resolve) => (this.#onLog = resolve));
    return {
      answer: this.#simplify(this.#anonymous(answer)),
      origin: this.#received.map((text) => this.#anonymous(text)),
      log: this.#logged.map((line) => this.#anonymous(line)),
    };
  }

  async #exchange(to: string, send: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = "";
      const socket = createConnection(path.join(this.folder, to));
      socket.setEncoding("latin1");
      socket.on("data", (piece: string) => (text += piece));
      socket.on("close", () => resolve(text));
      socket.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
      });
      socket.write(proxyLine + send.replaceAll("\n", "\r\n"), "latin1");
    });
  }

  #anonymous(text: string): string {
    return text.replaceAll(this.folder, "FOLDER");
  }

  close(): void {
    this.#origin?.close();
    this.#sink?.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
