/** One direction of a stream: bytes between who receives them and who sends them on. */

const nothing = Buffer.alloc(0);

/** Why nothing more comes. */
export type InputEnd = "open" | "ended" | "aborted" | "invalid";

/**
 * Bytes on their way through a stream. A producer pushes what it receives to
 * the *input*; analysers, rules, filters and scripts look at it and change it;
 * what they let pass is *output*, which a consumer takes. In HTTP the bytes
 * are the message's payload, without heads and chunk marks.
 *
 * Until {@link Channel.forwardAll} the input is held: nothing passes by
 * itself. From then on it passes as it comes, through `filter` where there is one.
 */
export class Channel {
  readonly isResponse: boolean;
  /** How many bytes it holds before the producer must wait: `tune.bufsize`. */
  readonly capacity: number;
  /** Whether more input may come: `ended` when the producer is done, `aborted` when it broke off, `invalid` when what it sent cannot be read. */
  inputEnd: InputEnd = "open";
  /** HTTP: the end of the message is among what has come. */
  complete = false;
  /** Nobody takes output any more. */
  outputClosed = false;
  /** How many bytes have come, in all. */
  received = 0;
  /** Told when there is room again after {@link Channel.push} said no. The producer's. */
  onRoom: (() => void) | undefined;
  /** Told when there is output to take, and when the last has come. The consumer's. */
  onOutput: (() => void) | undefined;
  /**
   * How many bytes at the front of the input may pass, asked whenever there is
   * news while the channel forwards; it may change the input. Undefined: all.
   */
  filter: ((channel: Channel) => number) | undefined;
  #input: Buffer[] = [];
  #inputLength = 0;
  #output: Buffer[] = [];
  #outputLength = 0;
  #forwarding = false;
  #wantsRoom = false;
  #filtering = false;
  #waiting: (() => void)[] = [];

  constructor(isResponse: boolean, capacity: number) {
    this.isResponse = isResponse;
    this.capacity = capacity;
  }

  /** Bytes received and not let pass yet. */
  get inputLength(): number {
    return this.#inputLength;
  }

  /** Bytes let pass and not taken yet. */
  get outputLength(): number {
    return this.#outputLength;
  }

  get isFull(): boolean {
    return this.#inputLength + this.#outputLength >= this.capacity;
  }

  /** Whether input passes by itself. */
  get forwarding(): boolean {
    return this.#forwarding;
  }

  /** Everything there will be has passed and been taken. */
  get isDrained(): boolean {
    return this.noMoreInput && this.#inputLength === 0 && this.#outputLength === 0;
  }

  get noMoreInput(): boolean {
    return this.complete || this.inputEnd !== "open";
  }

  // The producer's side

  /** Takes bytes in; false asks the producer to wait for {@link Channel.onRoom}. */
  push(data: Buffer): boolean {
    if (data.length > 0 && !this.outputClosed) {
      this.received += data.length;
      if (this.#forwarding && !this.filter) {
        this.#output.push(data);
        this.#outputLength += data.length;
      } else {
        this.#input.push(data);
        this.#inputLength += data.length;
      }
      this.#news();
    }
    if (!this.isFull) return true;
    this.#wantsRoom = true;
    return false;
  }

  /** HTTP: the message is whole. */
  completeMessage(): void {
    this.complete = true;
    this.#news();
  }

  /** The message is over, but bytes of another protocol follow it (a tunnel). */
  reopen(): void {
    this.complete = false;
  }

  /** No more input comes: the peer has ended its side, or broken off. */
  endInput(end: Exclude<InputEnd, "open"> = "ended"): void {
    if (this.inputEnd !== "open") return;
    this.inputEnd = end;
    this.#news();
  }

  /** Begins anew, for what another protocol makes of the input; gives that. */
  restart(): Buffer {
    const input = this.peek();
    this.#setInput([]);
    this.#wantsRoom = false;
    this.#waiting = [];
    this.inputEnd = "open";
    this.received = 0;
    return input;
  }

  // The analysers' side

  /** All input in one piece; a view, not to be kept. */
  peek(): Buffer {
    const first = this.#input[0];
    if (this.#input.length === 1 && first) return first;
    const whole = Buffer.concat(this.#input);
    this.#input = whole.length > 0 ? [whole] : [];
    return whole;
  }

  /** Puts `bytes` in the place of `length` bytes of the input, from `offset`. */
  replace(offset: number, length: number, bytes: Buffer): void {
    const input = this.peek();
    this.#setInput([input.subarray(0, offset), bytes, input.subarray(offset + length)]);
    this.#madeRoom();
  }

  /** Lets up to `count` bytes of the input pass; gives how many did. */
  forward(count: number): number {
    if (count <= 0 || this.#inputLength === 0) return 0;
    const input = this.peek();
    const passed = Math.min(count, input.length);
    this.#output.push(input.subarray(0, passed));
    this.#outputLength += passed;
    this.#setInput([input.subarray(passed)]);
    this.onOutput?.();
    return passed;
  }

  /** Puts bytes behind the output, before any input. */
  send(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#output.push(bytes);
    this.#outputLength += bytes.length;
    this.onOutput?.();
  }

  /** Drops the input. */
  discardInput(): void {
    this.#setInput([]);
    this.#madeRoom();
  }

  /** From now on input passes by itself. */
  forwardAll(): void {
    this.#forwarding = true;
    this.#news();
  }

  /** Holds input again. */
  hold(): void {
    this.#forwarding = false;
  }

  /** Calls `fn` once, at the next news: input, its end, room, or the consumer's leaving. */
  onceChanged(fn: () => void): { cancel(): void } {
    this.#waiting.push(fn);
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== fn);
      },
    };
  }

  /** Resolves at the next news. */
  async changed(): Promise<void> {
    await new Promise<void>((resolve) => void this.onceChanged(resolve));
  }

  /** Looks again at what may pass: for a filter whose mind has changed. */
  refilter(): void {
    this.#news();
  }

  // The consumer's side

  /** Takes all output there is; undefined where there is none. */
  take(): Buffer[] | undefined {
    if (this.#output.length === 0) return undefined;
    const output = this.#output;
    this.#output = [];
    this.#outputLength = 0;
    this.#madeRoomByTaking();
    return output;
  }

  /** All output in one piece, for a consumer that looks before it takes; a view, not to be kept. */
  peekOutput(): Buffer {
    const [first] = this.#output;
    if (this.#output.length === 1 && first) return first;
    const whole = Buffer.concat(this.#output);
    this.#output = whole.length > 0 ? [whole] : [];
    return whole;
  }

  /** Takes so many bytes of the output, of which there are as many. */
  takeBytes(count: number): Buffer {
    // Who takes nothing makes no room, and would wake itself for ever.
    if (count === 0) return nothing;
    const output = this.peekOutput();
    const rest = output.subarray(count);
    this.#output = rest.length > 0 ? [rest] : [];
    this.#outputLength = rest.length;
    this.#madeRoomByTaking();
    return output.subarray(0, count);
  }

  /** Puts back what was taken and could not be sent. */
  untake(output: readonly Buffer[]): void {
    this.#output = [...output, ...this.#output];
    this.#outputLength += output.reduce((sum, { length }) => sum + length, 0);
  }

  /** Nobody takes output any more; what comes is dropped. */
  closeOutput(): void {
    if (this.outputClosed) return;
    this.outputClosed = true;
    this.#output = [];
    this.#outputLength = 0;
    this.#setInput([]);
    this.#madeRoom();
    this.#news();
  }

  #setInput(parts: readonly Buffer[]): void {
    this.#input = parts.filter(({ length }) => length > 0);
    this.#inputLength = this.#input.reduce((sum, { length }) => sum + length, 0);
  }

  /** What comes for the room must not overtake what the consumer has in its hand: it is told of afterwards. */
  #madeRoomByTaking(): void {
    if (this.#wantsRoom || this.#waiting.length > 0) queueMicrotask(() => this.#madeRoom());
  }

  #madeRoom(): void {
    if (this.isFull) return;
    if (this.#wantsRoom) {
      this.#wantsRoom = false;
      this.onRoom?.();
    }
    this.#wake();
  }

  #news(): void {
    if (this.#forwarding) this.#pass();
    this.#wake();
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const fn of waiting) fn();
  }

  #pass(): void {
    if (this.filter) {
      // What a filter does to the input must not call it again.
      if (this.#filtering) return;
      this.#filtering = true;
      this.forward(this.filter(this));
      this.#filtering = false;
    } else this.forward(this.#inputLength);
    this.onOutput?.();
  }
}
