import { HpackDecoder, HpackError } from "./hpack.ts";
import type { Field } from "./hpack-table.ts";
import {
  FrameReader,
  defaultWindow,
  errorCodes,
  flags,
  frame,
  frameTypes,
  largestWindow,
  settingIds,
  settingsFrame,
  uint32,
  type Frame,
} from "./frames.ts";
import { ConnectionFault, mustHave, withoutPadding } from "./frame-checks.ts";
import { PeerSettings } from "./peer-settings.ts";
import { HeaderBlocks, type HeaderBlock } from "./header-block.ts";
import type { H2Owner, H2Settings } from "./h2-owner.ts";
import { H2Sender } from "./h2-sender.ts";
import { H2Stream, type H2Carrier, type H2User } from "./h2-stream.ts";

/** What a client may send on any stream, and on one whose payload is awaited and longer than that. */
const firstWindow = 16_384;
const payloadWindow = 65_536;

/**
 * One side of a connection of HTTP/2 (RFC 9113), without I/O: what has come is
 * pushed, and what is to be sent goes to the owner. Of priorities it takes no
 * notice, as HAProxy does; nothing is ever pushed.
 */
export class H2Connection implements H2Carrier {
  readonly #owner: H2Owner;
  readonly #isServer: boolean;
  readonly #reader = new FrameReader();
  readonly #decoder = new HpackDecoder();
  readonly #maxStreams: number;
  readonly #streams = new Map<number, H2Stream>();
  readonly #blocks = new HeaderBlocks();
  readonly #sender: H2Sender;
  #receiveWindow = defaultWindow;
  readonly #peer = new PeerSettings();
  #lastPeerId = 0;
  #nextId = 1;
  #goAwaySent = false;
  #closing = false;
  #failed = false;

  constructor(owner: H2Owner, { role, maxConcurrentStreams }: H2Settings) {
    this.#owner = owner;
    this.#sender = new H2Sender(owner);
    this.#isServer = role === "server";
    this.#maxStreams = maxConcurrentStreams;
  }

  /** Says what we allow. To be called once, before anything else; a client's preface goes in front of it. */
  start(): void {
    const own: [number, number][] = this.#isServer
      ? [
          [settingIds.enableConnectProtocol, 1],
          [settingIds.initialWindowSize, firstWindow],
          [settingIds.maxConcurrentStreams, this.#maxStreams],
        ]
      : [
          [settingIds.enablePush, 0],
          [settingIds.maxConcurrentStreams, this.#maxStreams],
        ];
    this.#owner.write(settingsFrame(own));
  }

  get streamCount(): number {
    return this.#streams.size;
  }

  /** One of both sides has said goodbye: there will be no new streams. */
  get isClosing(): boolean {
    return this.#closing;
  }

  /** The peer's settings have come. */
  get settingsSeen(): boolean {
    return this.#peer.seen;
  }

  /** The server takes CONNECT with a protocol (RFC 8441). */
  get takesConnect(): boolean {
    return this.#peer.connects;
  }

  /** Whether another stream may be opened. */
  get mayOpen(): boolean {
    return (
      !this.#closing &&
      !this.#failed &&
      this.#streams.size < this.#peer.streams &&
      this.#nextId < largestWindow
    );
  }

  /** Opens a stream to a server. */
  open(user: H2User): H2Stream {
    const stream = new H2Stream(this, this.#nextId, this.#sender.streamWindow, defaultWindow);
    this.#nextId += 2;
    stream.user = user;
    this.#streams.set(stream.id, stream);
    return stream;
  }

  push(bytes: Buffer): void {
    if (this.#failed) return;
    this.#reader.push(bytes);
    try {
      for (;;) {
        const next = this.#reader.next();
        if (next === undefined || this.#isOver()) return;
        if (next === "too large") throw new ConnectionFault(errorCodes.frameSize, "frame size");
        this.#take(next);
      }
    } catch (error) {
      if (error instanceof HpackError) this.#fail(errorCodes.compression);
      else if (error instanceof ConnectionFault) this.#fail(error.code);
      else throw error;
    }
  }

  #isOver(): boolean {
    return this.#failed;
  }

  /** The peer has broken a rule: tells it, and ends all streams. */
  #fail(code: number): void {
    if (this.#failed) return;
    this.#owner.glitch();
    // It may have been told already that no new streams are taken.
    this.#goAwaySent = false;
    this.goAway(code);
    this.end(code);
    this.#owner.failed(code);
  }

  /** There will be nothing more: all streams break off. */
  end(code: number = errorCodes.cancel): void {
    this.#failed = true;
    for (const stream of [...this.#streams.values()]) this.#broken(stream, code);
  }

  /** Tells the peer that no new streams are taken, or why the connection ends. */
  goAway(code: number = errorCodes.none): void {
    if (this.#goAwaySent) return;
    this.#goAwaySent = true;
    this.#closing = true;
    this.#owner.write(frame(frameTypes.goAway, 0, 0, uint32(this.#lastPeerId) + uint32(code)));
  }

  #take(next: Frame): void {
    const { type, stream } = next;
    if (!this.#peer.seen && type !== frameTypes.settings) {
      throw new ConnectionFault(errorCodes.protocol, "settings must come first");
    }
    this.#blocks.mayCome(next);
    switch (type) {
      case frameTypes.data:
        this.#data(next);
        break;
      case frameTypes.headers:
        this.#headers(next);
        break;
      case frameTypes.continuation:
        this.#gather(next);
        break;
      case frameTypes.reset:
        this.#reset(next);
        break;
      case frameTypes.settings:
        this.#settings(next);
        break;
      case frameTypes.ping:
        this.#ping(next);
        break;
      case frameTypes.goAway:
        this.#goneAway(next);
        break;
      case frameTypes.windowUpdate:
        this.#windowUpdate(next);
        break;
      case frameTypes.priority:
        mustHave(next, 5, stream > 0);
        break;
      case frameTypes.push:
        throw new ConnectionFault(errorCodes.protocol, "push");
      default:
    }
  }

  // What comes

  #headers(next: Frame): void {
    const id = next.stream;
    const isPeers = this.#isServer && id % 2 === 1;
    if (id === 0 || !(isPeers || this.#streams.has(id) || id < this.#nextId)) {
      throw new ConnectionFault(errorCodes.protocol, "headers");
    }
    const known = this.#streams.get(id);
    if (this.#isServer && !known && id <= this.#lastPeerId) {
      throw new ConnectionFault(errorCodes.streamClosed, "stream is closed");
    }
    if (known?.remoteEnded === true) throw new ConnectionFault(errorCodes.streamClosed, "stream is closed");
    this.#gather(next);
  }

  /** Takes a frame of a block; what is whole is looked at. */
  #gather(next: Frame): void {
    const block = this.#blocks.take(next);
    if (block) this.#fields(block);
  }

  /** A whole block of fields. It must be decoded even where nobody wants it: the table changes. */
  #fields(block: HeaderBlock): void {
    const fields = this.#decoder.decode(block.bytes());
    let stream = this.#streams.get(block.stream);
    if (!stream) {
      if (!this.#isServer) return;
      stream = this.#begin(block.stream);
      if (!stream) return;
    }
    if (stream.headSeen && !block.endsStream && this.#isServer) {
      this.#breakOff(stream, errorCodes.protocol);
      return;
    }
    if (block.endsStream) stream.remoteEnded = true;
    stream.headSeen = true;
    if (block.endsStream && (stream.expected ?? 0) > 0) {
      this.#refuse(stream);
      return;
    }
    stream.user?.fields(fields, block.endsStream);
    if (!block.endsStream && this.#isServer && (stream.expected ?? Infinity) > firstWindow) {
      stream.consume(payloadWindow - firstWindow);
    }
    if (stream.isClosed && !stream.isReset) this.closed(stream);
  }

  /** The peer's message contradicts itself. */
  #refuse(stream: H2Stream): void {
    stream.remoteEnded = false;
    this.#breakOff(stream, errorCodes.protocol);
  }

  /** Ends a stream, and not the connection, for what the peer has done. */
  #breakOff(stream: H2Stream, code: number): void {
    this.#owner.glitch();
    stream.reset(code);
    stream.user?.broken(code);
  }

  #begin(id: number): H2Stream | undefined {
    this.#lastPeerId = id;
    if (this.#closing) return undefined;
    const stream = new H2Stream(this, id, this.#sender.streamWindow, defaultWindow);
    this.#streams.set(id, stream);
    if (this.#streams.size > this.#maxStreams) {
      this.#owner.glitch();
      stream.reset(errorCodes.refusedStream);
      return undefined;
    }
    stream.user = this.#owner.begun?.(stream);
    return stream;
  }

  #data(next: Frame): void {
    const { stream: id, payload } = next;
    if (id === 0 || this.#isIdle(id)) throw new ConnectionFault(errorCodes.protocol, "data");
    this.#receiveWindow -= payload.length;
    if (this.#receiveWindow < 0) throw new ConnectionFault(errorCodes.flowControl, "window");
    // One stream's user that takes its time must not hold up the others: the streams' own windows do that.
    this.#creditConnection(payload.length);
    const stream = this.#streams.get(id);
    if (!stream) return;
    if (stream.remoteEnded) throw new ConnectionFault(errorCodes.streamClosed, "stream is closed");
    const piece = withoutPadding(next);
    if (!piece) throw new ConnectionFault(errorCodes.protocol, "padding");
    stream.receiveWindow -= payload.length;
    if (stream.receiveWindow < 0) {
      this.#breakOff(stream, errorCodes.flowControl);
      return;
    }
    const isEnd = (next.flags & flags.endStream) !== 0;
    if (stream.expected !== undefined) {
      stream.expected -= piece.length;
      if (stream.expected < 0 || (isEnd && stream.expected > 0)) {
        this.#refuse(stream);
        return;
      }
    }
    if (isEnd) stream.remoteEnded = true;
    stream.consume(payload.length - piece.length);
    stream.user?.data(piece, isEnd);
    if (stream.isClosed && !stream.isReset) this.closed(stream);
  }

  #isIdle(id: number): boolean {
    return this.#isServer ? id > this.#lastPeerId || id % 2 === 0 : id >= this.#nextId || id % 2 === 0;
  }

  #reset(next: Frame): void {
    mustHave(next, 4, next.stream > 0 && !this.#isIdle(next.stream));
    const stream = this.#streams.get(next.stream);
    if (!stream) return;
    const code = next.payload.readUInt32BE(0);
    stream.resetCode = code;
    this.#broken(stream, code);
  }

  #broken(stream: H2Stream, code: number): void {
    stream.drop();
    stream.user?.broken(code);
  }

  #settings(next: Frame): void {
    if (!this.#peer.take(next, this.#sender, this.#streams.values())) return;
    this.#owner.write(frame(frameTypes.settings, flags.ack, 0, ""));
    for (const stream of this.#streams.values()) this.pump(stream);
  }

  #ping(next: Frame): void {
    mustHave(next, 8, next.stream === 0);
    if ((next.flags & flags.ack) !== 0) return;
    this.#owner.write(frame(frameTypes.ping, flags.ack, 0, next.payload.toString("latin1")));
  }

  #goneAway(next: Frame): void {
    if (next.stream !== 0) throw new ConnectionFault(errorCodes.protocol, "goaway");
    if (next.payload.length < 8) throw new ConnectionFault(errorCodes.frameSize, "goaway");
    const last = next.payload.readUInt32BE(0) & 0x7fffffff;
    this.#closing = true;
    if (!this.#isServer) {
      for (const stream of [...this.#streams.values()]) {
        if (stream.id > last) this.#broken(stream, errorCodes.refusedStream);
      }
    }
    this.#owner.goingAway();
  }

  #windowUpdate(next: Frame): void {
    mustHave(next, 4, next.stream === 0 || !this.#isIdle(next.stream));
    const bytes = next.payload.readUInt32BE(0) & 0x7fffffff;
    if (next.stream === 0) {
      if (bytes === 0) throw new ConnectionFault(errorCodes.protocol, "window");
      if (!this.#sender.widen(bytes)) throw new ConnectionFault(errorCodes.flowControl, "window");
      this.drained();
      return;
    }
    const stream = this.#streams.get(next.stream);
    if (!stream) return;
    stream.sendWindow += bytes;
    if (bytes === 0 || stream.sendWindow > largestWindow) {
      this.#breakOff(stream, bytes === 0 ? errorCodes.protocol : errorCodes.flowControl);
      return;
    }
    this.pump(stream);
  }

  // What goes

  /** The socket takes more. */
  drained(): void {
    for (const stream of [...this.#streams.values()]) this.pump(stream);
  }

  sendFields(stream: H2Stream, fields: Iterable<Field>, isEnd: boolean): void {
    this.#sender.fields(stream, fields, isEnd);
  }

  pump(stream: H2Stream): void {
    this.#sender.pump(stream);
  }

  credit(stream: H2Stream, bytes: number): void {
    stream.receiveWindow += bytes;
    this.#owner.write(frame(frameTypes.windowUpdate, 0, stream.id, uint32(bytes)));
  }

  #creditConnection(bytes: number): void {
    if (bytes === 0) return;
    this.#receiveWindow += bytes;
    this.#owner.write(frame(frameTypes.windowUpdate, 0, 0, uint32(bytes)));
  }

  sendReset(stream: H2Stream, code: number): void {
    this.#owner.write(frame(frameTypes.reset, 0, stream.id, uint32(code)));
  }

  closed(stream: H2Stream): void {
    if (!this.#streams.delete(stream.id)) return;
    this.#owner.streamClosed(stream);
  }
}
