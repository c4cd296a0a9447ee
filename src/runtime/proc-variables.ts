/** A variable's value: HAProxy's types that are no bytes of their own come as text. Strings are byte strings. */
export type ProcValue = boolean | number | bigint | string;

/**
 * The variables of the scope `proc.`, which all traffic and all scripts of a
 * process share (vars.c). Names are whole: `proc.x`.
 */
export class ProcVariables {
  readonly #values = new Map<string, ProcValue>();

  /** The value; undefined for one that is not set, and for a name that is none. */
  get(name: string): ProcValue | undefined {
    return this.#values.get(name);
  }

  /**
   * Sets a variable; with `onlyExisting`, only one that is set already. Gives
   * whether it is set now; false too for a name that is none.
   */
  set(name: string, value: ProcValue, onlyExisting = false): boolean {
    if (!/^proc\.[A-Za-z0-9_.]+$/.test(name)) return false;
    if (onlyExisting && !this.#values.has(name)) return false;
    this.#values.set(name, value);
    return true;
  }

  unset(name: string): void {
    this.#values.delete(name);
  }
}
