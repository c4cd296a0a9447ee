/**
 * One collection of a state's heap as Lua sees it: what is reachable is marked,
 * weak tables lose the rest, objects with `__gc` that nothing else refers to
 * are handed over. The memory itself is JavaScript's business. The order of
 * the steps is that of lgc.c's `atomic`.
 */
import { LuaFunction, Table, Thread, Userdata, WEAK_KEYS, WEAK_VALUES } from "./model.ts";
import type { Global, Key, Proto, Shape } from "./model.ts";
import { dropDeadKeys, dropTail } from "./table.ts";

type Finalizable = Table | Userdata;

/** Bits of `Table.gc` below the number of the collection that marked the table last. */
const MODE_BITS = 2;
const MODES = WEAK_KEYS | WEAK_VALUES;
/** Collections are numbered up to here, and then from 1 again. */
const LAST_ROUND = 1 << 26;

/** What PUC's objects take, so that a collection can say how much is in use. */
const SIZE = {
  table: 56,
  element: 16,
  field: 40,
  function: 32,
  upvalue: 56,
  userdata: 40,
  thread: 1000,
  frame: 150,
  text: 25,
  proto: 120,
};

let round = 0;

class Marker {
  readonly #grey: object[] = [];
  /** Marked objects that are no tables; those carry `round`. */
  readonly #seen = new Set<object>();
  /** Tables with weak keys, whose values count while their keys do. */
  readonly #ephemerons: Table[] = [];
  readonly #weakValues: Table[] = [];
  readonly #allWeak: Table[] = [];
  /** Texts that have been counted; undefined when they are not. */
  readonly #texts: Set<string> | undefined;
  size = 0;

  constructor(countTexts: boolean) {
    this.#texts = countTexts ? new Set() : undefined;
  }

  readonly mark = (v: unknown): void => {
    if (typeof v === "string") this.#count(v);
    if (typeof v !== "object" || v === null || !this.isDead(v)) return;
    if (v instanceof Table) v.gc = (round << MODE_BITS) | (v.gc & MODES);
    else this.#seen.add(v);
    this.#grey.push(v);
  };

  /** Whether an object has not been reached; other values always have. */
  isDead(v: unknown): boolean {
    if (v instanceof Table) return v.gc >> MODE_BITS !== round;
    return (v instanceof LuaFunction || v instanceof Userdata || v instanceof Thread) && !this.#seen.has(v);
  }

  #count(text: string): void {
    if (this.#texts === undefined || this.#texts.has(text)) return;
    this.#texts.add(text);
    this.size += SIZE.text + text.length;
  }

  #countCode(p: Proto): void {
    if (this.#texts === undefined || this.#seen.has(p)) return;
    this.#seen.add(p);
    // Four numbers stand for four bytes.
    this.size += SIZE.proto + p.code.length + 4 * p.lineinfo.length;
    this.size += 16 * (p.k.length + p.upvalues.length + p.locals.length);
    p.k.forEach(this.mark);
    for (const { name } of p.locals) this.#count(name);
    for (const inner of p.protos) this.#countCode(inner);
  }

  #countKeys(shape: Shape): void {
    if (this.#texts === undefined || this.#seen.has(shape)) return;
    this.#seen.add(shape);
    for (const key of shape.keys) if (typeof key === "string") this.#count(key);
  }

  /** Marks everything that is reachable from what is marked. */
  propagate(): void {
    let more: boolean;
    do {
      for (let v = this.#grey.pop(); v !== undefined; v = this.#grey.pop()) this.#traverse(v);
      more = false;
      for (const t of this.#ephemerons) if (this.#markLiveValues(t)) more = true;
    } while (more);
  }

  #traverse(v: object): void {
    if (v instanceof Table) this.#traverseTable(v);
    else if (v instanceof LuaFunction) {
      this.size += SIZE.function + SIZE.upvalue * v.cells.length;
      for (const cell of v.cells) this.mark(cell.v);
      if (v.proto) this.#countCode(v.proto);
      v.host?.up.forEach(this.mark);
    } else if (v instanceof Userdata) {
      this.size += SIZE.userdata;
      this.mark(v.mt);
      this.mark(v.user);
    } else if (v instanceof Thread) {
      this.size += SIZE.thread + SIZE.frame * v.saved.length;
      for (let i = 0; i < v.top; i++) this.mark(v.stack[i]);
      for (const frame of v.saved) frame.eachValue(this.mark);
    }
  }

  #traverseTable(t: Table): void {
    const mode = t.gc & MODES;
    this.size += SIZE.table + SIZE.element * t.arr.length + SIZE.field * t.slots.length;
    this.mark(t.mt);
    this.#countKeys(t.shape);
    if (mode === MODES) this.#allWeak.push(t);
    else if (mode === WEAK_KEYS) {
      for (const v of t.arr) this.mark(v);
      this.#ephemerons.push(t);
    } else if (mode === WEAK_VALUES) {
      this.#weakValues.push(t);
      this.#markKeys(t);
    } else {
      for (const v of t.arr) this.mark(v);
      for (const v of t.slots) this.mark(v);
      this.#markKeys(t);
    }
  }

  #markKeys(t: Table): void {
    if (!t.shape.dict) return;
    t.shape.keys.forEach((key, i) => {
      if (typeof key === "object" && t.slots[i] !== undefined) this.mark(key);
    });
  }

  /** Marks the values of an ephemeron table whose keys are reachable; whether there were new ones. */
  #markLiveValues(t: Table): boolean {
    const { keys } = t.shape;
    const before = this.#grey.length;
    t.slots.forEach((v, i) => {
      if (typeof v === "object" && !this.isDead(keys[i])) this.mark(v);
    });
    return this.#grey.length > before;
  }

  /** Takes values that were not reached out of the tables that hold them weakly. */
  clearValues(): void {
    for (const t of [...this.#weakValues, ...this.#allWeak]) {
      const { arr, slots } = t;
      t.meta = null;
      arr.forEach((v, i) => {
        if (this.isDead(v)) arr[i] = undefined;
      });
      if (arr.length > 1 && arr.at(-1) === undefined) dropTail(t);
      slots.forEach((v, i) => {
        if (this.isDead(v)) slots[i] = undefined;
      });
    }
  }

  /** Takes entries out whose keys were not reached. */
  clearKeys(): void {
    for (const t of [...this.#ephemerons, ...this.#allWeak, ...this.#weakValues]) {
      dropDeadKeys(t, (key: Key) => this.isDead(key));
    }
  }
}

/** What a collection found. */
export interface Collected {
  /** Objects whose `__gc` is due, the youngest first. */
  readonly due: readonly Finalizable[];
  /** About how many bytes PUC would have in use now; without texts and code, unless those are counted. */
  readonly size: number;
}

/** Collects. Every frame that runs Lua code has to be off the JS stack; `running` are the threads under way. */
export function collectHeap(G: Global, running: readonly Thread[], countTexts: boolean): Collected {
  round = (round % LAST_ROUND) + 1;
  const marker = new Marker(countTexts);
  const { mark } = marker;
  mark(G.registry);
  mark(G.main);
  running.forEach(mark);
  G.typeMeta.forEach(mark);
  G.unreachable.forEach(mark);
  for (const pin of G.pins) {
    const held = pin.deref();
    if (held) mark(held.v);
    else G.pins.delete(pin);
  }
  marker.propagate();
  marker.clearValues();
  const due = takeUnreachable(G, marker);
  due.forEach(mark);
  marker.propagate();
  marker.clearKeys();
  // What came back to life for its finalizer may hold weak tables too.
  marker.clearValues();
  return { due, size: marker.size };
}

function takeUnreachable(G: Global, marker: Marker): Finalizable[] {
  const due: Finalizable[] = [];
  for (const object of G.finalizers) {
    if (!marker.isDead(object)) continue;
    G.finalizers.delete(object);
    due.push(object);
  }
  return due.reverse();
}
