import type { LossReason } from "./member.ts";
import type { ObjectType } from "./stat-names.ts";

/** Something that happened to a slot. */
export interface SlotEvent {
  readonly slot: number;
  /** The process the event is about. */
  readonly pid: number;
  /**
   * When it happened as far as can be told, in seconds of the wall clock since
   * the epoch, with a fraction: for `slot-up` the owner's last heartbeat, for
   * `slot-expired` the moment its heartbeat ran out, else when it was noticed.
   */
  readonly since: number;
}

/** The own slot was lost; `claimed` is the slot claimed instead, undefined while all are taken. */
export interface SlotLostEvent extends SlotEvent {
  readonly claimed: number | undefined;
}

/** An object appeared, or an index was reused for another. */
export interface ObjectEvent {
  readonly index: number;
  readonly guid: string;
  readonly type: ObjectType;
  readonly tgid: number;
}

/** The map's objects were dropped; `objects` is how many there were. */
export interface ResetEvent {
  readonly objects: number;
  readonly since: number;
}

/** The file at the path is not what it was. */
export interface LostEvent {
  readonly reason: LossReason;
  readonly message: string;
}

/**
 * What a `SharedMap` emits. Events about other processes need `watch()`;
 * `slot-lost`, `map-lost` and `warning` come as soon as they are noticed.
 */
export interface MapEvents {
  /** A process took a slot, or its heartbeat came back. */
  "slot-up": (event: SlotEvent) => void;
  /** A process gave its slot back, or is gone. */
  "slot-down": (event: SlotEvent) => void;
  /** A slot's heartbeat ran out. */
  "slot-expired": (event: SlotEvent) => void;
  /** The objects were dropped because every process was gone, or the file is a new one. */
  "map-reset": (event: ResetEvent) => void;
  "object-added": (event: ObjectEvent) => void;
  "map-lost": (event: LostEvent) => void;
  "slot-lost": (event: SlotLostEvent) => void;
  warning: (message: string) => void;
}
