import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Offset, parseRule, type ZoneRule } from "./zone-rule.ts";

const utc: Offset = { seconds: 0, daylight: false, name: "UTC" };
const zoneFolder = "/usr/share/zoneinfo";

/** A time zone as C's localtime knows it: from the zone files of the system or a rule in TZ. */
export class Zone {
  constructor(
    private readonly times: readonly number[],
    private readonly indexes: readonly number[],
    private readonly offsets: readonly Offset[],
    private readonly rule: ZoneRule | undefined,
  ) {}

  /** What holds at a moment given in seconds since the epoch. */
  at(seconds: number): Offset {
    const { times } = this;
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) <= seconds) low = middle + 1;
      else high = middle;
    }
    if (low === times.length && this.rule) return this.rule.at(seconds);
    if (low > 0) return this.offsets[this.indexes[low - 1] ?? 0] ?? utc;
    // Before all known changes: the first offset that is not daylight saving time.
    return this.offsets.find((offset) => !offset.daylight) ?? this.offsets[0] ?? utc;
  }

  /** The offset nearest in time to `seconds` that is, or is not, daylight saving time. */
  nearest(seconds: number, daylight: boolean): Offset | undefined {
    const here = this.at(seconds);
    if (here.daylight === daylight) return here;
    const step = 86400 * 7;
    for (let distance = step; distance < 86400 * 366 * 8; distance += step) {
      for (const side of [seconds - distance, seconds + distance]) {
        const offset = this.at(side);
        if (offset.daylight === daylight) return offset;
      }
    }
    return undefined;
  }
}

let currentName: string | undefined;
let current: Zone | undefined;

/** The zone that TZ names now, or else the system's. */
export function localZone(): Zone {
  const name = process.env.TZ;
  if (!current || name !== currentName) {
    current = loadZone(name);
    currentName = name;
  }
  return current;
}

function loadZone(name: string | undefined): Zone {
  const fixed = new Zone([], [], [utc], undefined);
  if (name === "") return fixed;
  if (name === undefined) return readZone("/etc/localtime") ?? fixed;
  const file = name.startsWith(":") ? name.slice(1) : name;
  // Only files under the system's folder of zones, wherever the name tries to lead.
  const path = resolve(zoneFolder, file);
  const inside = file.startsWith("/") ? file : path.startsWith(`${zoneFolder}/`) ? path : undefined;
  const zone = inside === undefined ? undefined : readZone(inside);
  if (zone) return zone;
  const rule = parseRule(name);
  return rule ? new Zone([], [], [rule.at(0)], rule) : fixed;
}

function readZone(path: string): Zone | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(path));
  } catch {
    return undefined;
  }
  return bytes.toString("latin1", 0, 4) === "TZif" ? parseZoneFile(bytes) : undefined;
}

/** Counts at the start of each part of a zone file. */
interface Counts {
  readonly utc: number;
  readonly standard: number;
  readonly leaps: number;
  readonly times: number;
  readonly types: number;
  readonly names: number;
}

function countsAt(bytes: Buffer, start: number): Counts {
  const count = (i: number): number => bytes.readUInt32BE(start + 20 + 4 * i);
  return {
    utc: count(0),
    standard: count(1),
    leaps: count(2),
    times: count(3),
    types: count(4),
    names: count(5),
  };
}

/** Reads the part with 64-bit times, which every zone file of this century has, and the rule behind it. */
function parseZoneFile(bytes: Buffer): Zone | undefined {
  if (bytes.readUInt8(4) < 50) return undefined;
  const old = countsAt(bytes, 0);
  const start = 44 + old.times * 5 + old.types * 6 + old.names + old.leaps * 8 + old.standard + old.utc;
  const counts = countsAt(bytes, start);
  let at = start + 44;
  const times: number[] = [];
  for (let i = 0; i < counts.times; i++) times.push(Number(bytes.readBigInt64BE(at + 8 * i)));
  at += 8 * counts.times;
  const indexes = [...bytes.subarray(at, at + counts.times)];
  at += counts.times;
  const namesAt = at + 6 * counts.types;
  const offsets: Offset[] = [];
  for (let i = 0; i < counts.types; i++) {
    const from = namesAt + bytes.readUInt8(at + 6 * i + 5);
    offsets.push({
      seconds: bytes.readInt32BE(at + 6 * i),
      daylight: bytes.readUInt8(at + 6 * i + 4) !== 0,
      name: bytes.toString("latin1", from, bytes.indexOf(0, from)),
    });
  }
  at = namesAt + counts.names + counts.leaps * 12 + counts.standard + counts.utc;
  const footer = bytes.toString("latin1", at).split("\n")[1] ?? "";
  return new Zone(times, indexes, offsets, parseRule(footer));
}
