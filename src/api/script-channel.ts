import { LuaError } from "../lua/index.ts";
import type { Channel } from "../proxy/stream/channel.ts";
import { requestBytes, responseBytes } from "../proxy/stream/message-bytes.ts";
import type { Stream } from "../proxy/stream/stream.ts";

/**
 * The part of a channel that a filter is being shown: it may change what lies
 * in it and let bytes pass at its front (struct hlua_flt_ctx).
 */
export interface Window {
  /** How many bytes at the front of the input the filter has let pass by now. */
  offset: number;
  length: number;
  /** A payload callback is running; at other times nothing may be looked at. */
  open: boolean;
}

/** A channel as a script sees it: all of its input, or a filter's window. */
export class ScriptChannel {
  readonly channel: Channel;
  readonly stream: Stream;
  readonly window: Window | undefined;

  constructor(channel: Channel, stream: Stream, window?: Window) {
    this.channel = channel;
    this.stream = stream;
    this.window = window;
  }

  /** How many bytes there are to work on. */
  get length(): number {
    return this.window ? this.window.length : this.channel.inputLength;
  }

  /** How many bytes have come and not been let pass; in HTTP the head that waits with them counts too. */
  get input(): number {
    return this.window?.open === true ? this.window.length : this.channel.inputLength + this.#waitingHead;
  }

  get #waitingHead(): number {
    const { http } = this.stream;
    if (!http || this.channel.forwarding) return 0;
    if (!this.channel.isResponse) return requestBytes(http.request);
    return http.response ? responseBytes(http.response, http.response.reason) : 0;
  }

  /** How many bytes have been let pass and not been sent on. */
  get output(): number {
    return this.channel.outputLength + (this.window?.offset ?? 0);
  }

  /** How many more bytes fit in. */
  get room(): number {
    const { capacity, inputLength, outputLength } = this.channel;
    return Math.max(0, capacity - inputLength - outputLength);
  }

  /** Whether more may come; in HTTP, from the connection: the next message counts too. */
  get mayReceive(): boolean {
    return this.channel.inputEnd === "open" && !this.channel.isFull;
  }

  text(offset: number, length: number): string {
    const from = this.#start + offset;
    return this.channel.peek().toString("latin1", from, from + length);
  }

  /** Where the first line feed is, from `offset` on within `length` bytes; -1 where there is none. */
  lineFeed(offset: number, length: number): number {
    const from = this.#start + offset;
    const at = this.channel
      .peek()
      .subarray(from, from + length)
      .indexOf(10);
    return at < 0 ? -1 : offset + at;
  }

  /** Puts `text` in the place of `length` bytes; gives how many bytes it has, -1 where there is no room for them. */
  replace(offset: number, length: number, text: string): number {
    if (text.length > this.room + length) return -1;
    this.channel.replace(this.#start + offset, length, Buffer.from(text, "latin1"));
    if (this.window) this.window.length += text.length - length;
    return text.length;
  }

  /** Lets `count` bytes at the front pass; gives how many did. */
  forward(count: number): number {
    const { window } = this;
    if (!window) return this.channel.forward(count);
    const passed = Math.max(0, Math.min(count, window.length));
    window.offset += passed;
    window.length -= passed;
    return passed;
  }

  /** Puts bytes in front of the rest and lets them pass. */
  send(text: string): void {
    const { window } = this;
    const bytes = Buffer.from(text, "latin1");
    if (!window) {
      this.channel.send(bytes);
      return;
    }
    this.channel.replace(window.offset, 0, bytes);
    window.offset += bytes.length;
  }

  get #start(): number {
    return this.window?.offset ?? 0;
  }
}

/** How many bytes `forward` is to let pass: a negative count is taken for a huge one, as HAProxy compares it as unsigned. */
export function forwardCount(count: number): number {
  return count < 0 ? Infinity : count;
}

/** An offset as scripts give them: from the end where it is negative, and not beyond the front. */
export function offsetIn(length: number, offset: number | undefined): number {
  if (offset === undefined) return 0;
  return offset < 0 ? Math.max(0, length + offset) : offset;
}

export const outOfRange = (what: "offset" | "length"): LuaError =>
  new LuaError(`${what} out of range.`, { position: false });

/** A stretch for a method that changes something: both ends must be there. `length` -1, or none: to the end. */
function stretchIn(
  total: number,
  offset: number | undefined,
  length: number | undefined,
): { offset: number; length: number } {
  const from = offsetIn(total, offset);
  if (from > total) throw outOfRange("offset");
  const rest = total - from;
  if (length === undefined || length === -1) return { offset: from, length: rest };
  if (length < 0 || from + length > total) throw outOfRange("length");
  return { offset: from, length };
}

/** Puts bytes in the place of a stretch. @returns how many were put in, -1 where there is no room for them */
export function replaceStretch(
  channel: ScriptChannel,
  text: string,
  from: number | undefined,
  count: number | undefined,
): number {
  const { offset, length } = stretchIn(channel.length, from, count);
  return channel.replace(offset, length, text);
}

/** Removes a stretch. @returns how many bytes */
export function removeStretch(
  channel: ScriptChannel,
  from: number | undefined,
  count: number | undefined,
): number {
  const { offset, length } = stretchIn(channel.length, from, count);
  channel.replace(offset, length, "");
  return length;
}
