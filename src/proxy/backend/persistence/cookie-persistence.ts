import type { CookieConfig } from "../../../config/types.ts";
import { parseIpv6, readIpv4 } from "../../../samples/patterns/index.ts";
import { xxh64 } from "../../../samples/converters/xxhash.ts";
import { cookiesOf, type CookiePair } from "../../http/cookies.ts";
import type { Headers } from "../../http/headers.ts";
import type { ServerAddress } from "../../model/server-changes.ts";
import { cacheabilityOf } from "../../rules/cacheability.ts";
import type { Stream } from "../../stream/stream.ts";
import type { ServerPlacement } from "../server-placement.ts";
import type { ServerTraffic } from "../server-traffic.ts";
import { readDate, repeatDate, writeDate } from "./cookie-dates.ts";
import { withoutCookies } from "./cookie-removal.ts";

const day = 86_400;

/** What a client's cookie said. */
interface Seen {
  /** Seconds since the epoch. */
  last: number | undefined;
  first: number | undefined;
}

/** What a stream's cookies come to: kept from the request to the response. */
export interface CookieMemory extends Seen {
  /** `ignore-persist` */
  ignores: boolean;
}

/** What {@link CookiePersistence} needs of its backend. */
export interface CookieBackend {
  readonly servers: readonly ServerTraffic[];
  /** `option persist` */
  readonly keepsToDown: boolean;
  /** `dynamic-cookie-key` */
  readonly dynamicKey: string | undefined;
  wallSeconds(): number;
}

/** `cookie`: binds clients to servers (http_ana.c). */
export class CookiePersistence {
  readonly #config: CookieConfig;
  readonly #backend: CookieBackend;
  readonly #dynamic = new WeakMap<ServerAddress, string>();

  constructor(config: CookieConfig, backend: CookieBackend) {
    this.#config = config;
    this.#backend = backend;
  }

  /** Looks at a request's cookies: chooses the server, and takes out what the server must not see. */
  request(side: ServerPlacement, headers: Headers, memory: CookieMemory): void {
    const { name, prefix, insert, indirect } = this.#config;
    side.stream.cookieState = "N";
    side.stream.cookieAction = "N";
    if (!headers.has("cookie")) return;
    for (let i = 0; i < headers.length; i++) {
      if (headers.name(i) !== "cookie") continue;
      const line = headers.value(i);
      const own = [...cookiesOf(line, true)].filter((cookie) => cookie.name === name);
      if (own.length === 0) continue;
      for (const cookie of own) this.#read(side, cookie, memory);
      if (prefix) headers.replaceAt(i, withoutPrefixes(line, own));
      else if (insert && indirect) {
        const rest = withoutCookies(line, (cookie) => cookie.name === name);
        if (rest === undefined) headers.removeAt(i--);
        else headers.replaceAt(i, rest);
      }
    }
  }

  #read(side: ServerPlacement, { value }: CookiePair, memory: CookieMemory): void {
    const { stream } = side;
    const isTaken = memory.ignores || side.assigned;
    const named = this.#config.prefix ? (value.split("~", 1)[0] ?? "") : this.#dated(stream, value, memory);
    const found = named === "" || isTaken ? undefined : this.#serverFor(side, named);
    if (found) {
      stream.cookieState = found.isDown ? "D" : "V";
      side.directTo(found);
    } else if (!["D", "E", "O"].includes(stream.cookieState)) {
      stream.cookieState = isTaken ? "U" : "I";
    }
  }

  /** The server's part of a cookie with dates; "" for one that is too old. */
  #dated(stream: Stream, value: string, memory: CookieMemory): string {
    const { maxlife, maxidle } = this.#config;
    const [named = "", last = "", first = ""] = value.split("|");
    if (!value.includes("|")) return value;
    memory.last = readDate(last);
    memory.first = readDate(first);
    const now = this.#backend.wallSeconds();
    const isOver = (moment: number | undefined, limit: number | undefined): boolean =>
      moment !== undefined && limit !== undefined && (now - moment > limit || moment - now > day);
    const isOld = isOver(memory.first, maxlife);
    if (!isOld && !isOver(memory.last, maxidle)) return named;
    stream.cookieState = isOld ? "O" : "E";
    memory.first = memory.last = undefined;
    return "";
  }

  /** The first server with that cookie that may be used; of those that are down the state is noted. */
  #serverFor(side: ServerPlacement, named: string): ServerTraffic | undefined {
    for (const server of this.#backend.servers) {
      if (this.cookieOf(server) !== named) continue;
      if (!server.isDown || this.#backend.keepsToDown || side.forcesPersistence) return server;
      side.stream.cookieState = "D";
    }
    return undefined;
  }

  /** The value that stands for a server. */
  cookieOf(server: ServerTraffic): string | undefined {
    const { cookie } = server.config;
    const { dynamicKey } = this.#backend;
    if (cookie !== undefined || !this.#config.dynamic || dynamicKey === undefined) return cookie;
    const { target } = server.model;
    if (target.family !== 4 && target.family !== 6) return undefined;
    let value = this.#dynamic.get(target);
    if (value === undefined) {
      value = dynamicCookie(dynamicKey, target);
      this.#dynamic.set(target, value);
    }
    return value;
  }

  /** Changes, removes and adds cookies of a response. */
  response(side: ServerPlacement, headers: Headers, memory: CookieMemory): void {
    const { stream } = side;
    if (!memory.ignores) this.#edit(side, headers);
    if (!this.#mustInsert(side, memory)) return;
    headers.add("set-cookie", this.#written(side.server, memory));
    stream.cookieAction = side.direct && side.server && this.cookieOf(side.server) !== undefined ? "U" : "I";
    if (this.#config.nocache && stream.http && cacheabilityOf(stream.http).response) {
      headers.add("cache-control", "private");
    }
  }

  /** What becomes of the server's own cookie of that name. */
  #edit(side: ServerPlacement, headers: Headers): void {
    const { name, preserve, insert, indirect, rewrite, prefix } = this.#config;
    const { stream, server } = side;
    const own = server && this.cookieOf(server);
    for (let i = 0; i < headers.length; i++) {
      if (headers.name(i) !== "set-cookie") continue;
      const line = headers.value(i);
      const [cookie] = cookiesOf(line, false);
      if (cookie?.name !== name) continue;
      stream.cookieAction = "P";
      if (preserve) continue;
      if ((server && insert) || (side.direct && indirect)) {
        headers.removeAt(i--);
        stream.cookieAction = "D";
      } else if (own !== undefined && (rewrite || prefix)) {
        const value = rewrite ? own : `${own}~${cookie.value}`;
        headers.replaceAt(i, line.slice(0, cookie.valueStart) + value + line.slice(cookie.valueEnd));
        stream.cookieAction = "R";
      }
    }
  }

  #mustInsert({ stream, direct, server }: ServerPlacement, { last, first, ignores }: CookieMemory): boolean {
    const { insert, preserve, postonly, maxidle, maxlife } = this.#config;
    if (!server || !insert || ignores || (preserve && stream.cookieAction === "P")) return false;
    if (postonly && stream.http?.request.method !== "POST") return false;
    const isStale =
      (maxidle !== undefined || last !== undefined) &&
      (last === undefined || last < this.#backend.wallSeconds());
    return !direct || isStale || (maxlife === undefined) !== (first === undefined);
  }

  /** A server without a cookie gets the client's removed. */
  #written(server: ServerTraffic | undefined, { first }: CookieMemory): string {
    const { name, maxidle, maxlife, domain, httponly, secure, attributes } = this.#config;
    const own = server && this.cookieOf(server);
    let text = `${name}=`;
    if (own === undefined) text += "; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/";
    else {
      const now = this.#backend.wallSeconds();
      text += own;
      if (maxidle !== undefined || maxlife !== undefined) text += `|${writeDate(now)}`;
      if (maxlife !== undefined) text += `|${first === undefined ? writeDate(now) : repeatDate(first)}`;
      text += "; path=/";
    }
    if (domain !== undefined) text += `; domain=${domain}`;
    if (httponly) text += "; HttpOnly";
    if (secure) text += "; Secure";
    return attributes === undefined ? text : `${text}; ${attributes}`;
  }
}

/** The cookies as the server knows them: without the part in front of the tilde. */
function withoutPrefixes(line: string, own: readonly CookiePair[]): string {
  let text = line;
  for (const { value, valueStart, valueEnd } of own.toReversed()) {
    const tilde = value.indexOf("~");
    if (tilde >= 0) text = text.slice(0, valueStart) + value.slice(tilde + 1) + text.slice(valueEnd);
  }
  return text;
}

/** Made of the key, the address and the port, so that all load balancers agree (srv_set_dyncookie). */
function dynamicCookie(key: string, target: ServerAddress & { readonly family: 4 | 6 }): string {
  const port = Buffer.alloc(4);
  port.writeUInt32BE(target.port);
  const hash = xxh64(Buffer.concat([Buffer.from(key, "latin1"), addressBytes(target.host), port]), 0n);
  return hash.toString(16).padStart(16, "0");
}

function addressBytes(host: string): Buffer {
  const v4 = readIpv4(host);
  if (v4 && !host.includes(":")) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(v4.bits);
    return bytes;
  }
  const bytes = Buffer.alloc(16);
  const units = parseIpv6(host)?.bits ?? "";
  for (let i = 0; i < units.length; i++) bytes.writeUInt16BE(units.charCodeAt(i), 2 * i);
  return bytes;
}
