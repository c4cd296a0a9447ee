import {
  clientModeOfResponse,
  type ConnectionMode,
  type Exchange,
  type HttpMode,
  serverModeOfRequest,
} from "./connection.ts";
import { readContentLength } from "./content-length.ts";
import { type FieldFacts, noFacts, readConnection, readUpgrade } from "./h1-fields.ts";
import type { Headers } from "./headers.ts";
import { type Framing, isVersion11, type RequestHead, type ResponseHead } from "./message.ts";
import { reasonOf } from "./status.ts";
import { splitUri } from "./uri.ts";
import { makeWebsocketKey, websocketAccept } from "./websocket.ts";

/** A head as it goes out. */
export interface WrittenHead {
  /** Byte string, with the empty line. */
  readonly text: string;
  /** How the payload is to be written behind it: `none` also where there is one that must not be sent. */
  readonly framing: Framing;
  /** What becomes of the connection behind the message. */
  readonly mode: ConnectionMode;
  /** The key of a WebSocket handshake that had none and got one: the server has to answer to it. */
  readonly websocketKey?: string | undefined;
}

export interface RequestOptions {
  readonly frontend: HttpMode;
  readonly backend: HttpMode;
  /** `option http-pretend-keepalive`: servers are not told that the connection will be closed. */
  readonly pretendsKeepAlive: boolean;
}

/**
 * The head of a request as HAProxy sends it to a server (h1_make_reqline() to
 * h1_make_eoh()). Undefined when a rule or script has made a `content-length`
 * that contradicts the message: HAProxy then answers 500.
 */
export function writeRequestHead(
  head: RequestHead,
  framing: Framing,
  { frontend, backend, pretendsKeepAlive }: RequestOptions,
): WrittenHead | undefined {
  const is11 = isVersion11(head.version);
  // A request without a payload has said all about its length.
  const fields = writeFields(head.headers, framing, framing.kind === "none" ? "0" : undefined);
  if (!fields) return undefined;
  let { text } = fields;
  let written = framing;
  if (isHeaderMissing(framing, fields)) {
    text += "content-length: 0\r\n";
    written = { kind: "none" };
  }
  const isRisky = written.kind === "chunked" && !is11;
  const mode = isRisky ? "close" : serverModeOfRequest(wordsOf(fields.facts), frontend, backend);
  if (!fields.facts.upgradeWord) {
    if (mode === "keep-alive" || pretendsKeepAlive) text += is11 ? "" : "connection: keep-alive\r\n";
    else text += is11 ? "connection: close\r\n" : "";
  }
  if (isImplied(written, is11)) text += chunkedField;
  const websocketKey = lacksKey(fields.facts, head.headers, "sec-websocket-key")
    ? makeWebsocketKey()
    : undefined;
  if (websocketKey !== undefined) text += `sec-websocket-key: ${websocketKey}\r\n`;
  const uri = head.normalizedUri === true ? (splitUri(head.uri).pathAndQuery ?? "/") : head.uri;
  const line = `${head.method} ${uri} ${is11 ? "HTTP/1.1" : head.version}\r\n`;
  return { text: `${line}${text}\r\n`, framing: written, mode, websocketKey };
}

/** Whether a WebSocket handshake has lost its key, or never had one, as in HTTP/2. */
function lacksKey({ upgradeWord, websocket }: FieldFacts, headers: Headers, name: string): boolean {
  return upgradeWord && websocket && !headers.has(name);
}

export interface ResponseOptions {
  /** Of the request: its method and version. */
  readonly method: string;
  readonly requestVersion: string;
  /** What the client's connection is to become by the request ({@link clientModeOfRequest}). */
  readonly mode: ConnectionMode;
  readonly frontend: HttpMode;
  /** What the client's WebSocket handshake has asked. */
  readonly websocketKey?: string | undefined;
}

/**
 * The head of a response as HAProxy sends it to a client. Undefined as in
 * {@link writeRequestHead}.
 */
export function writeResponseHead(
  head: ResponseHead,
  payload: Framing,
  options: ResponseOptions,
): WrittenHead | undefined {
  const { status } = head;
  const framing = isBodyless(options.method, status) ? withoutPayload(payload) : payload;
  const is11 = isVersion11(head.version);
  const isEmpty = status < 200 || status === 204;
  const fields = writeFields(head.headers, framing, undefined, isEmpty);
  if (!fields) return undefined;
  let { text } = fields;
  let written = framing;
  if (!isEmpty && isHeaderMissing(framing, fields)) {
    written = { kind: framing.kind === "none" ? "none" : "close" };
  }
  let { mode } = options;
  if (status < 200) {
    // Nothing is said of the connection before the final response.
    if (framing.kind === "tunnel") mode = "tunnel";
    const { websocketKey } = options;
    if (websocketKey !== undefined && lacksKey(fields.facts, head.headers, "sec-websocket-accept")) {
      text += `sec-websocket-accept: ${websocketAccept(websocketKey)}\r\n`;
    }
  } else {
    // Without a known length even a response without payload ends with the connection.
    const isLengthLost = written !== framing || payload.kind === "close";
    mode = modeOfResponse(head, written, isLengthLost, fields.facts, options);
    if (!fields.facts.upgradeWord) {
      const isOld = !is11 || !isVersion11(options.requestVersion);
      if (mode === "keep-alive" && isOld) text += "connection: keep-alive\r\n";
      if (mode === "close" && is11) text += "connection: close\r\n";
    }
    if (isImplied(written, is11)) text += chunkedField;
  }
  const reason = head.reason === "" ? reasonOf(status) : head.reason;
  const line = `${is11 ? "HTTP/1.1" : head.version} ${status} ${reason}\r\n`;
  return { text: `${line}${text}\r\n`, framing: written, mode };
}

/** In front of a chunk of so many bytes; CRLF follows the chunk. */
export function chunkHead(size: number): string {
  return `${size.toString(16)}\r\n`;
}

/** Behind the last chunk. */
export function lastChunk(trailers?: Iterable<readonly [name: string, value: string]>): string {
  let text = "0\r\n";
  for (const [name, value] of trailers ?? []) text += `${name}: ${value}\r\n`;
  return `${text}\r\n`;
}

const chunkedField = "transfer-encoding: chunked\r\n";

interface WrittenFields {
  readonly text: string;
  readonly facts: FieldFacts;
  readonly hasLength: boolean;
  readonly hasChunked: boolean;
}

/**
 * The fields, without those that HAProxy leaves out: it trusts the framing,
 * and drops what does not belong to that.
 *
 * @param length what is known of the length beforehand
 * @param isEmpty whether it is a response without a payload by its status
 */
function writeFields(
  headers: Headers,
  framing: Framing,
  length: string | undefined,
  isEmpty = false,
): WrittenFields | undefined {
  const facts = noFacts();
  const wantsLength = announces(framing, "length") && length === undefined;
  // What is implied is said behind the other fields, whatever a service has put among them.
  const isSaidLater = framing.kind === "chunked" && framing.implied === true;
  const wantsChunked = announces(framing, "chunked") && !isEmpty && !isSaidLater;
  let known = length;
  let hasLength = false;
  let hasChunked = false;
  let text = "";
  for (let i = 0; i < headers.length; i++) {
    const name = headers.name(i);
    let value: string | undefined = headers.value(i);
    switch (name) {
      case "transfer-encoding":
        value = wantsChunked && !hasChunked ? "chunked" : undefined;
        hasChunked ||= wantsChunked;
        break;
      case "content-length": {
        const read = readContentLength(value, hasLength || length !== undefined ? known : undefined);
        if (read === undefined) return undefined;
        known = read;
        const isWanted = wantsLength || (isEmpty && read === "0");
        value = isWanted && !hasLength ? read : undefined;
        hasLength ||= isWanted;
        break;
      }
      case "connection":
        value = readConnection(facts, value, true);
        break;
      case "upgrade":
        value = readUpgrade(facts, value);
        break;
      case "te":
        value = asksForTrailers(value) ? "trailers" : undefined;
        break;
      default:
        if (name.startsWith(":")) value = undefined;
    }
    if (value !== undefined) text += `${name}: ${value}\r\n`;
  }
  return { text, facts, hasLength, hasChunked };
}

/** Of all that `te` may say, only this may be passed on. */
function asksForTrailers(value: string): boolean {
  const from = value.indexOf("trailers");
  return from !== -1 && (value.length === from + 8 || value[from + 8] === ",");
}

/** Whether a response has no payload, whatever its headers say. */
function isBodyless(method: string, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 304;
}

function withoutPayload(framing: Framing): Framing {
  if (framing.kind === "chunked" && framing.implied === true) return { kind: "none" };
  if (framing.kind === "length" || framing.kind === "chunked")
    return { kind: "none", announced: framing.kind };
  return framing.kind === "close" ? { kind: "none" } : framing;
}

function announces(framing: Framing, what: "length" | "chunked"): boolean {
  return framing.kind === what || (framing.kind === "none" && framing.announced === what);
}

/** Whether the header that tells the length has been taken out by a rule or script. */
function isHeaderMissing(framing: Framing, { hasLength, hasChunked }: WrittenFields): boolean {
  if (framing.kind === "chunked" && framing.implied === true) return false;
  return (announces(framing, "length") && !hasLength) || (announces(framing, "chunked") && !hasChunked);
}

function isImplied(framing: Framing, is11: boolean): boolean {
  return framing.kind === "chunked" && framing.implied === true && is11;
}

function modeOfResponse(
  head: ResponseHead,
  framing: Framing,
  isLengthLost: boolean,
  facts: FieldFacts,
  { method, mode, frontend }: ResponseOptions,
): ConnectionMode {
  const exchange: Exchange = { method, status: head.status };
  const isRisky = announces(framing, "chunked") && !isVersion11(head.version);
  const traits = { version: head.version, hasKnownLength: framing.kind !== "close" && !isLengthLost };
  return clientModeOfResponse(isRisky ? "close" : mode, exchange, traits, wordsOf(facts), frontend);
}

function wordsOf({ close, keepAlive, upgradeWord }: FieldFacts): {
  close: boolean;
  keepAlive: boolean;
  upgrade: boolean;
} {
  return { close, keepAlive, upgrade: upgradeWord };
}
