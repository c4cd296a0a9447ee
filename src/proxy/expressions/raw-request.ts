/** HTTP in the bytes of a TCP stream: what fetches of requests see there (the raw mode of smp_prefetch_htx). */
import { HeadReader } from "../http/h1-head-reader.ts";
import { Headers } from "../http/headers.ts";
import type { RequestHead } from "../http/message.ts";
import type { Channel } from "../stream/channel.ts";

/** Of the buffers that were looked at last: several fetches of a rule ask for the same. */
const known = new WeakMap<Buffer, RequestHead | "incomplete" | "none">();

/** The head at the front of what a client has sent; undefined where that is no HTTP. */
export function rawRequestHead(channel: Channel): RequestHead | "incomplete" | undefined {
  const bytes = channel.peek();
  let found = known.get(bytes);
  if (found === undefined) known.set(bytes, (found = readHead(bytes)));
  if (found === "none" || (found === "incomplete" && channel.isFull)) return undefined;
  return found;
}

/** The preface of HTTP/2 starts like a head, and that alone of its version is taken for one (h1.c). */
const prefaceHead = Buffer.from("PRI * HTTP/2.0\r\n\r\n", "latin1");

function readHead(bytes: Buffer): RequestHead | "incomplete" | "none" {
  const seen = Math.min(bytes.length, prefaceHead.length);
  if (seen > 0 && bytes.compare(prefaceHead, 0, seen, 0, seen) === 0) {
    if (seen < prefaceHead.length) return "incomplete";
    const headers = Headers.from([
      [":method", "PRI"],
      [":path", "*"],
    ]);
    return { method: "PRI", uri: "*", version: "HTTP/2.0", headers };
  }
  const limits = { maxHeaders: 101, maxBytes: Math.max(bytes.length + 1, 1), acceptUnsafe: false };
  const reader = new HeadReader("request", limits);
  reader.start();
  const result = reader.read(bytes);
  if (result === "more") return "incomplete";
  if (result !== "done") return "none";
  const [method, uri, version] = reader.line(bytes);
  // A line without a version is HTTP/0.9, which only knows GET.
  if (version === "" && (method !== "GET" || uri === "")) return "none";
  // HAProxy's own list of the fields starts with what the line says.
  const headers = Headers.from([[":method", method], [":path", uri], ...reader.fields.headers]);
  return { method, uri, version: version === "" ? "HTTP/1.0" : version, headers };
}
