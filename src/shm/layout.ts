import { layoutTables, type LayoutTable, type StructTable } from "./layout-tables.ts";
import { counterStats, derivedStats, type DerivedStat, type ObjectType } from "./stat-names.ts";

/** A counter of an object: where its 64-bit word lies, in 32-bit words from the start of the object. */
export interface CounterPlace {
  readonly name: string;
  readonly word: number;
}

/** A derived figure of an object: where the words it is worked out from begin. */
export interface DerivedPlace extends DerivedStat {
  readonly word: number;
}

/** The stats that one type of object has in one version. */
export interface StatPlaces {
  readonly counters: readonly CounterPlace[];
  readonly derived: readonly DerivedPlace[];
  /** The counters by stat name. */
  readonly byName: ReadonlyMap<string, CounterPlace>;
  readonly derivedByName: ReadonlyMap<string, DerivedPlace>;
}

/**
 * A version of the file, with the offsets that reading and writing need worked
 * out from its table. `…Word` counts 32-bit words, everything else bytes;
 * object offsets count from the start of the object.
 */
export interface Layout {
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  readonly writtenBy: string;
  readonly headerSize: number;
  readonly nowMsOffset: number;
  readonly nowNsOffset: number;
  /** Only in 1.1: the offset of every member's clock to its monotonic one. */
  readonly nowOffsetOffset: number | undefined;
  readonly slotsOffset: number;
  readonly slotSize: number;
  readonly slotPidOffset: number;
  readonly slotHeartbeatOffset: number;
  readonly slotCount: number;
  readonly objectsOffset: number;
  readonly objectsSlotsOffset: number;
  readonly objectSize: number;
  readonly guidOffset: number;
  readonly guidSize: number;
  readonly tgidOffset: number;
  readonly tgidSize: number;
  readonly typeOffset: number;
  readonly usersOffset: number;
  readonly dataOffset: number;
  readonly dataSize: number;
  readonly stats: Readonly<Record<ObjectType, StatPlaces>>;
}

function field(struct: StructTable, name: string): readonly [number, number] {
  const found = struct.fields[name];
  if (!found) throw new RangeError(`layout table without ${name}`);
  return found;
}

function statPlaces(struct: StructTable, type: ObjectType, dataOffset: number): StatPlaces {
  const counters: CounterPlace[] = [];
  for (const { name, types, counter, index } of counterStats) {
    const at = struct.fields[counter];
    if (!types.includes(type) || !at) continue;
    counters.push({ name, word: (dataOffset + at[0] + 8 * index) / 4 });
  }
  const derived: DerivedPlace[] = [];
  for (const stat of derivedStats) {
    const at = struct.fields[stat.counter];
    if (!stat.types.includes(type) || !at) continue;
    derived.push({ ...stat, word: (dataOffset + at[0]) / 4 });
  }
  return {
    counters,
    derived,
    byName: new Map(counters.map((place) => [place.name, place])),
    derivedByName: new Map(derived.map((place) => [place.name, place])),
  };
}

function layoutOf(table: LayoutTable): Layout {
  const { header, object } = table;
  const [slotsOffset, slotsSize] = field(header, "slots");
  const slotPid = field(header, "slots[0].pid")[0];
  const slotSize = field(header, "slots[1].pid")[0] - slotPid;
  const [tgidOffset, tgidSize] = field(object, "tgid");
  const [guidOffset, guidSize] = field(object, "guid");
  const [dataOffset, dataSize] = field(object, "data");
  return {
    version: table.version,
    major: table.major,
    minor: table.minor,
    writtenBy: table.writtenBy,
    headerSize: header.size,
    nowMsOffset: field(header, "global_now_ms")[0],
    nowNsOffset: field(header, "global_now_ns")[0],
    nowOffsetOffset: header.fields.now_offset?.[0],
    slotsOffset,
    slotSize,
    slotPidOffset: slotPid - slotsOffset,
    slotHeartbeatOffset: field(header, "slots[0].heartbeat")[0] - slotsOffset,
    slotCount: slotsSize / slotSize,
    objectsOffset: field(header, "objects")[0],
    objectsSlotsOffset: field(header, "objects_slots")[0],
    objectSize: object.size,
    guidOffset,
    guidSize,
    tgidOffset,
    tgidSize,
    typeOffset: field(object, "type")[0],
    usersOffset: field(object, "users")[0],
    dataOffset,
    dataSize,
    stats: {
      frontend: statPlaces(table.frontend, "frontend", dataOffset),
      backend: statPlaces(table.backend, "backend", dataOffset),
    },
  };
}

/** Every version halua knows, oldest first. */
export const layouts: readonly Layout[] = layoutTables.map(layoutOf);

/** The versions halua knows, as one line for a message: `1.1, 1.2, 1.3`. */
export const supportedVersions: string = layouts.map(({ version }) => version).join(", ");

/** The most bytes any known version's header has. */
export const largestHeader: number = Math.max(...layouts.map(({ headerSize }) => headerSize));

/** The layout of that name, or undefined. */
export function findLayout(version: string): Layout | undefined {
  return layouts.find((layout) => layout.version === version);
}

/** The layout a file's version bytes name, or undefined. */
export function layoutOfBytes(major: number, minor: number): Layout | undefined {
  return layouts.find((layout) => layout.major === major && layout.minor === minor);
}
