import { any, declareFunction, nothing, uncounted, type Argument, type LuaState } from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";

/**
 * Says whether a declared argument takes a constant, by having it read that
 * constant: so the answer, and its text, is the one that a script would get.
 */
export class LiteralProbe {
  readonly #lua: LuaState<Runtime>;

  constructor(lua: LuaState<Runtime>) {
    this.#lua = lua;
  }

  /** What `argument`, `before` others behind the first, has against the constant that `literal` spells; undefined for nothing. */
  refusal(argument: Argument<unknown>, before: number, literal: string): string | undefined {
    const others = Array.from({ length: before }, () => any("other", ""));
    const probe = declareFunction<Runtime, Argument<unknown>[]>("probe", {
      doc: "",
      args: [...others, argument],
      since: "halua",
      count: uncounted,
      body: () => nothing,
    });
    const values = [...others.map(() => "nil"), literal].join(", ");
    const loaded = this.#lua.load(`local probe = (...).probe; probe(${values})`, "=probe");
    if ("error" in loaded) return undefined;
    const called = this.#lua.call(loaded.fn, [this.#lua.module([probe])]);
    return called.ok ? undefined : called.message?.replace(/^probe:\d+: /, "").replace(/ to '[^']*'/, "");
  }
}
