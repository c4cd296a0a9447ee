import type { Sample } from "../../samples/index.ts";

/** Variables of one scope, by name without the scope: those of a session, a transaction, a request, a response, a check. */
export class VariableScope {
  #values: Map<string, Sample> | undefined;

  get(name: string): Sample | undefined {
    return this.#values?.get(name);
  }

  set(name: string, value: Sample): void {
    (this.#values ??= new Map<string, Sample>()).set(name, value);
  }

  unset(name: string): void {
    this.#values?.delete(name);
  }

  exists(name: string): boolean {
    return this.#values?.has(name) ?? false;
  }

  clear(): void {
    this.#values = undefined;
  }

  /** In order of their first setting; for `dump_all_vars`. */
  entries(): Iterable<readonly [string, Sample]> {
    return this.#values?.entries() ?? [];
  }
}
