import { isVersion11, opensTunnel, type ConnectionWords } from "./message.ts";

/** What becomes of a connection when its message is through. */
export type ConnectionMode = "keep-alive" | "close" | "tunnel";

/** `option httpclose`, `http-server-close`, `http-keep-alive` (or none of them) of a proxy. */
export type HttpMode = "httpclose" | "http-server-close" | "keep-alive";

/** What of an exchange decides over a connection. */
export interface Exchange {
  readonly method: string;
  readonly status: number;
}

/** What of a message decides over a connection, besides its words. */
export interface MessageTraits {
  readonly version: string;
  /** Whether the end of the message can be told without closing. */
  readonly hasKnownLength: boolean;
}

/** The client's connection, from what it asked (h1_set_cli_conn_mode, first pass). */
export function clientModeOfRequest(version: string, words: ConnectionWords): ConnectionMode {
  return words.close || (!words.keepAlive && !isVersion11(version)) ? "close" : "keep-alive";
}

/**
 * The client's connection, from the response as it goes out (h1_set_cli_conn_mode,
 * second pass): `words` are those that rules and scripts have put there; what the server
 * said of its connection does not matter.
 */
export function clientModeOfResponse(
  mode: ConnectionMode,
  { method, status }: Exchange,
  { hasKnownLength }: MessageTraits,
  words: ConnectionWords,
  frontend: HttpMode,
): ConnectionMode {
  if (opensTunnel(method, status)) return "tunnel";
  if (mode !== "keep-alive") return mode;
  if (!hasKnownLength || words.close) return "close";
  return frontend === "httpclose" && !words.keepAlive ? "close" : "keep-alive";
}

/** The server's connection, from the request as it goes out (h1_set_srv_conn_mode, first pass). */
export function serverModeOfRequest(
  words: ConnectionWords,
  frontend: HttpMode,
  backend: HttpMode,
): ConnectionMode {
  if (words.close) return "close";
  const asksClose = frontend === "http-server-close" || backend !== "keep-alive";
  return asksClose && !words.keepAlive ? "close" : "keep-alive";
}

/** The server's connection, from what it answered (h1_set_srv_conn_mode, second pass). */
export function serverModeOfResponse(
  mode: ConnectionMode,
  { method, status }: Exchange,
  { version, hasKnownLength }: MessageTraits,
  words: ConnectionWords,
): ConnectionMode {
  if (opensTunnel(method, status)) return "tunnel";
  if (mode !== "keep-alive") return mode;
  if (!hasKnownLength || words.close) return "close";
  return isVersion11(version) || words.keepAlive ? "keep-alive" : "close";
}

/** Whether a 101 is what the client has asked for: both sides must speak of an upgrade, or the response is invalid. */
export function agreeOnUpgrade(request: ConnectionWords, response: ConnectionWords): boolean {
  return request.upgrade && response.upgrade;
}
