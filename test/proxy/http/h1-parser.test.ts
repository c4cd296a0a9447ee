import assert from "node:assert/strict";
import {
  defaultParserSettings,
  type H1Event,
  H1Parser,
  type H1ParserSettings,
  http2Preface,
} from "../../../src/proxy/http/h1-parser.ts";
import type { RequestHead, ResponseHead } from "../../../src/proxy/http/message.ts";
import { haproxyOrSkip, haproxyVersion } from "./support/differences.ts";
import { Oracle } from "./support/oracle.ts";
import { verdictOf } from "./support/verdict.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

function requests(text: string, settings: Partial<H1ParserSettings> = {}): H1Parser<RequestHead> {
  const parser = H1Parser.forRequests({ ...defaultParserSettings, ...settings });
  parser.push(bytes(text));
  return parser;
}

function responses(text: string, method = "GET"): H1Parser<ResponseHead> {
  const parser = H1Parser.forResponses(defaultParserSettings, () => method);
  parser.push(bytes(text));
  return parser;
}

type Head<T> = Extract<H1Event<T>, { type: "head" }>;

function headOf<T>(parser: H1Parser<T>): Head<T> {
  const event = parser.next();
  assert.ok(event.type === "head", JSON.stringify(event));
  return event;
}

/** The kinds of all events until the parser wants more or gives up; data as text. */
function kinds(parser: H1Parser<unknown>): string[] {
  const found: string[] = [];
  for (;;) {
    const event = parser.next();
    found.push(event.type === "data" ? event.data.toString("latin1") : event.type);
    if (["more", "error", "closed", "preface"].includes(event.type)) return found;
  }
}

const errorOf = (parser: H1Parser<unknown>): string => {
  const event = parser.next();
  return event.type === "error"
    ? `${event.status} ${event.part}${event.truncated ? " truncated" : ""}`
    : event.type;
};

describe("the HTTP/1 parser", () => {
  it("gives head, data and end, message by message", () => {
    const parser = requests("POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcGET /next HTTP/1.1\r\n\r\n");
    const { head, framing } = headOf(parser);
    assert.deepEqual([head.method, head.uri, head.version], ["POST", "/", "HTTP/1.1"]);
    assert.deepEqual(framing, { kind: "length", length: 3 });
    assert.deepEqual(kinds(parser), ["abc", "end", "head", "end", "more"]);
  });

  it("holds back what it is not asked for", () => {
    const parser = requests("GET / HTTP/1.1\r\n\r\nGET /next HTTP/1.1\r\n\r\n");
    headOf(parser);
    assert.equal(parser.next().type, "end");
    assert.equal(parser.pending, 22);
    parser.push(bytes("GET /last HTTP/1.1\r\n\r\n"));
    assert.deepEqual(kinds(parser), ["head", "end", "head", "end", "more"]);
  });

  it("does not copy payload", () => {
    const parser = requests("POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\n");
    headOf(parser);
    const pushed = bytes("abc");
    parser.push(pushed);
    const event = parser.next();
    assert.ok(event.type === "data");
    assert.equal(event.data.buffer, pushed.buffer);
    assert.equal(event.data.byteOffset, pushed.byteOffset);
  });

  it("gives trailers with the end, in lower case", () => {
    const parser = requests(
      "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nA: b\r\n\r\n",
    );
    headOf(parser);
    assert.equal(parser.next().type, "data");
    const event = parser.next();
    assert.ok(event.type === "end");
    assert.deepEqual([...(event.trailers ?? [])], [["a", "b"]]);
  });

  it("says what the sender wants of the connection", () => {
    const words = (headers: string): unknown =>
      headOf(requests(`GET / HTTP/1.1\r\n${headers}\r\n`)).connection;
    assert.deepEqual(words("connection: close\r\n"), { close: true, keepAlive: false, upgrade: false });
    assert.deepEqual(words("connection: keep-alive, upgrade\r\nupgrade: x\r\n"), {
      close: false,
      keepAlive: true,
      upgrade: true,
    });
    assert.deepEqual(words("connection: upgrade\r\n"), { close: false, keepAlive: false, upgrade: false });
    // A length that is not believed may be believed by the next one on the way.
    const both = "content-length: 3\r\ntransfer-encoding: chunked\r\n";
    assert.deepEqual(words(both), { close: true, keepAlive: false, upgrade: false });
  });

  it("leaves connections with two lengths open when told to", () => {
    const both = "POST / HTTP/1.1\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n";
    const { connection, head } = headOf(requests(both, { keepInsecureTransferEncoding: true }));
    assert.ok(!connection.close);
    assert.ok(!head.headers.has("content-length"));
  });

  it("takes payload with any method when told to", () => {
    const request = "GET / HTTP/1.0\r\ncontent-length: 1\r\n\r\nx";
    assert.equal(errorOf(requests(request)), "413 head");
    assert.deepEqual(kinds(requests(request, { acceptPayloadWithAnyMethod: true })), [
      "head",
      "x",
      "end",
      "more",
    ]);
  });

  it("knows where a connection may end", () => {
    const ended = (text: string): string => {
      const parser = requests(text);
      parser.finish();
      for (;;) {
        const event = parser.next();
        if (event.type === "closed") return "closed";
        if (event.type === "error") return `${event.status} ${event.part} ${event.truncated}`;
        assert.notEqual(event.type, "more");
      }
    };
    assert.equal(ended(""), "closed");
    assert.equal(ended("GET / HTTP/1.1\r\n\r\n"), "closed");
    assert.equal(ended("GET / HTTP/1.1\r\n"), "400 head true");
    assert.equal(ended("PRI * HTTP/2.0\r\n"), "400 head true");
    assert.equal(ended("POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab"), "400 payload true");
    const chunked = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n";
    for (const rest of ["", "3", "3\r\n", "3\r\nab", "3\r\nabc", "3\r\nabc\r"]) {
      assert.equal(ended(chunked + rest), "400 payload true", rest);
    }
    for (const rest of ["0\r\n", "0\r\na: b\r\n", "0\r\n\r"]) {
      assert.equal(ended(chunked + rest), "400 trailers true", rest);
    }
    assert.equal(ended(`${chunked}3\r\nabX`), "400 payload true");
    assert.equal(ended(`${chunked}2\r\nabX`), "400 payload false");
  });

  it("says the same error again", () => {
    const parser = requests("x\r\n");
    assert.equal(errorOf(parser), "400 head");
    parser.push(bytes("GET / HTTP/1.1\r\n\r\n"));
    assert.equal(errorOf(parser), "400 head");
  });

  it("knows HTTP/2's preface, once it is all there", () => {
    const parser = H1Parser.forRequests(defaultParserSettings);
    for (const byte of http2Preface) {
      assert.equal(parser.next().type, "more");
      parser.push(Buffer.of(byte));
    }
    assert.equal(parser.next().type, "preface");
    assert.deepEqual(parser.rest(), http2Preface);
    assert.equal(errorOf(requests("PRI * HTTP/2.0\r\n\r\nSX")), "400 head");
    assert.equal(errorOf(requests("PRO * HTTP/1.1\r\n\r\n")), "head");
    // It is a client's.
    assert.equal(errorOf(responses("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")), "502 head");
  });

  it("passes all through a tunnel", () => {
    const parser = requests("CONNECT h:1 HTTP/1.1\r\n\r\nearly");
    assert.deepEqual(headOf(parser).framing, { kind: "none" });
    assert.equal(parser.next().type, "end");
    parser.becomeTunnel();
    assert.deepEqual(kinds(parser), ["early", "more"]);
    parser.push(bytes("late"));
    parser.finish();
    assert.deepEqual(kinds(parser), ["late", "end", "closed"]);
  });

  describe("of responses", () => {
    it("frames them by request and status", () => {
      const framing = (text: string, method?: string): unknown => headOf(responses(text, method)).framing;
      const length = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n";
      const chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
      assert.deepEqual(framing(length), { kind: "length", length: 3 });
      assert.deepEqual(framing(chunked), { kind: "chunked" });
      assert.deepEqual(framing("HTTP/1.1 200 OK\r\n\r\n"), { kind: "close" });
      assert.deepEqual(framing(length, "HEAD"), { kind: "none", announced: "length" });
      assert.deepEqual(framing(chunked, "HEAD"), { kind: "none", announced: "chunked" });
      assert.deepEqual(framing("HTTP/1.1 200 OK\r\n\r\n", "HEAD"), { kind: "none" });
      assert.deepEqual(framing(length, "CONNECT"), { kind: "tunnel" });
      assert.deepEqual(framing("HTTP/1.1 407 No\r\ncontent-length: 3\r\n\r\n", "CONNECT"), {
        kind: "length",
        length: 3,
      });
      assert.deepEqual(framing("HTTP/1.1 204 No\r\ncontent-length: 3\r\n\r\n"), { kind: "none" });
      assert.deepEqual(framing("HTTP/1.1 304 Not\r\ncontent-length: 3\r\n\r\n"), {
        kind: "none",
        announced: "length",
      });
      assert.deepEqual(framing("HTTP/1.1 101 Yes\r\nconnection: upgrade\r\n\r\n"), { kind: "tunnel" });
    });

    it("goes on behind interim ones", () => {
      const interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\n";
      const parser = responses(`${interim}HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx`);
      assert.deepEqual(kinds(parser), ["head", "head", "head", "x", "end", "more"]);
    });

    it("ends those without a length with the connection", () => {
      const parser = responses("HTTP/1.1 200 OK\r\n\r\nabc");
      headOf(parser);
      assert.deepEqual(kinds(parser), ["abc", "more"]);
      parser.finish();
      assert.deepEqual(kinds(parser), ["end", "closed"]);
    });

    it("are answered by 502 when they cannot be read", () => {
      assert.equal(errorOf(responses("HTTP/1.1 2000 OK\r\n\r\n")), "502 head");
      assert.equal(errorOf(responses(`HTTP/1.1 200 OK\r\nx: ${"a".repeat(17_000)}`)), "502 head");
    });
  });

  /** Requests around each limit: those of that size and below are taken, or wait for more. */
  const limits: [name: string, of: (size: number) => string, most: number, then: number][] = [
    ["a target", (size) => `GET /${"a".repeat(size)} HTTP/1.1\r\n\r\n`, 15_271, 431],
    ["a long target", (size) => `GET /${"a".repeat(size)} HTTP/1.1\r\n\r\n`, 16_312, 414],
    ["a target without an end", (size) => `GET /${"a".repeat(size)}`, 16_322, 414],
    ["a header", (size) => `GET / HTTP/1.1\r\na: ${"a".repeat(size)}\r\n\r\n`, 15_262, 431],
    ["a header without an end", (size) => `GET / HTTP/1.1\r\na: ${"a".repeat(size)}`, 16_308, 431],
    ["headers", (size) => `GET / HTTP/1.1\r\n${"a: b\r\n".repeat(size)}\r\n`, 100, 400],
    [
      "trailers",
      (size) => `POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${"a: b\r\n".repeat(size)}\r\n`,
      100,
      400,
    ],
  ];

  it("has HAProxy's limits", () => {
    for (const [name, of, most, then] of limits) {
      assert.equal(verdictOf([bytes(of(most + 1))]).end, then, name);
      const { end } = verdictOf([bytes(of(most))]);
      // What is beyond the first limit of a target meets that one.
      assert.ok(
        end === "idle" || end === "wait" || (name === "a long target" && end === 431),
        `${name}: ${end}`,
      );
    }
  });

  it("has a real HAProxy's limits", async function () {
    const program = haproxyOrSkip(this);
    // Older ones keep a little more room, and answer 400 to all.
    if (haproxyVersion(program) < 3.005) this.skip();
    const oracle = new Oracle();
    await oracle.start(program);
    try {
      for (const [name, of, most] of limits) {
        for (const size of [most, most + 1]) {
          const stream = bytes(of(size));
          const ours = verdictOf([stream]);
          const theirs = await oracle.ask(stream, ours);
          assert.ok(theirs !== "hang");
          // What is as large as that cannot be echoed: that is answered 500.
          assert.equal(theirs.end === 500 ? "idle" : theirs.end, ours.end, `${name} of ${size}`);
        }
      }
    } finally {
      await oracle.stop();
    }
  });

  it("counts a chunk's line too", () => {
    const chunked = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n";
    const parser = requests(`${chunked}1;${"a".repeat(20_000)}`);
    headOf(parser);
    assert.equal(errorOf(parser), "400 payload");
  });
});
