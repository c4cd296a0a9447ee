import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installApi } from "../../src/api/index.ts";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { ConfiguredLua } from "../../src/process/configured-lua.ts";

/** Scripts by name: those that start with `per` are loaded once a thread, in the order of the list. */
function loaded(
  scripts: Readonly<Record<string, string>>,
  threads: number,
): { lua: ConfiguredLua; logged: string[] } {
  const folder = mkdtempSync(path.join(tmpdir(), "halua-threads-"));
  const logged: string[] = [];
  const write = (text: string): void => void logged.push(text.trimEnd().replace(/ +\(1\) : /, " "));
  const lua = new ConfiguredLua({ time: new VirtualTime(), install: installApi, log: { pid: 1, write } });
  lua.run({ kind: "option", option: { name: "bool-sample-conversion", value: "normal" } });
  try {
    for (const [name, text] of Object.entries(scripts)) {
      const file = path.join(folder, `${name}.lua`);
      writeFileSync(file, text);
      assert.equal(
        lua.run({ kind: "load", file, args: ["x"], perThread: name.startsWith("per") }),
        undefined,
      );
    }
    lua.setThreads(threads);
    lua.runtime.initialize();
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { lua, logged };
}

const say = (text: string): string => `core.Alert(${text})`;

describe("scripts of each thread", () => {
  it("have states of their own, begun in HAProxy's order", () => {
    const { lua, logged } = loaded(
      {
        shared: `v = 1 ${say('"shared " .. core.thread')} core.register_init(function() ${say('"init " .. core.thread')} end)`,
        per: `${say('"per " .. core.thread .. tostring(v) .. ...')} core.register_init(function() ${say('"init " .. core.thread')} end)`,
        last: say('"last " .. v'),
      },
      2,
    );
    assert.deepEqual(
      logged.map((text) => text.replace(/^\[alert\] \S+ */, "")),
      ["shared 0", "per 1nilx", "last 1", "init 0", "per 2nilx", "init 1", "init 2"],
    );
    lua.runtime.close();
  });

  it("register in all of them, or not at all, and not beside the shared state", () => {
    const attempt = (scripts: Record<string, string>): string[] => {
      try {
        const { lua, logged } = loaded(scripts, 2);
        lua.runtime.close();
        return logged;
      } catch (error) {
        assert.ok(error instanceof Error);
        return [error.message];
      }
    };
    const action = `core.register_action("a", {"http-req"}, function() end)`;
    assert.deepEqual(attempt({ per: action }), []);
    assert.deepEqual(attempt({ shared: action }), []);
    assert.deepEqual(attempt({ per: `if core.thread == 2 then ${action} end` }), [
      "Lua function 'a' is not referenced in all thread. Expect function in all thread or in none thread.",
    ]);
    assert.deepEqual(attempt({ shared: action, per: action }), [
      "Lua function 'a' is referenced both ins shared Lua context (through lua-load) and per-thread Lua context (through lua-load-per-thread). these two context exclusive.",
    ]);
  });

  it("take calls in turn", () => {
    const { lua } = loaded({ per: `core.register_fetches("f", function() return core.thread end)` }, 3);
    const { runtime } = lua;
    const fetch = runtime.registry.fetches.get("f");
    assert.ok(fetch);
    const answers = [0, 1, 2, 3].map((turn) => {
      const state = runtime.stateFor(fetch, turn);
      const fn = fetch.functions.get(state.stateId);
      const ending = fn && state.scheduler.runNow("fetch", fn, []);
      return ending?.kind === "done" ? ending.values[0] : ending;
    });
    assert.deepEqual(answers, [1, 2, 3, 1]);
    runtime.close();
  });
});
