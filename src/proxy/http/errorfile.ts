import type { Page } from "./error-pages.ts";
import { HeadReader } from "./h1-head-reader.ts";
import { defaultParserSettings } from "./h1-parser.ts";
import { isInterim } from "./message.ts";

/**
 * Reads what an `errorfile` holds: a whole raw response (http_str_to_htx). An
 * empty file means that no answer is sent, and the connection is closed.
 *
 * @param raw byte string, cut at `tune.bufsize`
 * @returns the page, "empty", or HAProxy's words for what is wrong, without the file's name
 */
export function readErrorFile(
  raw: string,
  maxHeaders: number = defaultParserSettings.maxHeaders,
): Page | "empty" | { readonly error: string } {
  if (raw === "") return "empty";
  const bytes = Buffer.from(raw, "latin1");
  const reader = new HeadReader("response", { maxHeaders, acceptUnsafe: false, maxBytes: bytes.length + 1 });
  reader.start();
  const result = reader.read(bytes);
  if (result !== "done") {
    // -2 is what stands there before anything has been found.
    const offset = result === "more" ? -2 : result.offset;
    return { error: `unable to parse headers (error offset: ${offset})` };
  }
  const [version, code, reason] = reader.line(bytes);
  if (version.length !== 8) return { error: `invalid http version (${version})` };
  const status = Number(code);
  if (isInterim(status)) {
    return { error: `invalid http status code for an error message (${status})` };
  }
  const { headers, facts, at } = reader.fields;
  const body = raw.slice(at);
  if (status === 204 || status === 304) {
    return body === ""
      ? { head: { version, status, reason, headers }, body }
      : { error: "message payload not expected" };
  }
  if (facts.transferEncoding) {
    headers.remove("content-length");
    if (facts.chunked) return { error: "chunk-encoded payload not supported" };
  } else if (facts.contentLength !== undefined) {
    const announced = facts.contentLength;
    if (announced === "0" && body !== "") return { error: "message payload not expected" };
    if (announced !== String(body.length)) {
      const lengths = `(${body.length} != ${announced})`;
      return { error: `payload size does not match the announced content-length ${lengths}` };
    }
  }
  return { head: { version, status, reason, headers }, body };
}
