/**
 * What the configuration asks of Lua while it is read. HAProxy runs scripts at
 * the line that names them, and what they register is known to the lines
 * below; so does halua, through this interface.
 */
import type { Ruleset } from "./actions.ts";
import type { GlobalVariable, LuaDirective, LuaOption } from "./types.ts";

/** What a script registered as an action. */
export interface LuaAction {
  /** How many words it takes. */
  readonly arguments: number;
}

export interface LuaHooks {
  /**
   * Carries out a directive. Returns the text of the alert when that failed
   * (`Lua runtime error: ...`, without a place), or undefined. `loggersKnown`:
   * a global `log` line stands above.
   */
  run(directive: LuaDirective, loggersKnown?: boolean): string | undefined;
  /** Sets a variable of the process, which scripts below can read. */
  setVariable(variable: GlobalVariable): void;
  /** `name` is without `lua.` in all of these. */
  action(name: string, ruleset: Ruleset): LuaAction | undefined;
  service(name: string): "tcp" | "http" | undefined;
  fetch(name: string): boolean;
  converter(name: string): boolean;
  filter(name: string): boolean;
  /** What can be named, with `lua.`, in the order of registration. */
  names(of: Ruleset | "filter"): readonly string[];
}

/** A host without Lua: directives are noted but not carried out, and nothing is registered. */
export const NO_LUA: LuaHooks = {
  run: () => undefined,
  setVariable: () => undefined,
  action: () => undefined,
  service: () => undefined,
  fetch: () => false,
  converter: () => false,
  filter: () => false,
  names: () => [],
};

export type { LuaDirective, LuaOption };
