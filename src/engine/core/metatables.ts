/** Setting a metatable, and what that starts: `__gc` and `__mode`. */
import { Table, Userdata, type Global, type Value } from "./model.ts";
import { metaOf } from "./calls.ts";
import { makeStrong, makeWeak } from "./weak.ts";

export function setMetatable(G: Global, v: Value, mt: Table | undefined, type: number): void {
  if (v instanceof Table) {
    v.mt = mt;
    const mode = mt === undefined ? undefined : metaOf(mt).mode;
    if (typeof mode === "string") makeWeak(v, mode.includes("k"), mode.includes("v"));
    else if (v.weak !== null) makeStrong(v);
  } else if (v instanceof Userdata) v.mt = mt;
  else {
    G.typeMeta[type] = mt;
    return;
  }
  if (mt !== undefined && metaOf(mt).gc !== undefined) G.finalizers.add(v);
}
