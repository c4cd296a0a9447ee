import type { Duplex } from "node:stream";
import type { Member } from "../../members.ts";
import type { Time, Timer } from "../../time.ts";
import { ByteQueue } from "./byte-queue.ts";
import { Cancellation } from "./cancellation.ts";
import { NetworkError, type Connection, type ConnectRequest, type Network } from "./network.ts";

/** What HAProxy's proxy for Lua sockets is set to (proxy.c): a connection is tried four times, 5 s each. */
const retries = 3;
const defaultConnectTimeout = 5000;
/** The pause before a refused connection is tried again; the connect timeout where that is shorter (backend.c). */
const longestPause = 1000;

/** HAProxy's buffer: a longer line comes in pieces of this size. */
const longestLine = 16_384;
/** What may arrive unread before the peer has to wait. */
const highWater = 65_536;
/** How much goes to the connection at once, so that a long text does not lie in memory twice. */
const sendChunk = 65_536;
/** How long a closed socket waits for its peer to close too. */
const lingerMs = 10_000;

/** How much a read wants; the negative sizes are HAProxy's (hlua.c). */
export const readLine = -1;
export const readAll = -2;

/** One read under way, which keeps what it has got so far. */
export interface Reading {
  /** `readLine`, `readAll` or a number of bytes; any other negative one means what is there. */
  readonly wanted: number;
  text: string;
}

/** How a look at a read ended: more is needed, it has what it wanted, or nothing more will come. */
export type ReadStep = "more" | "done" | "closed";

/**
 * One outgoing connection of a script, from the first attempt to the end.
 * Nothing in here knows the Lua object, so that an object that a script has
 * forgotten can be collected while its connection is idle (see open-links.ts).
 *
 * A read timeout ends the input only: what is sent still arrives (HAProxy 3.5;
 * older ones end both directions). A timeout while output is stuck ends all.
 */
export class Link implements Member {
  /** Among the open links of a runtime. */
  seat = 0;
  readonly #network: Network;
  readonly #time: Time;
  readonly #registry: { closed(self: Link): void };
  readonly #input = new ByteQueue();
  readonly #waiting = new Set<() => void>();
  /** Ends the attempt, or the pause between two, that is under way. */
  #cancel: (() => void) | undefined;
  #state: "fresh" | "connecting" | "open" | "closed" = "fresh";
  #connection: Connection | undefined;
  #inputOver = false;
  #timeout: number | undefined;
  #lastActivity = 0;
  #timer: Timer | undefined;
  /** Called once, when the connection has ended or never will be. */
  onClosed: (() => void) | undefined;

  constructor(network: Network, time: Time, registry: { closed(self: Link): void }) {
    this.#network = network;
    this.#time = time;
    this.#registry = registry;
  }

  get state(): "fresh" | "connecting" | "open" | "closed" {
    return this.#state;
  }

  /** The ends of the connection, as text; undefined while there is none. */
  get names(): { local: string; peer: string } | undefined {
    return this.#state === "open" ? this.#connection?.names() : undefined;
  }

  /** Calls `wake` at the next change, once. */
  notify(wake: () => void): void {
    this.#waiting.add(wake);
  }

  forget(wake: () => void): void {
    this.#waiting.delete(wake);
  }

  #changed(): void {
    if (this.#waiting.size === 0) return;
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of woken) wake();
  }

  /** Starts to connect; the state tells how it ends. `target` may have to be looked up first. */
  connect(target: () => Promise<ConnectRequest> | ConnectRequest): void {
    this.#state = "connecting";
    void this.#dial(target).then((connection) => {
      if (connection && this.#state === "connecting") this.#open(connection);
      else if (connection) connection.stream.destroy();
      else this.#fail();
    });
  }

  async #dial(target: () => Promise<ConnectRequest> | ConnectRequest): Promise<Connection | undefined> {
    for (let attempt = 0; attempt <= retries && this.#state === "connecting"; attempt++) {
      try {
        return await this.#attempt(await target());
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        // A timeout has cost its time already.
        if (error.failure === "aborted") continue;
        if (error.failure !== "refused") return undefined;
        if (attempt < retries) await this.#pause(Math.min(this.#timeout ?? longestPause, longestPause));
      }
    }
    return undefined;
  }

  async #attempt(request: ConnectRequest): Promise<Connection> {
    const attempt = new Cancellation();
    this.#cancel = () => attempt.cancel();
    const timer = this.#time.after(this.#timeout ?? defaultConnectTimeout, this.#cancel);
    try {
      return await this.#network.connect(request, attempt);
    } finally {
      timer.cancel();
      this.#cancel = undefined;
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.#time.after(ms, resolve);
      this.#cancel = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  #open(connection: Connection): void {
    const { stream } = connection;
    this.#connection = connection;
    this.#state = "open";
    stream.on("data", (bytes: Buffer) => this.#receive(bytes));
    stream.on("end", () => this.#endInput());
    stream.on("drain", () => this.#moved());
    stream.on("error", () => this.#fail());
    stream.on("close", () => this.#fail());
    this.#moved();
  }

  #receive(bytes: Buffer): void {
    if (this.#inputOver) return;
    this.#input.push(bytes.toString("latin1"));
    if (this.#input.length > highWater) this.#connection?.stream.pause();
    this.#moved();
  }

  #endInput(): void {
    this.#inputOver = true;
    this.#changed();
  }

  /** Bytes have moved in either direction: the timeout starts anew. */
  #moved(): void {
    this.#lastActivity = this.#time.monotonicMs();
    this.#watchIdleness();
    this.#changed();
  }

  /** Milliseconds for an attempt to connect, and without any byte moving afterwards. */
  setTimeout(ms: number): void {
    this.#timeout = ms;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#state === "open") this.#moved();
  }

  #watchIdleness(): void {
    if (this.#timer || this.#timeout === undefined || this.#state !== "open") return;
    const left = this.#lastActivity + this.#timeout - this.#time.monotonicMs();
    const check = (): void => {
      this.#timer = undefined;
      this.#checkIdleness();
    };
    this.#timer = this.#time.after(Math.max(0, Math.ceil(left)), check, { background: true });
  }

  #checkIdleness(): void {
    const stream = this.#connection?.stream;
    if (!stream || this.#state !== "open" || this.#timeout === undefined) return;
    if (this.#time.monotonicMs() - this.#lastActivity < this.#timeout) this.#watchIdleness();
    else if (stream.writableNeedDrain) this.#fail();
    else if (this.#inputOver) return;
    else if (this.#input.length > highWater) this.#moved();
    else {
      // Nothing more is read; the peer is not told, and may go on reading.
      stream.pause();
      this.#endInput();
    }
  }

  /** Goes on with a read as far as the bytes that are there allow. */
  read(reading: Reading): ReadStep {
    const input = this.#input;
    if (this.#state !== "open") return "closed";
    if (input.length === 0) return this.#inputOver ? "closed" : "more";
    const step = this.#take(reading);
    if (input.length <= highWater && !this.#inputOver) this.#resume();
    return step;
  }

  #resume(): void {
    const stream = this.#connection?.stream;
    if (stream?.isPaused()) stream.resume();
  }

  #take(reading: Reading): ReadStep {
    const input = this.#input;
    if (reading.wanted === readLine) return this.#takeLine(reading);
    if (reading.wanted === readAll) {
      reading.text += input.take(input.length);
      return this.#inputOver ? "closed" : "more";
    }
    const missing = reading.wanted - reading.text.length;
    // HAProxy compares without sign here: what is over already, by a long prefix, takes all there is.
    reading.text += input.take(missing < 0 ? input.length : missing);
    return reading.text.length >= reading.wanted ? "done" : this.#inputOver ? "closed" : "more";
  }

  #takeLine(reading: Reading): ReadStep {
    const input = this.#input;
    const end = input.lineEnd(longestLine);
    if (end >= 0) {
      const line = input.take(end + 1);
      reading.text += line.slice(0, line.at(-2) === "\r" ? -2 : -1);
      return "done";
    }
    if (input.length < longestLine && !this.#inputOver) return "more";
    reading.text += input.take(longestLine);
    return "done";
  }

  /** Sends what of `bytes` the connection has room for, from `start`; gives how much. -1: there is no connection. */
  write(bytes: string, start: number): number {
    const stream = this.#connection?.stream;
    if (this.#state !== "open" || !stream?.writable) return -1;
    let at = start;
    while (at < bytes.length && !stream.writableNeedDrain) {
      const end = Math.min(bytes.length, at + sendChunk);
      stream.write(at === 0 && end === bytes.length ? bytes : bytes.slice(at, end), "latin1");
      at = end;
    }
    this.#lastActivity = this.#time.monotonicMs();
    this.#watchIdleness();
    return at - start;
  }

  /** Ends the connection from this side. What was sent still goes out. */
  close(): void {
    const stream = this.#state === "open" ? this.#connection?.stream : undefined;
    if (stream) linger(stream, this.#time);
    this.#leave();
  }

  /** Ends the connection at once, in whatever state. */
  destroy(): void {
    this.#leave();
    this.#connection?.stream.destroy();
  }

  #fail(): void {
    if (this.#state === "closed") return;
    this.#leave();
    this.#input.clear();
    this.#connection?.stream.destroy();
  }

  #leave(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#cancel?.();
    this.#timer?.cancel();
    const stream = this.#connection?.stream;
    if (!stream || stream.closed) this.#registry.closed(this);
    else stream.on("close", () => this.#registry.closed(this));
    this.onClosed?.();
    this.onClosed = undefined;
    this.#changed();
  }
}

/** Lets what was written go out, takes leave of the peer, and waits a while for it to do the same. */
function linger(stream: Duplex, time: Time): void {
  const timer = time.after(lingerMs, () => stream.destroy(), { background: true });
  stream.removeAllListeners("data");
  stream.on("close", () => timer.cancel());
  stream.on("end", () => stream.destroy());
  stream.resume();
  stream.end();
}
