import type { FilterUse, ProxyConfig } from "../config/types.ts";
import { HaluaError } from "../errors.ts";
import { requestCompression, responseCompression } from "./compression/compression-filter.ts";
import type { Scripts } from "./scripts.ts";
import type { StreamFilter } from "./stream/filter.ts";
import type { FilterSequences } from "./traffic.ts";

interface BuiltFilters {
  readonly filters: readonly StreamFilter[];
  readonly filterSequences: FilterSequences;
}

/** Takes the place of a filter that does nothing. */
const idle: StreamFilter = { http: true, attach: () => undefined };

/** Prepares the filters of a proxy. Throws HaluaError where a script's cannot be. */
export function buildFilters(config: ProxyConfig, scripts: Scripts): BuiltFilters {
  const filters = config.filters.map((use) => buildFilter(use, config, scripts));
  // A name is the first filter's that has it.
  const named = (name: string): StreamFilter[] =>
    filters.slice(config.filters.findIndex((use) => use.name === name)).slice(0, 1);
  const inOrder = (names: readonly string[]): readonly StreamFilter[] => [...new Set(names.flatMap(named))];
  const { request, response } = config.filterSequence;
  const filterSequences = {
    ...(request && { request: inOrder(request) }),
    ...(response && { response: inOrder(response) }),
  };
  return { filters, filterSequences };
}

function buildFilter(use: FilterUse, { name }: ProxyConfig, scripts: Scripts): StreamFilter {
  switch (use.kind) {
    case "compression":
      return use.name === "comp-req" ? requestCompression : responseCompression;
    case "cache":
    case "trace":
      return idle;
    case "lua": {
      const filter = scripts.filter(use.name.replace(/^lua\./, ""), use.args);
      if (filter) return filter;
      throw new HaluaError("E_LUA_LOAD", `Failed to initialize filters for proxy '${name}'.`);
    }
  }
}
