import assert from "node:assert/strict";
import { BlockList } from "node:net";
import fc from "fast-check";
import {
  embedded,
  formatAddress,
  mapped,
  numericName,
  parseIpv4,
  parseIpv6,
  parseNetwork,
  readAddress,
  readIpv4,
} from "../../../src/samples/patterns/addresses.ts";

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

describe("addresses", () => {
  it("come back as they went in", () => {
    fc.assert(
      fc.property(ipv4, (text) => {
        const address = parseIpv4(text);
        assert.equal(address && formatAddress(address), text);
      }),
    );
    fc.assert(
      fc.property(ipv6, (text) => {
        const address = parseIpv6(text);
        assert.ok(address);
        assert.deepEqual(parseIpv6(formatAddress(address)), address);
      }),
    );
  });

  it("of version 6 are written as inet_ntop writes them", () => {
    const texts = {
      "0:0:0:0:0:0:0:0": "::",
      "0:0:0:0:0:0:0:1": "::1",
      "2001:db8:0:0:1:0:0:0": "2001:db8:0:0:1::",
      "2001:DB8:0:1:0:0:0:1": "2001:db8:0:1::1",
      "1:0:3:0:5:0:7:0": "1:0:3:0:5:0:7:0",
      "::ffff:1.2.3.4": "::ffff:1.2.3.4",
      "::1.2.3.4": "::1.2.3.4",
      "64:ff9b::1.2.3.4": "64:ff9b::102:304",
    };
    for (const [given, wanted] of Object.entries(texts)) {
      const address = parseIpv6(given);
      assert.equal(address && formatAddress(address), wanted);
    }
  });

  it("are read from samples with what may follow them", () => {
    const read = (text: string): string | undefined => {
      const address = readIpv4(text);
      return address && formatAddress(address);
    };
    assert.equal(read("10.0.0.1:80"), "10.0.0.1");
    assert.equal(read("010.00.0.1 x"), "10.0.0.1");
    for (const text of [
      "",
      "1.2.3",
      "1.2.3.",
      "1.2.3.4.",
      "1.2.3.4.5",
      "256.1.1.1",
      "a.b.c.d",
      "1..2.3",
      ".1.2.3",
    ]) {
      assert.equal(read(text), undefined, text);
    }
    assert.equal(readAddress("fe80::1%eth0"), undefined);
    assert.equal(parseIpv4("01.2.3.4"), undefined);
  });

  it("are mapped from one family to the other", () => {
    fc.assert(
      fc.property(ipv4, (text) => {
        const address = parseIpv4(text);
        assert.ok(address);
        assert.equal(formatAddress(mapped(address)), `::ffff:${text}`);
        assert.deepEqual(embedded(mapped(address)), address);
      }),
    );
    const inside = (text: string): string | undefined => {
      const address = parseIpv6(text);
      const found = address && embedded(address);
      return found && formatAddress(found);
    };
    assert.equal(inside("2002:102:304::"), "1.2.3.4");
    assert.equal(inside("::5.6.7.8"), "5.6.7.8");
    assert.equal(inside("2001:db8::1"), undefined);
  });
});

describe("networks", () => {
  it("hold the addresses that node:net's block list says they hold", () => {
    fc.assert(
      fc.property(ipv4, fc.integer({ min: 0, max: 32 }), ipv4, (base, length, sample) => {
        const network = parseNetwork(`${base}/${length}`);
        const list = new BlockList();
        list.addSubnet(base, length);
        assert.ok(network?.family === 4 && "length" in network);
        const address = parseIpv4(sample);
        assert.ok(address);
        const mask = length === 0 ? 0 : -1 << (32 - length);
        assert.equal(((address.bits ^ network.bits) & mask) === 0, list.check(sample));
      }),
    );
  });

  it("are spelt with a length, a mask, or alone", () => {
    assert.deepEqual(parseNetwork("10.0.0.0/255.128.0.0"), { family: 4, bits: 10 << 24, length: 9 });
    assert.deepEqual(parseNetwork("10.0.0.1"), { family: 4, bits: (10 << 24) | 1, length: 32 });
    assert.deepEqual(parseNetwork("10.0.0.1/255.0.0.255"), {
      family: 4,
      bits: (10 << 24) | 1,
      mask: -16776961,
    });
    assert.deepEqual(parseNetwork("10.0.0.1/0.0.0.0"), { family: 4, bits: (10 << 24) | 1, length: 0 });
    assert.deepEqual(parseNetwork("10.0.0.1/+8"), { family: 4, bits: (10 << 24) | 1, length: 8 });
    for (const text of [
      "",
      "10.1",
      "1.2.3.4/33",
      "1.2.3.4/",
      "1.2.3.4/-1",
      "1.2.3.4/x",
      "::1/129",
      "::1/ffff::",
      "::1/",
    ]) {
      assert.equal(parseNetwork(text), undefined, text);
    }
  });

  it("may be numbers that the C library takes for names", () => {
    const named = (text: string): string | undefined => {
      const address = numericName(text);
      return address && formatAddress(address);
    };
    assert.equal(named("127"), "0.0.0.127");
    assert.equal(named("10.1"), "10.0.0.1");
    assert.equal(named("1.2.772"), "1.2.3.4");
    assert.equal(named("0x7f.1"), "127.0.0.1");
    assert.equal(named("010.1"), "8.0.0.1");
    assert.equal(named("4294967295"), "255.255.255.255");
    for (const text of ["4294967296", "256.1", "1.2.3.4.5", "localhost", "", "1.", "08"]) {
      assert.equal(named(text), undefined, text);
    }
  });
});
