import { Refused } from "../../config/diagnostics.ts";
import { parseVariable } from "../../config/variables.ts";
import { mapConverter, PatternReferences, type ConverterMap } from "../../samples/patterns/index.ts";
import type { CallArgument } from "../sample-access.ts";
import type { TrafficEnvironment } from "../traffic.ts";

/** What a configuration is told of its fetches and converters while it is read, for those that scripts call. */

const namesVariable: ReadonlySet<string> = new Set(["var", "set-var", "unset-var"]);

/** What HAProxy has against a script's arguments, beyond their types and what the catalog checks. */
export function callFault(
  { runtime }: TrafficEnvironment,
  name: string,
  [first]: readonly CallArgument[],
): string | undefined {
  const text = first?.text ?? "";
  if (namesVariable.has(name)) return variableFault(text);
  if (!mapConverter(name) || runtime.services.find(PatternReferences)?.lookup(text)) return undefined;
  return "map: cannot load map at runtime";
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

/** The map that a script's converter looks up in: over a file that the configuration or a script's body has loaded. */
export function calledMap(
  { runtime }: TrafficEnvironment,
  name: string,
  [first]: readonly CallArgument[],
): ConverterMap | undefined {
  const references = runtime.services.find(PatternReferences);
  const text = first?.text ?? "";
  if (!mapConverter(name) || !references?.lookup(text)) return undefined;
  return references.converter(name, text, { file: "", line: 0 });
}
