import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkScripts, formatFinding, type Finding } from "../../src/lab/check/index.ts";
import { Scratch } from "../shm/support/scratch.ts";
import { halua } from "../support/command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Small scripts and what is to be found in them: each finding as `line severity rule: part of the message`. */
const table: [title: string, script: string, findings: string[]][] = [
  ["nothing in an empty script", "", []],
  ["nothing in a sound one", "core.register_task(function() while true do core.sleep(1) end end)", []],
  ["a syntax error", "local x\nx = = 1", ["2 error syntax: unexpected symbol near '='"]],
  [
    "only the first line of a program",
    "#!/usr/bin/env halua\ncore.slep(1)",
    ["2 error unknown-item: 'core.slep'; did you mean 'sleep'?"],
  ],
  [
    "an unknown item that is called",
    "core.register_taks(print)",
    ["1 error unknown-item: 'core.register_taks'; did you mean 'register_task'?"],
  ],
  [
    "an unknown item in a function that is never called",
    "local function f() core.slep(1) end",
    ["1 error unknown-item: core.slep"],
  ],
  [
    "a name that is computed",
    'local n = "slep"\ncore[n](1)',
    ["2 error unknown-item: 'core.slep'; did you mean"],
  ],
  [
    "an item whose presence is tested",
    "if core.futur then core.futur() end",
    ["1 warning unknown-item: core.futur"],
  ],
  ["nothing where the script adds the item", "function core.mine() end\ncore.mine()", []],
  ["nothing where core is the script's own", "local core = { a = print }\ncore.b = 1\nlocal x = core.c", []],
  [
    "methods by the class that a call gives",
    "local q = core.queue()\nq:psh(1)",
    ["2 error unknown-item: 'q:psh'; did you mean 'push'?"],
  ],
  [
    "methods of what a list holds",
    "for _, s in ipairs(core.get_slots()) do s:get_pidd() end",
    ["1 error unknown-item: did you mean 'get_pid'?"],
  ],
  [
    "methods through tables of proxies and servers",
    'local function f()\nlocal s = core.backends["be"].servers.s1 s:set_wieght("1") end',
    ["2 error unknown-item: 's:set_wieght'; did you mean 'set_weight'?"],
  ],
  [
    "methods of a renamed function's result",
    "local make = core.queue\nlocal q = make()\nlocal function f() q:popp() end",
    ["3 error unknown-item: did you mean 'pop'?"],
  ],
  [
    "nothing of a variable that changes",
    "local q = core.queue()\nq = something\nlocal function f() q:psh(1) end",
    [],
  ],
  [
    "nothing of objects of unknown class",
    'core.register_action("a", { "http-req" }, function(txn) txn:anything() end)',
    [],
  ],
  [
    "too few arguments",
    "local function f() core.sleep() end",
    ["1 error arguments: core.sleep: 'sleep' needs 1 arguments"],
  ],
  [
    "too many arguments",
    "local function f() core.sleep(1, 2) end",
    ["1 error arguments: core.sleep: 'sleep' needs 1 arguments"],
  ],
  [
    "nothing where a call may give any number",
    "local function f(...) core.sleep(...) core.sleep(unpack(t)) end",
    [],
  ],
  [
    "literals of the wrong type",
    'local function f() core.msleep("x") core.msleep({}) core.msleep("10") end',
    [
      "1 error arguments: core.msleep: bad argument #1 (number expected, got string)",
      "1 error arguments: got table",
    ],
  ],
  [
    "tables of the wrong contents",
    'local function f() core.event_sub("SLOT_UP", print) core.event_sub({ {} }, print) end',
    [
      "1 error arguments: bad argument #1 (table of strings expected, got string)",
      "1 error arguments: expected, got table",
    ],
  ],
  [
    "nothing in arguments that are computed",
    "local function f(x) core.msleep(x) core.msleep(x .. 1) core.event_sub({ x }, x) end",
    [],
  ],
  [
    "less where the script expects an error",
    "pcall(function() core.sleep() end)",
    ["1 warning context: does not wait in the main chunk", "1 warning arguments: core.sleep"],
  ],
  [
    "waiting in a fetch",
    'core.register_fetches("x", function() core.sleep(1) end)',
    ["1 error context: core.sleep: waits, which a sample fetch cannot (registered in line 1)"],
  ],
  [
    "waiting in a converter, through local and global functions",
    'local function a() core.yield() end\nfunction b() a() end\ncore.register_converters("x", function() pcall(b) end)',
    ["1 error context: core.yield: waits, which a converter cannot (registered in line 3)"],
  ],
  [
    "waiting in a heartbeat function",
    "core.register_heartbeat(function() core.msleep(1) return true end)",
    ["1 error context: a heartbeat function cannot"],
  ],
  [
    "nothing of waiting where a fetch only makes the function",
    'core.register_fetches("x", function() core.register_task(function() core.sleep(1) end) return 1 end)',
    [],
  ],
  [
    "nothing of waiting in tasks and actions",
    'core.register_action("x", { "http-req" }, function() core.sleep(1) end)\ncore.register_task(function() core.sleep(1) end)',
    [],
  ],
  [
    "nothing where a function may be another",
    'local f = function() core.sleep(1) end\nif x then f = print end\ncore.register_fetches("x", f)',
    [],
  ],
  [
    "waiting that is none",
    "core.register_init(function() core.sleep(1) end)",
    ["1 warning context: core.sleep: does not wait in an init function"],
  ],
  [
    "sockets in init functions",
    "core.register_init(function() local s = core.tcp() end)",
    ["1 error context: core.tcp: does nothing, and gives nothing, in an init function"],
  ],
  [
    "registering in a task",
    "core.register_task(function() core.register_init(print) end)",
    ["1 error context: core.register_init: not available in a task, only while scripts load"],
  ],
  [
    "blocking calls",
    'local function f() os.execute("x") io.popen("x") end',
    ["1 warning blocking: os.execute", "1 warning blocking: io.popen"],
  ],
  [
    "LuaSocket",
    'local ok, http = pcall(require, "socket.http")\nif x then require("socket") require "ssl.https" end',
    ["2 warning blocking: 'socket'", "2 warning blocking: 'ssl.https'"],
  ],
  ["nothing of libraries that the script replaced", 'os = { execute = print }\nos.execute("x")', []],
  [
    "globals written from handlers",
    'core.register_action("a", { "http-req" }, function() hits = 1 end)\nlocal function f() local x; x = 1; more = 2 end\ncore.register_task(f)',
    [
      "1 warning global-write: 'hits' is written in an action",
      "2 warning global-write: 'more' is written in a task",
    ],
  ],
  [
    "nothing of globals that are declared",
    "hits = 0\ncore.register_task(function() hits = hits + 1 end)",
    [],
  ],
  [
    "a main chunk that fails",
    "local x\n\nlocal y = x.z",
    ["3 error load: the main chunk fails: attempt to index a nil value"],
  ],
  [
    "a module that is not there",
    'require("not.there")',
    ["1 error load: the main chunk fails: module 'not.there' not found"],
  ],
  [
    "nothing more once it needs what is not done here",
    'local f = io.popen("hostname")\nlocal h = f:read()',
    ["1 warning blocking", "2 warning not-judged: the main chunk was not run further: it needs io.popen"],
  ],
  [
    "nothing of a main chunk that ends the program",
    "print(1)\nos.exit(3)",
    ["2 warning not-judged: it needs os.exit"],
  ],
  [
    "nothing of a main chunk that uses what halua adds",
    'print(core.my_slot():get_id(), core.counter("a"):total())\ncore.gauge("b"):set(1)',
    [],
  ],
];

describe("halua check finds", () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.clean());

  function matches(finding: Finding, expected: string): boolean {
    const [head = "", part = ""] = expected.split(/: (.*)/s);
    const { line, severity, rule, message } = finding;
    return `${line} ${severity} ${rule}` === head && message.includes(part);
  }

  for (const [title, script, expected] of table) {
    it(title, () => {
      const file = scratch.write(script, "script.lua");
      const found = checkScripts([file]);
      const shown = found.map(formatFinding).join("\n");
      assert.equal(found.length, expected.length, shown);
      for (const each of expected)
        assert.ok(
          found.some((finding) => matches(finding, each)),
          `${each}\nin\n${shown}`,
        );
    });
  }

  it("an endless main chunk, and leaves it", function () {
    this.timeout(60_000);
    const found = checkScripts([scratch.write("while true do end", "script.lua")]);
    assert.match(
      found.map(formatFinding).join("\n"),
      /:1: warning: the main chunk was not run further: it needs more time$/,
    );
  });

  it("nothing when the main chunk writes, prints, and reaches out; and does none of it", () => {
    const target = scratch.file("written");
    const script = `
      print("printed") io.write("written") io.stderr:write("too")
      local f = io.open(${JSON.stringify(target)}, "w")
      os.execute("touch ${target}")
      core.Alert("logged")`;
    const found = checkScripts([scratch.write(script, "script.lua")]);
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ["blocking"],
    );
    assert.ok(!fs.existsSync(target));
  });

  it("what a script needs of one before it", () => {
    const first = scratch.write("function helper() end", "first.lua");
    const second = scratch.write("helper()", "second.lua");
    assert.deepEqual(checkScripts([first, second]), []);
    assert.equal(checkScripts([second]).length, 1);
  });
});

describe("halua check, of scripts that are right,", () => {
  /** What recorded cases do wrong on purpose, or with items that halua has not. */
  const wrong: Record<string, RegExp> = {
    "check-error-plain": /No such file/,
    "check-many-files": /stop here/,
    "check-missing-module": /module 'not\.there' not found/,
    "check-runtime-error": /attempt to index a nil value/,
    "check-syntax-error": /unexpected symbol/,
    "context-in-fetch": /waits, which a sample fetch cannot/,
    "httpclient-errors": /needs a table as argument|unknown item ':patch'/,
    "httpclient-in-contexts": /waits, which a sample fetch cannot/,
    "lang-error-texts": /unknown item 'core\.nofn'/,
    "socket-in-contexts": /waits, which a (sample fetch|converter) cannot/,
    "task-errors": /core\.msleep/,
  };
  const here = process.cwd();
  afterEach(() => process.chdir(here));

  function errors(folder: string): string[] {
    // Tests are no scripts for HAProxy: they need what `halua test` gives them.
    const files = fs.readdirSync(folder).filter((name) => /(?<!_test)\.lua$/.test(name));
    process.chdir(folder);
    return checkScripts(files)
      .filter(({ severity }) => severity === "error")
      .map(formatFinding);
  }

  it("finds no error in the examples", () => {
    assert.deepEqual(errors(path.join(root, "examples")), []);
  });

  const cases = path.join(root, "test/conformance/public");
  for (const name of fs.existsSync(cases) ? fs.readdirSync(cases) : []) {
    it(`finds no error in what HAProxy takes: ${name}`, () => {
      const missing = "unknown item 'filter.register_data_filter'";
      const unexpected = errors(path.join(cases, name)).filter(
        (line) => !wrong[name]?.test(line) && !line.includes(missing),
      );
      assert.deepEqual(unexpected, []);
    });
  }
});

describe("the command halua check", () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.clean());

  it("prints a line a finding and ends with 1 on errors, 0 with warnings only, 2 on misuse", async () => {
    const bad = scratch.write("core.slep(1)\nif x then os.execute('x') end", "bad.lua");
    const found = await halua("check", bad);
    assert.equal(found.status, 1);
    assert.equal(
      found.stdout,
      `${bad}:1: error: unknown item 'core.slep'; did you mean 'sleep'?\n` +
        `${bad}:2: warning: os.execute holds up the whole process until the other program is done\n`,
    );
    const warned = await halua("check", scratch.write("local function f() io.popen('x') end", "warned.lua"));
    assert.equal(warned.status, 0);
    assert.match(warned.stdout, /^\S+warned\.lua:1: warning: io\.popen/);
    assert.equal((await halua("check")).status, 2);
    assert.equal((await halua("check", "--nope", bad)).status, 2);
    const absent = await halua("check", scratch.file("absent.lua"));
    assert.equal(absent.status, 1);
    assert.match(absent.stdout, /absent\.lua:1: error: ENOENT: no such file/);
  });

  it("prints JSON for machines", async () => {
    const file = scratch.write("\n  core.slep(1)", "bad.lua");
    const { status, stdout } = await halua("check", "--json", file);
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), [
      {
        file,
        line: 2,
        column: 8,
        severity: "error",
        rule: "unknown-item",
        message: "unknown item 'core.slep'; did you mean 'sleep'?",
      },
    ]);
    assert.equal((await halua("check", "--json", scratch.write("", "fine.lua"))).stdout, "[]\n");
  });
});
