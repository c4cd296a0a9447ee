import type { Headers } from "../http/headers.ts";
import type { RequestHead, ResponseHead } from "../http/message.ts";

/**
 * How many bytes HAProxy counts for a head: not what is on the wire, but what
 * its internal form (HTX) holds: the start line with its 20 bytes of
 * description, names and values, and one for the end. Payload counts as it is.
 */
export function requestBytes({ method, uri, version, headers }: RequestHead): number {
  return 20 + method.length + uri.length + version.length + fieldBytes(headers);
}

/** See {@link requestBytes}; `reason` as it is sent. */
export function responseBytes({ version, status, headers }: ResponseHead, reason: string): number {
  return 20 + version.length + String(status).length + reason.length + fieldBytes(headers);
}

/** Fields of a head or a block of trailers, with what ends them. */
export function fieldBytes(headers: Headers): number {
  let bytes = 1;
  for (let i = 0; i < headers.length; i++) bytes += headers.name(i).length + headers.value(i).length;
  return bytes;
}
