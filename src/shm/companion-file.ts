import fs from "node:fs";
import { HaluaError } from "../errors.ts";
import {
  COMPANION_SIZE,
  COMPANION_VERSION,
  ENTRIES_OFFSET,
  ENTRY_SIZE,
  header,
  MAGIC,
  MAX_NAMES,
  newCompanion,
  owners,
  SLOTS,
} from "./companion-layout.ts";
import { CompanionTable } from "./companion-table.ts";
import { codeOf, MapFile, type FileRules } from "./map-file.ts";
import { mapBytes } from "./memory.ts";

const CREATE_TRIES = 10;
const KIND = "companion of a map";
const WAY_OUT = "remove it (its figures are lost) and it is made anew";

/**
 * Where a map's companion lies: beside the file itself, also when the map is
 * named by a symbolic link, so that all who share the map share it.
 */
export function companionPath(mapPath: string): string {
  try {
    return `${fs.realpathSync(mapPath)}.halua`;
  } catch {
    return `${mapPath}.halua`;
  }
}

/** A companion that a member has mapped: made sure of before each burst of writes, as a mapping past a file's end kills. */
export class MappedCompanion {
  readonly file: MapFile;
  readonly table: CompanionTable;

  private constructor(file: MapFile, table: CompanionTable) {
    this.file = file;
    this.table = table;
  }

  /**
   * Opens the companion, and makes it if it is not there.
   *
   * Throws as {@link MapFile.open} does, and E_MAP_FORMAT, E_MAP_VERSION or E_MAP_SHORT.
   */
  static open(path: string, rules: FileRules): MappedCompanion {
    const file = openOrCreate(path, rules);
    try {
      checkHeader(path, file.read(0, ENTRIES_OFFSET), file.size());
      return new MappedCompanion(file, new CompanionTable(path, mapBytes(file, COMPANION_SIZE, WAY_OUT)));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** What is wrong with the file now, as a sentence; undefined when it may be touched. */
  problem(): string | undefined {
    const { path } = this.file;
    const size = this.file.size();
    if (size < COMPANION_SIZE) return `${path}: was cut to ${size} bytes while in use`;
    if (!this.table.hasMagic()) return `${path}: its header was overwritten while in use`;
    const state = this.file.pathState();
    return state === "same" ? undefined : `${path}: was ${state} while in use`;
  }
}

/** A private copy of a companion, for who only reads; undefined where there is none. Throws as {@link MappedCompanion.open}. */
export function readCompanion(path: string, rules: FileRules): CompanionTable | undefined {
  let file: MapFile;
  try {
    file = MapFile.open(path, false, rules, KIND);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  try {
    const bytes = file.read(0, COMPANION_SIZE);
    checkHeader(path, bytes, bytes.length);
    return new CompanionTable(path, bytes);
  } finally {
    file.close();
  }
}

function openOrCreate(path: string, rules: FileRules): MapFile {
  for (let tries = CREATE_TRIES; ; tries--) {
    try {
      return MapFile.open(path, true, rules, KIND);
    } catch (error) {
      if (!isAbsent(error) || tries === 0) throw error;
    }
    const made = MapFile.create(path, newCompanion());
    if (made) return made;
  }
}

function checkHeader(path: string, bytes: Buffer, size: number): void {
  if (bytes.length < MAGIC.length)
    throw new HaluaError(
      "E_MAP_SHORT",
      `${path}: has ${size} bytes, a ${KIND} has ${COMPANION_SIZE}; ${WAY_OUT}`,
    );
  if (bytes.toString("latin1", header.magic, MAGIC.length) !== MAGIC)
    throw new HaluaError("E_MAP_FORMAT", `${path}: is no ${KIND}; ${WAY_OUT}`);
  const version = bytes.length < owners.offset ? COMPANION_VERSION : bytes.readUInt32LE(header.version);
  if (version !== COMPANION_VERSION)
    throw new HaluaError(
      "E_MAP_VERSION",
      `${path}: companion version ${version} found, supported is ${COMPANION_VERSION}; use one version of halua, or ${WAY_OUT}`,
    );
  if (size < COMPANION_SIZE)
    throw new HaluaError(
      "E_MAP_SHORT",
      `${path}: has ${size} bytes, a ${KIND} has ${COMPANION_SIZE}; it was cut short, ${WAY_OUT}`,
    );
  const isSound =
    bytes.readUInt32LE(header.slots) === SLOTS &&
    bytes.readUInt32LE(header.names) === MAX_NAMES &&
    bytes.readUInt32LE(header.entrySize) === ENTRY_SIZE;
  if (!isSound) throw new HaluaError("E_MAP_FORMAT", `${path}: its header is damaged; ${WAY_OUT}`);
}

function isAbsent(error: unknown): boolean {
  return error instanceof HaluaError && codeOf(error.cause) === "ENOENT";
}
