import { Refused } from "../../config/diagnostics.ts";
import { parseVariable } from "../../config/variables.ts";
import { mapConverter } from "../../samples/patterns/index.ts";
import type { CallArgument } from "../sample-access.ts";

/** What a configuration is told of its fetches and converters while it is read, for those that scripts call. */

const namesVariable: ReadonlySet<string> = new Set(["var", "set-var", "unset-var"]);

/** What HAProxy has against a script's arguments, beyond their types and what the catalog checks. */
export function callFault(name: string, [first]: readonly CallArgument[]): string | undefined {
  if (namesVariable.has(name)) return variableFault(first?.text ?? "");
  // Traffic comes too late for a map, be it one that is there already (sample_load_map() in map.c).
  return mapConverter(name) ? "map: cannot load map at runtime" : undefined;
}

function variableFault(text: string): string | undefined {
  try {
    parseVariable(text);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.text;
    throw error;
  }
}
