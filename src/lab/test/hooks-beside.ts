import { existsSync } from "node:fs";
import path from "node:path";
import type { LuaDirective, LuaHooks } from "../../config/hooks.ts";
import type { Ruleset } from "../../config/actions.ts";
import type { GlobalVariable } from "../../config/types.ts";

/** Hooks that look for scripts beside the configuration too: tests are not always run from where a proxy would be. */
export class HooksBeside implements LuaHooks {
  readonly #hooks: LuaHooks;
  readonly #folder: string;

  constructor(hooks: LuaHooks, folder: string) {
    this.#hooks = hooks;
    this.#folder = folder;
  }

  run(directive: LuaDirective, loggersKnown?: boolean): string | undefined {
    if (directive.kind !== "load") return this.#hooks.run(directive, loggersKnown);
    const { file } = directive;
    const other = path.resolve(this.#folder, file);
    const found = existsSync(file) || !existsSync(other) ? file : path.relative(process.cwd(), other);
    return this.#hooks.run({ ...directive, file: found }, loggersKnown);
  }

  setVariable(variable: GlobalVariable): void {
    this.#hooks.setVariable(variable);
  }

  action(name: string, ruleset: Ruleset): { readonly arguments: number } | undefined {
    return this.#hooks.action(name, ruleset);
  }

  service(name: string): "tcp" | "http" | undefined {
    return this.#hooks.service(name);
  }

  fetch(name: string): boolean {
    return this.#hooks.fetch(name);
  }

  converter(name: string): boolean {
    return this.#hooks.converter(name);
  }

  filter(name: string): boolean {
    return this.#hooks.filter(name);
  }

  names(of: Ruleset | "filter"): readonly string[] {
    return this.#hooks.names(of);
  }
}
