/** What frames of HTTP/2 are made of (RFC 9113, 4 and 6). */

export const frameTypes = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const flags = { endStream: 1, ack: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

/** Why a stream or a connection is broken off. */
export const errorCodes = {
  none: 0,
  protocol: 1,
  internal: 2,
  flowControl: 3,
  settingsTimeout: 4,
  streamClosed: 5,
  frameSize: 6,
  refusedStream: 7,
  cancel: 8,
  compression: 9,
  connect: 10,
  enhanceYourCalm: 11,
} as const;

export const settingIds = {
  headerTableSize: 1,
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
  maxFrameSize: 5,
  enableConnectProtocol: 8,
} as const;

/** What a peer may send where its settings or ours say nothing else. */
export const defaultWindow = 65_535;
export const defaultFrameSize = 16_384;

/** The most that a window can be. */
export const largestWindow = 2 ** 31 - 1;

const headerLength = 9;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** A frame in front of its payload, as a byte string. */
export function frameHead(type: number, flagBits: number, stream: number, length: number): string {
  return (
    String.fromCharCode((length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff, type, flagBits) +
    uint32(stream)
  );
}

export function uint32(value: number): string {
  return String.fromCharCode(
    (value >>> 24) & 0xff,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  );
}

/** A frame whose payload is a byte string. */
export function frame(type: number, flagBits: number, stream: number, payload: string): string {
  return frameHead(type, flagBits, stream, payload.length) + payload;
}

export function settingsFrame(settings: readonly (readonly [id: number, value: number])[]): string {
  const payload = settings
    .map(([id, value]) => String.fromCharCode(id >> 8, id & 0xff) + uint32(value))
    .join("");
  return frame(frameTypes.settings, 0, 0, payload);
}

/** Cuts what comes into frames. */
export class FrameReader {
  readonly #maxLength: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(maxLength = defaultFrameSize) {
    this.#maxLength = maxLength;
  }

  push(bytes: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
  }

  /** The next frame; undefined where more must come first, "too large" where it is not allowed. */
  next(): Frame | "too large" | undefined {
    const bytes = this.#bytes;
    if (bytes.length < headerLength) return undefined;
    const length = bytes.readUIntBE(0, 3);
    if (length > this.#maxLength) return "too large";
    if (bytes.length < headerLength + length) return undefined;
    this.#bytes = bytes.subarray(headerLength + length);
    return {
      type: bytes.readUInt8(3),
      flags: bytes.readUInt8(4),
      stream: bytes.readUInt32BE(5) & 0x7fffffff,
      payload: bytes.subarray(headerLength, headerLength + length),
    };
  }
}
