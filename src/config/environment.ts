/**
 * The environment variables a configuration reads and changes (`"${VAR}"`,
 * `setenv`, `defined()`). A copy of its own, so that a parse leaves the
 * process alone; the caller hands the result on to what it starts.
 */
export interface Environment {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  unset(name: string): void;
  /** In the order the variables were first set, as environ has them. */
  names(): Iterable<string>;
}

/** An environment that starts with `variables`, or with those of this process. */
export function createEnvironment(variables?: Readonly<Record<string, string | undefined>>): Environment {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(variables ?? process.env)) {
    // Node hands them out as characters; a configuration is made of bytes.
    if (value !== undefined) values.set(toBytes(name), toBytes(value));
  }
  return {
    get: (name) => values.get(name),
    set: (name, value) => void values.set(name, value),
    unset: (name) => void values.delete(name),
    names: () => values.keys(),
  };
}

function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
