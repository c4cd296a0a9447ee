import type { Stream } from "../stream/stream.ts";
import type { BackendTraffic } from "./backend-traffic.ts";
import type { ServerFailure } from "./server-failure.ts";
import type { LinkUser, ServerLink } from "./server-link.ts";
import { ServerSide } from "./server-side.ts";

/** The server's side of a TCP stream: bytes both ways, until both sides have ended. */
export class TcpServerSide extends ServerSide implements LinkUser {
  readonly #resolve: (result: "connected" | ServerFailure) => void;
  /** The client has ended, and so have we towards the server. */
  #requestEnded = false;
  #responseEnded = false;

  constructor(
    backend: BackendTraffic,
    stream: Stream,
    resolve: (result: "connected" | ServerFailure) => void,
  ) {
    super(backend, stream);
    this.#resolve = resolve;
  }

  protected reusable(): undefined {
    return undefined;
  }

  protected failed(failure: ServerFailure): void {
    this.#resolve(failure);
  }

  protected opened(link: ServerLink): void {
    const { stream } = this;
    this.phase = "D";
    link.attach(this);
    stream.request.onOutput = () => this.#pump();
    stream.response.onRoom = () => {
      link.go();
      this.#touch();
    };
    this.#touch();
    this.#pump();
    this.backend.persistence.answered(stream);
    this.#resolve("connected");
  }

  #pump(): void {
    const { link, stream } = this;
    if (!link || this.#requestEnded) return;
    const { request } = stream;
    while (!link.writer.blocked) {
      const pieces = request.take();
      if (!pieces) break;
      for (const piece of pieces) {
        stream.bytes.serverOut += piece.length;
        link.writer.write(piece);
      }
      this.#touch();
    }
    link.writer.flush();
    if (!request.isDrained) return;
    this.#requestEnded = true;
    link.writer.end();
    this.#touch();
    this.#look();
  }

  drained(): void {
    this.#touch();
    this.#pump();
  }

  received(bytes: Buffer): void {
    const { link, stream } = this;
    stream.bytes.serverIn += bytes.length;
    this.#touch();
    if (stream.response.push(bytes)) return;
    link?.stop();
    this.#touch();
  }

  /** Activity in either direction puts the timeout off. */
  #touch(): void {
    const { stream, link } = this;
    if (!link) return;
    const { timeouts } = this.backend.config;
    const tunnel = stream.timeouts.tunnel ?? timeouts.tunnel;
    const fin = this.#requestEnded || this.#responseEnded ? timeouts.serverFin : undefined;
    if (link.isStopped && !this.#requestEnded) link.deadline.clear();
    else link.deadline.set(fin ?? tunnel ?? stream.timeouts.server ?? timeouts.server);
  }

  ended(): void {
    if (this.#responseEnded) return;
    this.#responseEnded = true;
    this.#touch();
    this.stream.response.endInput();
    this.#look();
  }

  /** Both sides have ended: the connection is through. */
  #look(): void {
    if (this.#requestEnded && this.#responseEnded) this.finish();
  }

  broken(error: Error | undefined): void {
    if (!error) {
      this.ended();
      this.stream.request.closeOutput();
      this.finish();
      return;
    }
    this.#countBoth("eresp");
    this.#breakOff("S");
  }

  timedOut(): void {
    this.#breakOff("s");
  }

  #breakOff(cause: "S" | "s"): void {
    this.#countBoth("srv_abrt");
    this.stream.endsBecause(cause, "D");
    this.finish();
    this.stream.response.endInput("aborted");
    this.stream.request.closeOutput();
  }

  protected aborted(): void {
    if (this.stream.endCause.toUpperCase() === "C") this.#countBoth("cli_abrt");
    this.finish();
  }

  override finish(): void {
    const { link } = this;
    this.link = undefined;
    if (link) {
      if (this.#requestEnded && this.#responseEnded) link.close();
      else link.abort();
      this.backend.links.closed(link);
    }
    super.finish();
  }

  #countBoth(stat: string): void {
    this.target?.model.counters.add(stat, 1);
    this.backend.count(stat);
  }
}
