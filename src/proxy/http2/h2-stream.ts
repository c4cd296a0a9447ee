import type { Field } from "./hpack-table.ts";
import { errorCodes } from "./frames.ts";

/** Who uses a stream: is told what comes. */
export interface H2User {
  /** A block of fields: the head, or one that follows it. */
  fields(fields: readonly Field[], isEnd: boolean): void;
  /** A piece of payload, to be given back by {@link H2Stream.consume}; with `isEnd`, the last. It may be empty. */
  data(piece: Buffer, isEnd: boolean): void;
  /** The peer, or the end of the connection, has broken the stream off. */
  broken(code: number): void;
  /** All that was written has gone out, the end if it was to end: there may be more. */
  drained(): void;
}

/** What a stream needs of its connection. */
export interface H2Carrier {
  sendFields(stream: H2Stream, fields: Iterable<Field>, isEnd: boolean): void;
  /** Sends what streams hold, as far as windows allow. */
  pump(stream: H2Stream): void;
  credit(stream: H2Stream, bytes: number): void;
  sendReset(stream: H2Stream, code: number): void;
  /** Neither side has more to say on the stream. */
  closed(stream: H2Stream): void;
}

/** One stream of a connection of HTTP/2: what has come, and what waits to be sent. */
export class H2Stream {
  readonly id: number;
  user: H2User | undefined;
  /** Bytes that may be sent, and that the peer may send. */
  sendWindow: number;
  receiveWindow: number;
  /** The peer has said all; so have we; or it was broken off. */
  remoteEnded = false;
  localEnded = false;
  isReset = false;
  /** What the peer gave as the reason, where it broke the stream off. */
  resetCode: number | undefined;
  /** What the payload's length must still be, where the head has told one. */
  expected: number | undefined;
  /** A head has come; what follows are trailers. */
  headSeen = false;
  /** The trailers that end our side behind what waits, none or some; undefined where it does not end yet. */
  ending: readonly Field[] | undefined;
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  readonly #carrier: H2Carrier;

  constructor(carrier: H2Carrier, id: number, sendWindow: number, receiveWindow: number) {
    this.#carrier = carrier;
    this.id = id;
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
  }

  get isClosed(): boolean {
    return this.isReset || (this.remoteEnded && this.localEnded);
  }

  /** What was written has not all gone out: wait for {@link H2User.drained}. */
  get blocked(): boolean {
    return this.#waitingBytes > 0;
  }

  sendFields(fields: Iterable<Field>, isEnd: boolean): void {
    if (this.isReset || this.localEnded) return;
    this.#carrier.sendFields(this, fields, isEnd);
    if (isEnd) this.#ended();
  }

  write(piece: Buffer): void {
    if (this.isReset || this.localEnded || piece.length === 0) return;
    this.#waiting.push(piece);
    this.#waitingBytes += piece.length;
    this.#carrier.pump(this);
  }

  /** Takes up to `most` bytes of what waits. */
  takeWaiting(most: number): Buffer | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const piece = first.length > most ? first.subarray(0, most) : first;
    if (piece === first) this.#waiting.shift();
    else this.#waiting[0] = first.subarray(most);
    this.#waitingBytes -= piece.length;
    return piece;
  }

  /** Ends our side, behind what was written. */
  end(trailers: readonly Field[] = []): void {
    if (this.isReset || this.localEnded || this.ending) return;
    this.ending = trailers;
    this.#carrier.pump(this);
  }

  /** For the connection: the last byte is out. */
  endSent(): void {
    this.#ended();
  }

  #ended(): void {
    this.localEnded = true;
    if (this.isClosed) this.#carrier.closed(this);
  }

  /** So many bytes of payload have been used: the peer may send as many again. */
  consume(bytes: number): void {
    if (bytes > 0 && !this.isReset && !this.remoteEnded) this.#carrier.credit(this, bytes);
  }

  /** Breaks it off; nothing where both sides have ended. */
  reset(code: number = errorCodes.cancel): void {
    if (this.isClosed) return;
    this.#carrier.sendReset(this, code);
    this.drop();
  }

  /** It is over, whatever was to come. */
  drop(): void {
    if (this.isReset) return;
    this.isReset = true;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#carrier.closed(this);
  }
}
