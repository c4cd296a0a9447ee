import { LuaError, LuaTable, seenType, type Seen } from "../lua/index.ts";
import { noFacts, takeField, type FieldFacts } from "../proxy/http/h1-fields.ts";
import { Headers } from "../proxy/http/headers.ts";
import { isVersion11, type Framing } from "../proxy/http/message.ts";
import { reasonOf } from "../proxy/http/status.ts";
import type { Stream } from "../proxy/stream/stream.ts";
import type { Transaction } from "../proxy/stream/transaction.ts";
import type { ScriptTxn } from "./script-txn.ts";

const asResponse = { block: "response", acceptUnsafe: false } as const;

/** What stands behind an AppletHTTP: a service that answers a stream (hlua_applet_http_* in hlua.c). */
export class HttpApplet {
  readonly stream: Stream;
  readonly http: Transaction;
  readonly txn: ScriptTxn;
  /** As the logs name it: `<lua.name>`. */
  readonly name: string;
  status = 200;
  reason: string | undefined;
  headSent = false;
  /** It has sent other than it announced: the connection is to be broken. */
  broken = false;
  /** The object that the script has; its field `response` holds the headers. */
  object: LuaTable | undefined;
  readonly #onHead: () => void;
  /** How many bytes are still to be sent where that was announced. */
  #left: number | undefined;
  /** The status has no payload: what is sent is dropped. */
  #isEmpty = false;

  constructor(txn: ScriptTxn, http: Transaction, name: string, onHead: () => void) {
    this.txn = txn;
    this.stream = txn.stream;
    this.http = http;
    this.name = name;
    this.#onHead = onHead;
  }

  /** Sends the head, made of the script's table of headers. */
  startResponse(): void {
    const { status, http } = this;
    const version = isVersion11(http.request.version) ? "HTTP/1.1" : "HTTP/1.0";
    const { headers, facts } = this.#headers();
    const framing = framingOf(facts, status, version);
    if (framing.kind === "chunked" && !facts.chunked) headers.append("transfer-encoding", "chunked");
    if (this.headSent) {
      // HAProxy writes a second head into the payload, which breaks the message.
      this.broken = true;
      return;
    }
    this.#left = framing.kind === "length" ? framing.length : undefined;
    this.#isEmpty = status < 200 || status === 204 || status === 304;
    http.response = { version, status, reason: this.reason ?? reasonOf(status), headers };
    http.responseFraming = framing;
    this.headSent = true;
    this.#onHead();
  }

  /** The script waits for more of the request; where that has broken off, the stream ends without a word. */
  wantMore(): void {
    const { stream, http, headSent } = this;
    if (stream.request.inputEnd === "open") return;
    if (!headSent) http.status = 400;
    stream.abort("L", "R");
    stream.client.abort();
  }

  /** Sends payload; false while there is no more room. */
  send(text: string): boolean {
    if (this.broken || this.#isEmpty || text.length === 0) return true;
    if (this.#left !== undefined) {
      if (text.length > this.#left) {
        this.broken = true;
        return true;
      }
      this.#left -= text.length;
    }
    return this.stream.response.push(Buffer.from(text, "latin1"));
  }

  /** The function has returned; gives whether the message is as it was announced. */
  end(): boolean {
    if (!this.headSent || this.broken || (!this.#isEmpty && (this.#left ?? 0) > 0)) return false;
    this.stream.response.completeMessage();
    return true;
  }

  #headers(): { headers: Headers; facts: FieldFacts } {
    const headers = new Headers();
    const facts = noFacts();
    const response = this.object?.get("response");
    if (!(response instanceof LuaTable)) throw this.#fault("AppletHTTP['response'] missing.");
    response.forEach((name, values) => {
      if (typeof name !== "string") {
        throw this.#fault(`AppletHTTP['response'][] element must be a string. got ${seenType(name)}.`);
      }
      if (!(values instanceof LuaTable)) {
        throw this.#fault(
          `AppletHTTP['response']['${name}'] element must be an table. got ${seenType(values)}.`,
        );
      }
      values.forEach((id, value) => this.#add(headers, facts, name, id, value));
    });
    return { headers, facts };
  }

  #add(headers: Headers, facts: FieldFacts, name: string, id: Seen, value: Seen): void {
    if (typeof id !== "number" && typeof id !== "bigint") {
      throw this.#fault(`AppletHTTP['response']['${name}'][] element must be a number. got ${seenType(id)}.`);
    }
    if (typeof value !== "string") {
      throw this.#fault(
        `AppletHTTP['response']['${name}'][${Math.trunc(Number(id))}] element must be a string. got ${seenType(value)}.`,
      );
    }
    const lower = name.toLowerCase();
    if (lower !== "transfer-encoding" && lower !== "content-length") headers.append(lower, value);
    else if (takeField(headers, facts, lower, value, asResponse) !== undefined) {
      throw this.#fault(`Invalid '${name}' header.`);
    }
  }

  /** HAProxy's texts of this kind end in a line feed. */
  #fault(text: string): LuaError {
    return new LuaError(`Lua applet http '${this.name}': ${text}\n`);
  }
}

/** Where nothing tells the end, it is in chunks, or the connection's end: the latter too where there is no payload. */
function framingOf(facts: FieldFacts, status: number, version: string): Framing {
  if (facts.chunked) return { kind: "chunked" };
  if (facts.contentLength !== undefined) return { kind: "length", length: Number(facts.contentLength) };
  const hasPayload = status >= 200 && status !== 204 && status !== 304;
  return hasPayload && version === "HTTP/1.1" ? { kind: "chunked", implied: true } : { kind: "close" };
}
