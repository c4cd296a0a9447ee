import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Mode, Server } from "../../config/types.ts";
import type { Stream } from "../stream/stream.ts";
import { asksForUpgrade } from "./answer-head.ts";

/** Which version of HTTP is spoken with a server: what `proto`, `alpn` and `ws` say, and what is agreed on by TLS. */
export class ServerSpeech {
  readonly #mode: Mode;
  readonly #proto: string | undefined;
  readonly #alpn: readonly string[] | undefined;
  readonly #ws: Server["ws"];

  constructor({ proto, tls, ws }: Server, mode: Mode) {
    this.#mode = mode;
    this.#proto = proto;
    this.#alpn = tls?.alpn;
    this.#ws = ws;
  }

  /** What a kept connection must be for, where streams of one server differ in that. */
  keyFor(stream: Stream): string | undefined {
    return this.#proto === undefined && this.#alpn === undefined && this.#ws === "auto"
      ? undefined
      : String(this.#isSpecial(stream));
  }

  /** The protocols to offer by TLS. */
  offered(stream: Stream): readonly string[] | undefined {
    if (!this.#isSpecial(stream)) return this.#alpn;
    return [this.#ws === "h2" ? "h2" : "http/1.1"];
  }

  /** What is spoken on a connection that was made for a stream. */
  spokenOn(socket: Socket, stream: Stream): "tcp" | "h1" | "h2" {
    if (this.#mode !== "http") return "tcp";
    if (this.#ws !== "auto" && isWebSocket(stream)) return this.#ws;
    if (this.#proto !== undefined) return this.#proto === "h2" ? "h2" : "h1";
    return socket instanceof TLSSocket && socket.alpnProtocol === "h2" ? "h2" : "h1";
  }

  /** Whether it goes to a WebSocket by another protocol: the one that `ws` names, or HTTP/1.1 where that may be chosen. */
  #isSpecial(stream: Stream): boolean {
    if (this.#mode !== "http" || !isWebSocket(stream)) return false;
    return this.#ws !== "auto" || (this.#alpn?.includes("http/1.1") ?? false);
  }
}

function isWebSocket({ http }: Stream): boolean {
  if (!http?.request.headers.has("upgrade")) return false;
  return http.request.headers.get("upgrade")?.toLowerCase() === "websocket" && asksForUpgrade(http.request);
}
