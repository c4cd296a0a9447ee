import { Headers } from "../http/headers.ts";
import { isInterim } from "../http/message.ts";
import type { LocalReply } from "../stream/transaction.ts";

/** A whole response as bytes, taken apart once: what `errorfile` names. */
export interface RawReply {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: string;
}

const startLine = /^(HTTP\/[0-9]\.[0-9]) ([0-9]{3})(?: ([^\r\n]*))?\r?\n/;
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\r\n]*)\r?\n/;

/**
 * Reads a response; undefined for an empty text, which means to send nothing.
 * Gives HAProxy's text where it is none (http_str_to_htx()).
 */
export function parseRawReply(text: string): RawReply | undefined | string {
  if (text === "") return undefined;
  const start = startLine.exec(text);
  if (!start) return parseFault(text, 0);
  const [line, version = "", code = "", reason = ""] = start;
  const headers = new Headers();
  let at = line.length;
  for (;;) {
    const end = /^\r?\n/.exec(text.slice(at, at + 2));
    if (end) {
      at += end[0].length;
      break;
    }
    const header = headerLine.exec(text.slice(at));
    if (!header) return parseFault(text, at);
    const [whole, name = "", value = ""] = header;
    headers.add(name, value.trim());
    at += whole.length;
  }
  const status = Number(code);
  if (isInterim(status)) return `invalid http status code for an error message (${status})`;
  const body = text.slice(at);
  return payloadFault(status, headers, body) ?? { version, status, reason, headers, body };
}

/** The offset is that of the line which cannot be read; HAProxy's points into it. */
function parseFault(text: string, offset: number): string {
  return `unable to parse headers (error offset: ${Math.min(offset, text.length)})`;
}

function payloadFault(status: number, headers: Headers, body: string): string | undefined {
  const bodyless = status === 204 || status === 304;
  if (!bodyless && headers.get("transfer-encoding")?.toLowerCase().includes("chunked")) {
    return "chunk-encoded payload not supported";
  }
  const announced = bodyless ? undefined : headers.get("content-length");
  const length = Number(announced ?? 0);
  if ((bodyless || (announced !== undefined && length === 0)) && body !== "") {
    return "message payload not expected";
  }
  if (announced !== undefined && length !== body.length) {
    return `payload size does not match the announced content-length (${body.length} != ${length})`;
  }
  return undefined;
}

/** A response to send; rules may change its headers. */
export function replyFrom({ version, status, reason, headers, body }: RawReply): LocalReply {
  return { head: { version, status, reason, headers: headers.clone() }, body };
}
