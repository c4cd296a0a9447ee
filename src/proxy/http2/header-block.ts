import { ConnectionFault } from "./frame-checks.ts";
import { errorCodes, flags, frameTypes, type Frame } from "./frames.ts";

/** More than this in one block is nobody's request: HAProxy's buffer holds as much. */
const mostBytes = 16_384;

/** A block of fields, which may come in several frames. */
export class HeaderBlock {
  readonly stream: number;
  readonly endsStream: boolean;
  readonly #pieces: Buffer[];
  #size: number;
  #isWhole: boolean;

  private constructor(first: Frame, piece: Buffer) {
    this.stream = first.stream;
    this.endsStream = (first.flags & flags.endStream) !== 0;
    this.#pieces = [piece];
    this.#size = piece.length;
    this.#isWhole = (first.flags & flags.endHeaders) !== 0;
  }

  /** From a HEADERS frame. */
  static of(first: Frame): HeaderBlock {
    const { payload, flags: bits } = first;
    let from = 0;
    let to = payload.length;
    if ((bits & flags.padded) !== 0) {
      to -= payload[0] ?? 0;
      from = 1;
    }
    if ((bits & flags.priority) !== 0) {
      if (payload.length < from + 5) throw new ConnectionFault(errorCodes.frameSize, "headers");
      if ((payload.readUInt32BE(from) & 0x7fffffff) === first.stream) {
        throw new ConnectionFault(errorCodes.protocol, "a stream depends on itself");
      }
      from += 5;
    }
    if (to < from) throw new ConnectionFault(errorCodes.protocol, "padding");
    return new HeaderBlock(first, payload.subarray(from, to));
  }

  /** All of it has come. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Takes a CONTINUATION frame. */
  add({ payload, flags: bits }: Frame): void {
    this.#pieces.push(payload);
    this.#size += payload.length;
    this.#isWhole = (bits & flags.endHeaders) !== 0;
    if (this.#size > mostBytes) throw new ConnectionFault(errorCodes.enhanceYourCalm, "headers too large");
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}

/** Puts the blocks of a connection together, of which only one can be under way. */
export class HeaderBlocks {
  #open: HeaderBlock | undefined;

  /** Within a block, nothing else may come. */
  mayCome({ type, stream }: Frame): void {
    const continues = type === frameTypes.continuation;
    if (this.#open ? continues && stream === this.#open.stream : !continues) return;
    throw new ConnectionFault(errorCodes.protocol, "continuation");
  }

  /** Takes a frame of a block; gives the block when it is whole. */
  take(next: Frame): HeaderBlock | undefined {
    const block = this.#open ?? HeaderBlock.of(next);
    if (this.#open) block.add(next);
    this.#open = block.isWhole ? undefined : block;
    return block.isWhole ? block : undefined;
  }
}
