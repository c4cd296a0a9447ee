/** Setting a metatable, and what that starts: `__gc` and `__mode`. */
import { Table, Userdata, WEAK_KEYS, WEAK_VALUES, type Global, type Value } from "./model.ts";
import { metaOf } from "./calls.ts";
import { beginCollecting } from "./pace.ts";

export function setMetatable(G: Global, v: Value, mt: Table | undefined, type: number): void {
  if (v instanceof Table) {
    v.mt = mt;
    const mode = mt === undefined ? undefined : metaOf(mt).mode;
    const weak = typeof mode === "string" ? weakness(mode) : 0;
    if (weak !== 0) beginCollecting(G);
    v.gc = weak;
  } else if (v instanceof Userdata) v.mt = mt;
  else {
    G.typeMeta[type] = mt;
    return;
  }
  if (mt !== undefined && metaOf(mt).gc !== undefined) {
    beginCollecting(G);
    G.finalizers.add(v);
  }
}

function weakness(mode: string): number {
  return (mode.includes("k") ? WEAK_KEYS : 0) | (mode.includes("v") ? WEAK_VALUES : 0);
}
