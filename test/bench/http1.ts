import { defaultParserSettings, H1Parser } from "../../src/proxy/http/h1-parser.ts";
import { writeRequestHead, writeResponseHead } from "../../src/proxy/http/h1-writer.ts";
import type { Framing, RequestHead, ResponseHead } from "../../src/proxy/http/message.ts";
import type { Bench } from "./bench.ts";

const crlf = (text: string): Buffer => Buffer.from(text.replaceAll("\n", "\r\n"), "latin1");

const small = crlf(
  "GET /index.html?q=1 HTTP/1.1\nHost: www.example.com\nUser-Agent: curl/8.0\nAccept: */*\n\n",
);

const browser = crlf(
  `GET /articles/2026/some-article?utm_source=x HTTP/1.1
Host: www.example.com
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
Accept-Language: en-GB,en;q=0.5
Accept-Encoding: gzip, deflate, br
Referer: https://www.example.com/
Connection: keep-alive
Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; seen=1
Upgrade-Insecure-Requests: 1
Sec-Fetch-Dest: document
Sec-Fetch-Mode: navigate
Cache-Control: max-age=0

`,
);

const post = crlf(
  "POST /submit HTTP/1.1\nHost: h\nContent-Length: 11\nContent-Type: text/plain\n\nhello world",
);

const chunked = Buffer.concat([
  crlf("POST /submit HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n"),
  Buffer.from(`400\r\n${"x".repeat(1024)}\r\n`.repeat(15), "latin1"),
  crlf("0\n\n"),
]);

const response = crlf(
  "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\nServer: x\nDate: now\n\nhello",
);

/** Nanoseconds a call, the least of several rounds. */
function nanoseconds(body: () => void): number {
  const calls = 50_000;
  let best = Infinity;
  for (let round = 0; round < 8; round++) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) body();
    best = Math.min(best, ((performance.now() - start) * 1e6) / calls);
  }
  return best;
}

function reads(name: string, parser: H1Parser<unknown>, message: Buffer): Bench {
  const read = (): void => {
    parser.push(message);
    while (parser.next().type !== "end");
  };
  return {
    name: `read ${name}`,
    run: () => ({ name: `read ${name}`, value: nanoseconds(read), unit: "ns" }),
  };
}

function headOf<Head>(parser: H1Parser<Head>, message: Buffer): { head: Head; framing: Framing } {
  parser.push(message);
  const event = parser.next();
  if (event.type !== "head") throw new Error(event.type);
  return event;
}

const forRequests = (): H1Parser<RequestHead> => H1Parser.forRequests(defaultParserSettings);
const forResponses = (): H1Parser<ResponseHead> => H1Parser.forResponses(defaultParserSettings, () => "GET");

const writesRequest: Bench = {
  name: "write a browser's request",
  run: () => {
    const { head, framing } = headOf(forRequests(), browser);
    const options = { frontend: "keep-alive", backend: "keep-alive", pretendsKeepAlive: false } as const;
    const value = nanoseconds(() => writeRequestHead(head, framing, options));
    return { name: "write a browser's request", value, unit: "ns" };
  },
};

const writesResponse: Bench = {
  name: "write a response",
  run: () => {
    const { head, framing } = headOf(forResponses(), response);
    const options = {
      method: "GET",
      requestVersion: "HTTP/1.1",
      mode: "keep-alive",
      frontend: "keep-alive",
    } as const;
    const value = nanoseconds(() => writeResponseHead(head, framing, options));
    return { name: "write a response", value, unit: "ns" };
  },
};

export const benches: readonly Bench[] = [
  reads("a small request", forRequests(), small),
  reads("a browser's request", forRequests(), browser),
  reads("a small POST", forRequests(), post),
  reads("15 chunks of 1 kB", forRequests(), chunked),
  reads("a response", forResponses(), response),
  writesRequest,
  writesResponse,
];
