import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A private temporary folder for a map that nobody else was asked for. */
export class EmbeddedFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), "halua-"));
  /** Where the map is made. */
  readonly path = join(this.#folder, "stats.shm");

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
