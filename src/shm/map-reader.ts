import { MapFile, type FileRules } from "./map-file.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a reader tells when the file at its path changes under it. */
export interface ReaderReports {
  mapLost(reason: "removed" | "replaced" | "truncated", message: string): void;
}

/**
 * Reads the file at a path again and again, and follows it when it is replaced.
 * A file that was removed is read on: those who have it open still share it.
 * It never maps and never writes, so nothing done to the file can kill it.
 */
export class MapReader {
  readonly path: string;
  readonly #rules: FileRules;
  readonly #reports: ReaderReports;
  #file: MapFile;
  #saidRemoved = false;
  #lastSize = 0;

  /** Throws as {@link MapFile.open} does, and E_MAP_FORMAT, E_MAP_VERSION or E_MAP_SHORT. */
  constructor(path: string, rules: FileRules, reports: ReaderReports) {
    this.path = path;
    this.#rules = rules;
    this.#reports = reports;
    this.#file = MapFile.open(path, false, rules);
    try {
      this.#file.awaitHeader();
      this.#file.detect();
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  /** The permission bits of the file. */
  mode(): number {
    return this.#file.mode();
  }

  /**
   * A look at the file as it is now.
   *
   * Throws as the constructor does when the file was replaced by one that cannot
   * be read, or cut to less than a header; a later call tries again.
   */
  snapshot(headerOnly = false): Snapshot {
    this.#follow();
    const size = this.#file.size();
    if (size < this.#lastSize)
      this.#reports.mapLost("truncated", `${this.path}: was cut from ${this.#lastSize} to ${size} bytes`);
    this.#lastSize = size;
    return this.#file.snapshot(headerOnly);
  }

  close(): void {
    this.#file.close();
  }

  #follow(): void {
    const state = this.#file.pathState();
    if (state === "removed") {
      if (!this.#saidRemoved)
        this.#reports.mapLost(
          "removed",
          `${this.path}: was removed; reading on what those share who have it open`,
        );
      this.#saidRemoved = true;
      return;
    }
    this.#saidRemoved = false;
    if (state === "same") return;
    const next = MapFile.open(this.path, false, this.#rules);
    try {
      next.detect();
    } catch (error) {
      next.close();
      throw error;
    }
    this.#file.close();
    this.#file = next;
    this.#lastSize = 0;
    this.#reports.mapLost("replaced", `${this.path}: was replaced by another file; reading that`);
  }
}
