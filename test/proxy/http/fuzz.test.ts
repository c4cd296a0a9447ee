import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultParserSettings, H1Parser } from "../../../src/proxy/http/h1-parser.ts";
import {
  differencesOf,
  exchangeDifferences,
  haproxyOrSkip,
  haproxyVersion,
  requestDifferences,
  showsDifference,
} from "./support/differences.ts";
import { Oracle } from "./support/oracle.ts";
import { isComparable, LiveRelay, relayed, type RelayOptions, written } from "./support/relay.ts";
import { buildResponse, buildStream } from "./support/stream-builder.ts";
import { cut, shown, verdictOf } from "./support/verdict.ts";

/** What streams are built of: see stream-builder.ts. Shorter rows make simpler streams. */
const numbers = fc.uint8Array({ minLength: 8, maxLength: 64 });
const streams = numbers.map(buildStream);
/** Where a stream is cut, and whether each byte comes alone. */
const cuts = fc.array(fc.nat(200), { maxLength: 4 }).map((positions) => positions.sort((a, b) => a - b));

/** What responses answer. */
const requests = fc.constantFrom(
  "GET / HTTP/1.1\r\nhost: x\r\n\r\n",
  "HEAD / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.0\r\n\r\n",
  "GET / HTTP/1.1\r\nconnection: upgrade\r\nupgrade: foo\r\n\r\n",
);

/** The same streams each time, so that what fails today failed yesterday; HALUA_FUZZ_SEED names others. */
const seed = Number(process.env.HALUA_FUZZ_SEED ?? 20260822);

/** How many streams a real HAProxy is asked about: a few in CI, more where there is time. */
const asked = Number(process.env.HALUA_FUZZ_STREAMS ?? 3000);

function piecesOf(stream: string, positions: readonly number[]): Buffer[] {
  const bytes = Buffer.from(stream, "latin1");
  return positions.length === 4 && positions[0] === 0
    ? Array.from(bytes, (byte) => Buffer.of(byte))
    : cut(bytes, positions);
}

/** All that a parser says, with data joined, until it wants more or gives up. */
function said(parser: H1Parser<unknown>, pieces: readonly Buffer[]): unknown[] {
  const events: unknown[] = [];
  const waiting = [...pieces];
  let data = "";
  // Far more steps than bytes: one that is not done by then never is.
  for (let steps = 0; steps < 10_000; steps++) {
    const event = parser.next();
    if (event.type === "data") {
      data += event.data.toString("latin1");
      continue;
    }
    if (event.type === "more") {
      const piece = waiting.shift();
      if (piece) parser.push(piece);
      else parser.finish();
      continue;
    }
    events.push(data, event.type === "end" ? [...(event.trailers ?? [])] : event);
    data = "";
    if (event.type === "error" || event.type === "closed" || event.type === "preface") return events;
  }
  assert.fail("the parser does not come to an end");
}

describe("HTTP/1 at random", function () {
  this.timeout(60_000 + asked * 20);

  it("reads 50 000 streams of requests alike however they are cut, and comes to an end", () => {
    fc.assert(
      fc.property(streams, cuts, (stream, positions) => {
        const ask = (pieces: Buffer[]): unknown[] =>
          said(H1Parser.forRequests(defaultParserSettings), pieces);
        assert.deepEqual(ask(piecesOf(stream, positions)), ask(piecesOf(stream, [])));
      }),
      { numRuns: 50_000, seed },
    );
  });

  it("reads 10 000 responses alike however they are cut", () => {
    fc.assert(
      fc.property(
        numbers.map(buildResponse),
        cuts,
        fc.constantFrom("GET", "HEAD", "CONNECT"),
        (stream, at, method) => {
          const ask = (pieces: Buffer[]): unknown[] =>
            said(
              H1Parser.forResponses(defaultParserSettings, () => method),
              pieces,
            );
          assert.deepEqual(ask(piecesOf(stream, at)), ask(piecesOf(stream, [])));
        },
      ),
      { numRuns: 10_000, seed },
    );
  });

  it("reads again what it has written", () => {
    let taken = 0;
    fc.assert(
      fc.property(streams, (stream) => {
        const once = written(stream);
        if (once === undefined) return;
        taken++;
        assert.equal(written(once), once);
      }),
      { numRuns: 10_000, seed },
    );
    assert.ok(taken > 2000, `only ${taken} streams were taken`);
  });

  it("judges streams as a real HAProxy does", async function () {
    const program = haproxyOrSkip(this);
    const known = differencesOf(haproxyVersion(program), requestDifferences);
    const oracle = new Oracle();
    let compared = 0;
    await oracle.start(program);
    try {
      await fc.assert(
        fc.asyncProperty(streams, async (stream) => {
          if (showsDifference(stream, known)) return;
          compared++;
          const bytes = Buffer.from(stream, "latin1");
          const ours = verdictOf([bytes]);
          const theirs = await oracle.ask(bytes, ours);
          assert.deepEqual(shown(ours), theirs === "hang" ? theirs : shown(theirs));
        }),
        { numRuns: asked, seed },
      );
    } finally {
      await oracle.stop();
    }
    // Where the version is so old that most is different, this has shown little.
    assert.ok(compared > asked * 0.3, `only ${compared} streams could be compared`);
  });

  it("passes responses on as a real HAProxy does", async function () {
    const program = haproxyOrSkip(this);
    const known = differencesOf(haproxyVersion(program), exchangeDifferences);
    const options: RelayOptions = {
      frontend: "keep-alive",
      backend: "keep-alive",
      pretendsKeepAlive: false,
      acceptsUnsafe: false,
    };
    const relay = new LiveRelay();
    let compared = 0;
    await relay.start(program, options);
    try {
      await fc.assert(
        fc.asyncProperty(requests, numbers.map(buildResponse), async (request, response) => {
          const exchange = { request, response };
          if (!isComparable(exchange) || showsDifference(request + response, known)) return;
          compared++;
          assert.deepEqual(relayed(exchange, options), await relay.pass(exchange));
        }),
        { numRuns: Math.floor(asked / 2), seed },
      );
    } finally {
      await relay.stop();
    }
    assert.ok(compared > asked * 0.05, `only ${compared} responses could be compared`);
  });
});
