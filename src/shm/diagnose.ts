import { addFigures, figureToJson } from "./figures.ts";
import { maskOf, viewObjects, type ObjectView } from "./object-view.ts";
import type { SlotView } from "./slots.ts";
import type { Snapshot } from "./snapshot.ts";
import { amounts, type Stats } from "./stat-reader.ts";

/** What can be wrong with a map. */
export type FindingKind =
  | "ghost"
  | "expired-slot"
  | "still-clock"
  | "doubled-object"
  | "orphan"
  | "slots-nearly-full"
  | "slots-full"
  | "permissions"
  | "short-file"
  | "implausible-header";

/** One thing found by {@link diagnose}: a line for people, data for machines (fit for JSON). */
export interface Finding {
  readonly kind: FindingKind;
  /** `error`: figures or slots are being lost; `warning`: they may be; `note`: worth knowing, nothing wrong. */
  readonly severity: "error" | "warning" | "note";
  /** One line. */
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a snapshot alone cannot know. */
export interface DiagnoseContext {
  path: string;
  /** The permission bits of the file, undefined when they say nothing (a copy). */
  mode: number | undefined;
  /** All slots that are not free. */
  slots: readonly SlotView[];
  /** How long the shared clock has stood still while being watched, in ms; undefined when it was not. */
  stillMs: number | undefined;
}

/** From how many taken slots on they are nearly all taken. */
const NEARLY_FULL = 56;

/** A clock that live members do not move for this long stands still: each moves it every second. */
export const STILL_AFTER_MS = 2_500;

/** Everything that is wrong or odd with a map, errors first. A pure function. */
export function diagnose(snapshot: Snapshot, context: DiagnoseContext): Finding[] {
  const live = maskOf(context.slots.filter(isLive).map(({ slot }) => slot));
  const objects = viewObjects(snapshot, live);
  const findings = [
    ...headerFindings(snapshot, context),
    ...clockFindings(context),
    ...slotFindings(snapshot, context),
    ...objectFindings(snapshot, objects),
    ...permissionFindings(context),
  ];
  const order = { error: 0, warning: 1, note: 2 };
  return findings.sort((a, b) => order[a.severity] - order[b.severity]);
}

function isLive({ state }: SlotView): boolean {
  return state === "alive";
}

function headerFindings(snapshot: Snapshot, { path }: DiagnoseContext): Finding[] {
  const findings: Finding[] = [];
  const nonsense = snapshot.implausible();
  if (nonsense.length > 0)
    findings.push({
      kind: "implausible-header",
      severity: "error",
      message: `${path}: the header says ${nonsense.join(", ")}: the file is damaged, let HAProxy make it anew`,
      data: { found: nonsense },
    });
  const { objectsInHeader: counted, objectCount: present, objectsSlots: room, layout } = snapshot;
  const needed = layout.headerSize + Math.max(counted, room) * layout.objectSize;
  if (snapshot.fileSize < needed)
    findings.push({
      kind: "short-file",
      severity: "error",
      message: `${path}: the header counts ${counted} objects in room for ${room}, the file's ${snapshot.fileSize} bytes hold ${present}: it was cut short, and whoever touches the rest dies of SIGBUS`,
      data: { counted, room, present, fileSize: snapshot.fileSize, needed },
    });
  return findings;
}

function clockFindings({ path, stillMs, slots }: DiagnoseContext): Finding[] {
  const occupied = slots.filter(({ state }) => state === "alive" || state === "ghost");
  if (occupied.length === 0) return [];
  const nobody = occupied.every(({ state }) => state === "ghost");
  const stands = stillMs !== undefined && stillMs >= STILL_AFTER_MS;
  if (!nobody && !stands) return [];
  const why = nobody ? "no process of an occupied slot exists" : `it has not moved for ${String(stillMs)} ms`;
  return [
    {
      kind: "still-clock",
      severity: "error",
      message: `${path}: the shared clock stands still (${why}): heartbeats look fresh although nobody gives them`,
      data: { stillMs: stillMs ?? null, slots: occupied.map(({ slot }) => slot) },
    },
  ];
}

function slotFindings(snapshot: Snapshot, { path, slots }: DiagnoseContext): Finding[] {
  const findings: Finding[] = [];
  let taken = 0;
  for (const { slot, pid, state, ttlMs, ageMs } of slots) {
    if (state !== "expired" && state !== "free") taken++;
    if (state === "ghost")
      findings.push({
        kind: "ghost",
        severity: "error",
        message: `slot ${slot}: process ${pid} is gone without giving the slot back; it stays taken for another ${ttlMs} ms of the shared clock`,
        data: { slot, pid, age_ms: ageMs, ttl_ms: ttlMs },
      });
    if (state === "expired")
      findings.push({
        kind: "expired-slot",
        severity: "warning",
        message: `slot ${slot}: process ${pid} gave its last heartbeat ${ageMs} ms ago; the slot expired ${-ttlMs} ms ago and is anybody's`,
        data: { slot, pid, age_ms: ageMs, ttl_ms: ttlMs },
      });
  }
  const { slotCount } = snapshot.layout;
  if (taken >= slotCount)
    findings.push({
      kind: "slots-full",
      severity: "error",
      message: `${path}: all ${slotCount} slots are taken: the next process will count for itself alone`,
      data: { taken, of: slotCount },
    });
  else if (taken >= NEARLY_FULL)
    findings.push({
      kind: "slots-nearly-full",
      severity: "warning",
      message: `${path}: ${taken} of ${slotCount} slots are taken: the last processes of coming reloads may find none`,
      data: { taken, of: slotCount },
    });
  return findings;
}

function objectFindings(snapshot: Snapshot, objects: readonly ObjectView[]): Finding[] {
  const findings: Finding[] = [];
  const byKey = new Map<string, ObjectView[]>();
  for (const object of objects) {
    const key = `${object.type} ${object.tgid} ${object.guid}`;
    const same = byKey.get(key);
    if (same) same.push(object);
    else byKey.set(key, [object]);
  }
  for (const same of byKey.values()) {
    const [first] = same;
    if (!first) continue;
    // Where several carry live counts none is lost yet: what no live slot uses is.
    const lost = same.filter(({ slots }) => slots.length === 0);
    if (same.length > 1) findings.push(doubledFinding(snapshot, first, same, lost));
    else if (lost.length > 0) findings.push(orphanFinding(snapshot, first));
  }
  return findings;
}

function doubledFinding(
  snapshot: Snapshot,
  { guid, type, tgid }: ObjectView,
  same: readonly ObjectView[],
  lost: readonly ObjectView[],
): Finding {
  const figures = lost.map((object) => amounts(snapshot.layout, type, object.stats()));
  const total: Stats = {};
  for (const each of figures)
    for (const [name, figure] of Object.entries(each)) total[name] = addFigures(total[name] ?? 0, figure);
  const text = describe(total);
  const consequence =
    lost.length === 0
      ? "each process shows only what its own object counts"
      : text === ""
        ? "the unused ones hold no figures"
        : `a reload lost ${text}`;
  return {
    kind: "doubled-object",
    severity: "error",
    message: `guid ${guid}: ${same.length} objects for its ${type} in thread group ${tgid}: ${consequence}`,
    data: {
      guid,
      type,
      tgid,
      indexes: same.map(({ index }) => index),
      unused: lost.map(({ index }) => index),
      lost: toJson(total),
    },
  };
}

function orphanFinding(snapshot: Snapshot, { index, guid, type, tgid, stats }: ObjectView): Finding {
  const figures = amounts(snapshot.layout, type, stats());
  const text = describe(figures);
  return {
    kind: "orphan",
    severity: text === "" ? "note" : "warning",
    message: `guid ${guid}: no live slot uses its ${type} object in thread group ${tgid}, ${text === "" ? "it holds no figures" : `which holds ${text}`}`,
    data: { index, guid, type, tgid, figures: toJson(figures) },
  };
}

function permissionFindings({ path, mode }: DiagnoseContext): Finding[] {
  if (mode === undefined) return [];
  const writable = (mode & 0o022) !== 0;
  const readable = (mode & 0o044) !== 0;
  if (!writable && !readable) return [];
  const octal = `0${mode.toString(8)}`;
  return [
    {
      kind: "permissions",
      severity: writable ? "error" : "warning",
      message: `${path}: mode ${octal} lets other users ${writable ? "change" : "read"} the map; it should be 0600`,
      data: { mode: octal },
    },
  ];
}

function describe(figures: Stats): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure.toString()}`)
    .join(", ");
}

function toJson(figures: Stats): Record<string, number | string> {
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figureToJson(figure)]));
}
