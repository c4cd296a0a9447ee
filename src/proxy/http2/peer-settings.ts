import { defaultFrameSize, errorCodes, flags, largestWindow, settingIds, type Frame } from "./frames.ts";
import { ConnectionFault } from "./frame-checks.ts";
import type { H2Sender } from "./h2-sender.ts";
import type { H2Stream } from "./h2-stream.ts";

const settingLength = 6;
const largestFrame = 2 ** 24 - 1;

/** What the peer of a connection allows (RFC 9113 6.5). */
export class PeerSettings {
  #seen = false;
  #streams = Infinity;
  #connects = false;

  /** They have come. */
  get seen(): boolean {
    return this.#seen;
  }

  /** How many streams it takes at a time. */
  get streams(): number {
    return this.#streams;
  }

  /** It takes CONNECT with a protocol (RFC 8441). */
  get connects(): boolean {
    return this.#connects;
  }

  /** Takes a frame of settings; those that say how much may be sent go to the sender. False for the acknowledgement of ours. */
  take({ stream, flags: bits, payload }: Frame, sender: H2Sender, streams: Iterable<H2Stream>): boolean {
    const isAck = (bits & flags.ack) !== 0;
    if (stream !== 0) throw new ConnectionFault(errorCodes.protocol, "settings");
    if (isAck ? payload.length > 0 : payload.length % settingLength !== 0) {
      throw new ConnectionFault(errorCodes.frameSize, "settings");
    }
    this.#seen = true;
    for (let at = 0; at < payload.length; at += settingLength) {
      this.#set(payload.readUInt16BE(at), payload.readUInt32BE(at + 2), sender, streams);
    }
    return !isAck;
  }

  #set(id: number, value: number, sender: H2Sender, streams: Iterable<H2Stream>): void {
    switch (id) {
      case settingIds.initialWindowSize:
        if (value > largestWindow) throw new ConnectionFault(errorCodes.flowControl, "window");
        sender.setStreamWindow(value, streams);
        break;
      case settingIds.maxFrameSize:
        if (value < defaultFrameSize || value > largestFrame) {
          throw new ConnectionFault(errorCodes.protocol, "frame size");
        }
        sender.setFrameSize(value);
        break;
      case settingIds.maxConcurrentStreams:
        this.#streams = value;
        break;
      case settingIds.enablePush:
        if (value > 1) throw new ConnectionFault(errorCodes.protocol, "push");
        break;
      case settingIds.enableConnectProtocol:
        this.#connects = value === 1;
        break;
      default:
    }
  }
}
