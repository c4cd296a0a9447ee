import { LuaError } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { PatternError, PatternReferences, type PatternReference } from "../samples/patterns/index.ts";

/**
 * The pattern references of a runtime: one PatternReferences among its
 * services, made here unless the configuration has made one before. What
 * changes in them reaches `patref:event_sub`.
 */
export function installPatternReferences(runtime: Runtime): void {
  if (runtime.services.find(PatternReferences)) return;
  runtime.services.add(PatternReferences, new PatternReferences(publishing(runtime)));
}

/** The option by which a PatternReferences tells a runtime's subscribers of changes. */
export function publishing(runtime: Runtime): {
  changed: (type: string, reference: PatternReference) => void;
} {
  return {
    changed: (type, source) => {
      runtime.publish({ type, source, sourceOnly: true, when: Math.floor(runtime.time.wallMs() / 1000) });
    },
  };
}

/** The reference that a script names; `message` is what it is told when there is none. */
export function referenceOf(host: Runtime, name: string, message: string): PatternReference {
  const reference = host.services.get(PatternReferences).lookup(textUntilNul(name));
  if (!reference) throw new LuaError(message);
  return reference;
}

/** HAProxy takes keys, values and names as C strings, which end at their first NUL byte. */
export function textUntilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

/** What goes wrong with a pattern or value, as text; undefined when nothing does. */
export function refusal(change: () => void): string | undefined {
  try {
    change();
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}
