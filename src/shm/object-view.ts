import type { Snapshot } from "./snapshot.ts";
import type { ObjectType } from "./stat-names.ts";
import { mergeStats, type Stats } from "./stat-reader.ts";

/** One object of the map at a moment. */
export interface ObjectView {
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly guid: string;
  readonly type: ObjectType;
  /** Its thread group, from 1. */
  readonly tgid: number;
  /** Bit n for slot n, as it stands in the file: bits of dead slots included. */
  readonly users: bigint;
  /** The live slots among its users. */
  readonly slots: number[];
  /** Its figures by `show stat` name, at the moment of the look. */
  readonly stats: () => Stats;
}

/** The figures of one guid and type, summed over thread groups (and over doubled objects). */
export interface StatRow {
  readonly guid: string;
  readonly type: ObjectType;
  readonly tgids: number[];
  /** The live slots that use any of the summed objects. */
  readonly slots: number[];
  readonly stats: Stats;
}

/** Slot ids as bits: bit n for slot n. */
export function maskOf(slots: Iterable<number>): bigint {
  let mask = 0n;
  for (const slot of slots) mask |= 1n << BigInt(slot);
  return mask;
}

/** The set bits of a mask, in order. */
export function slotsOf(mask: bigint): number[] {
  const slots: number[] = [];
  for (let rest = mask, slot = 0; rest !== 0n; rest >>= 1n, slot++) if ((rest & 1n) !== 0n) slots.push(slot);
  return slots;
}

/** Every object of a snapshot; `live` says which slots count as users. */
export function viewObjects(snapshot: Snapshot, live: bigint): ObjectView[] {
  const views: ObjectView[] = [];
  const { moment } = snapshot;
  const slotLists = new Map<bigint, number[]>();
  for (let index = 0, count = snapshot.objectCount; index < count; index++) {
    if (!snapshot.isObject(index)) continue;
    const type = snapshot.type(index);
    if (!type) continue;
    const users = snapshot.users(index);
    const using = users & live;
    let slots = slotLists.get(using);
    if (!slots) slotLists.set(using, (slots = slotsOf(using)));
    views.push({
      index,
      guid: snapshot.guid(index),
      type,
      tgid: snapshot.tgid(index),
      users,
      slots,
      stats: () => snapshot.stats(index, type, moment),
    });
  }
  return views;
}

/** One row for each guid and type among `objects`, in the order they first appear. */
export function sumByGuid(snapshot: Snapshot, objects: readonly ObjectView[]): StatRow[] {
  const rows: StatRow[] = [];
  const byGuid = { frontend: new Map<string, StatRow>(), backend: new Map<string, StatRow>() };
  for (const { guid, type, tgid, slots, stats } of objects) {
    const row = byGuid[type].get(guid);
    if (!row) {
      const first = { guid, type, tgids: [tgid], slots: [...slots], stats: stats() };
      byGuid[type].set(guid, first);
      rows.push(first);
      continue;
    }
    mergeStats(snapshot.layout, type, row.stats, stats());
    include(row.tgids, tgid);
    for (const slot of slots) include(row.slots, slot);
  }
  return rows;
}

/** Adds a value to a sorted list that holds each once. */
function include(sorted: number[], value: number): void {
  if (sorted.includes(value)) return;
  sorted.push(value);
  sorted.sort((a, b) => a - b);
}
