import { clientModeOfRequest } from "../../../../src/proxy/http/connection.ts";
import { takeExpectation } from "../../../../src/proxy/http/expectation.ts";
import { defaultParserSettings, H1Parser } from "../../../../src/proxy/http/h1-parser.ts";
import type { RequestHead } from "../../../../src/proxy/http/message.ts";

/** A request that was taken, payload and all. */
export interface Accepted {
  readonly method: string;
  readonly uri: string;
  readonly version: string;
  /** The header lines, as they go on. */
  readonly headers: string;
  readonly body: string;
  /** Whether nothing is read behind it: the connection ends with its response. */
  readonly closes: boolean;
}

/** What becomes of a stream of requests. */
export interface Verdict {
  readonly accepted: readonly Accepted[];
  /**
   * What comes behind them: a status that refuses what follows; `close`, as the last one
   * asked; `tunnel`; `wait` for more bytes, with something begun; `idle`.
   */
  readonly end: number | "close" | "tunnel" | "wait" | "idle";
}

export function linesOf(headers: Iterable<readonly [string, string]>): string {
  let text = "";
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`;
  return text;
}

/** Cuts bytes at positions in ascending order. */
export function cut(bytes: Buffer, positions: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const at of positions) {
    if (at <= from || at >= bytes.length) continue;
    pieces.push(bytes.subarray(from, at));
    from = at;
  }
  pieces.push(bytes.subarray(from));
  return pieces;
}

/** What our parser makes of a stream that comes in these pieces. */
export function verdictOf(pieces: readonly Buffer[], settings = defaultParserSettings): Verdict {
  const parser = H1Parser.forRequests(settings);
  const accepted: Accepted[] = [];
  let taken: { head: RequestHead; headers: string; closes: boolean } | undefined;
  let body = "";
  const waiting = [...pieces];
  for (;;) {
    const event = parser.next();
    switch (event.type) {
      case "more": {
        const piece = waiting.shift();
        if (!piece) return { accepted, end: taken || parser.pending > 0 ? "wait" : "idle" };
        parser.push(piece);
        break;
      }
      case "head": {
        const { head, framing, connection } = event;
        // A tunnel is what becomes of CONNECT; of its connection nothing is said.
        const closes = head.method !== "CONNECT" && clientModeOfRequest(head.version, connection) === "close";
        // The oracle waits for payloads, and asks for them; there is nothing to ask for in none.
        if (framing.kind !== "length" || framing.length > 0) takeExpectation(head, framing);
        taken = { head, headers: linesOf(head.headers), closes };
        body = "";
        break;
      }
      case "data":
        body += event.data.toString("latin1");
        break;
      case "end": {
        if (!taken) throw new Error("an end without a head");
        const { head, headers, closes } = taken;
        const { method, uri, version } = head;
        accepted.push({ method, uri, version, headers, body, closes });
        taken = undefined;
        if (method === "CONNECT") return { accepted, end: "tunnel" };
        if (closes) return { accepted, end: "close" };
        break;
      }
      case "error":
        return { accepted, end: event.status };
      case "preface":
        return { accepted, end: 405 };
      case "closed":
        return { accepted, end: "idle" };
    }
  }
}

/** A verdict as the `req.ver` fetch shows it: it knows no versions but HTTP's. */
export function shown({ accepted, end }: Verdict): Verdict {
  const ofHttp = (version: string): string => (/^HTTP\/\d\.\d$/.test(version) ? version : "HTTP/");
  return { accepted: accepted.map((one) => ({ ...one, version: ofHttp(one.version) })), end };
}
