import type { HostValue, LuaFunction, LuaThread, LuaValue } from "../../lua/index.ts";
import { failureOf, type Ending, type Run, type Runtime } from "../../runtime/index.ts";
import { TestFailure } from "./failure.ts";

/** Calls functions of a test file, each in a coroutine of its own: they may wait. */
export class TestCalls {
  readonly #runtime: Runtime;
  readonly #find: LuaFunction;
  readonly #runs = new Set<Run<Runtime>>();

  /** `find` is Lua's string.find. */
  constructor(runtime: Runtime, find: LuaFunction) {
    this.#runtime = runtime;
    this.#find = find;
  }

  get thread(): LuaThread {
    return this.#runtime.lua.main;
  }

  /** Whether a text has a match for one of Lua's patterns. */
  matches(text: string, pattern: string): boolean {
    const called = this.#runtime.lua.call(this.#find, [text, pattern]);
    if (!called.ok) throw new TestFailure(`'${pattern}' is no pattern: ${called.message ?? ""}`);
    return called.values[0] !== undefined;
  }

  /** Resolves with what the function returns; rejects with a {@link TestFailure}. */
  async call(fn: LuaFunction, args: readonly HostValue[]): Promise<readonly LuaValue[]> {
    const { scheduler } = this.#runtime;
    return new Promise((resolve, reject) => {
      const waiting: { run?: Run<Runtime> } = {};
      waiting.run = scheduler.begin("task", fn, args, (ending) => {
        if (waiting.run) this.#runs.delete(waiting.run);
        if (ending.kind === "done") resolve(ending.values);
        else reject(new TestFailure(textOf(ending), { isAssertion: false }));
      });
      if (waiting.run.standing !== "ended") this.#runs.add(waiting.run);
    });
  }

  /** Ends every call that still waits. */
  cancelAll(): void {
    for (const run of [...this.#runs]) run.cancel();
  }
}

function textOf(ending: Ending): string {
  if (ending.kind === "cancelled") return "given up: the test has ended";
  if (ending.kind === "error") return ending.message ?? "an error that is no text";
  return failureOf("Test:", ending, 0) ?? "an error that is no text";
}
