import { figureToJson } from "./figures.ts";
import type { StatRow } from "./object-view.ts";
import type { SlotView } from "./slots.ts";
import type { ObjectType } from "./stat-names.ts";

/** A slot as `halua slots --json` prints it. */
export interface SlotJson {
  slot: number;
  pid: number;
  state: string;
  age_ms: number;
  ttl_ms: number;
  mine: boolean;
}

/** A row as `halua stats --json` prints it; figures above 2^53 - 1 are strings of digits. */
export interface StatRowJson {
  guid: string;
  type: ObjectType;
  tgids: number[];
  slots: number[];
  stats: Record<string, number | string>;
}

/** The JSON form of a slot. */
export function slotToJson({ slot, pid, state, ageMs, ttlMs, mine }: SlotView): SlotJson {
  return { slot, pid, state, age_ms: ageMs, ttl_ms: ttlMs, mine };
}

/** The JSON form of a row of stats. */
export function statRowToJson({ guid, type, tgids, slots, stats }: StatRow): StatRowJson {
  const figures: Record<string, number | string> = {};
  for (const [name, figure] of Object.entries(stats)) figures[name] = figureToJson(figure);
  return { guid, type, tgids: [...tgids], slots: [...slots], stats: figures };
}
