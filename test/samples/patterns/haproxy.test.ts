import assert from "node:assert/strict";
import path from "node:path";
import fc from "fast-check";
import {
  explainLookup,
  listEntries,
  listReferences,
  PatternReferences,
  type OutputType,
} from "../../../src/samples/patterns/index.ts";
import type { MatchMethod } from "../../../src/match-methods.ts";
import { readFileSync } from "node:fs";
import { findHaproxy, LivePatterns } from "../support/live-patterns.ts";

/** The same keys and samples in each run. */
const seed = 20261122;

const some = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] => fc.sample(arbitrary, { seed, numRuns });

const letters = fc.constantFrom("a", "A", "b", "c", "/", ".", "?", ":", "é");
const text = fc.string({ unit: letters, minLength: 1, maxLength: 8 });
const shortText = fc.string({ unit: letters, minLength: 1, maxLength: 4 });

const octet = fc.constantFrom(0, 1, 10, 192, 255);
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const word = fc.constantFrom("0", "1", "a", "db8", "2001", "2002", "ffff");
const ipv6 = fc.oneof(
  fc.tuple(word, word, word).map(([a, b, c]) => `${a}:${b}::${c}`),
  ipv4.map((v4) => `::ffff:${v4}`),
  ipv4.map((v4) => `::${v4}`),
  fc.constant("::"),
);
const network = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([base, length]) => `${base}/${length}`),
  fc.tuple(ipv4, fc.constantFrom("255.0.0.255", "255.255.0.0", "0.0.0.255")).map((parts) => parts.join("/")),
  fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([base, length]) => `${base}/${length}`),
  ipv4,
  ipv6,
);
const address = fc.oneof(
  ipv4,
  ipv6,
  ipv4.map((v4) => `${v4}:80`),
  ipv4.map((v4) => v4.replace(/^/, "00")),
  fc.constantFrom("1.2.3", "1.2.3.4.5", "x", "10.0.0.1.", "::g"),
);

const small = fc.integer({ min: 0, max: 30 });
const range = fc.oneof(
  small.map(String),
  fc.tuple(small, small).map(([a, b]) => `${Math.min(a, b)}:${Math.max(a, b)}`),
  fc.tuple(small, small).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  small.map((n) => `${n + 20}:`),
);
const integer = fc.oneof(
  fc.integer({ min: -5, max: 60 }).map(String),
  fc.constantFrom("5x", "x", "+7", "-", "9223372036854775807", "9223372036854775808", "-9223372036854775809"),
);

const regex = fc.constantFrom("^a", "b$", "a.b", "[/.]c", "(a|b)+", "^$", "A", "c{2}", "é", "\\.a");

interface Case {
  readonly name: string;
  readonly method: MatchMethod;
  readonly output: OutputType;
  readonly keys: readonly string[];
  readonly values?: readonly string[];
  readonly samples: readonly string[];
}

const strings = (method: MatchMethod): Case => ({
  name: `${method}.map`,
  method,
  output: "str",
  keys: some(shortText, 60),
  samples: some(text, 200),
});

const cases: Case[] = [
  ...(["str", "beg", "sub", "dir", "dom", "end"] as const).map(strings),
  { name: "reg.map", method: "reg", output: "str", keys: some(regex, 12), samples: some(text, 200) },
  { name: "int.map", method: "int", output: "str", keys: some(range, 12), samples: some(integer, 100) },
  { name: "ip.map", method: "ip", output: "str", keys: some(network, 60), samples: some(address, 300) },
  {
    name: "to-int.map",
    method: "str",
    output: "sint",
    keys: some(shortText, 20),
    values: ["1", "-5", "+7", "", "99999999999999999999"],
    samples: some(shortText, 40),
  },
  {
    name: "to-ip.map",
    method: "str",
    output: "addr",
    keys: some(shortText, 20),
    values: ["1.2.3.4", "::1", "1.2.3.4:80", "2001:db8::"],
    samples: some(shortText, 40),
  },
];

const outputSuffixes: Readonly<Record<OutputType, string>> = { str: "", sint: "_int", addr: "_ip" };

/** Keys of ACLs that ignore case, for each method that has a case to ignore. */
const aclMethods = ["str", "beg", "sub", "dir", "dom", "end", "reg", "len"] as const;

describe("maps and ACLs, beside HAProxy's own", function () {
  this.timeout(60_000);

  let live: LivePatterns | undefined;
  const references = new PatternReferences({
    readFile: (file) => readFileSync(path.join(live?.folder ?? "", file), "latin1"),
  });

  before(async function () {
    const program = findHaproxy();
    if (program === undefined) {
      process.stderr.write("skipped: no haproxy is installed, and HAPROXY_PROGRAM names none\n");
      this.skip();
    }
    const files: Record<string, string> = {};
    const rules: string[] = [];
    for (const { name, method, output, keys, values } of cases) {
      files[name] = keys
        .map((key, i) => `${key}  ${values?.[i % values.length] ?? `value ${i}`} \n`)
        .join("");
      const fetch = method === "int" ? "src_port" : method === "ip" ? "src" : "path";
      rules.push(`http-request set-header x %[${fetch},map_${method}${outputSuffixes[output]}(${name})]`);
    }
    files["odd.map"] =
      "#comment\n\n  \t\n key  and value  \r\nalone\n\ttab\tvalue\tin\n #not a comment\nlast v";
    rules.push("http-request set-header x %[path,map(odd.map)]");
    for (const method of aclMethods) {
      const keys =
        method === "reg" ? some(regex, 12) : method === "len" ? some(range, 5) : some(shortText, 40);
      files[`${method}.acl`] = keys.join("\n") + "\n";
      rules.push(`http-request deny if { path -i -m ${method} -f ${method}.acl }`);
    }
    live = await LivePatterns.start(program, files, rules);
    const place = { file: "haproxy.cfg", line: 0 };
    for (const { name, method, output } of cases) references.map(name, method, output, place);
    references.map("odd.map", "str", "str", place);
    for (const match of aclMethods) {
      const acl = {
        keyword: "path",
        match,
        ignoreCase: true,
        noDns: false,
        map: false,
        patterns: [],
        location: place,
      };
      references.acl({ ...acl, files: [`${match}.acl`] });
    }
  });

  after(async () => {
    await live?.stop();
  });

  function reference(name: string): NonNullable<ReturnType<PatternReferences["lookup"]>> {
    const found = references.lookup(name);
    assert.ok(found, name);
    return found;
  }

  for (const { name, samples } of cases) {
    it(`${name}: finds what HAProxy finds`, async () => {
      assert.ok(live);
      const answers = await live.ask(samples.map((sample) => `get map ${name} ${sample}`));
      const utf8 = (sample: string): string => Buffer.from(sample, "utf8").toString("latin1");
      const own = samples.map((sample) => explainLookup(reference(name), utf8(sample), "map"));
      assert.deepEqual(own, answers);
      assert.ok(own.some((answer) => answer.includes("found=yes")));
      assert.ok(own.some((answer) => answer.includes("found=no")));
    });
  }

  for (const method of aclMethods) {
    it(`${method}.acl: matches what HAProxy matches, whatever the case`, async () => {
      assert.ok(live);
      const samples = some(text, 150);
      const answers = await live.ask(samples.map((sample) => `get acl ${method}.acl ${sample}`));
      const utf8 = (sample: string): string => Buffer.from(sample, "utf8").toString("latin1");
      assert.deepEqual(
        samples.map((sample) => explainLookup(reference(`${method}.acl`), utf8(sample), "acl")),
        answers,
      );
    });
  }

  it("reads files as HAProxy does, and lists their entries", async () => {
    assert.ok(live);
    const names = [...cases.map(({ name }) => name), "odd.map"];
    const answers = await live.ask(names.map((name) => `show map ${name}`));
    const anonymous = (entries: string): string => entries.replace(/^0x[0-9a-f]+/gm, "0x");
    for (const [i, name] of names.entries()) {
      assert.equal(anonymous(listEntries(reference(name))), anonymous(answers[i] ?? ""), name);
    }
  });

  it("changes as HAProxy does", async () => {
    assert.ok(live);
    const name = "to-int.map";
    const map = reference(name);
    const commands = [
      `add map ${name} new 5`,
      `add map ${name} bad five`,
      `set map ${name} new 6`,
      `set map ${name} missing 1`,
      `del map ${name} missing`,
    ];
    const attempt = (change: () => void): string => {
      try {
        change();
        return "";
      } catch (error) {
        assert.ok(error instanceof Error);
        return `${error.message}.\n`;
      }
    };
    const own = [
      attempt(() => map.add("new", "5")),
      attempt(() => map.add("bad", "five")),
      attempt(() => map.set("new", "6")),
      attempt(() => map.set("missing", "1")),
      map.delete("missing") ? "" : "Key not found.\n",
    ];
    assert.deepEqual(own, await live.ask(commands));
    const [listed] = await live.ask([`get map ${name} new`]);
    assert.equal(explainLookup(map, "new", "map"), listed);
  });

  it("prepares and commits versions as HAProxy does", async () => {
    assert.ok(live);
    const map = reference("str.map");
    const answers = await live.ask([
      "prepare map str.map",
      "add map @1 str.map fresh value",
      "get map str.map fresh",
      "commit map @1 str.map",
      "get map str.map fresh",
      "clear map str.map",
      "get map str.map fresh",
    ]);
    const version = map.prepare();
    const own = [`New version created: ${version}\n`];
    map.add("fresh", "value", version);
    own.push("", explainLookup(map, "fresh", "map"));
    assert.equal(map.isPrepared(version), true);
    assert.equal(map.commit(version), true);
    own.push("", explainLookup(map, "fresh", "map"));
    map.clear(map.currentVersion, map.currentVersion);
    own.push("", explainLookup(map, "fresh", "map"));
    assert.deepEqual(own, answers);
  });

  it("names references in the order of their making", async () => {
    assert.ok(live);
    references.assignIds();
    const [maps = "", acls = ""] = await live.ask(["show map", "show acl"]);
    const head = (list: string): string[] =>
      list
        .split("\n")
        .filter((line) => !line.includes("file 'httpclient'"))
        .map((line) => line.replace(/ line \d+|by (map|acl) at file '[^']*'/g, ""))
        // HAProxy counts an entry down that it has refused to add.
        .map((line) => (line.includes("(to-int.map)") ? line.replace(/entry_cnt=\d+/, "") : line));
    assert.deepEqual(head(listReferences(references, "map")), head(maps));
    assert.deepEqual(head(listReferences(references, "acl")), head(acls));
  });
});
