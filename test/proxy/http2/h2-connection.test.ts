import assert from "node:assert/strict";
import fc from "fast-check";
import { errorCodes, frame, frameTypes, settingsFrame, uint32 } from "../../../src/proxy/http2/frames.ts";
import { H2Connection } from "../../../src/proxy/http2/h2-connection.ts";
import type { H2Owner } from "../../../src/proxy/http2/h2-owner.ts";
import type { H2Stream, H2User } from "../../../src/proxy/http2/h2-stream.ts";
import type { Field } from "../../../src/proxy/http2/hpack-table.ts";
import { encodeFields } from "../../../src/proxy/http2/hpack.ts";

/** Notes what comes on a stream. */
class Noting implements H2User {
  readonly heads: (readonly Field[])[] = [];
  payload = "";
  ended = false;
  code: number | undefined;
  onDrained: () => void = () => undefined;
  stream: H2Stream | undefined;

  fields(fields: readonly Field[], isEnd: boolean): void {
    this.heads.push(fields);
    this.ended ||= isEnd;
  }

  data(piece: Buffer, isEnd: boolean): void {
    this.payload += piece.toString("latin1");
    this.ended ||= isEnd;
    this.stream?.consume(piece.length);
  }

  broken(code: number): void {
    this.code = code;
  }

  drained(): void {
    this.onDrained();
  }
}

/** One side, whose bytes are gathered. */
class Side implements H2Owner {
  readonly blocked = false;
  readonly users: Noting[] = [];
  readonly http2: H2Connection;
  out: Buffer[] = [];
  glitches = 0;
  failure: number | undefined;

  constructor(role: "server" | "client") {
    this.http2 = new H2Connection(this, { role, maxConcurrentStreams: 3 });
    this.http2.start();
  }

  write(piece: string | Buffer): void {
    this.out.push(typeof piece === "string" ? Buffer.from(piece, "latin1") : piece);
  }

  taken(): Buffer {
    return Buffer.concat(this.out.splice(0));
  }

  begun(stream: H2Stream): H2User {
    const user = new Noting();
    user.stream = stream;
    this.users.push(user);
    return user;
  }

  streamClosed(): void {
    // Nothing to do.
  }

  glitch(): void {
    this.glitches++;
  }

  failed(code: number): void {
    this.failure = code;
  }

  goingAway(): void {
    // Nothing to do.
  }
}

/** Carries bytes both ways until there are none, in pieces of `size`. */
function carry(one: Side, other: Side, size = Infinity): void {
  for (;;) {
    const [there, back] = [one.taken(), other.taken()];
    if (there.length + back.length === 0) return;
    for (let at = 0; at < there.length; at += size) other.http2.push(there.subarray(at, at + size));
    for (let at = 0; at < back.length; at += size) one.http2.push(back.subarray(at, at + size));
  }
}

function pair(size?: number): { client: Side; server: Side } {
  const [client, server] = [new Side("client"), new Side("server")];
  carry(client, server, size);
  return { client, server };
}

const request: readonly Field[] = [
  [":method", "POST"],
  [":scheme", "http"],
  [":path", "/"],
];

function open(client: Side): { stream: H2Stream; user: Noting } {
  const user = new Noting();
  const stream = client.http2.open(user);
  user.stream = stream;
  return { stream, user };
}

describe("a connection of HTTP/2", () => {
  it("carries heads, payload beyond all windows, and trailers, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 50_000 }),
        (lengths, size) => {
          const { client, server } = pair(size);
          const { stream, user } = open(client);
          stream.sendFields(request, false);
          for (const length of lengths) stream.write(Buffer.alloc(length, "a"));
          stream.end([["x-trailer", "t"]]);
          carry(client, server, size);
          const [got] = server.users;
          const total = lengths.reduce((sum, length) => sum + length, 0);
          assert.deepEqual(got?.heads, [request, [["x-trailer", "t"]]]);
          assert.deepEqual([got.payload.length, got.ended], [total, true]);
          got.stream?.sendFields([[":status", "200"]], false);
          got.stream?.write(Buffer.alloc(total, "b"));
          got.stream?.end();
          carry(client, server, size);
          assert.deepEqual(
            [user.heads, user.payload.length, user.ended],
            [[[[":status", "200"]]], total, true],
          );
          assert.deepEqual([client.http2.streamCount, server.http2.streamCount], [0, 0]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("stops at the stream's window until room is given back", () => {
    const { client, server } = pair();
    const { stream, user } = open(client);
    stream.sendFields(request, false);
    carry(client, server);
    const [got] = server.users;
    assert.ok(got);
    const { stream: kept } = got;
    got.stream = undefined;
    stream.write(Buffer.alloc(100_000));
    carry(client, server);
    assert.ok(stream.blocked);
    assert.ok(got.payload.length < 70_000, `${got.payload.length}`);
    let drained = 0;
    user.onDrained = () => drained++;
    assert.ok(kept);
    kept.consume(100_000);
    carry(client, server);
    assert.deepEqual([stream.blocked, drained], [false, 1]);
    assert.equal(got.payload.length, 100_000);
  });

  it("refuses more streams than it allows, and goes on", () => {
    const { client, server } = pair();
    const opened = Array.from({ length: 4 }, () => open(client));
    for (const { stream } of opened) stream.sendFields(request, false);
    carry(client, server);
    assert.deepEqual(
      opened.map(({ user }) => user.code),
      [undefined, undefined, undefined, errorCodes.refusedStream],
    );
    assert.deepEqual([server.failure, server.glitches], [undefined, 1]);
  });

  const head = encodeFields(request);
  const start = settingsFrame([]);
  const data = (stream: number, bits: number, text: string): string =>
    frame(frameTypes.data, bits, stream, text);
  const headers = (stream: number, bits: number, block = head): string =>
    frame(frameTypes.headers, bits, stream, block);

  /** What RFC 9113 calls an error of the connection. */
  const faults: readonly (readonly [what: string, bytes: string, code: number])[] = [
    ["anything before settings", headers(1, 5), errorCodes.protocol],
    ["frames larger than allowed", `${start}\x01\x00\x00\x00\x00\x00\x00\x00\x01`, errorCodes.frameSize],
    ["streams of an even number", start + headers(2, 5), errorCodes.protocol],
    ["streams that are closed", start + headers(1, 5) + headers(1, 5), errorCodes.streamClosed],
    ["payload of no stream", start + data(0, 0, "a"), errorCodes.protocol],
    ["payload of a stream that has not begun", start + data(1, 0, "a"), errorCodes.protocol],
    ["payload behind the end", start + headers(1, 5) + data(1, 0, "a"), errorCodes.streamClosed],
    ["padding longer than the payload", start + headers(1, 4) + data(1, 8, "\x05a"), errorCodes.protocol],
    ["a block that is not continued", start + headers(1, 1) + headers(3, 5), errorCodes.protocol],
    ["a continuation of nothing", start + frame(frameTypes.continuation, 4, 1, ""), errorCodes.protocol],
    ["fields that cannot be decoded", start + headers(1, 5, "\x80"), errorCodes.compression],
    [
      "a stream that depends on itself",
      start + headers(1, 0x25, `${uint32(1)}\0${head}`),
      errorCodes.protocol,
    ],
    ["settings of a stream", start + frame(frameTypes.settings, 0, 1, ""), errorCodes.protocol],
    ["half a setting", start + frame(frameTypes.settings, 0, 0, "abc"), errorCodes.frameSize],
    ["a window that is too large", start + settingsFrame([[4, 2 ** 31]]), errorCodes.flowControl],
    ["frames smaller than all may send", start + settingsFrame([[5, 1]]), errorCodes.protocol],
    ["a ping of another length", start + frame(frameTypes.ping, 0, 0, "abc"), errorCodes.frameSize],
    [
      "a window's growth by nothing",
      start + frame(frameTypes.windowUpdate, 0, 0, uint32(0)),
      errorCodes.protocol,
    ],
    [
      "a window's growth beyond its limit",
      start + frame(frameTypes.windowUpdate, 0, 0, uint32(2 ** 31 - 1)),
      errorCodes.flowControl,
    ],
    ["a promise", start + frame(frameTypes.push, 4, 1, ""), errorCodes.protocol],
    [
      "a reset of a stream that has not begun",
      start + frame(frameTypes.reset, 0, 1, uint32(0)),
      errorCodes.protocol,
    ],
  ];
  for (const [what, bytes, code] of faults) {
    it(`ends at ${what}`, () => {
      const server = new Side("server");
      server.taken();
      server.http2.push(Buffer.from(bytes, "latin1"));
      assert.equal(server.failure, code);
      const sent = server.taken();
      const goAway = sent.subarray(sent.length - 17);
      assert.deepEqual([goAway[3], goAway.readUInt32BE(13)], [frameTypes.goAway, code]);
    });
  }

  /** And what it calls one of the stream: others go on. */
  const streamFaults: readonly (readonly [what: string, bytes: string, code: number])[] = [
    ["trailers that do not end it", headers(1, 4) + headers(1, 4), errorCodes.protocol],
    [
      "a window that grows by nothing",
      headers(1, 4) + frame(frameTypes.windowUpdate, 0, 1, uint32(0)),
      errorCodes.protocol,
    ],
    [
      "a window beyond its limit",
      headers(1, 4) + frame(frameTypes.windowUpdate, 0, 1, uint32(2 ** 31 - 1)),
      errorCodes.flowControl,
    ],
  ];
  for (const [what, bytes, code] of streamFaults) {
    it(`ends a stream at ${what}`, () => {
      const server = new Side("server");
      server.http2.push(Buffer.from(start + bytes + headers(3, 5), "latin1"));
      assert.deepEqual(
        server.users.map((user) => [user.code, user.ended]),
        [
          [code, false],
          [undefined, true],
        ],
      );
      assert.deepEqual([server.failure, server.glitches], [undefined, 1]);
    });
  }

  it("takes whatever comes, and never throws", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.constantFrom(headers(1, 4), headers(1, 5), headers(3, 4), data(1, 1, "abc"), data(3, 9, "\x01abc")),
      fc
        .tuple(fc.nat(10), fc.nat(255), fc.nat(5), fc.string({ maxLength: 20 }))
        .map((each) => frame(...each)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const server = new Side("server");
        server.http2.push(Buffer.from(start + pieces.join(""), "latin1"));
        server.http2.end();
        assert.equal(server.http2.streamCount, 0);
      }),
      { numRuns: 2000 },
    );
  });
});
