import type { Socket } from "node:net";
import { leadTcp } from "../stream/lead-tcp.ts";
import { endStream, endUnheard } from "../stream/end-stream.ts";
import type { Client } from "../stream/client.ts";
import type { Session } from "../stream/session.ts";
import { timingFrom, type EndCause } from "../stream/timing.ts";
import { Stream } from "../stream/stream.ts";
import type { ClientConnection } from "./client-connection.ts";
import type { ConnectionParts } from "./connection-parts.ts";
import { Deadline } from "./deadline.ts";
import type { Frontend } from "./frontend.ts";
import { Http1Connection } from "./http1-connection.ts";
import { Http2Connection } from "./http2-connection.ts";
import type { Listener } from "./listener.ts";
import { SocketWriter } from "./socket-writer.ts";

/** Causes for which nothing more is sent: the client has gone, has been too slow, or was killed. */
const lost: ReadonlySet<EndCause> = new Set(["C", "c", "K"]);

/** A client's connection in TCP mode: one stream, which lives as long, or until it speaks HTTP. */
export class TcpConnection implements ClientConnection, Client {
  /** Among the connections of the frontend. */
  seat = 0;
  readonly protocol = "tcp";
  readonly session: Session;
  readonly #frontend: Frontend;
  readonly #listener: Listener;
  readonly #socket: Socket;
  readonly #writer: SocketWriter;
  readonly #stream: Stream;
  readonly #deadline: Deadline;
  #inputOver = false;
  #outputOver = false;

  constructor(socket: Socket, { frontend, listener, session }: ConnectionParts) {
    const { environment } = frontend.proxy;
    const { time } = environment;
    this.session = session;
    this.#frontend = frontend;
    this.#listener = listener;
    this.#socket = socket;
    this.#writer = new SocketWriter(socket, frontend.process.arrivals);
    this.#stream = new Stream({
      id: frontend.process.gauges.nextId(),
      session,
      client: this,
      timing: timingFrom(session.acceptedAt, session.acceptedWallMs),
      bufsize: environment.config.global.tune.bufsize,
    });
    this.#deadline = new Deadline(time, () => this.#expired());
  }

  get streams(): Stream[] {
    return [this.#stream];
  }

  get gone(): boolean {
    return this.#socket.destroyed;
  }

  begin(): void {
    const stream = this.#stream;
    const socket = this.#socket;
    const { gauges } = this.#frontend.process;
    gauges.totalRequests++;
    gauges.streams++;
    gauges.totalStreams++;
    this.session.streamCount++;
    stream.request.onRoom = () => socket.resume();
    stream.response.onOutput = () => this.#send();
    socket.on("data", this.#received);
    socket.on("end", this.#ended);
    socket.on("drain", this.#drained);
    socket.on("error", () => undefined);
    socket.once("close", this.#closed);
    stream.request.onceChanged(() => this.#watchRequest());
    this.#touch();
    socket.resume();
    void leadTcp(stream).then((end) => {
      gauges.streams--;
      gauges.bytesOut += stream.bytes.clientOut;
      if (end === "http") this.#becomeHttp(stream);
      else this.#finish();
    });
  }

  /** The client speaks HTTP: the stream goes on with its first request, and is counted with that. */
  #becomeHttp(stream: Stream): void {
    const { session } = this;
    const { gauges } = this.#frontend.process;
    gauges.totalRequests--;
    gauges.totalStreams--;
    session.streamCount--;
    session.onEnd(() => endUnheard(stream));
    this.#deadline.stop();
    const bytes = stream.request.restart();
    const socket = this.#socket;
    socket.off("data", this.#received);
    socket.off("end", this.#ended);
    socket.off("drain", this.#drained);
    socket.off("close", this.#closed);
    const parts = { frontend: this.#frontend, listener: this.#listener, session };
    if (stream.httpUpgrade?.proto === "h2") {
      const connection = new Http2Connection(socket, parts);
      this.#frontend.replace(this, connection);
      socket.pause();
      socket.unshift(bytes);
      endUnheard(stream);
      connection.begin();
    } else {
      const connection = new Http1Connection(socket, { ...parts, upgraded: stream });
      this.#frontend.replace(this, connection);
      connection.begin(bytes);
    }
  }

  readonly #ended = (): void => {
    this.#stream.request.endInput();
    this.#armFin();
    this.#look();
  };

  readonly #drained = (): void => this.#send();

  readonly #received = (data: Buffer): void => {
    const { request, bytes, timing } = this.#stream;
    bytes.clientIn += data.length;
    timing.requestBegunAt ??= this.#frontend.proxy.environment.time.monotonicMs();
    this.#touch();
    if (!request.push(data)) this.#socket.pause();
  };

  /** Sends what the response channel lets pass. */
  #send(): void {
    const { response, bytes } = this.#stream;
    while (!this.#writer.blocked) {
      const output = response.take();
      if (!output) break;
      for (const piece of output) {
        bytes.clientOut += piece.length;
        this.#writer.write(piece);
      }
      this.#touch();
    }
    if (response.isDrained && !this.#outputOver) {
      this.#outputOver = true;
      this.#writer.end();
      this.#armFin();
      this.#look();
    }
  }

  /** Whether the server's side still takes what the client sends. */
  #watchRequest(): void {
    if (this.#stream.ended) return;
    this.#look();
    this.#stream.request.onceChanged(() => this.#watchRequest());
  }

  #look(): void {
    const { request } = this.#stream;
    this.#inputOver ||= request.outputClosed || (request.noMoreInput && request.isDrained);
    if (this.#inputOver && this.#outputOver) this.#stream.deliver();
  }

  /** Activity in either direction puts the timeout off. */
  #touch(): void {
    const stream = this.#stream;
    const tunnel = stream.timing.connectedAt === undefined ? undefined : stream.timeout("tunnel");
    this.#deadline.set(tunnel ?? stream.timeouts.client ?? this.#frontend.proxy.config.timeouts.client);
  }

  #armFin(): void {
    const { clientFin } = this.#frontend.proxy.config.timeouts;
    if (clientFin !== undefined) this.#deadline.set(clientFin);
  }

  #expired(): void {
    if (this.#stream.ended) this.#socket.destroy();
    else this.#stream.abort("c", this.#phase());
  }

  #phase(): "R" | "C" | "D" {
    const { timing } = this.#stream;
    if (timing.requestAt === undefined) return "R";
    return timing.connectedAt === undefined && !this.#stream.responder ? "C" : "D";
  }

  readonly #closed = (): void => {
    const stream = this.#stream;
    if (!stream.delivered) stream.abort("C", this.#phase());
    this.#deadline.stop();
    this.#frontend.leave(this, this.#listener);
  };

  #finish(): void {
    const stream = this.#stream;
    endStream(stream);
    // A client that is too slow, or was killed, is not waited for; rules let what they have sent go out.
    if (stream.aborted && lost.has(stream.endCause)) this.#socket.destroy();
    else {
      this.#writer.end();
      this.#socket.destroySoon();
    }
  }

  sendInterim(): void {
    // HTTP only.
  }

  sendHead(): void {
    // HTTP only.
  }

  abort(): void {
    this.#stream.abort("K", this.#phase());
    this.#socket.destroy();
  }

  closeWhenIdle(): void {
    // A TCP connection is never idle.
  }
}
