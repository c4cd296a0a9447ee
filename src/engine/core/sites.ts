/**
 * Field accesses with a constant key. Each place in the code remembers the
 * shape it saw last and the slot, which compiled code checks itself; here is
 * what happens when that does not hold.
 */
import { index, rawSet, setIndex } from "./access.ts";
import { metaOf } from "./calls.ts";
import { Table, type Meta, type Shape, type Value } from "./model.ts";
import { regs } from "./regs.ts";
import { getStr, slotOf, transition } from "./table.ts";

export class Site {
  readonly key: string;
  /** A shape that has the key, and its slot. */
  shape: Shape | null = null;
  slot = 0;
  /** A shape that lacks the key, with the table behind `__index` that has it. */
  missing: Shape | null = null;
  mt: Table | undefined = undefined;
  meta: Meta | null = null;
  holder: Table | null = null;
  holderShape: Shape | null = null;
  holderSlot = 0;
  /** A shape that lacks the key, and the one with it. */
  before: Shape | null = null;
  after: Shape | null = null;
  constructor(key: string) {
    this.key = key;
  }
}

/** `object[site.key]`. */
export function getField(site: Site, object: Value): Value {
  if (object instanceof Table) {
    const { shape, mt } = object;
    if (shape === site.missing && mt === site.mt && mt?.meta === site.meta) {
      const { holder } = site;
      if (holder !== null && holder.shape === site.holderShape) {
        const v = holder.slots[site.holderSlot];
        if (v !== undefined) return v;
      }
    }
    const i = slotOf(shape, site.key);
    if (i >= 0) {
      site.shape = shape;
      site.slot = i;
      const v = object.slots[i];
      if (v !== undefined || mt === undefined) return v;
    } else {
      if (mt === undefined) return undefined;
      if (!shape.dict) return getInherited(site, object, mt);
    }
  } else if (typeof object === "string") {
    const mt = regs.L.G.typeMeta[4];
    const library = mt === undefined ? undefined : metaOf(mt).index;
    if (library instanceof Table) {
      const v = getStr(library, site.key);
      if (v !== undefined) return v;
    }
  }
  return index(object, site.key);
}

/** The key is absent in a table whose shape says so for good: remembers who has it. */
function getInherited(site: Site, object: Table, mt: Table): Value {
  const meta = metaOf(mt);
  const holder = meta.index;
  if (holder === undefined) return undefined;
  if (holder instanceof Table) {
    const i = slotOf(holder.shape, site.key);
    const v = i < 0 ? undefined : holder.slots[i];
    if (v !== undefined) {
      site.missing = object.shape;
      site.mt = mt;
      site.meta = meta;
      site.holder = holder;
      site.holderShape = holder.shape;
      site.holderSlot = i;
      return v;
    }
  }
  return index(object, site.key);
}

/** `object[site.key] = value`; UNWIND or undefined. */
export function setField(site: Site, object: Value, value: Value): Value {
  if (!(object instanceof Table)) return setIndex(object, site.key, value);
  const { shape } = object;
  if (shape === site.before && site.after !== null && object.mt === undefined && value !== undefined) {
    object.shape = site.after;
    if (object.slots.length === 0) object.slots = [value];
    else object.slots.push(value);
    return undefined;
  }
  // A metatable's cache hangs on its `__` fields: they are never set past ./table.ts.
  if (site.key.startsWith("__")) return setIndex(object, site.key, value);
  const i = slotOf(shape, site.key);
  if (i >= 0) {
    site.shape = shape;
    site.slot = i;
  } else if (object.mt === undefined && value !== undefined && !shape.dict) {
    const after = transition(shape, site.key);
    if (after !== undefined) {
      site.before = shape;
      site.after = after;
    }
  }
  if (object.mt === undefined) {
    rawSet(object, site.key, value);
    return undefined;
  }
  return setIndex(object, site.key, value);
}
