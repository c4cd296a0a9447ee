/** A variable's value: HAProxy's types that are no bytes of their own come as text. Strings are byte strings. */
export type ProcValue = boolean | number | bigint | string;

export interface ProcVariable {
  readonly value: ProcValue;
  readonly sample: unknown;
}

/**
 * The variables of the scope `proc.`, which all traffic and all scripts of a
 * process share (vars.c). Names are whole: `proc.x`.
 */
export class ProcVariables {
  readonly #values = new Map<string, ProcVariable>();
  readonly #declared = new Set<string>();

  /** The value; undefined for one that is not set, and for a name that is none. */
  get(name: string): ProcValue | undefined {
    return this.#values.get(name)?.value;
  }

  /** What was given as `sample` when the variable was set. */
  sample(name: string): unknown {
    return this.#values.get(name)?.sample;
  }

  /** Those that are set, in no order that means anything. */
  entries(): Iterable<readonly [name: string, variable: ProcVariable]> {
    return this.#values;
  }

  /** Makes a variable exist: HAProxy has those from the start that its configuration names. */
  declare(name: string): void {
    this.#declared.add(name);
  }

  /** Whether it exists, set or not. */
  exists(name: string): boolean {
    return this.#declared.has(name) || this.#values.has(name);
  }

  /**
   * Sets a variable; with `onlyExisting`, only one that exists. Gives whether
   * it is set now; false too for a name that is none.
   *
   * @param sample kept beside the value for those who know more of it than its value
   */
  set(name: string, value: ProcValue, onlyExisting = false, sample?: unknown): boolean {
    if (!/^proc\.[A-Za-z0-9_.]+$/.test(name)) return false;
    if (onlyExisting && !this.exists(name)) return false;
    this.#values.set(name, { value, sample });
    return true;
  }

  unset(name: string): void {
    this.#values.delete(name);
  }
}
