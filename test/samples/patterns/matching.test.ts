import assert from "node:assert/strict";
import fc from "fast-check";
import { formatAddress, readAddress, type Address } from "../../../src/samples/patterns/addresses.ts";
import { PatternReference, sampleFromText, type PatternMethod } from "../../../src/samples/patterns/index.ts";
import { inputType } from "../../../src/match-methods.ts";

/** Each method written as plainly as can be: whether a sample's text matches a key. */
const naive: Partial<Record<PatternMethod, (sample: string, key: string) => boolean>> = {
  str: (sample, key) => sample === key,
  beg: (sample, key) => sample.startsWith(key),
  end: (sample, key) => sample.endsWith(key),
  sub: (sample, key) => sample.includes(key),
  dir: (sample, key) => isWord(sample, key, "/?"),
  dom: (sample, key) => isWord(sample, key, "/?.:"),
};

/** Walks the sample as the manual says it: the pattern stands between delimiters or the ends. */
function isWord(sample: string, key: string, delimiters: string): boolean {
  let word = key;
  while (word !== "" && delimiters.includes(word.charAt(0))) word = word.slice(1);
  while (word !== "" && delimiters.includes(word.charAt(word.length - 1))) word = word.slice(0, -1);
  if (word === "") return sample === "" || delimiters.includes(sample.charAt(sample.length - 1));
  return Array.from(sample).some(
    (_, at) =>
      sample.startsWith(word, at) &&
      (at === 0 || delimiters.includes(sample.charAt(at - 1))) &&
      (at + word.length === sample.length || delimiters.includes(sample.charAt(at + word.length))),
  );
}

const text = fc.string({ unit: fc.constantFrom("a", "A", "b", "/", "."), maxLength: 6 });
const key = fc.string({ unit: fc.constantFrom("a", "A", "b", "/", "."), minLength: 1, maxLength: 4 });
const change = fc.record({ key, remove: fc.boolean() });

/** The reference and, beside it, its entries in a plain list. */
function changed(changes: readonly { key: string; remove: boolean }[]): {
  reference: PatternReference;
  keys: string[];
} {
  const reference = new PatternReference({ name: "f", description: "", hasValues: true });
  const keys: string[] = [];
  for (const { key: each, remove } of changes) {
    const at = keys.indexOf(each);
    if (remove && at >= 0) {
      keys.splice(at, 1);
      reference.delete(each);
    } else {
      keys.push(each);
      reference.add(each, each);
    }
  }
  return { reference, keys };
}

/** The first of the longest. */
function longestOf(keys: readonly string[]): string | undefined {
  const most = Math.max(...keys.map(({ length }) => length));
  return keys.find(({ length }) => length === most);
}

describe("string methods", () => {
  for (const method of ["str", "beg", "end", "sub", "dir", "dom"] as const) {
    for (const ignoreCase of [false, true]) {
      it(`${method}${ignoreCase ? " -i" : ""} finds what a walk over the list finds`, () => {
        const matches = naive[method];
        assert.ok(matches);
        const fold = (given: string): string => (ignoreCase ? given.toLowerCase() : given);
        fc.assert(
          fc.property(
            fc.array(change, { maxLength: 40 }),
            fc.array(text, { minLength: 1 }),
            (changes, samples) => {
              const use = { method, ignoreCase, noDns: true, output: "str" as const };
              const empty = new PatternReference({ name: "f", description: "", hasValues: true });
              empty.expression(use);
              const { reference, keys } = changed(changes);
              const expression = reference.expression(use);
              for (const sample of [...samples, ...samples]) {
                const found: string[] = keys.filter((each) => matches(fold(sample), fold(each)));
                const wanted: string | undefined =
                  method === "beg" && !ignoreCase ? longestOf(found) : found[0];
                assert.equal(expression.find(sample, reference.currentVersion)?.key, wanted);
              }
            },
          ),
        );
      });
    }
  }
});

describe("ip", () => {
  const v4 = fc.tuple(
    fc.constantFrom("10.0.0.0", "10.1.0.0", "10.1.2.3", "192.168.0.1"),
    fc.integer({ min: 0, max: 32 }),
  );
  const v6 = fc.tuple(
    fc.constantFrom("2001:db8::", "2001:db8:1::1", "::ffff:10.1.2.3", "::"),
    fc.integer({ min: 0, max: 128 }),
  );
  const holed = fc.constantFrom("10.0.0.3/255.0.0.255", "0.0.2.0/0.0.255.0");
  const network = fc.oneof(
    v4.map(([base, length]) => `${base}/${length}`),
    v6.map(([base, length]) => `${base}/${length}`),
    holed,
  );
  const sample = fc.oneof(
    fc.constantFrom("10.0.0.1", "10.1.2.3", "10.1.2.4", "192.168.0.1", "9.9.9.9", "10.1.0.3"),
    fc.constantFrom("2001:db8::5", "2001:db8:1::1", "::ffff:10.1.2.3", "2002:a01:203::", "::1"),
    fc.ipV4(),
    fc.ipV6(),
  );

  const bitsOf = (address: Address): string =>
    address.family === 4
      ? (address.bits >>> 0).toString(2).padStart(32, "0")
      : Array.from({ length: 8 }, (_, i) => address.bits.charCodeAt(i).toString(2).padStart(16, "0")).join(
          "",
        );

  /** The longest network of one family among `keys` that holds the bits; the first of equals. */
  function longest(keys: readonly string[], family: 4 | 6, bits: string): string | undefined {
    let best: { key: string; length: number } | undefined;
    for (const each of keys) {
      const [base = "", mask = ""] = each.split("/");
      const address = readAddress(base);
      if (address?.family !== family || mask.includes(".")) continue;
      const length = Number(mask);
      if (!bits.startsWith(bitsOf(address).slice(0, length))) continue;
      if (!best || length > best.length) best = { key: each, length };
    }
    return best?.key;
  }

  function firstHoled(keys: readonly string[], bits: string): string | undefined {
    return keys.find((each) => {
      const [base = "", mask = ""] = each.split("/");
      if (!mask.includes(".")) return false;
      const [wanted, which] = [readAddress(base), readAddress(mask)].map(
        (address) => address && bitsOf(address),
      );
      return Array.from(bits).every((bit, i) => which?.[i] === "0" || wanted?.[i] === bit);
    });
  }

  /** v4 networks, then v6 ones, for an IPv4 sample; the other way for IPv6; masks with holes last. */
  function wantedKey(keys: readonly string[], address: Address): string | undefined {
    const bits = bitsOf(address);
    if (address.family === 4) {
      return (
        longest(keys, 4, bits) ??
        longest(keys, 6, "0".repeat(80) + "1".repeat(16) + bits) ??
        firstHoled(keys, bits)
      );
    }
    const inside = /^0{80}(?:0{16}|1{16})/.test(bits)
      ? bits.slice(96)
      : bits.startsWith((0x2002).toString(2).padStart(16, "0"))
        ? bits.slice(16, 48)
        : undefined;
    const as6 = longest(keys, 6, bits);
    return inside === undefined ? as6 : (as6 ?? longest(keys, 4, inside) ?? firstHoled(keys, inside));
  }

  it("finds the longest network, in HAProxy's order of families", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: network, remove: fc.boolean() }), { maxLength: 25 }),
        fc.array(sample, { minLength: 1 }),
        (changes, samples) => {
          const { reference, keys } = changed(changes);
          const expression = reference.expression({
            method: "ip",
            ignoreCase: false,
            noDns: true,
            output: "str",
          });
          for (const each of samples) {
            const address = readAddress(each);
            assert.ok(address, each);
            const found = expression.find(address, reference.currentVersion)?.key;
            assert.equal(found, wantedKey(keys, address), `${formatAddress(address)} in ${keys.join(" ")}`);
          }
        },
      ),
    );
  });
});

describe("numbers", () => {
  function find(method: PatternMethod, keys: readonly string[], sample: string): string | undefined {
    const reference = new PatternReference({ name: undefined, description: "", hasValues: false });
    const expression = reference.expression({ method, ignoreCase: false, noDns: true, output: undefined });
    for (const each of keys) reference.add(each, undefined);
    const converted = sampleFromText(method === "ver" ? "sint" : inputType(method), sample);
    return converted === undefined ? undefined : expression.find(converted, 0)?.key;
  }

  it("match the first range in order", () => {
    const keys = ["5", "10:20", "15-16", ":3", "100:", "9223372036854775807"];
    assert.equal(find("int", keys, "5"), "5");
    assert.equal(find("int", keys, "15"), "10:20");
    assert.equal(find("int", keys, "-7"), ":3");
    assert.equal(find("int", keys, "4"), undefined);
    assert.equal(find("int", keys, "99999999999999999999"), "100:");
    assert.equal(find("int", ["9223372036854775807"], "99999999999999999999"), "9223372036854775807");
    assert.equal(find("int", ["9223372036854775806"], "9223372036854775807"), undefined);
    assert.equal(find("int", ["12"], "12abc"), "12");
    assert.equal(find("int", ["0"], "abc"), "0");
    assert.equal(find("int", ["0"], ""), undefined);
  });

  it("match lengths in bytes, versions, and bytes", () => {
    assert.equal(find("len", ["3:4"], "abcd"), "3:4");
    assert.equal(find("len", ["3:4"], "ab"), undefined);
    assert.equal(find("ver", ["3.0-3.1"], String(0x30001)), "3.0-3.1");
    assert.equal(find("ver", ["3"], String(0x30000)), "3");
    assert.equal(find("bin", ["00ff", "6162"], "ab"), "6162");
    assert.equal(find("bin", ["6162"], "abc"), undefined);
  });

  it("are refused in HAProxy's words", () => {
    const refusals: [PatternMethod, string, string][] = [
      ["int", "abc", "'abc' is not a number"],
      ["int", "", "'' is not a valid number range"],
      ["int", "5:x", "'5:x' is not a valid number range"],
      ["int", "9:5", "'9:5' is not a valid number range"],
      ["int", ":", "':' is not a valid number range"],
      ["int", "9223372036854775808", "'9223372036854775808' is not a number"],
      ["ver", "1.x", "'1.x' is not a dotted number"],
      ["ver", "70000", "'70000' is not a dotted number"],
      ["ver", "1:0", "'1:0' is not a valid dotted number range"],
      ["bin", "abc", "an even number of hex digit is expected"],
      ["bin", "zz", "an hex digit is expected (found 'z')"],
      ["ip", "1.2.3", "'1.2.3' is not a valid IPv4 or IPv6 address"],
      ["reg", "(", "regex '(' is invalid (error=missing closing parenthesis, erroffset=1)"],
    ];
    for (const [method, bad, message] of refusals) assert.throws(() => find(method, [bad], "x"), { message });
  });
});
