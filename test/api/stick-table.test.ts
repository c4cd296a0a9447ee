import assert from "node:assert/strict";
import { stickTableClass } from "../../src/api/stick-table.ts";
import { StickTable } from "../../src/samples/stick-tables/index.ts";
import { load, type Script } from "../support/script.ts";

/** Loads `code` into a script whose global `t` is a table of strings, `ints` one of integers, `bytes` a binary one. */
function script(code: string): Script {
  const made = load("");
  const { runtime, time } = made;
  const strings = new StickTable({
    name: "st",
    type: "string",
    keyLength: 21,
    size: 1024,
    expire: 60_000,
    noPurge: true,
    columns: [
      { name: "gpc0" },
      { name: "http_req_cnt" },
      { name: "http_req_rate", period: 10_000 },
      { name: "server_key" },
    ],
    time,
  });
  for (const [key, bumps, requests] of [
    ["a", 2, 3],
    ["b", 0, 2],
    ["c", 1, 1],
  ] as const) {
    const entry = strings.touch(key);
    entry?.add("gpc0", bumps);
    entry?.add("http_req_cnt", requests);
    entry?.add("http_req_rate", requests);
  }
  strings.hold("a")?.set("server_key", "s1");
  const ints = new StickTable({ name: "i", type: "integer", size: 50, columns: [{ name: "gpc0" }], time });
  ints.touch(300)?.add("gpc0");
  const bytes = new StickTable({ name: "x", type: "binary", size: 5, columns: [], time });
  bytes.touch("abc");
  for (const [name, table] of Object.entries({ t: strings, ints, bytes })) {
    runtime.lua.setGlobal(name, stickTableClass.wrap(table));
  }
  time.advanceSync(1000);
  runtime.loadText(code, "script");
  runtime.close();
  return made;
}

describe("StickTable", () => {
  it("tells what it is", () => {
    const { said } = script(
      `
      local function flat(t) local o = {} for k, v in pairs(t) do o[#o + 1] = k .. "=" .. (type(v) == "table" and "{" .. flat(v) .. "}" or tostring(v)) end table.sort(o) return table.concat(o, " ") end
      say(flat(t:info())) say(flat(ints:info())) say(tostring(t))`.replace(
        "local function flat",
        "function flat",
      ),
    );
    assert.deepEqual(said, [
      "data={gpc0=-1 http_req_cnt=-1 http_req_rate=10000 server_key=-1} expire=60000 length=21 nopurge=true size=1024 type=string used=3",
      "data={gpc0=-1} expire=0 length=4 nopurge=false size=50 type=integer used=1",
      "HAProxy class StickTable",
    ]);
  });

  it("looks up and dumps", () => {
    const { said } = script(`
      local a = t:lookup("a") say(a.gpc0, a.http_req_cnt, a.http_req_rate, a.server_key, a.use, a.expire, t:lookup("b").server_key)
      say(t:lookup("zz"), ints:lookup("300").gpc0, ints:lookup(300).gpc0, ints:lookup({}), t:lookup())
      local d = t:dump() say(d.a.gpc0, d.b.http_req_cnt, d.c.use, d.c.expire) for k, v in pairs(ints:dump()) do say(k, math.type(k), v.gpc0) end`);
    assert.deepEqual(said, ["2 3 3 s1 1 59000 -", "nil 1 1 nil nil", "2 2 nil nil", "300 integer 1"]);
  });

  it("filters", () => {
    const { said } = script(`
      local function f(...) local d, e = t:dump(...) if not d then return tostring(e) end local o = {} for k in pairs(d) do o[#o + 1] = k end table.sort(o) return table.concat(o, ",") end
      say(f { { "gpc0", "gt", 0 } }, f { { "gpc0", "eq", 2 } }, f { { "http_req_cnt", "ge", 2 }, { "gpc0", "lt", 2 } }, f { { "gpc0", "ne", "0" } }, f { { "gpc0", "le", "x" } }, f { { "server_key", "eq", 1 } }, f {})
      for _, bad in ipairs { { { "gpc0", "xx", 0 } }, { { "nope", "eq", 0 } }, { { 5, "eq", 0 } }, { { "gpc0", 5, 0 } }, { { "gpc0", "eq" } }, { "x" } } do say(f(bad)) end
      local c = { "gpc0", "eq", 0 } say(f { c, c, c, c, c }) say(f(5)) say(bytes:dump()) say(bytes:dump({}))
      say(pcall(t.lookup, nil, "x")) say(pcall(t.info, {}))`);
    assert.deepEqual(said, [
      "a,c a b a,c b a,b,c a,b,c",
      "Unknown operator in filter table (entry #1)",
      "Filter table data column not present in stick table (entry #1)",
      "Filter table data column must be string (entry #1)",
      "Filter table operator must be string (entry #1)",
      'Filter table entry must be a triplet: {"data_col", "op", val} (entry #1)',
      'Filter table entry must be a triplet: {"data_col", "op", val} (entry #1)',
      "Filter table too large (len > 4)",
      "filter table expected",
      "nil Unsupported stick table key type",
      "nil Unsupported stick table key type",
      "false bad argument #1 to '?' ((null))",
      "false bad argument #1 to '?' ((null))",
    ]);
  });
});
