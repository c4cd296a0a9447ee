import { looksUpKeys, matchMethods, type MatchMethod } from "../../match-methods.ts";
import type { OutputType } from "./outputs.ts";

/** What a map converter does. */
export interface MapConverter {
  readonly method: MatchMethod;
  readonly output: OutputType;
  readonly gives: "value" | "key";
}

/**
 * What a converter's name says: `map` and `map_str` give text for the whole
 * text, `map_beg_int` integers by its beginning, `map_ip_key` the key that an
 * address matches. Undefined for names of no map converter.
 */
export function mapConverter(name: string): MapConverter | undefined {
  const [first, methodName = "str", suffix, ...rest] = name.split("_");
  const method = matchMethods.find((each) => each === methodName);
  if (first !== "map" || rest.length > 0 || method === undefined || !looksUpKeys(method)) return undefined;
  if (suffix === undefined) return { method, output: "str", gives: "value" };
  if (method === "regm") return undefined;
  if (suffix === "key") return { method, output: "str", gives: "key" };
  if (suffix === "int") return { method, output: "sint", gives: "value" };
  return suffix === "ip" ? { method, output: "addr", gives: "value" } : undefined;
}
