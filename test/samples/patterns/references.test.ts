import assert from "node:assert/strict";
import {
  listReferences,
  mapConverter,
  PatternReferences,
  type AclPatterns,
} from "../../../src/samples/patterns/index.ts";

const place = { file: "haproxy.cfg", line: 7 };

/** References over files that are in memory, and what changed in them. */
function over(files: Readonly<Record<string, string>>): { references: PatternReferences; events: string[] } {
  const events: string[] = [];
  const references = new PatternReferences({
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error("ENOENT");
      return text;
    },
    changed: (event, { name }) => events.push(`${event} ${name ?? "?"}`),
  });
  return { references, events };
}

function acl(options: Partial<AclPatterns>): AclPatterns {
  return {
    keyword: "path",
    match: "str",
    ignoreCase: false,
    noDns: false,
    map: false,
    files: [],
    patterns: [],
    location: place,
    ...options,
  };
}

describe("pattern references", () => {
  it("are made once a file, whoever names it and however", () => {
    const { references } = over({ m: "a one\n" });
    const first = references.map("m", "str", "str", place);
    const second = references.map("file@m", "beg", "str", { file: "x.lua", line: 3 });
    assert.equal(first.reference, second.reference);
    assert.equal(references.lookup("opt@m"), first.reference);
    assert.equal(references.map("m", "str", "str", place).expression, first.expression);
    references.assignIds();
    assert.equal(references.identify("#0"), first.reference);
    assert.equal(references.identify("#1"), undefined);
    assert.equal(references.identify("#x"), undefined);
    assert.equal(
      listReferences(references, "map"),
      "# id (file) description\n0 (m) pattern loaded from file 'm' used by map at file 'haproxy.cfg' line 7, " +
        "by map at file 'x.lua' line 3, by map at file 'haproxy.cfg' line 7. curr_ver=0 next_ver=0 entry_cnt=2\n",
    );
  });

  it("refuse files in HAProxy's words", () => {
    const { references } = over({ m: "\n# x\nabc v\n", n: "1 x\n", l: "a\n" });
    assert.throws(() => references.map("none", "str", "str", place), {
      message: "failed to open pattern file <none>",
    });
    assert.throws(() => references.map("m", "int", "str", place), {
      message: "'abc' is not a number at line 3 of file 'm'",
    });
    assert.throws(() => references.map("n", "str", "sint", place), {
      message: "unable to parse 'x' at line 1 of file 'n'",
    });
    references.acl(acl({ files: ["l"] }));
    assert.throws(() => references.map("l", "str", "str", place), {
      message: 'The file "l" is already used as one column file and cannot be used by as two column file.',
    });
    assert.throws(() => references.acl(acl({ files: ["m"] })), {
      message: 'The file "m" is already used as two column file and cannot be used by as one column file.',
    });
  });

  it("need no file where the name says so", () => {
    const { references } = over({ there: "a 1\n" });
    assert.equal(references.map("opt@gone", "str", "str", place).reference.size, 0);
    assert.equal(references.map("opt@there", "str", "str", place).reference.size, 1);
    const virtual = references.map("virt@list", "str", "str", place);
    virtual.reference.add("k", "v");
    assert.deepEqual(virtual.find("k")?.value, { type: "str", value: "v" });
  });

  it("make ACLs of files and of patterns in the configuration, in that order", () => {
    const { references } = over({ l: "/a\n", m: "/m v\n" });
    const matcher = references.acl(acl({ files: ["l", "m"], map: true, patterns: ["/B"], ignoreCase: true }));
    assert.deepEqual(
      ["/A", "/M", "/b", "/c"].map((path) => matcher.find(path)?.key),
      ["/a", "/m", "/B", undefined],
    );
    assert.equal(references.lookup("m")?.isMap, true);
    const ids = references.acl(acl({ patterns: ["x"], uniqueId: 1 }));
    references.assignIds();
    assert.deepEqual(
      [...references.list("acl")].map(({ id, name }) => [id, name]),
      [
        [0, "l"],
        [1, undefined],
        [2, "m"],
        [3, undefined],
      ],
    );
    assert.equal(ids.references[0]?.id, 1);
  });

  it("hold for any sample with found, and for all but 0 with bool", () => {
    const { references } = over({});
    assert.equal(references.acl(acl({ match: "found" })).matches(""), true);
    const bool = references.acl(acl({ match: "bool" }));
    assert.deepEqual(
      [0, 0n, 1, -1n].map((sample) => bool.matches(sample)),
      [false, false, true, true],
    );
  });

  it("resolve numbers that stand for addresses, where names are allowed", () => {
    const { references } = over({});
    const loose = references.acl(acl({ match: "ip", patterns: ["10.1/16"] }));
    assert.ok(loose.matches({ family: 4, bits: (10 << 24) | 5 }));
    assert.throws(() => references.acl(acl({ match: "ip", noDns: true, patterns: ["10.1/16"] })), {
      message: "'10.1/16' is not a valid IPv4 or IPv6 address",
    });
  });

  it("tell of changes, but not of loading", () => {
    const { references, events } = over({ m: "a 1\n" });
    const { reference } = references.map("m", "str", "sint", place);
    reference.add("b", "2");
    assert.throws(() => reference.add("c", "x"), { message: "unable to parse 'x'" });
    assert.equal(reference.find("c"), undefined);
    reference.set("b", "3");
    assert.throws(() => reference.set("b", "x"), { message: "unable to parse 'x'" });
    assert.equal(reference.find("b")?.value, "3");
    reference.delete("b");
    reference.delete("b");
    const version = reference.prepare();
    reference.add("z", "1", version);
    reference.commit(version);
    reference.clear();
    assert.deepEqual(
      events,
      ["ADD", "SET", "DEL", "COMMIT", "CLEAR"].map((event) => `PAT_REF_${event} m`),
    );
  });

  it("keep an entry out of all uses when one does not take it", () => {
    const { references } = over({ m: "1 x\n" });
    const text = references.map("m", "str", "str", place);
    references.map("m", "int", "str", place);
    assert.throws(() => text.reference.add("word", "v"), { message: "'word' is not a number" });
    assert.equal(text.find("word"), undefined);
  });
});

describe("versions", () => {
  it("wrap at 32 bits", () => {
    const { references } = over({ m: "a 1\n" });
    const { reference } = references.map("m", "str", "str", place);
    let version = 0;
    // Each commit may go 2^31 - 1 ahead.
    for (const step of [0x7fff_ffff, 0xffff_fffe, 1]) {
      reference.add("a", String(step), step);
      assert.equal(reference.commit(step), true, String(step));
      version = step;
    }
    assert.deepEqual(
      Array.from(reference.entries(), ({ value }) => value),
      ["1"],
    );
    assert.equal(reference.size, 1);
    assert.equal(reference.currentVersion, version);
    assert.equal(reference.commit(0xffff_ffff), false);
  });
});

describe("map converters", () => {
  it("say by their names what they do", () => {
    assert.deepEqual(mapConverter("map"), { method: "str", output: "str", gives: "value" });
    assert.deepEqual(mapConverter("map_int"), { method: "int", output: "str", gives: "value" });
    assert.deepEqual(mapConverter("map_ip_ip"), { method: "ip", output: "addr", gives: "value" });
    assert.deepEqual(mapConverter("map_beg_int"), { method: "beg", output: "sint", gives: "value" });
    assert.deepEqual(mapConverter("map_reg_key"), { method: "reg", output: "str", gives: "key" });
    for (const name of ["map_", "map_len", "map_regm_int", "map_str_x", "mapper", "map_str_int_key"]) {
      assert.equal(mapConverter(name), undefined, name);
    }
  });
});
