import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PatternReferences, type PatternMethod } from "../../src/samples/patterns/index.ts";
import { load, type Script } from "../support/script.ts";

const place = { file: "haproxy.cfg", line: 1 };

describe("maps and ACLs in scripts", () => {
  let folder: string;
  const file = (name: string): string => path.join(folder, name);

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "halua-patterns-"));
    writeFileSync(file("m.map"), "# hosts\na one\n  b   two words  \nonly-key\n\n");
    writeFileSync(file("n.map"), "5 five\n1:3 low\n");
    writeFileSync(file("ip.map"), "10.0.0.0/8 ten\n10.1.0.0/16 ten-one\n2001:db8::/32 doc\n");
    writeFileSync(file("l.acl"), "/blocked\n with blanks \n#no\n");
    writeFileSync(file("nets.acl"), "10.0.0.0/8\n");
  });

  after(() => rmSync(folder, { recursive: true }));

  /** Runs `code` as a task of a script with the global `m`, after `body` has run as its body. */
  async function task(code: string, body = ""): Promise<Script> {
    const script = load(
      `${body}\ncore.register_task(function() local m = core.get_patref(${quoted("m.map")}) ${code} end)`,
    );
    const references = script.runtime.services.get(PatternReferences);
    const acl = (name: string, match: PatternMethod): void => {
      references.acl({
        keyword: "path",
        match,
        ignoreCase: false,
        noDns: true,
        map: false,
        files: [file(name)],
        patterns: [],
        location: place,
      });
    };
    references.map(file("m.map"), "str", "str", place);
    acl("l.acl", "str");
    acl("nets.acl", "ip");
    references.assignIds();
    script.runtime.start();
    await script.time.advance(100);
    script.runtime.close();
    assert.deepEqual(script.logged, []);
    return script;
  }

  const quoted = (name: string): string => JSON.stringify(file(name));

  it("are looked up by a script's own maps", async () => {
    const { said } = await task(
      `say(s:lookup("a"), s:lookup("b"), s:lookup("only-key") == "", s:lookup("x"), s:slookup("x") == "")
      say(n:lookup(2), n:lookup("5"), n:lookup(9))
      say(i:lookup("10.2.0.1"), i:lookup("10.1.0.1"), i:lookup("::ffff:10.1.0.1"), i:lookup("2001:db8::1"), i:lookup("x"))
      say(tostring(Map), tostring(s), getmetatable(Map) == getmetatable(s), Map.lookup(s, "a"))`,
      `s, n, i = Map.new(${quoted("m.map")}), Map.new(${quoted("n.map")}, Map.int), Map.new(${quoted("ip.map")}, Map._ip)`,
    );
    assert.deepEqual(said, [
      "one two words true nil true",
      "low five nil",
      "ten ten-one ten-one doc nil",
      "HAProxy class Map HAProxy class Map true one",
    ]);
  });

  it("refuse in HAProxy's words", async () => {
    const { said } = await task(
      `local function try(...) local _, e = pcall(...) say(e) end
      try(Map.new, ${quoted("m.map")}) try(Map.new, "nope") try(Map.new) try(Map.new, "x", 99) try(Map.new, "x", Map._len)
      try(s.lookup, s) try(s.lookup, s, nil) try(s.lookup, {}, "x") try(n.lookup, n, "a") try(n.lookup, n, 5.5)
      try(function() return n:lookup("zz") end)
      say(coroutine.wrap(function() return pcall(Map.new, ${quoted("m.map")}) end)())
      try(core.set_map, "x", "k", "v") try(core.del_map, "x", "k") try(core.add_acl, "x", "k") try(core.del_acl, "x", "k") try(core.get_patref, "x")
      try(core.get_patref) try(core.set_map, "x")
      try(m.add, m) try(m.add, m, "k", nil) try(m.set, m, "k") try(m.add_bulk, m, 5) try(m.get_name, {})
      try(m.event_sub, m, "x", print) try(m.event_sub, m, { "NOPE" }, print) try(m.event_sub, m, {}, print) try(m.event_sub, m)`,
      `s, n = Map.new(${quoted("m.map")}), Map.new(${quoted("n.map")}, Map.int)`,
    );
    assert.deepEqual(said, [
      "'new': map: cannot load map at runtime.",
      "'new': map: cannot load map at runtime.",
      "'new' needs at least 1 argument.",
      "'new' needs a valid match method.",
      "'new' doesn't support this match mode.",
      "'lookup' needs 2 arguments",
      "bad argument #2 to '?' (string expected, got nil)",
      "bad argument #1 to '?' ((null))",
      "bad argument #2 to '?' (number expected, got string)",
      "bad argument #2 to '?' (number has no integer representation)",
      "script:5: bad argument #1 to 'lookup' (number expected, got string)",
      "false 'new': map: cannot load map at runtime.",
      "'set_map': unknown map file 'x'",
      "'del_map': unknown acl file 'x'",
      "'add_acl': unknown acl file 'x'",
      "'del_acl': unknown acl file 'x'",
      "'get_patref': unknown pattern reference 'x'",
      "'get_patref' needs 1 arguments",
      "'set_map' needs 3 arguments",
      "bad argument #2 to '?' (string expected, got no value)",
      "bad argument #3 to '?' (string expected, got nil)",
      "bad argument #3 to '?' (string expected, got no value)",
      "bad argument #2 to '?' (argument is expected to be a table)",
      "bad argument #1 to '?' ((null))",
      "bad argument #1 to '?' (table of strings expected, got string)",
      "bad argument #1 to '?' ('NOPE' event type is unknown)",
      "event_sub: no valid event types were provided",
      "'event_sub' needs 2 arguments",
    ]);
  });

  it("change for all who use them", async () => {
    const { said } = await task(
      `local name = ${quoted("m.map")}
      core.set_map(name, "a", "ONE") core.set_map(name, "z", "new") core.del_map(name, "b") core.del_map(name, "nope")
      say(s:lookup("a"), p:lookup("zz"), s:lookup("b"), m.a, m.b)
      core.set_map("file@" .. name, "q\\0r", "v\\0w") say(m.q, s:lookup("q"))
      core.add_acl(${quoted("nets.acl")}, "not an address") core.add_acl(${quoted("l.acl")}, "/new")
      for k, v in pairs(core.get_patref(${quoted("l.acl")})) do say(k, v) end`,
      `s, p = Map.new(${quoted("m.map")}), Map.new(${quoted("m.map")}, Map.beg)`,
    );
    assert.deepEqual(said, ["ONE new nil ONE nil", "v v", "/blocked nil", "with blanks  nil", "/new nil"]);
  });
});

describe("Patref", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "halua-patref-"));
    writeFileSync(path.join(folder, "m.map"), "a one\nb two\n");
  });

  after(() => rmSync(folder, { recursive: true }));

  /** Runs `code` in a task that has the reference as `p` and `show(title, ref)`; gives what it said. */
  async function said(
    code: string,
    isOver: (said: readonly string[]) => boolean = () => true,
  ): Promise<string[]> {
    const name = path.join(folder, "m.map");
    const script = load(`
      map = Map.new(${JSON.stringify(name)})
      core.register_task(function()
        local function get() return core.get_patref(${JSON.stringify(name)}) end
        local function show(title, ref) local o = {} for k, v in pairs(ref) do o[#o + 1] = k .. "=" .. tostring(v) end say(title, table.concat(o, " ")) end
        local p = get() ${code} end)`);
    script.runtime.start();
    for (let turn = 0; turn < 1000; turn++) {
      await script.time.advance(1);
      if (isOver(script.said)) break;
    }
    script.runtime.close();
    assert.deepEqual(script.logged, []);
    return script.said;
  }

  it("keeps duplicates: the first counts, set changes all, del removes one", async () => {
    const lines = await said(`
      p:add("a", "dup") say(p.a, map:lookup("a"), p:is_map(), tostring(p)) show("dup", p)
      say(p:set("a", "S")) show("set", p) say(p:del("a"), p:del("nope")) show("del", p)
      say(p:set("x", "1")) say(p:set("x", "1", true)) say(p.x, p.add ~= nil) p.y = 5 say(p.y, rawget(p, "y"))`);
    assert.deepEqual(lines, [
      "one one true HAProxy class Patref",
      "dup a=one b=two a=dup",
      "true",
      "set a=S b=two a=S",
      "true false",
      "del b=two a=S",
      "nil entry not found",
      "true",
      "1 true",
      "nil nil",
    ]);
  });

  it("finds no value where an entry was made without one, even if it is set later", async () => {
    const lines = await said(
      `say(p:add("k"), p.k, map:lookup("k")) p:set("k", "v") say(p.k, map:lookup("k"))`,
    );
    assert.deepEqual(lines, ["true true nil", "v nil"]);
  });

  it("prepares a version beside the live one and commits it at once", async () => {
    const lines = await said(`
      say(p:commit()) p:prepare() show("empty", p) p:add("x", "1") say(p.x, p.a, get().x, map:lookup("x"))
      say(p:commit()) show("live", get()) say(map:lookup("x"), map:lookup("a"))
      local q, r = get(), get() q:prepare() r:prepare() q:add("q", "1") r:add("r", "1")
      say(r:commit()) say(q:commit()) show("r won", p)
      q = get() q:prepare() q:add("z", "1") q:giveup() show("given up", q) q:add("y", "2") show("live", p)
      q:prepare() show("again", q) say(q:giveup() == nil, q:commit())
      say(p:purge()) show("purged", p)`);
    assert.deepEqual(lines, [
      "nil Nothing to do",
      "empty ",
      "1 nil nil nil",
      "true",
      "live x=1",
      "1 nil",
      "true",
      "nil Commit failed",
      "r won r=1",
      "given up r=1",
      "live r=1 y=2",
      "again ",
      "true nil Nothing to do",
      "true",
      "purged ",
    ]);
  });

  it("adds in bulk, in turns where there are many, and nothing of a table with a wrong value", async () => {
    const lines = await said(
      `
      local big = {} for i = 1, 1000 do big["k" .. i] = "v" .. i end
      local turns = 0 core.register_task(function() for _ = 1, 5 do turns = turns + 1 core.yield() end end)
      say(p:add_bulk(big)) say(map:lookup("k777"), turns > 1)
      say(select("#", pcall(p.add_bulk, p, { good = "1", bad = 5 })), p.good, select(2, pcall(p.add_bulk, p, { bad = 5 })))`,
      ({ length }) => length === 3,
    );
    assert.deepEqual(lines, [
      "true",
      "v777 true",
      "2 nil bad argument #2 to '?' (table of strings expected, got one with a number)",
    ]);
  });

  it("is safe to change while it is walked", async () => {
    const lines = await said(`
      for i = 1, 3 do p:add("k" .. i, "v") end
      for k in pairs(p) do say(k) if k == "b" then p:del("k1") p:add("last", "v") end end`);
    assert.deepEqual(lines, ["a", "b", "k2", "k3", "last"]);
  });
});
