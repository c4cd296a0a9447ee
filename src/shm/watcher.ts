import type { ObjectEvent, ResetEvent, SlotEvent } from "./events.ts";
import type { SlotState, SlotView } from "./slots.ts";
import type { Snapshot } from "./snapshot.ts";

/** One look at the map, as the watcher needs it. */
export interface Look {
  readonly slots: readonly SlotView[];
  /** With its objects if `wantsObjects`, else the header alone. */
  readonly snapshot: Snapshot;
  readonly wallMs: number;
}

/** Where the differences between two looks go. */
export interface WatchReports {
  slotUp(event: SlotEvent): void;
  slotDown(event: SlotEvent): void;
  slotExpired(event: SlotEvent): void;
  mapReset(event: ResetEvent): void;
  objectAdded(event: ObjectEvent): void;
}

interface Known {
  readonly pid: number;
  readonly state: SlotState;
}

/**
 * Finds what happened between two looks at the map. The first look only sets
 * the beginning: what is there already is no event.
 */
export class Watcher {
  readonly #reports: WatchReports;
  #slots: Map<number, Known> | undefined;
  #objects: Map<number, string> | undefined;
  #objectCount = 0;

  constructor(reports: WatchReports) {
    this.#reports = reports;
  }

  /** Takes a look and reports what differs from the one before. */
  look(look: Look, wantsObjects: boolean): void {
    this.#compareSlots(look);
    this.#compareCount(look);
    if (wantsObjects) this.#compareObjects(look.snapshot);
    else this.#objects = undefined;
  }

  /** Takes the next look for a new file: slots and objects of the old one are gone. */
  restart(wallMs: number): void {
    if (!this.#slots) return;
    for (const [slot, { pid, state }] of this.#slots)
      if (state === "alive") this.#reports.slotDown({ slot, pid, since: wallMs / 1000 });
    this.#slots = new Map();
    this.#objects &&= new Map();
    this.#reports.mapReset({ objects: this.#objectCount, since: wallMs / 1000 });
    this.#objectCount = 0;
  }

  #compareSlots({ slots, wallMs }: Look): void {
    const before = this.#slots;
    const now = new Map<number, Known>();
    for (const view of slots) {
      const known = before?.get(view.slot);
      // Claimed this moment, its pid not written yet: left for the next look.
      if (view.pid <= 0 && view.state === "alive") {
        if (known) now.set(view.slot, known);
        continue;
      }
      now.set(view.slot, { pid: view.pid, state: view.state });
      if (before) this.#compareSlot(view, known, wallMs);
    }
    for (const [slot, { pid, state }] of before ?? [])
      if (!now.has(slot) && state === "alive") this.#reports.slotDown({ slot, pid, since: wallMs / 1000 });
    this.#slots = now;
  }

  #compareSlot(view: SlotView, known: Known | undefined, wallMs: number): void {
    const { slot, pid, state, ageMs, ttlMs } = view;
    const seconds = wallMs / 1000;
    const former = known && known.pid !== pid ? undefined : known?.state;
    if (known && known.pid !== pid && known.state === "alive")
      this.#reports.slotDown({ slot, pid: known.pid, since: seconds });
    if (former === state) return;
    switch (state) {
      case "alive":
        this.#reports.slotUp({ slot, pid, since: (wallMs - Math.max(0, ageMs)) / 1000 });
        break;
      case "ghost":
        if (former === "alive") this.#reports.slotDown({ slot, pid, since: seconds });
        break;
      case "expired":
        if (former !== undefined)
          this.#reports.slotExpired({ slot, pid, since: (wallMs + Math.min(0, ttlMs)) / 1000 });
        break;
      case "free":
        break;
    }
  }

  #compareCount({ snapshot, wallMs }: Look): void {
    const count = Math.max(0, snapshot.objectsInHeader);
    if (count < this.#objectCount) {
      this.#objects &&= new Map();
      this.#reports.mapReset({ objects: this.#objectCount, since: wallMs / 1000 });
    }
    this.#objectCount = count;
  }

  #compareObjects(snapshot: Snapshot): void {
    const before = this.#objects;
    const now = new Map<number, string>();
    for (let index = 0, count = snapshot.objectCount; index < count; index++) {
      const type = snapshot.type(index);
      if (!type || !snapshot.isObject(index)) continue;
      const guid = snapshot.guid(index);
      const tgid = snapshot.tgid(index);
      const name = `${type} ${tgid} ${guid}`;
      now.set(index, name);
      if (before && before.get(index) !== name) this.#reports.objectAdded({ index, guid, type, tgid });
    }
    this.#objects = now;
  }
}
