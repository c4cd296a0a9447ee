import type { CompressionAlgorithm } from "../../config/types.ts";
import type { Headers } from "../http/headers.ts";
import type { Framing } from "../http/message.ts";
import { equalsIgnoringCase } from "../http/text.ts";
import { contentCoding } from "./accept-encoding.ts";

/**
 * Makes a head say that its payload comes in chunks and compressed. False: a
 * `vary` that ends with nothing cannot be added to, and the payload goes
 * uncompressed, but in chunks (set_compression_header() in flt_http_comp.c).
 */
export function describeCompressed(
  headers: Headers,
  framing: Framing,
  algorithm: CompressionAlgorithm,
): boolean {
  if (framing.kind !== "chunked" || framing.implied) headers.add("transfer-encoding", "chunked");
  headers.remove("content-length");
  weakenTag(headers);
  if (!addVary(headers)) return false;
  if (algorithm !== "identity") headers.add("content-encoding", contentCoding(algorithm));
  return true;
}

/** Whether a tag has the form of one. */
export function isEntityTag(tag: string): boolean {
  return tag.length >= 2 && tag.endsWith('"') && (tag.startsWith('"') || tag.startsWith('W/"'));
}

/** What is compressed is no longer the same byte for byte. */
function weakenTag(headers: Headers): void {
  for (let line = 0; line < headers.length; line++) {
    if (headers.name(line) !== "etag") continue;
    const tag = headers.value(line);
    if (tag.startsWith('"')) headers.replaceAt(line, `W/${tag}`);
    return;
  }
}

function addVary(headers: Headers): boolean {
  const values = [...headers.values("vary")];
  if (values.some(({ value }) => equalsIgnoringCase(value, "accept-encoding"))) return true;
  const last = values.at(-1);
  if (!last) {
    headers.add("vary", "Accept-Encoding");
    return true;
  }
  const text = headers.value(last.line);
  if (text !== "" && last.value === "") return false;
  headers.replaceAt(last.line, text === "" ? "Accept-Encoding" : `${text},Accept-Encoding`);
  return true;
}
