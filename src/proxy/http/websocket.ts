import { createHash, randomBytes } from "node:crypto";

/** Keys of WebSocket handshakes (RFC 6455 1.3), which HTTP/2 does without: HAProxy makes them up where one side needs them. */

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A key for `sec-websocket-key`. */
export function makeWebsocketKey(): string {
  return randomBytes(16).toString("base64");
}

/** What a server has to say in `sec-websocket-accept` to a key. */
export function websocketAccept(key: string): string {
  return createHash("sha1").update(`${key}${guid}`, "latin1").digest("base64");
}
