import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SharedMap, type OpenOptions } from "../../../src/shm/index.ts";

/** A folder of a test's own, and the maps opened in it; `clean` closes and removes all. */
export class Scratch {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "halua-shm-"));
  readonly #maps: SharedMap[] = [];

  file(name = "map"): string {
    return path.join(this.folder, name);
  }

  /** A file with these bytes. */
  write(bytes: Uint8Array | string, name = "map"): string {
    fs.writeFileSync(this.file(name), bytes, { mode: 0o600 });
    return this.file(name);
  }

  open(options: OpenOptions, name = "map"): SharedMap {
    const map = SharedMap.open(this.file(name), options);
    this.#maps.push(map);
    return map;
  }

  clean(): void {
    for (const map of this.#maps) map.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
