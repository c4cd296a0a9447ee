import type { Headers } from "./headers.ts";

/** A request without its payload. Rules and scripts change it in place. */
export interface RequestHead {
  method: string;
  /** As in the request line: a path, an absolute URI, an authority, or `*` (uri.ts takes it apart). */
  uri: string;
  /** As it came, e.g. `HTTP/1.1`. */
  version: string;
  headers: Headers;
  /** The URI was put together from the parts that HTTP/2 has (HTX_SL_F_NORMALIZED_URI): HTTP/1 servers get its path only. */
  readonly normalizedUri?: boolean;
}

/** A response without its payload. */
export interface ResponseHead {
  version: string;
  status: number;
  /** Empty: the usual one is sent (status.ts). */
  reason: string;
  headers: Headers;
}

/**
 * How a message's payload is marked off.
 * - `none`: there is none. A response to HEAD and a 304 may still *announce*
 *   one, by the header they keep; a 204, by one that is taken out.
 * - `length`: so many bytes. `chunked`: pieces that tell their lengths; *implied*
 *   where no header says so (what comes by HTTP/2), and HTTP/1 has to.
 * - `close`: all until the connection ends (responses only).
 * - `tunnel`: HTTP is over; all bytes from here on belong to another protocol.
 */
export type Framing =
  | { readonly kind: "none"; readonly announced?: "length" | "chunked" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked"; readonly implied?: true }
  | { readonly kind: "close" }
  | { readonly kind: "tunnel" };

/** What a message says about its connection: the words of `connection`, which HAProxy takes out of the headers. */
export interface ConnectionWords {
  readonly close: boolean;
  readonly keepAlive: boolean;
  /** In a request: with an `upgrade` header beside it. */
  readonly upgrade: boolean;
}

/** Whether a version is 1.1 or above: HAProxy treats all of these alike. */
export function isVersion11(version: string): boolean {
  if (version === "HTTP/1.1") return true;
  const [major = "", minor = ""] = [version[5], version[7]];
  return version.length === 8 && (major > "1" || (major === "1" && minor >= "1"));
}

/** Whether it is a non-final response: 1xx but 101, which ends HTTP on the connection. */
export function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101;
}

/** Whether a response to `method` with that status makes the connection a tunnel. */
export function opensTunnel(method: string, status: number): boolean {
  return status === 101 || (method === "CONNECT" && status >= 200 && status < 300);
}
