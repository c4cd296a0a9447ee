import { LuaFloat, NO_VALUES, ROOT_SHAPE, Shape, type Key, type Table, type Value } from "./model.ts";
import { floatToInteger } from "../numerals.ts";

/** Beyond this many keys, or this many ways on from one shape, a table becomes a dictionary. */
const MAX_SHAPE_KEYS = 48;
const MAX_TRANSITIONS = 64;

/** A value as a key; undefined for nil and NaN, which are none. */
export function keyOf(v: Value): Key | undefined {
  if (v instanceof LuaFloat) {
    if (Number.isNaN(v.n)) return undefined;
    return floatToInteger(v.n) ?? v.n;
  }
  return v;
}

/** A key as a value again. */
export function valueOf(key: Key): Value {
  if (typeof key === "number" && !Number.isSafeInteger(key)) return new LuaFloat(key);
  return key as Value;
}

export function get(t: Table, key: Value): Value {
  if (typeof key === "string") return getStr(t, key);
  if (typeof key === "number") return getInt(t, key);
  const k = keyOf(key);
  if (k === undefined) return undefined;
  return typeof k === "number" && Number.isSafeInteger(k) ? getInt(t, k) : getHash(t, k);
}

export function getStr(t: Table, key: string): Value {
  return getHash(t, key);
}

export function getInt(t: Table, key: number): Value {
  const arr = t.arr;
  if (key > 0 && key < arr.length) return arr[key];
  return getHash(t, key);
}

export function getHash(t: Table, key: Key): Value {
  const i = slotOf(t.shape, key);
  return i < 0 ? undefined : t.slots[i];
}

/** The slot of a key, -1 when the shape has none. */
export function slotOf(shape: Shape, key: Key): number {
  const i = shape.index.get(key);
  return i !== undefined && (shape.dict || i < shape.count) ? i : -1;
}

/** Raw assignment; the key is neither nil nor NaN. */
export function set(t: Table, key: Value, value: Value): void {
  const k = keyOf(key);
  if (k === undefined) return;
  if (typeof k === "number" && Number.isSafeInteger(k)) setInt(t, k, value);
  else setHash(t, k, value);
}

export function setStr(t: Table, key: string, value: Value): void {
  setHash(t, key, value);
}

export function setInt(t: Table, key: number, value: Value): void {
  const arr = t.arr;
  const n = arr.length;
  if (key > 0 && key < n) {
    arr[key] = value;
    if (value === undefined && key === n - 1) dropTail(t);
  } else if (key === n && n > 0 && value !== undefined) {
    arr.push(value);
    if (t.ints > 0) pullIn(t, key);
  } else if (key === 1 && n === 0 && value !== undefined) {
    t.arr = [undefined, value];
    if (t.ints > 0) pullIn(t, key);
  } else if (key > n && key <= t.want && value !== undefined) {
    fillTo(t, key, value);
  } else {
    setHash(t, key, value);
  }
}

/** A table made for `want` elements takes them in any order, as PUC's array part does. */
function fillTo(t: Table, key: number, value: Value): void {
  if (t.arr.length === 0) t.arr = [undefined];
  while (t.arr.length < key) t.arr.push(undefined);
  t.arr.push(value);
  if (t.ints > 0) pullIn(t, key);
}

/** Keeps the last element non-nil, so that the length is at hand. */
export function dropTail(t: Table): void {
  const arr = t.arr;
  let n = arr.length;
  if (n > t.cleared + 1) t.cleared = n - 1;
  while (n > 1 && arr[n - 1] === undefined) n--;
  arr.length = n;
}

/** After element `last` was added: takes over what follows it in the hash part. */
function pullIn(t: Table, last: number): void {
  // The element just added may itself have stood in the hash part once.
  takeOut(t, last);
  for (let k = last + 1; t.ints > 0; k++) {
    const value = takeOut(t, k);
    if (value === undefined) return;
    t.ints--;
    t.arr.push(value);
  }
}

/**
 * Takes the entry of an element out of the hash part, which is a dictionary then,
 * and gives its value. Were the key left there, a traversal that clears elements
 * of the array part would go on from where it stands in the hash part.
 */
function takeOut(t: Table, key: number): Value {
  const i = slotOf(t.shape, key);
  if (i < 0) return undefined;
  const value = t.slots[i];
  t.slots[i] = undefined;
  t.shape.index.delete(key);
  return value;
}

export function setHash(t: Table, key: Key, value: Value): void {
  if (t.meta !== null && typeof key === "string" && key.startsWith("__")) t.meta = null;
  const i = slotOf(t.shape, key);
  if (i >= 0) {
    if (typeof key === "number" && value !== undefined && t.slots[i] === undefined) t.ints++;
    t.slots[i] = value;
  } else if (value !== undefined) {
    addKey(t, key, value);
  }
}

/** Adds a key the table does not have. */
export function addKey(t: Table, key: Key, value: Value): void {
  const shape = t.shape;
  if (!shape.dict) {
    // Key 0 never belongs into the array part; HAProxy's objects keep their userdata there.
    const next = typeof key === "string" || key === 0 ? transition(shape, key) : undefined;
    if (next !== undefined) {
      t.shape = next;
      if (t.slots.length === 0) t.slots = [value];
      else t.slots.push(value);
      return;
    }
    toDictionary(t);
  } else if (shape.keys.length >= shape.limit) {
    if (typeof key === "number" && growArray(t, key)) {
      setInt(t, key, value);
      return;
    }
    sweep(t);
  }
  if (typeof key === "number") t.ints++;
  t.shape.index.set(key, t.shape.keys.length);
  t.shape.keys.push(key);
  if (t.slots.length === 0) t.slots = [value];
  else t.slots.push(value);
}

/** The shape with one more key; undefined where a dictionary is better. */
export function transition(shape: Shape, key: Key): Shape | undefined {
  const next = shape.next;
  if (next === undefined) return undefined;
  const known = next.get(key);
  if (known !== undefined) return known;
  if (shape.count >= MAX_SHAPE_KEYS || next.size >= MAX_TRANSITIONS) {
    // The empty table is where every table begins: it may have many ways on.
    if (shape !== ROOT_SHAPE || next.size >= 1024) return undefined;
  }
  let made: Shape;
  if (shape.keys.length === shape.count && shape !== ROOT_SHAPE) {
    shape.index.set(key, shape.count);
    shape.keys.push(key);
    made = new Shape(shape.index, shape.keys, shape.count + 1, false);
  } else {
    const keys = shape.keys.slice(0, shape.count);
    keys.push(key);
    made = new Shape(new Map(keys.map((k, i) => [k, i])), keys, keys.length, false);
  }
  next.set(key, made);
  return made;
}

function toDictionary(t: Table): void {
  rebuild(t, t.shape.keys.slice(0, t.shape.count));
}

/**
 * Lets the array part grow over integer keys of a full dictionary, as PUC's rehash
 * does: to the largest power of two of which more than half would be in use, with
 * the key that is to be added. False where there is none beyond the present part.
 */
function growArray(t: Table, added: number): boolean {
  const size = arraySize(t, added);
  const { arr, shape, slots } = t;
  let last = arr.length - 1;
  for (const [i, key] of shape.keys.entries()) {
    if (isIndexWithin(key, size) && slots[i] !== undefined && key > last) last = key;
  }
  if (last < arr.length) return false;
  if (arr.length === 0) t.arr = [undefined];
  while (t.arr.length <= last) t.arr.push(undefined);
  for (const [i, key] of shape.keys.entries()) {
    if (!isIndexWithin(key, size) || slots[i] === undefined) continue;
    t.arr[key] = slots[i];
    slots[i] = undefined;
    t.ints--;
  }
  rebuild(t, shape.keys);
  if (t.ints > 0) pullIn(t, last);
  return true;
}

function isIndexWithin(key: Key | undefined, size: number): key is number {
  return typeof key === "number" && key >= 1 && key <= size && Number.isInteger(key);
}

/** ltable.c's `computesizes`, for dictionary and one key more; the array part counts as full. */
function arraySize(t: Table, added: number): number {
  const present = t.arr.length - 1;
  // How many keys of the dictionary there are in (2^(i-1), 2^i].
  const counts = new Int32Array(32);
  const count = (key: Key | undefined): void => {
    if (isIndexWithin(key, 2 ** 31)) {
      const i = Math.ceil(Math.log2(key));
      counts[i] = (counts[i] ?? 0) + 1;
    }
  };
  count(added);
  for (const [i, key] of t.shape.keys.entries()) if (t.slots[i] !== undefined) count(key);
  let best = 0;
  let sum = 0;
  for (const [i, n] of counts.entries()) {
    sum += n;
    if (sum + Math.min(present, 2 ** i) > 2 ** i / 2) best = 2 ** i;
  }
  return best;
}

/** A dictionary that is full of dead keys drops them; another is allowed to grow. */
function sweep(t: Table): void {
  const shape = t.shape;
  let live = 0;
  for (const value of t.slots) if (value !== undefined) live++;
  if (live > shape.keys.length * 0.6) shape.limit = shape.keys.length * 2;
  else rebuild(t, shape.keys);
}

function hasValue(_key: Key, value: Value): boolean {
  return value !== undefined;
}

function rebuild(t: Table, keys: Key[], keeps = hasValue): void {
  const index = new Map<Key, number>();
  const kept: Key[] = [];
  const slots: Value[] = [];
  let ints = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const value = t.slots[i];
    if (key === undefined || !keeps(key, value)) continue;
    if (typeof key === "number" && value !== undefined) ints++;
    index.set(key, kept.length);
    kept.push(key);
    slots.push(value);
  }
  t.shape = new Shape(index, kept, 0, true);
  t.shape.limit = Math.max(16, kept.length * 2);
  t.slots = slots;
  t.ints = ints;
}

/** Takes the entries out whose keys are dead: nobody can ask for them, nor go on from them. */
export function dropDeadKeys(t: Table, isDead: (key: Key) => boolean): void {
  const { shape } = t;
  if (!shape.dict || !shape.keys.some(isDead)) return;
  // Keys without a value stay: a traversal may stand at one.
  rebuild(t, shape.keys, (key) => !isDead(key));
}

/** A border of the table: `#t` without metamethods. */
export function length(t: Table): number {
  const n = t.arr.length;
  if (n > 1) return n - 1;
  if (t.ints === 0) return 0;
  return unboundLength(t);
}

function unboundLength(t: Table): number {
  let n = 0;
  while (getHash(t, n + 1) !== undefined) n++;
  return n;
}

/** The entry after `key` as [key, value]; undefined at the end, null for a key that never was there. */
export function next(t: Table, key: Value): readonly [Value, Value] | undefined | null {
  let i = 0;
  if (key !== undefined) {
    const k = keyOf(key);
    if (k === undefined) return null;
    const at = positionOf(t, k);
    if (at < 0) return null;
    i = at;
  }
  return entryFrom(t, i);
}

/** Where iteration goes on after a key: array elements count from 1, slots follow them. */
function positionOf(t: Table, k: Key): number {
  const n = Math.max(t.arr.length, 1);
  if (typeof k === "number" && k > 0 && k < n && Number.isInteger(k)) return k;
  const slot = slotOf(t.shape, k);
  if (slot >= 0) return n + slot;
  // An element that was cleared at the end of the array part during the traversal.
  return typeof k === "number" && k >= n && k <= t.cleared && Number.isInteger(k) ? n - 1 : -1;
}

/** The first entry behind position `at`. */
export function entryFrom(t: Table, at: number): readonly [Value, Value] | undefined {
  const arr = t.arr;
  for (let i = at + 1; i < arr.length; i++) {
    const value = arr[i];
    if (value !== undefined) return [i, value];
  }
  const n = Math.max(arr.length, 1);
  const { slots } = t;
  for (let i = Math.max(at + 1 - n, 0); i < slots.length; i++) {
    const value = slots[i];
    const key = t.shape.keys[i];
    if (value !== undefined && key !== undefined) return [valueOf(key), value];
  }
  return undefined;
}

/** Makes a table from ready parts: `keys` are distinct field names, or 0. */
export function shapeFor(keys: readonly (string | 0)[]): Shape {
  let shape = ROOT_SHAPE;
  for (const key of keys) {
    const next = transition(shape, key);
    if (next === undefined) {
      const list: Key[] = [...new Set(keys)];
      return new Shape(new Map(list.map((k, i) => [k, i])), list, 0, true);
    }
    shape = next;
  }
  return shape;
}

export function emptyParts(t: Table): void {
  t.arr = NO_VALUES;
  t.shape = ROOT_SHAPE;
  t.slots = NO_VALUES;
  t.ints = 0;
}
