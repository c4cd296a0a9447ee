import { type Framing, type ResponseHead, isInterim, opensTunnel } from "../http/message.ts";
import { isPlainValue, readFields, sendableFields } from "./h2-fields.ts";
import type { Field } from "./hpack-table.ts";

/** A response as a stream of HTTP/2 brings it. */
export interface H2Response {
  readonly head: ResponseHead;
  readonly framing: Framing;
}

/** What was asked. */
export interface H2Question {
  readonly method: string;
  /** The protocol that was asked for with CONNECT (RFC 8441). */
  readonly protocol: string | undefined;
}

const known: ReadonlySet<string> = new Set([":status"]);

/** The response that a block of fields makes (h2_make_htx_response); undefined where it is malformed. */
export function readResponse(
  fields: readonly Field[],
  isEnd: boolean,
  { method, protocol }: H2Question,
  maxHeaders: number,
): H2Response | undefined {
  const read = readFields(fields, known, (_, value) => isPlainValue(value));
  const code = read?.pseudo.get(":status");
  if (!read || code === undefined || !/^\d{3}$/.test(code)) return undefined;
  const { headers, length } = read;
  if (code === "101") return undefined;
  const switches = protocol !== undefined && code === "200";
  const status = switches ? 101 : Number(code);
  if (switches) {
    headers.append("connection", "upgrade");
    headers.append("upgrade", protocol);
  }
  if (headers.length + 1 > maxHeaders) return undefined;
  const head: ResponseHead = { version: "HTTP/2.0", status, reason: "", headers };
  return { head, framing: framingOf(method, status, isEnd, length) };
}

function framingOf(method: string, status: number, isEnd: boolean, length: string | undefined): Framing {
  if (opensTunnel(method, status)) return { kind: "tunnel" };
  if (isInterim(status) || status === 204) return { kind: "none" };
  if (method === "HEAD" || status === 304) {
    return length === undefined ? { kind: "none" } : { kind: "none", announced: "length" };
  }
  if (length !== undefined) return { kind: "length", length: Number(length) };
  return isEnd ? { kind: "length", length: 0 } : { kind: "chunked", implied: true };
}

/** The fields of a response to a client. A change of protocols is a success there. */
export function responseFields({ status, headers }: ResponseHead): Field[] {
  return [[":status", String(status === 101 ? 200 : status)], ...sendableFields(headers)];
}
