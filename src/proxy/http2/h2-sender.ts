import { encodeFields } from "./hpack.ts";
import type { Field } from "./hpack-table.ts";
import {
  defaultFrameSize,
  defaultWindow,
  flags,
  frame,
  frameHead,
  frameTypes,
  largestWindow,
} from "./frames.ts";
import type { H2Stream } from "./h2-stream.ts";

/** Where frames go. */
export interface H2Output {
  /** Sends bytes: byte strings or buffers. */
  write(piece: string | Buffer): void;
  /** The socket has enough to do: payload waits for {@link H2Sender.pumpAll}. */
  readonly blocked: boolean;
}

/** The sending half of a connection: what the peer's settings and windows let go. */
export class H2Sender {
  readonly #output: H2Output;
  #window = defaultWindow;
  /** What new streams begin with. */
  #streamWindow = defaultWindow;
  #frameSize: number = defaultFrameSize;

  constructor(output: H2Output) {
    this.#output = output;
  }

  /** The peer's window for each new stream. */
  get streamWindow(): number {
    return this.#streamWindow;
  }

  /** The peer has set it, for the streams that there are as well. */
  setStreamWindow(size: number, streams: Iterable<H2Stream>): void {
    for (const stream of streams) stream.sendWindow += size - this.#streamWindow;
    this.#streamWindow = size;
  }

  setFrameSize(size: number): void {
    this.#frameSize = size;
  }

  /** The peer takes more; false where that is more than a window can be. */
  widen(bytes: number): boolean {
    this.#window += bytes;
    return this.#window <= largestWindow;
  }

  fields(stream: H2Stream, fields: Iterable<Field>, isEnd: boolean): void {
    const block = encodeFields(fields);
    const size = this.#frameSize;
    for (let at = 0; at === 0 || at < block.length; at += size) {
      const part = block.slice(at, at + size);
      const isLast = at + size >= block.length;
      const bits = (isLast ? flags.endHeaders : 0) | (isEnd && at === 0 ? flags.endStream : 0);
      this.#output.write(
        frame(at === 0 ? frameTypes.headers : frameTypes.continuation, bits, stream.id, part),
      );
    }
  }

  /** Sends what a stream holds, as far as windows and the socket allow. */
  pump(stream: H2Stream): void {
    if (stream.isReset || stream.localEnded) return;
    const had = stream.blocked;
    while (stream.blocked && !this.#output.blocked) {
      const room = Math.min(stream.sendWindow, this.#window, this.#frameSize);
      if (room <= 0) return;
      this.#piece(stream, room);
    }
    if (stream.blocked) return;
    if (stream.ending) this.#end(stream);
    if (had || stream.ending) stream.user?.drained();
  }

  #piece(stream: H2Stream, room: number): void {
    const piece = stream.takeWaiting(room);
    if (!piece) return;
    stream.sendWindow -= piece.length;
    this.#window -= piece.length;
    const isLast = !stream.blocked && stream.ending?.length === 0;
    this.#output.write(frameHead(frameTypes.data, isLast ? flags.endStream : 0, stream.id, piece.length));
    this.#output.write(piece);
    if (isLast) stream.endSent();
  }

  /** What stands behind the payload: trailers, or an empty frame where the last was not known to be one. */
  #end(stream: H2Stream): void {
    if (stream.localEnded) return;
    const trailers = stream.ending ?? [];
    if (trailers.length > 0) this.fields(stream, trailers, true);
    else this.#output.write(frameHead(frameTypes.data, flags.endStream, stream.id, 0));
    stream.endSent();
  }
}
