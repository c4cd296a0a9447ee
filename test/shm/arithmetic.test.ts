import assert from "node:assert/strict";
import fc from "fast-check";
import { addFigures, figureOf, figureOfBigInt, figureToJson } from "../../src/shm/figures.ts";
import { nextRoom } from "../../src/shm/growth.ts";
import { rateAt, turnOver } from "../../src/shm/rate.ts";
import { startingNs } from "../../src/shm/shared-clock.ts";
import { heartbeatIsStale, tickAdd, tickDifference, tickIsExpired, tickOfNs } from "../../src/shm/ticks.ts";

const tick = fc.integer({ min: 1, max: 0xffff_ffff });
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe("ticks", () => {
  it("add without ever yielding 0, across the wrap", () => {
    assert.equal(tickAdd(0xffff_ffff, 1), 1);
    assert.equal(tickAdd(0xffff_ffff, 2), 1);
    assert.equal(tickAdd(0xffff_fff0, 60_000), 60_000 - 16);
    fc.assert(fc.property(tick, fc.nat(60_000), (a, b) => tickAdd(a, b) !== 0));
  });

  it("expire exactly when reached, whatever wraps between", () => {
    fc.assert(
      fc.property(tick, fc.integer({ min: 1, max: 2 ** 31 - 2 }), (now, ms) => {
        const expiry = tickAdd(now, ms);
        assert.equal(tickIsExpired(expiry, now), false);
        assert.equal(tickIsExpired(expiry, (expiry - 1) >>> 0), false);
        assert.equal(tickIsExpired(expiry, expiry), true);
        assert.equal(tickIsExpired(expiry, (expiry + 5) >>> 0), true);
      }),
    );
  });

  it("measure a signed distance", () => {
    fc.assert(
      fc.property(tick, fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }), (from, ms) => {
        assert.equal(tickDifference((from + ms) >>> 0, from), ms);
      }),
    );
  });

  it("never set is stale but not expired", () => {
    assert.equal(tickIsExpired(0, 5), false);
    assert.equal(heartbeatIsStale(0, 5), true);
  });

  it("of a clock are its milliseconds cut to 32 bits, 0 replaced by 1", () => {
    assert.equal(tickOfNs(0n), 1);
    assert.equal(tickOfNs(2n ** 32n * 1_000_000n), 1);
    assert.equal(tickOfNs((2n ** 32n + 7n) * 1_000_000n + 999_999n), 7);
    fc.assert(
      fc.property(u64, (ns) => {
        const expected = Number((ns / 1_000_000n) % 2n ** 32n);
        assert.equal(tickOfNs(ns), expected === 0 ? 1 : expected);
      }),
    );
  });

  it("of a new map wrap within 21 seconds", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), (monotonic) => {
        const ms = Number((startingNs(monotonic) / 1_000_000n) % 2n ** 32n);
        const left = 2 ** 32 - ms;
        assert.ok(left > 19_000 && left <= 21_000, `${left} ms left`);
      }),
    );
  });
});

describe("room for objects", () => {
  it("grows by half powers of two", () => {
    const series = [0];
    while (series.length < 14) series.push(nextRoom(series.at(-1)!));
    assert.deepEqual(series, [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96]);
  });

  it("makes room from any other size too, at most doubling it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (room) => {
        const next = nextRoom(room);
        assert.ok(next > room && next <= 2 * room, `${room} to ${next}`);
      }),
    );
  });
});

describe("rates", () => {
  it("slide from the previous window into the current one", () => {
    const words = { currTick: 10_000, currCtr: 40, prevCtr: 100 };
    assert.equal(rateAt(words, 10_000), 140);
    assert.equal(rateAt(words, 10_500), 90);
    assert.equal(rateAt(words, 11_000), 40);
    assert.equal(rateAt(words, 11_001), 39);
    assert.equal(rateAt(words, 11_500), 20);
    assert.equal(rateAt(words, 12_000), 0);
    assert.equal(rateAt(words, 99_000), 0);
  });

  it("do not flap on a lone event", () => {
    const words = { currTick: 10_000, currCtr: 0, prevCtr: 1 };
    for (const now of [10_000, 10_500, 11_000]) assert.equal(rateAt(words, now), 1);
    assert.equal(rateAt(words, 11_001), 0);
  });

  it("ignore the bit of an update in progress", () => {
    fc.assert(
      fc.property(tick, fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(3_000), (at, curr, prev, ms) => {
        const currTick = (at & ~1) >>> 0;
        const now = (currTick + ms) >>> 0;
        const calm = rateAt({ currTick, currCtr: curr, prevCtr: prev }, now);
        const locked = rateAt({ currTick: (currTick | 1) >>> 0, currCtr: curr, prevCtr: prev }, now);
        assert.equal(locked, calm);
        assert.ok(calm >= 0 && calm <= curr + prev);
      }),
    );
  });

  it("turn over into the next window, or start anew after a missed one", () => {
    assert.deepEqual(turnOver(10_000, 11_400), { tick: 11_000, keepsPast: true });
    assert.deepEqual(turnOver(10_000, 12_000), { tick: 12_000, keepsPast: false });
    assert.deepEqual(turnOver(10_000, 50_001), { tick: 50_000, keepsPast: false });
    assert.deepEqual(turnOver(0xffff_fff0, 1_000), { tick: 984, keepsPast: true });
  });
});

describe("figures", () => {
  it("are exact over all 64 bits", () => {
    fc.assert(
      fc.property(u64, (value) => {
        const low = Number(value & 0xffff_ffffn);
        const figure = figureOf(low, Number(value >> 32n));
        assert.equal(BigInt(figure), value);
        assert.equal(typeof figure, value <= 2n ** 53n - 1n ? "number" : "bigint");
        assert.equal(figureOfBigInt(value), figure);
        assert.equal(BigInt(figureToJson(figure)), value);
      }),
    );
  });

  it("add exactly and wrap at 2^64 as HAProxy's sum does", () => {
    fc.assert(
      fc.property(u64, u64, (a, b) => {
        const sum = addFigures(figureOfBigInt(a), figureOfBigInt(b));
        assert.equal(BigInt(sum), (a + b) % 2n ** 64n);
      }),
    );
    assert.equal(addFigures(2 ** 53 - 1, 1), 2n ** 53n);
  });
});
