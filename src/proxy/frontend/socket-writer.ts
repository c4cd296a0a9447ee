import type { Duplex } from "node:stream";

/** When what is written goes out. */
export interface WritingPace {
  /** Nothing goes out just now that can wait. */
  readonly holds: boolean;
  /** Calls `fn` when what was written should go out. */
  soon(fn: () => void): void;
}

/** Below this, several pieces are sent as one: a copy costs less than a system call. */
const joinedBytes = 65_536;

/**
 * Sends pieces to a socket with as few system calls as can be: what is written
 * goes out at {@link SocketWriter.flush}, or by itself when its pace has it so.
 * Strings are byte strings.
 */
export class SocketWriter {
  readonly #socket: Duplex;
  readonly #pace: WritingPace;
  #pieces: (string | Buffer)[] = [];
  #pending = 0;
  #asked = false;
  /** Bytes handed to the socket so far. */
  sent = 0;

  constructor(socket: Duplex, pace: WritingPace) {
    this.#socket = socket;
    this.#pace = pace;
  }

  /** The socket has enough to do; wait for its `drain`. */
  get blocked(): boolean {
    return this.#socket.writableNeedDrain;
  }

  write(piece: string | Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#pending += piece.length;
    if (this.#pending >= joinedBytes) this.flush();
    if (this.#asked || this.#pending === 0) return;
    this.#asked = true;
    this.#pace.soon(() => {
      this.#asked = false;
      this.flush();
    });
  }

  /** A message is whole: it goes out, unless there is something more urgent. */
  complete(): void {
    if (!this.#pace.holds) this.flush();
  }

  /** Sends what was written. */
  flush(): void {
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    this.#pieces = [];
    this.sent += this.#pending;
    const length = this.#pending;
    this.#pending = 0;
    if (!this.#socket.writable) return;
    if (length < joinedBytes) this.#send(joined(pieces, length));
    else for (const piece of pieces) this.#send(piece);
  }

  #send(piece: string | Buffer): void {
    if (typeof piece === "string") this.#socket.write(piece, "latin1");
    else this.#socket.write(piece);
  }

  /** Sends what was written and ends this direction. */
  end(): void {
    this.flush();
    this.#socket.end();
  }
}

function joined(pieces: readonly (string | Buffer)[], length: number): string | Buffer {
  const [first = ""] = pieces;
  if (pieces.length === 1) return first;
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join("");
  const whole = Buffer.allocUnsafe(length);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") whole.write(piece, at, "latin1");
    else piece.copy(whole, at);
    at += piece.length;
  }
  return whole;
}
