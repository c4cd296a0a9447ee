import assert from "node:assert/strict";
import {
  differencesOf,
  exchangeDifferences,
  haproxyOrSkip,
  haproxyVersion,
  showsDifference,
} from "./support/differences.ts";
import { exchanges } from "./support/exchanges.ts";
import { recordedExchanges } from "./support/recorded.ts";
import { LiveRelay, relayed } from "./support/relay.ts";

describe("messages as HAProxy passes them on", () => {
  it("sends what it sends, and keeps the connections that it keeps", () => {
    const recorded = recordedExchanges();
    assert.equal(recorded.length, exchanges.flatMap(({ exchanges: some }) => some).length);
    for (const { options, exchange, relayed: expected } of recorded) {
      assert.deepEqual(relayed(exchange, options), expected, JSON.stringify([exchange, options]));
    }
  });

  it("agrees with a real HAProxy", async function () {
    const program = haproxyOrSkip(this);
    const known = differencesOf(haproxyVersion(program), exchangeDifferences);
    for (const { options, exchanges: some } of exchanges) {
      const relay = new LiveRelay();
      await relay.start(program, options);
      try {
        for (const exchange of some) {
          const all = `${JSON.stringify(options)}\n${exchange.request}${exchange.response}`;
          if (showsDifference(all, known)) continue;
          const expected = relayed(exchange, options);
          assert.deepEqual(await relay.pass(exchange), expected, JSON.stringify([exchange, options]));
        }
      } finally {
        await relay.stop();
      }
    }
  });
});
