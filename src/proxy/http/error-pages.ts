import { Headers } from "./headers.ts";
import type { ResponseHead } from "./message.ts";

/** A whole response: an error page, built in or from a file. */
export interface Page {
  readonly head: ResponseHead;
  /** Byte string. */
  readonly body: string;
}

interface PageText {
  readonly reason: string;
  readonly sentence: string;
  /** Whether it says `connection: close`. */
  readonly closes?: true;
}

const credentials = "You need a valid user and password to access this content.";

/** What HAProxy says in its own pages; `errorfile` and `http-errors` take these statuses only. */
const texts: ReadonlyMap<number, PageText> = new Map<number, PageText>([
  [200, { reason: "OK", sentence: "Service ready." }],
  [400, { reason: "Bad request", sentence: "Your browser sent an invalid request.", closes: true }],
  [401, { reason: "Unauthorized", sentence: credentials }],
  [403, { reason: "Forbidden", sentence: "Request forbidden by administrative rules." }],
  [404, { reason: "Not Found", sentence: "The resource could not be found." }],
  [
    405,
    {
      reason: "Method Not Allowed",
      sentence: "A request was made of a resource using a request method not supported by that resource.",
    },
  ],
  [407, { reason: "Unauthorized", sentence: credentials }],
  [
    408,
    {
      reason: "Request Time-out",
      sentence: "Your browser didn't send a complete request in time.",
      closes: true,
    },
  ],
  [410, { reason: "Gone", sentence: "The resource is no longer available and will not be available again." }],
  [413, { reason: "Payload Too Large", sentence: "The request entity exceeds the maximum allowed." }],
  [414, { reason: "URI Too Long", sentence: "The URI provided was too long for the server to process." }],
  [421, { reason: "Misdirected Request", sentence: "Request sent to a non-authoritative server." }],
  [
    422,
    {
      reason: "Unprocessable Content",
      sentence: "The server cannot process the contained instructions.",
    },
  ],
  [425, { reason: "Too Early", sentence: "Your browser sent early data." }],
  [
    429,
    {
      reason: "Too Many Requests",
      sentence: "You have sent too many requests in a given amount of time.",
    },
  ],
  [431, { reason: "Request Header Fields Too Large", sentence: "Request Header Fields Too Large." }],
  [500, { reason: "Internal Server Error", sentence: "An internal server error occurred." }],
  [
    501,
    {
      reason: "Not Implemented",
      sentence: "The server does not support the functionality required to fulfill the request.",
    },
  ],
  [502, { reason: "Bad Gateway", sentence: "The server returned an invalid or incomplete response." }],
  [503, { reason: "Service Unavailable", sentence: "No server is available to handle this request." }],
  [504, { reason: "Gateway Time-out", sentence: "The server didn't respond in time." }],
]);

/** The statuses that have a page. */
export const pageStatuses: readonly number[] = [...texts.keys()];

/** HAProxy's own page for a status; for one that has none, the page of 500, as it does. */
export function errorPage(status: number): Page {
  const known = texts.has(status) ? status : 500;
  const { reason, sentence, closes } = texts.get(known) ?? { reason: "", sentence: "" };
  const body = `<html><body><h1>${known} ${reason}</h1>\n${sentence}\n</body></html>\n`;
  const headers = Headers.from([
    ["content-length", String(body.length)],
    ["cache-control", "no-cache"],
  ]);
  if (closes) headers.add("connection", "close");
  headers.add("content-type", "text/html");
  return { head: { version: "HTTP/1.1", status: known, reason, headers }, body };
}

/**
 * A page as HAProxy writes it where it could not even read a request: as it is,
 * without a word of its own about the connection, which it then closes.
 */
export function rawPage({ head, body }: Page): string {
  let text = `${head.version} ${head.status} ${head.reason}\r\n`;
  for (const [name, value] of head.headers) text += `${name}: ${value}\r\n`;
  return `${text}\r\n${body}`;
}
