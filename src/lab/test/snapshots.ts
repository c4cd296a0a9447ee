import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Which snapshots are written: none, those that are not there yet, or all of them anew. */
export type SnapshotWriting = "none" | "new" | "all";

/** The snapshots of one test file: `__snapshots__/<file>.<name>.txt` beside it. */
export class Snapshots {
  readonly #folder: string;
  readonly #file: string;
  readonly #writing: SnapshotWriting;

  constructor(testFile: string, writing: SnapshotWriting) {
    this.#folder = path.join(path.dirname(testFile), "__snapshots__");
    this.#file = path.basename(testFile, ".lua");
    this.#writing = writing;
  }

  /** The text (a byte string) that is stored under a name, once `text` has been, if it is to be; undefined where there is none. */
  match(name: string, text: string): string | undefined {
    const file = path.join(this.#folder, `${this.#file}.${encodeURIComponent(name)}.txt`);
    if (this.#writing !== "all" && existsSync(file)) return readFileSync(file, "latin1");
    if (this.#writing === "none") return undefined;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(file, text, "latin1");
    return text;
  }
}
