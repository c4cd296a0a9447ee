/** The environment variables a configuration reads and changes (`"${VAR}"`, `setenv`, `defined()`). */
export interface Environment {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  unset(name: string): void;
  /** In the order the variables were first set, as environ has them. */
  names(): Iterable<string>;
}

/** An environment of its own, which leaves the process alone; it starts with `variables`, or with those of this process. */
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

/** This process's own environment: what a configuration sets there, its scripts see in `os.getenv`. */
export const processEnvironment: Environment = {
  get: (name) => {
    const value = process.env[toCharacters(name)];
    return value === undefined ? undefined : toBytes(value);
  },
  set: (name, value) => {
    process.env[toCharacters(name)] = toCharacters(value);
  },
  unset: (name) => void Reflect.deleteProperty(process.env, toCharacters(name)),
  names: () => Object.keys(process.env).map(toBytes),
};

function toCharacters(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
