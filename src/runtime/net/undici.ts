import { createRequire } from "node:module";

let loaded: typeof import("undici") | undefined;

/** undici, loaded by the first request: its 130 files take longer than many a script runs. */
export function undici(): typeof import("undici") {
  return (loaded ??= createRequire(import.meta.url)("undici") as typeof import("undici"));
}
