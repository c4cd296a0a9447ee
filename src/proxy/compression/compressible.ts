import { equalsIgnoringCase, lowerCase } from "../http/text.ts";
import { isVersion11, type Framing } from "../http/message.ts";
import type { Headers } from "../http/headers.ts";
import type { Channel } from "../stream/channel.ts";
import type { Transaction } from "../stream/transaction.ts";
import { isEntityTag } from "./compressed-head.ts";

/** What a proxy, or the two of a stream, want of a message that is to be compressed. */
export interface Wishes {
  /** How its media type is to begin; undefined: any will do, or none. */
  readonly types: readonly string[] | undefined;
  /** The least bytes of a payload whose length is known. */
  readonly minimum: number;
}

/** Whether a request may be compressed (comp_prepare_compress_request() in flt_http_comp.c). */
export function isRequestCompressible(
  { request, requestFraming }: Transaction,
  channel: Channel,
  wishes: Wishes,
): boolean {
  const length = knownLength(requestFraming, channel);
  const { headers, method, version } = request;
  return (
    method !== "HEAD" &&
    isVersion11(version) &&
    !headers.has("content-encoding") &&
    isLongEnough(length, wishes) &&
    isWantedType(headers, wishes)
  );
}

/**
 * Whether a response may be (select_compression_response_header()). `length`
 * is what is known of its payload's.
 */
export function isResponseCompressible(
  { request, response, responseFraming }: Transaction,
  length: number | undefined,
  wishes: Wishes,
): boolean {
  if (!response || request.method === "HEAD") return false;
  const { headers, status, version } = response;
  return (
    isVersion11(version) &&
    isVersion11(request.version) &&
    status >= 200 &&
    status <= 203 &&
    hasPayload(responseFraming) &&
    isLongEnough(length, wishes) &&
    !headers.has("content-encoding") &&
    mayBeTransformed(headers) &&
    !lowerCase(headers.get("content-type") ?? "").startsWith("multipart") &&
    isWantedType(headers, wishes)
  );
}

/** Its end can be told, and is not at once. */
function hasPayload(framing: Framing): boolean {
  return framing.kind === "chunked" || (framing.kind === "length" && framing.length > 0);
}

/** Of a payload: because it is announced, or all there. */
export function knownLength(framing: Framing, channel: Channel): number | undefined {
  if (framing.kind === "length") return framing.length;
  return channel.complete ? channel.inputLength : undefined;
}

function isLongEnough(length: number | undefined, { minimum }: Wishes): boolean {
  return length === undefined || length >= minimum;
}

function mayBeTransformed(headers: Headers): boolean {
  for (const { value } of headers.values("cache-control")) {
    if (equalsIgnoringCase(value, "no-transform")) return false;
  }
  const tags = headers.all("etag");
  return tags.length <= 1 && tags.every(isEntityTag);
}

function isWantedType(headers: Headers, { types }: Wishes): boolean {
  if (!types) return true;
  const type = headers.get("content-type");
  return type !== undefined && types.some((each) => lowerCase(type).startsWith(lowerCase(each)));
}
