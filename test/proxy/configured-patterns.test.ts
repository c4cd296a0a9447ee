import assert from "node:assert/strict";
import { loadConfiguredPatterns } from "../../src/proxy/configured-patterns.ts";
import { PatternReferences } from "../../src/samples/patterns/index.ts";

const at = (line: number): { file: string; line: number } => ({ file: "haproxy.cfg", line });

/** An ACL as src/config gives it. */
function acl(line: number, files: readonly string[], patterns: readonly string[], match = "str"): object {
  return {
    keyword: "path",
    sample: {},
    match,
    ignoreCase: false,
    noDns: false,
    map: false,
    files,
    patterns,
    location: at(line),
  };
}

function converter(name: string, file: string): object {
  return { name, args: [{ type: "string", text: file, value: file }] };
}

describe("the patterns of a configuration", () => {
  const files: Record<string, string> = { "l.acl": "/a\n", "m.map": "/b 5\n", "bad.map": "k v\n" };

  function references(): PatternReferences {
    return new PatternReferences({
      readFile: (path) => {
        const text = files[path];
        if (text === undefined) throw new Error("ENOENT");
        return text;
      },
    });
  }

  it("are found wherever they stand, and made in the order of their lines", () => {
    const late = acl(9, ["l.acl"], ["/x"]);
    const early = acl(3, [], ["GET"], "meth");
    const call = converter("map_str_int", "m.map");
    const made = references();
    const loaded = loadConfiguredPatterns(
      {
        proxies: [
          { rules: [{ condition: { suites: [[{ acl: { expressions: [late] } }]] }, location: at(9) }] },
          { acls: new Map([["e", { expressions: [early] }]]) },
          { rules: [{ location: at(5), format: [{ converters: [converter("lower", "x"), call] }] }] },
        ],
      },
      made,
    );
    assert.deepEqual(loaded.faults, []);
    assert.deepEqual(
      ["/a", "/x", "/b"].map((path) => loaded.acls.get(late)?.matches(path)),
      [true, true, false],
    );
    assert.deepEqual(
      ["GET", "POST"].map((method) => loaded.acls.get(early)?.matches(method)),
      [true, false],
    );
    assert.deepEqual(loaded.maps.get(call)?.map.find("/b")?.value, { type: "sint", value: 5 });
    made.assignIds();
    assert.equal(made.lookup("m.map")?.id, 1);
    assert.match(made.lookup("m.map")?.description ?? "", /by map at file 'haproxy.cfg' line 5$/);
    assert.equal(made.lookup("l.acl")?.id, 2);
  });

  it("tell what could not be loaded, and load the rest", () => {
    const loaded = loadConfiguredPatterns(
      {
        a: { location: at(1), expression: { converters: [converter("map_str_int", "bad.map")] } },
        b: acl(2, ["none.acl"], []),
        c: { location: at(3), expression: { converters: [converter("map", "m.map")] } },
      },
      references(),
    );
    assert.deepEqual(loaded.faults, [
      { place: at(1), text: "unable to parse 'v' at line 1 of file 'bad.map'" },
      { place: at(2), text: "failed to open pattern file <none.acl>" },
    ]);
    assert.equal(loaded.maps.size, 1);
  });
});
