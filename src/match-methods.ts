/**
 * How a sample is compared with patterns: the methods of `-m`, in HAProxy's
 * order (pattern.c), which is also the order of the constants of Lua's `Map`.
 */
export const matchMethods = [
  "found",
  "bool",
  "int",
  "ip",
  "bin",
  "len",
  "str",
  "beg",
  "sub",
  "dir",
  "dom",
  "end",
  "reg",
  "regm",
] as const;

export type MatchMethod = (typeof matchMethods)[number];

/** What a method compares: the type a sample has to be converted to before. */
export type InputType = "sint" | "addr" | "bin" | "str";

const inputs: Readonly<Record<MatchMethod, InputType>> = {
  found: "sint",
  bool: "sint",
  int: "sint",
  ip: "addr",
  bin: "bin",
  len: "str",
  str: "str",
  beg: "str",
  sub: "str",
  dir: "str",
  dom: "str",
  end: "str",
  reg: "str",
  regm: "str",
};

/** The type that `method` compares. */
export function inputType(method: MatchMethod): InputType {
  return inputs[method];
}

const compareNoKeys: ReadonlySet<MatchMethod> = new Set(["found", "bool", "bin", "len"]);

/** Whether maps look up their keys by this method: converters exist for these only. */
export function looksUpKeys(method: MatchMethod): boolean {
  return !compareNoKeys.has(method);
}
