import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { complete } from "../../src/cli/completion.ts";
import { halua, main } from "../support/command.ts";
import { load } from "../support/script.ts";

/** What `halua repl` prints for lines on a pipe. */
async function talk(...lines: string[]): Promise<{ stdout: string; stderr: string; status: number | null }> {
  const child = spawn(process.execPath, [main, "repl"], { stdio: ["pipe", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.end(`${lines.join("\n")}\n`);
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { stdout, stderr, status };
}

describe("halua repl", () => {
  it("prints the values of each line, and keeps globals", async () => {
    const { stdout, status } = await talk("1 + 1", "x = 5", "x, nil, 'text'", "return x * 2");
    assert.equal(stdout, "2\n5\tnil\ttext\n10\n");
    assert.equal(status, 0);
  });

  it("goes on in the next line when one is unfinished", async () => {
    assert.equal((await talk("for i = 1, 2 do", "  print(i)", "end", "'after'")).stdout, "1\n2\nafter\n");
  });

  it("lets a line wait", async () => {
    assert.equal(
      (await talk("core.msleep(5) return 'slept'", "core.my_slot():get_state()")).stdout,
      "slept\nalive\n",
    );
  });

  it("says what is wrong and goes on", async () => {
    const { stdout, stderr } = await talk("= 3", "error('boom')", "'alive'");
    assert.equal(stdout, "alive\n");
    assert.match(stderr, /stdin:1: unexpected symbol near '='\n.*runtime error: stdin:1: boom/);
  });

  it("completes globals, fields and methods", () => {
    const { runtime } = load("thing = core.event_sub({ 'SLOT_UP' }, print) deep = { er = { value = 1 } }");
    assert.deepEqual(complete(runtime, "print(tost"), [["tostring"], "tost"]);
    assert.deepEqual(complete(runtime, "core.register_t"), [["core.register_task"], "core.register_t"]);
    assert.deepEqual(complete(runtime, "deep.er.v"), [["deep.er.value"], "deep.er.v"]);
    assert.deepEqual(complete(runtime, "thing:un"), [["thing:unsub"], "thing:un"]);
    assert.deepEqual(complete(runtime, "core.my_slot():get_ob"), [[":get_objects"], ":get_ob"]);
    assert.deepEqual(complete(runtime, "nothing.at.all"), [[], "nothing.at.all"]);
  });
});

describe("halua eval", () => {
  it("runs a piece of Lua, also as -e", async () => {
    assert.equal((await halua("eval", "print(1 + 1)")).stdout, "2\n");
    assert.equal((await halua("-e", "print(core.my_slot():get_id())")).stdout, "0\n");
  });

  it("says what is wrong in a line", async () => {
    const { status, stderr } = await halua("-e", "x = = 1");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^\[ALERT\] {4}\(\d+\) : error in Lua code: \(command line\):1: unexpected symbol near '='\n$/,
    );
  });
});
