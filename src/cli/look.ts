import { SharedMap } from "../shm/index.ts";
import { permissions, type MapOptions } from "./map-options.ts";

/** What the commands that only look at a map share. */
export interface LookOptions extends MapOptions {
  map: string;
  json?: boolean;
  watch?: boolean;
  snapshot?: boolean;
}

/** Opens a map without writing to it. */
export function openToLook(options: LookOptions): SharedMap {
  return SharedMap.open(options.map, {
    ...permissions(options),
    access: options.snapshot ? "snapshot" : "observe",
  });
}
