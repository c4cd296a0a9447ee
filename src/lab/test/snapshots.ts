import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The snapshots of one test file: `__snapshots__/<file>.<name>.txt` beside it. */
export class Snapshots {
  readonly #folder: string;
  readonly #file: string;
  readonly #update: boolean;

  constructor(testFile: string, update: boolean) {
    this.#folder = path.join(path.dirname(testFile), "__snapshots__");
    this.#file = path.basename(testFile, ".lua");
    this.#update = update;
  }

  /** The text (a byte string) that is stored under a name; `text` is stored where there is none, or all are written anew. */
  match(name: string, text: string): string {
    const file = path.join(this.#folder, `${this.#file}.${encodeURIComponent(name)}.txt`);
    if (!this.#update && existsSync(file)) return readFileSync(file, "latin1");
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(file, text, "latin1");
    return text;
  }
}
