import assert from "node:assert/strict";
import fc from "fast-check";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import { readAddress } from "../../../src/samples/patterns/index.ts";
import { address, binary, integer, text, type Sample } from "../../../src/samples/sample.ts";
import {
  keySample,
  PeriodCounter,
  StickTable,
  stickKey,
  type Column,
  type KeyType,
  type StickTableOptions,
} from "../../../src/samples/stick-tables/index.ts";

function table(options: Partial<StickTableOptions> = {}): { table: StickTable; time: VirtualTime } {
  const time = new VirtualTime();
  const columns: Column[] = [{ name: "gpc0" }, { name: "gpc0_rate", period: 1000 }];
  return { table: new StickTable({ name: "t", type: "string", size: 10, columns, time, ...options }), time };
}

const keys = (given: StickTable): unknown[] => Array.from(given.entries(), ({ key }) => key);

describe("a stick table", () => {
  it("drops entries that were not touched for its time, unless somebody holds them", () => {
    const { table: t, time } = table({ expire: 1000 });
    const held = t.hold("held");
    t.touch("a");
    time.advanceSync(600);
    t.touch("b");
    assert.deepEqual(keys(t), ["held", "a", "b"]);
    time.advanceSync(400);
    assert.equal(t.find("a"), undefined);
    assert.deepEqual(keys(t), ["b", "held"]);
    assert.ok(held);
    assert.equal(t.timeLeft(held), 1000);
    t.release(held);
    time.advanceSync(1000);
    assert.equal(t.used, 0);
  });

  it("does not keep an entry for being looked at", () => {
    const { table: t, time } = table({ expire: 1000 });
    t.touch("a");
    time.advanceSync(900);
    const entry = t.find("a");
    assert.ok(entry);
    assert.equal(t.timeLeft(entry), 100);
    time.advanceSync(100);
    assert.equal(t.find("a"), undefined);
  });

  it("makes room for new keys, or refuses them", () => {
    const { table: t } = table({ size: 3 });
    for (const key of ["a", "b", "c"]) t.touch(key);
    t.touch("a");
    assert.ok(t.touch("d"));
    assert.deepEqual(keys(t), ["c", "a", "d"]);
    const { table: full } = table({ size: 1, noPurge: true });
    full.touch("a");
    assert.equal(full.touch("b"), undefined);
    assert.ok(full.touch("a"));
    const { table: busy } = table({ size: 1 });
    busy.hold("a");
    assert.equal(busy.touch("b"), undefined);
  });

  it("drops one in 256 of its size when it is full", () => {
    const { table: t } = table({ size: 512 });
    for (let i = 0; i < 513; i++) t.touch(`k${i}`);
    assert.equal(t.used, 510);
  });

  it("counts in columns of 32 bits, and refuses those it does not have", () => {
    const { table: t } = table({
      columns: [
        { name: "gpc0" },
        { name: "gpc", elements: 2 },
        { name: "server_key" },
        { name: "server_id" },
      ],
    });
    const entry = t.touch("a");
    assert.ok(entry);
    entry.add("gpc0", 2 ** 32 - 1);
    entry.add("gpc0", 3);
    assert.equal(entry.get("gpc0"), 2);
    assert.equal(entry.add("gpc", 5, 1), true);
    assert.deepEqual([entry.get("gpc"), entry.get("gpc", 1), entry.get("gpc", 2)], [0, 5, undefined]);
    assert.equal(entry.add("gpc", 1, 2), false);
    assert.equal(entry.add("conn_cnt"), false);
    assert.equal(entry.set("server_key", "s1"), true);
    assert.equal(entry.set("gpc0", "text"), false);
    assert.equal(entry.set("server_id", -1), true);
    assert.deepEqual([entry.get("server_key"), entry.get("server_id")], ["s1", -1]);
  });
});

describe("a rate", () => {
  it("counts the current period whole and the last one by what still lies in the window", () => {
    const counter = new PeriodCounter(1000);
    counter.add(10_000, 10);
    assert.equal(counter.read(10_500), 10);
    counter.add(11_000, 4);
    assert.equal(counter.read(11_000), 14);
    assert.equal(counter.read(11_500), 9);
    assert.equal(counter.read(12_000), 4);
    assert.equal(counter.read(12_500), 2);
    assert.equal(counter.read(13_001), 0);
  });

  it("does not let a single event flap", () => {
    const counter = new PeriodCounter(1000);
    counter.add(5000, 1);
    assert.equal(counter.read(6999), 1);
    assert.equal(counter.read(7001), 0);
  });

  it("is never more than what happened in the last two periods, nor less than in the current one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 9 }))),
        (steps) => {
          const counter = new PeriodCounter(1000);
          const events: [at: number, count: number][] = [];
          let now = 100_000;
          for (const [pause, count] of steps) {
            now += pause;
            counter.add(now, count);
            events.push([now, count]);
            const since = (ms: number): number =>
              events.reduce((all, [at, each]) => (now - at <= ms ? all + each : all), 0);
            assert.ok(counter.read(now) <= since(2001));
            assert.ok(counter.read(now) >= count);
          }
        },
      ),
    );
  });
});

describe("the key of a stick table", () => {
  it("is converted from text", () => {
    const key = (type: KeyType, length: number, value: string): unknown =>
      stickKey(type, length, { type: "str", value });
    assert.equal(key("ip", 4, "010.0.0.1:80"), "10.0.0.1");
    assert.equal(key("ip", 4, "::1"), undefined);
    assert.equal(key("ipv6", 16, "2001:DB8:0::1"), "2001:db8::1");
    assert.equal(key("integer", 4, "12abc"), 12);
    assert.equal(key("integer", 4, "-1"), 4294967295);
    assert.equal(key("integer", 4, ""), undefined);
    assert.equal(key("string", 5, "abcdef"), "abcd");
    assert.equal(key("string", 5, "a\0b"), "a");
    assert.equal(key("binary", 4, "ab"), "ab\0\0");
  });

  it("is converted from addresses and integers", () => {
    const from = (written: string): Sample => address(parseAddress(written));
    assert.equal(stickKey("ip", 4, from("::ffff:1.2.3.4")), "1.2.3.4");
    assert.equal(stickKey("ip", 4, from("2001:db8::1")), undefined);
    assert.equal(stickKey("ipv6", 16, from("1.2.3.4")), "::ffff:1.2.3.4");
    assert.equal(stickKey("string", 32, from("1.2.3.4")), "1.2.3.4");
    assert.equal(stickKey("integer", 4, integer(2n ** 32n + 5n)), 5);
    assert.equal(stickKey("string", 32, integer(7)), "7");
  });

  it("is a sample again", () => {
    assert.deepEqual(keySample("ipv6", "2001:db8::1"), address(parseAddress("2001:db8::1")));
    assert.deepEqual(keySample("integer", 4294967295), integer(4294967295));
    assert.deepEqual(keySample("string", "a"), text("a"));
    assert.deepEqual(keySample("binary", "a\0"), binary("a\0"));
  });
});

function parseAddress(written: string): NonNullable<ReturnType<typeof readAddress>> {
  const found = readAddress(written);
  assert.ok(found);
  return found;
}
