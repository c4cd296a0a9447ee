import assert from "node:assert/strict";
import fc from "fast-check";
import { installApi } from "../../src/api/index.ts";
import {
  bytesToText,
  decodeUtf8,
  declareFunction,
  encodeUtf8,
  integer,
  LuaClass,
  LuaError,
  LuaFloat,
  LuaReference,
  method,
  nothing,
  number,
  oneOf,
  optional,
  Several,
  string,
  tableEntries,
  tableGet,
  tableSet,
  tableToArray,
  textToBytes,
  Waiting,
  type FunctionItem,
  type HostValue,
  type LuaValue,
} from "../../src/lua/index.ts";
import { Runtime } from "../../src/runtime/index.ts";
import { HaluaError } from "../../src/errors.ts";

interface Point {
  x: number;
}

const pointClass = new LuaClass<Runtime, Point>("Point", "A point.", {
  get_x: method<Runtime, Point>("get_x", { doc: "", since: "halua", body: (_execution, point) => point.x }),
  move: method<Runtime, Point, [ReturnType<typeof integer>]>("move", {
    doc: "",
    since: "halua",
    args: [integer("by", "")],
    body: (_execution, point, by) => {
      point.x += by;
      return nothing;
    },
  }),
});

/** A runtime whose scripts find `items` in the table `t`. */
function host(...items: FunctionItem<Runtime>[]): { runtime: Runtime; log: string[] } {
  const log: string[] = [];
  const runtime = new Runtime({
    log: { pid: 1, write: (text) => log.push(text.trimEnd()) },
    install: (made) => {
      installApi(made);
      made.lua.install(pointClass);
      made.lua.setGlobal("t", made.lua.module(items));
    },
  });
  return { runtime, log };
}

/** What `code` returns. */
function evaluate(code: string, ...items: FunctionItem<Runtime>[]): LuaValue[] {
  const { runtime } = host(...items);
  const loaded = runtime.lua.load(code, "=code");
  if ("error" in loaded) throw new Error(loaded.error);
  const called = runtime.lua.call(loaded.fn);
  if (!called.ok) throw new Error(called.message);
  return called.values;
}

function gives(name: string, body: () => HostValue | Several | typeof nothing): FunctionItem<Runtime> {
  return declareFunction<Runtime>(name, { doc: "", since: "halua", body: () => body() });
}

describe("values across the border", () => {
  it("arrive in Lua as what they are", () => {
    const value = {
      whole: 3,
      half: 0.5,
      float: new LuaFloat(3),
      text: "bytes \u00ff\0",
      bytes: new Uint8Array([0, 255]),
      yes: true,
      none: undefined,
      list: ["a", ["b"]],
      map: new Map<HostValue, HostValue>([[1, "one"]]),
    };
    const [kinds] = evaluate(
      `local v = t.value()
       return table.concat({ math.type(v.whole), math.type(v.half), math.type(v.float), #v.text, v.text:byte(7),
         #v.bytes, v.bytes:byte(2), tostring(v.yes), tostring(v.none), v.list[2][1], v.map[1] }, " ")`,
      gives("value", () => value),
    );
    assert.equal(kinds, "integer float float 8 255 2 255 true nil b one");
  });

  it("come back as what they were", () => {
    const values = evaluate(`return nil, true, 7, 0.25, 3.0, "x\\255", {}, print`);
    assert.deepEqual(values.slice(0, 4), [undefined, true, 7, 0.25]);
    assert.ok(values[4] instanceof LuaFloat);
    assert.equal(values[5], "x\u00ff");
    assert.ok(values[6] instanceof LuaReference);
    assert.equal(values[6].type, "table");
    assert.equal((values[7] as LuaReference).type, "function");
  });

  it("keep every byte string (property)", () => {
    const echo = declareFunction<Runtime, [ReturnType<typeof string>]>("echo", {
      doc: "",
      since: "halua",
      args: [string("s", "")],
      body: (_execution, s) => s,
    });
    const { runtime } = host(echo);
    const loaded = runtime.lua.load("return t.echo((...))", "=code");
    assert.ok("fn" in loaded);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = bytesToText(bytes);
        const called = runtime.lua.call(loaded.fn, [text]);
        assert.ok(called.ok);
        assert.deepEqual(called.values, [text]);
        assert.deepEqual(Buffer.from(textToBytes(text)), Buffer.from(bytes));
      }),
    );
  });

  it("keep every finite number (property)", () => {
    const { runtime } = host();
    const loaded = runtime.lua.load("return (...)", "=code");
    assert.ok("fn" in loaded);
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double({ noNaN: true })), (value) => {
        const called = runtime.lua.call(loaded.fn, [value]);
        assert.ok(called.ok);
        const [back] = called.values;
        assert.equal(back instanceof LuaFloat ? back.value : back, value);
      }),
    );
  });

  it("decode and encode UTF-8", () => {
    assert.equal(decodeUtf8("caf\u00c3\u00a9"), "café");
    assert.equal(encodeUtf8("café"), "caf\u00c3\u00a9");
    assert.equal(decodeUtf8("plain"), "plain");
    assert.equal(decodeUtf8("\u00ff"), "\ufffd");
  });

  it("are found and put in tables", () => {
    const { runtime } = host();
    const { main } = runtime.lua;
    const [table] = evaluateIn(runtime, `return { 10, 20, x = "y" }`);
    assert.ok(table instanceof LuaReference);
    assert.deepEqual(tableToArray(main, table), [10, 20]);
    assert.equal(tableGet(main, table, "x"), "y");
    tableSet(main, table, "x", undefined);
    const entries = tableEntries(main, table).sort(([a], [b]) => Number(a) - Number(b));
    assert.deepEqual(entries, [
      [1, 10],
      [2, 20],
    ]);
  });
});

function evaluateIn(runtime: Runtime, code: string): LuaValue[] {
  const loaded = runtime.lua.load(code, "=code");
  assert.ok("fn" in loaded);
  const called = runtime.lua.call(loaded.fn);
  assert.ok(called.ok);
  return called.values;
}

describe("a declared function", () => {
  const add = declareFunction<Runtime, [ReturnType<typeof integer>, ReturnType<typeof number>]>("add", {
    doc: "",
    since: "halua",
    args: [integer("a", ""), number("b", "")],
    body: (_execution, a, b) => a + b,
  });

  it("takes what Lua takes for a number", () => {
    assert.deepEqual(evaluate(`return t.add("3", "0x10")`, add), [19]);
    assert.deepEqual(evaluate(`return t.add(3.0, 0.5)`, add), [3.5]);
  });

  const refusals: [code: string, message: string][] = [
    ["t.add(1)", "code:1: 'add' needs 2 arguments"],
    ["t.add(1, 2, 3)", "code:1: 'add' needs 2 arguments"],
    ["t.add('x', 2)", "code:1: bad argument #1 to 'add' (number expected, got string)"],
    ["t.add(1.5, 2)", "code:1: bad argument #1 to 'add' (number has no integer representation)"],
    ["t.add(1, nil)", "code:1: bad argument #2 to 'add' (number expected, got nil)"],
    ["t.add(1, {})", "code:1: bad argument #2 to 'add' (number expected, got table)"],
  ];
  for (const [code, message] of refusals) {
    it(`refuses ${code} in Lua's words`, () => {
      assert.throws(() => evaluate(code, add), { message });
    });
  }

  it("may leave out optional arguments", () => {
    const greet = declareFunction<Runtime, [ReturnType<typeof optional<string>>]>("greet", {
      doc: "",
      since: "halua",
      args: [optional(string("name", ""))],
      body: (_execution, name) => name ?? "nobody",
    });
    assert.deepEqual(evaluate(`return t.greet(), t.greet(nil), t.greet("you")`, greet), [
      "nobody",
      "nobody",
      "you",
    ]);
  });

  it("can insist on one of a few words", () => {
    const pick = declareFunction<Runtime, [ReturnType<ReturnType<typeof oneOf<"a" | "b">>>]>("pick", {
      doc: "",
      since: "halua",
      args: [oneOf(["a", "b"], (given) => `'${given}' is unknown`)("which", "")],
      body: (_execution, which) => which,
    });
    assert.deepEqual(evaluate(`return t.pick("b")`, pick), ["b"]);
    assert.throws(() => evaluate(`t.pick("c")`, pick), { message: "'c' is unknown" });
  });

  it("gives no value, nil, or several", () => {
    const counts = evaluate(
      `return select("#", t.none()), select("#", t.empty()), select("#", t.two())`,
      gives("none", () => nothing),
      gives("empty", () => undefined),
      gives("two", () => new Several(1, undefined)),
    );
    assert.deepEqual(counts, [0, 1, 2]);
  });

  it("raises its LuaErrors with or without the caller's position, and any value", () => {
    const raise = (name: string, error: unknown): FunctionItem<Runtime> =>
      gives(name, () => {
        throw error;
      });
    const [a, b, c, d] = evaluate(
      `local _, a = pcall(function() t.placed() end)
       local _, b = pcall(function() t.bare() end)
       local _, c = pcall(function() t.table() end)
       local _, d = pcall(function() t.refused() end)
       return a, b, c[1], d`,
      raise("placed", new LuaError("went wrong")),
      raise("bare", new LuaError("went wrong", { position: false })),
      raise("table", new LuaError(["inside"])),
      raise("refused", new HaluaError("E_USAGE", "no such thing")),
    );
    assert.deepEqual([a, b, c, d], ["code:1: went wrong", "went wrong", "inside", "code:4: no such thing"]);
  });

  it("names itself when it breaks, and the script can catch it", () => {
    const broken = gives("broken", () => {
      throw new TypeError("x is not a function");
    });
    const [caught, message] = evaluate(`return pcall(t.broken)`, broken);
    assert.equal(caught, false);
    assert.equal(message, "internal error in 'broken': TypeError: x is not a function");
  });
});

describe("a declared function that waits", () => {
  it("suspends the task until its promise settles, and gives its values", async () => {
    const later = declareFunction<Runtime>("later", {
      doc: "",
      since: "halua",
      yields: true,
      body: async () => {
        await Promise.resolve();
        return new Several("a", "b");
      },
    });
    const { runtime, log } = host(later);
    runtime.loadText(
      `core.register_task(function() core.Info(table.concat({ t.later() }, "+")) end)`,
      "code",
    );
    runtime.start();
    await runtime.whenIdle();
    assert.match(log[0] ?? "", /a\+b$/);
  });

  it("raises what the promise was rejected with", async () => {
    const fails = declareFunction<Runtime>("fails", {
      doc: "",
      since: "halua",
      yields: true,
      body: async () => {
        await Promise.resolve();
        throw new LuaError("too late");
      },
    });
    const { runtime, log } = host(fails);
    runtime.loadText(`core.register_task(function() core.Info(select(2, pcall(t.fails))) end)`, "code");
    runtime.start();
    await runtime.whenIdle();
    assert.match(log[0] ?? "", /too late$/);
  });

  it("goes on waiting when it is woken for another reason", async () => {
    const waits: Waiting[] = [];
    const wait = declareFunction<Runtime>("wait", {
      doc: "",
      since: "halua",
      yields: true,
      body: (execution) => {
        const waiting = new Waiting(execution);
        waits.push(waiting);
        execution.wake();
        return waiting;
      },
    });
    const { runtime, log } = host(wait);
    runtime.loadText(`core.register_task(function() core.Info(t.wait()) end)`, "code");
    runtime.start();
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(log, []);
    waits[0]!.finish(() => "now");
    await runtime.whenIdle();
    assert.match(log.join(), /now$/);
  });

  it("cannot wait across a host call that is not prepared for it", async () => {
    const { runtime, log } = host();
    runtime.loadText(
      `core.register_task(function()
         core.Info(select(2, pcall(table.sort, { 2, 1 }, function() core.msleep(1) end)))
       end)`,
      "code",
    );
    runtime.start();
    await runtime.whenIdle();
    assert.match(log[0] ?? "", /attempt to yield across a (C|JS)-call boundary$/);
  });
});

describe("a class", () => {
  const make = gives("point", () => pointClass.wrap({ x: 1 }));

  it("has methods, a name, and the userdata in slot 0", () => {
    const values = evaluate(
      `local p = t.point()
       p:move(4)
       return p:get_x(), tostring(p), type(p), type(p[0]), rawget(p, "get_x")`,
      make,
    );
    assert.deepEqual(values, [5, "HAProxy class Point", "table", "userdata", undefined]);
  });

  it("can be cloned by copying slot 0 and the metatable, as HAProxy's can", () => {
    const values = evaluate(
      `local p = t.point()
       local q = setmetatable({ [0] = p[0] }, getmetatable(p))
       q:move(1)
       return p:get_x()`,
      make,
    );
    assert.deepEqual(values, [2]);
  });

  it("refuses what is not one of its objects with HAProxy's null text", () => {
    const message = /bad argument #1 to '\?' \(\(null\)\)$/;
    for (const wrong of ["{}", "5", "'x'", "setmetatable({}, getmetatable(t.point()))"]) {
      assert.throws(() => {
        const [, text] = evaluate(`return pcall(t.point().get_x, ${wrong})`, make);
        assert.equal(typeof text, "string");
        throw new Error(text as string);
      }, message);
    }
  });

  it("counts the object among the arguments", () => {
    const [, text] = evaluate(`return pcall(t.point().move)`, make);
    assert.equal(text, "'move' needs 2 arguments");
  });
});
