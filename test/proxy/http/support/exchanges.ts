import type { Exchange, RelayOptions } from "./relay.ts";

/** Requests and responses as they come, and the options of the proxy between. Lines end in CRLF. */

const requests = [
  "GET / HTTP/1.1\nHost: x\nX-Up: 1\n\n",
  "GET / HTTP/1.0\n\n",
  "GET / HTTP/1.0\nConnection: keep-alive\n\n",
  "GET / HTTP/1.1\nConnection: close, foo\n\n",
  "HEAD / HTTP/1.1\n\n",
  "GET http://x:80 HTTP/1.1\nhost: x\n\n",
  "OPTIONS * HTTP/1.1\n\n",
  "GET / HTTP/2.7\n\n",
  "GET / HTTP/0.9\n\n",
  "HEAD / HTTP/1.0\nconnection: keep-alive\n\n",
  "POST / HTTP/1.1\ncontent-length: 003\n\nabc",
  "POST / HTTP/1.1\ncontent-length: 0\n\n",
  "POST / HTTP/1.0\ncontent-length: 3\n\nabc",
  "POST / HTTP/1.1\ntransfer-encoding: Chunked\nx: y\n\n3\nabc\n2\nde\n0\n\n",
  "POST / HTTP/1.1\ntransfer-encoding: chunked\ncontent-length: 9\n\n3\nabc\n0\nTr: 1\nA: b\n\n",
  "POST / HTTP/1.0\ntransfer-encoding: chunked\nconnection: keep-alive\n\n3\nabc\n0\n\n",
  "POST / HTTP/1.1\ntransfer-encoding: chunked\n\n0\n\n",
  "GET / HTTP/1.1\nte: gzip, trailers\nte: gzip\nte: trailers;q=1\nte: xtrailers\nkeep-alive: 1\nproxy-connection: x\n\n",
  "GET / HTTP/1.1\nconnection: upgrade, te\nupgrade: foo, h2c\n\n",
  "GET / HTTP/1.1\nconnection: upgrade\nupgrade: websocket\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\n\n",
  "GET / HTTP/1.1\nconnection: upgrade, close\nupgrade: foo\n\n",
  "GET / HTTP/1.0\nconnection: upgrade\nupgrade: foo\n\n",
  "GET / HTTP/1.1\nA: b\n c\nB:\nC:  d  \n\n",
  "POST / HTTP/1.1\nexpect: 100-continue\ncontent-length: 1\n\nx",
  "DELETE / HTTP/1.1\ncontent-length: 1\n\nx",
  "CONNECT x:80 HTTP/1.1\n\n",
];

const responses = [
  "HTTP/1.1 200 OK\nContent-Length: 2\nX-Down: 1\n\nok",
  "HTTP/1.1 200 OK\n\nuntil the end",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2\nok\n0\nTr: x\n\n",
  "HTTP/1.1 101 Switch\nconnection: upgrade\nupgrade: foo\n\n",
  "HTTP/1.0 200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 200\ncontent-length: 02\n\nok",
  "HTTP/1.0 200 OK\ncontent-length: 2\nconnection: keep-alive\n\nok",
  "HTTP/1.0 200 OK\n\nuntil the end",
  "HTTP/1.1 200 OK\nconnection: close\ncontent-length: 2\n\nok",
  "HTTP/1.0 200 OK\ntransfer-encoding: chunked\n\n2\nok\n0\n\n",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked\ncontent-length: 4\n\n2\nok\n0\n\n",
  "HTTP/1.1 204 None\n\n",
  "HTTP/1.1 204 None\ncontent-length: 0\n\n",
  "HTTP/1.1 204 None\ntransfer-encoding: chunked\n\n",
  "HTTP/1.1 304 Not\ncontent-length: 5\n\n",
  "HTTP/1.1 304 Not\ntransfer-encoding: chunked\n\n",
  "HTTP/1.1 304 Not\n\n",
  "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 103 Early\nlink: x\ncontent-length: 0\nconnection: x, close\n\nHTTP/1.1 200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.0 102 P\n\nHTTP/1.0 200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 101 Switch\nconnection: upgrade\nupgrade: websocket\nsec-websocket-accept: x\ncontent-length: 4\n\n",
  "HTTP/1.1 101 Switch\nconnection: upgrade\nupgrade: websocket\n\n",
  "HTTP/3.1 200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 599 \ncontent-length: 0\n\n",
  "HTTP/1.1 600\ncontent-length: 0\n\n",
  "HTTP/1.1 418\ncontent-length: 0\n\n",
  "HTTP/1.1 200 OK\nconnection: upgrade\nupgrade: x\ncontent-length: 0\n\n",
  "HTTP/1.1 200 OK\ncontent-length: 0\nte: x\n\n",
  "HTTP/1.1 200 OK\nkeep-alive: 5\nhost: a\nhost: b\ncontent-length: 0\n\n",
  "HTTP/1.1 200 OK\ncontent-length: 1,1\ncontent-length: 1\n\nx",
  "HTTP/1.1 200\tOK \t\ncontent-length: 0\n\n",
  "HTTP/1.1 200 a\x01b\xe9\ncontent-length: 0\n\n",
  // What follows is refused.
  "HTTP/1.1 0200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 abc OK\n\n",
  "HTTP/1.1\n\n",
  "HTTP/1.1 \n\n",
  "HTTP/11 200 OK\n\n",
  "http/1.1 200 OK\n\n",
  "ICY 200 OK\n\n",
  "HTTP/1.1 200 OK\ntransfer-encoding: gzip\n\nx",
  "HTTP/1.1 200 OK\ntransfer-encoding: gzip, chunked\n\n0\n\n",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked, gzip\n\nabc",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked, chunked\n\nabc",
  "HTTP/1.1 200 OK\ncontent-length: 1,2\n\nx",
  "HTTP/1.1 200 OK\ncontent-length: a\n\nx",
  "HTTP/1.1 200 OK\nA B: c\n\n",
];

/** Responses that violate the rules in a way that may be let through, and in a way that may not. */
const violations = [
  "HTTP/1.1 1200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 99999 OK\n\nok",
  "HTTP/11 200 OK\ncontent-length: 2\n\nok",
  "RTSP/1.0 200 OK\ncontent-length: 2\n\nok",
  "HTTP/1.1 200 OK\nA B: c\nA: b\x00c\ncontent-length: 2\n\nok",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked, chunked\n\n2\nok\n0\n\n",
  "HTTP/1.1 200 OK\ntransfer-encoding:\n\nok",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked,\n\n2\nok\n0\n\n",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked, gzip\n\nok",
  "HTTP/1.1 200 OK\ncontent-length: x\n\nok",
  "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n2\nok\n0\nA B: c\nD: e\n\n",
  "http/1.1 200 OK\n\nok",
];

const crlf = (text: string): string => text.replaceAll("\n", "\r\n");

const product = (some: readonly string[], others: readonly string[]): Exchange[] =>
  some.flatMap((request) => others.map((response) => ({ request: crlf(request), response: crlf(response) })));

function options(
  frontend: RelayOptions["frontend"],
  backend: RelayOptions["backend"],
  others: Partial<RelayOptions> = {},
): RelayOptions {
  return { frontend, backend, pretendsKeepAlive: false, acceptsUnsafe: false, ...others };
}

/** Exchanges by the options of their proxy. */
export const exchanges: readonly { readonly options: RelayOptions; readonly exchanges: Exchange[] }[] = [
  {
    options: options("keep-alive", "keep-alive"),
    exchanges: [
      ...product(requests, responses.slice(0, 4)),
      ...product(requests.slice(0, 5), responses.slice(4)),
    ],
  },
  {
    options: options("keep-alive", "keep-alive", { acceptsUnsafe: true }),
    exchanges: product(requests.slice(0, 2), violations),
  },
  ...[
    options("httpclose", "keep-alive"),
    options("http-server-close", "keep-alive"),
    options("keep-alive", "httpclose"),
    options("keep-alive", "http-server-close"),
    options("keep-alive", "httpclose", { pretendsKeepAlive: true }),
  ].map((one) => ({ options: one, exchanges: product(requests.slice(0, 3), responses.slice(0, 2)) })),
];
