import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Scratch } from "../../shm/support/scratch.ts";
import { Halua, type Finished } from "../../support/command.ts";

const folder = fileURLToPath(new URL("suites", import.meta.url));
const examples = fileURLToPath(new URL("../../../examples", import.meta.url));

/** What Mocha's reporter `json` says of a test. */
interface Told {
  readonly fullTitle: string;
  readonly duration?: number;
  readonly err: {
    readonly message?: string;
    readonly stack?: string;
    readonly expected?: string;
    readonly actual?: string;
  };
}

interface Report {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly passes: readonly Told[];
  readonly failures: readonly Told[];
}

describe("halua test", function () {
  this.timeout(60_000);

  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.clean());

  function put(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(scratch.file(name)), { recursive: true });
      fs.writeFileSync(scratch.file(name), text);
    }
  }

  async function run(...args: string[]): Promise<Finished> {
    return new Halua(["test", ...args], { CI: "" }, scratch.folder).finished;
  }

  async function report(...args: string[]): Promise<Report & { status: number | null }> {
    const { status, stdout, stderr } = await run("--json", ...args);
    assert.equal(stderr, "");
    return { status, ...(JSON.parse(stdout) as Report) };
  }

  /** The message for the failed test of that title. */
  const why = ({ failures }: Report, title: string): string => {
    const found = failures.find(({ fullTitle }) => fullTitle.endsWith(title));
    assert.ok(found, `'${title}' has not failed`);
    return found.err.message ?? "";
  };

  /** Suites of this folder, all in one process; a busy machine has time. */
  async function suites(...names: readonly string[]): Promise<Report & { status: number | null }> {
    return report("--timeout", "20000", ...names);
  }

  it("drives every part of a script; has busted's assertions, spies, stubs and hooks; passes on the example", async () => {
    const own = ["parts", "tcp", "names"].map((name) => path.join(folder, `${name}_test.lua`));
    const { stats, failures, status } = await suites(...own, path.join(examples, "auth-request_test.lua"));
    assert.deepEqual(
      failures.map(({ fullTitle, err }) => [fullTitle, err.message]),
      [],
    );
    assert.deepEqual([stats.passes, stats.pending, status], [36, 2, 0]);
  });

  it("fails a test for what its script does wrong behind its back", async () => {
    const told = await suites(path.join(folder, "wrong_test.lua"));
    assert.match(
      why(told, "raises"),
      /^unexpected log line: \[alert\] Lua function 'raises': \[state-id 0\] runtime error: \S*wrong\.lua:2: oh/,
    );
    assert.equal(why(told, "warns"), "unexpected log line: [warning] careful");
    assert.equal(why(told, "leaves a task"), "1 task registered after the start did not end");
    assert.match(
      why(told, "asks nobody"),
      /^the script made an HTTP request, GET http:\/\/192\.0\.2\.9\/x, for which there is no host:stub_http/,
    );
    assert.match(
      why(told, "calls nobody"),
      /^the script made a connection to '192\.0\.2\.9:25', for which there is no host:stub_socket/,
    );
    assert.equal(why(told, "keeps a socket"), "1 socket is still open");
    assert.deepEqual(
      told.passes.map(({ fullTitle }) => fullTitle.replace(/^\S+ /, "")),
      ["is let off", "is expected"],
    );
    assert.equal(told.status, 6);
  });

  it("says what was expected, what came instead, and where", async () => {
    put({
      "diff_test.lua": `it("differs", function()\n  assert.are.same({a = 1}, {a = 2})\nend)\nit("breaks", function()\n  local x = nil\n  return x.y\nend)\nit("never ends", function() while true do end end)`,
    });
    const told = await report("--timeout", "300");
    const [differs, breaks, endless] = told.failures;
    assert.equal(differs?.err.expected, "{\n  a = 1,\n}");
    assert.equal(differs.err.actual, "{\n  a = 2,\n}");
    assert.match(differs.err.stack ?? "", /at diff_test\.lua:2\b/);
    assert.match(breaks?.err.message ?? "", /^diff_test\.lua:6: attempt to index a nil value/);
    assert.match(endless?.err.message ?? "", /^Timeout of 300ms exceeded/);
    assert.equal(told.status, 3);
  });

  it("stores snapshots, holds values to them, and writes them anew where asked to", async () => {
    const text = (value: string): string =>
      `it("is kept", function() assert.snapshot("an answer", "${value}") end)`;
    put({ "kept_test.lua": text("one") });
    assert.equal((await report()).status, 0);
    assert.equal(fs.readFileSync(scratch.file("__snapshots__/kept_test.an%20answer.txt"), "utf8"), "one");
    put({ "kept_test.lua": text("two") });
    const changed = await report();
    assert.deepEqual([changed.failures[0]?.err.expected, changed.failures[0]?.err.actual], ["one", "two"]);
    assert.equal((await report("--update-snapshots")).status, 0);
    put({ "other_test.lua": `it("is new", function() assert.snapshot("another", "text") end)` });
    const inCi = new Halua(["test", "--json"], { CI: "true" }, scratch.folder);
    const { passes, failures } = JSON.parse((await inCi.finished).stdout) as Report;
    assert.deepEqual(
      passes.map(({ fullTitle }) => fullTitle),
      ["kept_test.lua is kept"],
    );
    assert.match(failures[0]?.err.message ?? "", /^expected the snapshot 'another' to be there: in CI none/);
  });

  it("finds files by their names, picks tests by theirs, and ends early where asked to", async () => {
    const two = `it("first", function() error("one") end) it("second", function() error("two") end)`;
    put({
      "a_test.lua": two,
      "deep/test/b.lua": two,
      "deep/other.lua": "no Lua",
      "node_modules/c_test.lua": two,
    });
    const picked = await report("--grep", "second");
    assert.deepEqual(
      picked.failures.map(({ fullTitle }) => fullTitle),
      ["a_test.lua second", "deep/test/b.lua second"],
    );
    const bailed = await report("--bail", "a_test.lua");
    assert.deepEqual(
      bailed.failures.map(({ fullTitle }) => fullTitle),
      ["a_test.lua first"],
    );
  });

  it("runs tests again when a file changes", async () => {
    put({ "a_test.lua": `it("first", function() end)` });
    const watching = new Halua(["test", "--watch"], {}, scratch.folder);
    try {
      await watching.until(({ stdout }) => stdout.includes("1 passing"));
      put({ "a_test.lua": `it("second", function() error("oh") end)` });
      await watching.until(({ stdout }) => /a_test\.lua has changed[^]*1\) second[^]*1 failing/.test(stdout));
    } finally {
      await watching.stop();
    }
  });

  it("says in one line when there is nothing to run", async () => {
    const nothing = await run();
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /^halua: no test files in \.: they are called \*_test\.lua[^\n]*\n$/);
    assert.match((await run("nowhere")).stderr, /^halua: there is no file or folder 'nowhere'\n$/);
    put({ "a_test.lua": `it("first", function() end)` });
    const untitled = await run("--grep", "frist");
    assert.deepEqual([untitled.status, untitled.stdout], [2, ""]);
    assert.match(untitled.stderr, /^halua: no test of 1 files has 'frist' in its title\n$/);
    assert.match(
      (await run("--reporter", "nope")).stderr,
      /^halua: there is no reporter 'nope': Mocha has spec/,
    );
    put({ "bad_test.lua": "it(" });
    const bad = await run();
    assert.equal(bad.status, 1);
    assert.match(
      bad.stderr,
      /^halua: bad_test\.lua: error in Lua file 'bad_test\.lua': bad_test\.lua:1: unexpected symbol near <eof>\n$/,
    );
  });
});
