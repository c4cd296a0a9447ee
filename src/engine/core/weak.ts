/** Tables with `__mode`: entries go when the JavaScript collector has taken what they refer to. */
import { LuaFloat, LuaFunction, ROOT_SHAPE, Shape, Table, Thread, Userdata } from "./model.ts";
import type { Key, Value, WeakStore } from "./model.ts";
import { emptyParts, entryFrom, keyOf, set } from "./table.ts";

/** The shape of all weak tables: it has no key and nothing may be concluded from that. */
const WEAK_SHAPE = new Shape(new Map(), [], 0, true);

/** Whether a value can be collected: strings and light things count as values. */
function isCollectable(v: unknown): v is object {
  return v instanceof Table || v instanceof Userdata || v instanceof LuaFunction || v instanceof Thread;
}

/** An object held weakly, or a value as it is. */
type Held = WeakRef<object> | { readonly value: unknown };

function hold(v: unknown, weak: boolean): Held {
  return weak && isCollectable(v) ? new WeakRef(v) : { value: v };
}

function held(h: Held): unknown {
  return h instanceof WeakRef ? h.deref() : h.value;
}

interface Entry {
  readonly key: Held;
  value: Held;
}

class WeakEntries implements WeakStore {
  readonly weakKeys: boolean;
  readonly weakValues: boolean;
  /** Entries by number, in the order of insertion. */
  readonly entries = new Map<number, Entry>();
  readonly numbers = new Map<unknown, number>();
  /** Numbers of the entries whose key is an object held weakly. */
  readonly objects = new WeakMap<object, number>();
  last = 0;

  constructor(weakKeys: boolean, weakValues: boolean) {
    this.weakKeys = weakKeys;
    this.weakValues = weakValues;
  }

  #number(key: Key): number | undefined {
    return this.weakKeys && isCollectable(key) ? this.objects.get(key) : this.numbers.get(key);
  }

  has(key: Key): boolean {
    return this.#number(key) !== undefined;
  }

  get(key: Key): Value {
    const n = this.#number(key);
    const entry = n === undefined ? undefined : this.entries.get(n);
    return entry && (held(entry.value) as Value);
  }

  set(key: Key, value: Value): void {
    let n = this.#number(key);
    const entry = n === undefined ? undefined : this.entries.get(n);
    if (entry) {
      entry.value = hold(value, this.weakValues);
      return;
    }
    if (value === undefined) return;
    n = ++this.last;
    if (this.weakKeys && isCollectable(key)) this.objects.set(key, n);
    else this.numbers.set(key, n);
    this.entries.set(n, { key: hold(key, this.weakKeys), value: hold(value, this.weakValues) });
    if (n % 256 === 0) this.#sweep();
  }

  #sweep(): void {
    for (const [n, entry] of this.entries) {
      const key = held(entry.key);
      if (key !== undefined && held(entry.value) !== undefined) continue;
      this.entries.delete(n);
      if (key !== undefined) {
        this.numbers.delete(key);
        if (isCollectable(key)) this.objects.delete(key);
      }
    }
  }

  next(key: Key | undefined): readonly [Key, Value] | undefined {
    const from = key === undefined ? 0 : (this.#number(key) ?? 0);
    for (let n = from + 1; n <= this.last; n++) {
      const entry = this.entries.get(n);
      if (entry === undefined) continue;
      const found = held(entry.key) as Key | undefined;
      const value = held(entry.value) as Value;
      if (found !== undefined && value !== undefined) return [found, value];
    }
    return undefined;
  }
}

/** Gives a table weak references; what it holds stays in it. */
export function makeWeak(t: Table, keys: boolean, values: boolean): void {
  const current = t.weak;
  if (current instanceof WeakEntries && current.weakKeys === keys && current.weakValues === values) return;
  const entries = contents(t);
  const store = new WeakEntries(keys, values);
  emptyParts(t);
  t.want = 0;
  t.shape = WEAK_SHAPE;
  t.weak = store;
  for (const [key, value] of entries) {
    const k = keyOf(key);
    if (k !== undefined) store.set(k, value);
  }
}

/** Makes a weak table an ordinary one again. */
export function makeStrong(t: Table): void {
  const entries = contents(t);
  t.weak = null;
  emptyParts(t);
  t.shape = ROOT_SHAPE;
  for (const [key, value] of entries) set(t, key, value);
}

function contents(t: Table): [Value, Value][] {
  const list: [Value, Value][] = [];
  if (t.weak) {
    for (let e = t.weak.next(undefined); e; e = t.weak.next(e[0])) {
      const key =
        typeof e[0] === "number" && !Number.isSafeInteger(e[0]) ? new LuaFloat(e[0]) : (e[0] as Value);
      list.push([key, e[1]]);
    }
    return list;
  }
  for (let at = 0, e = entryFrom(t, 0); e; e = entryFrom(t, ++at)) {
    if (list.at(-1)?.[0] === e[0]) continue;
    list.push([e[0], e[1]]);
  }
  return list;
}
