/** Filters: which go together, and what their names stand for. Source: texts of filters.c, flt_http_comp.c and cache.c. */
import type { ProxyDraft } from "../drafts/proxy.ts";
import { proxyType } from "../state.ts";
import type { CacheFilterUse } from "../types.ts";
import type { Checker } from "./checker.ts";

/** Where `compression` lines stand without a filter, the filter is implied, and the last one. */
export function checkFilters(checker: Checker, proxy: ProxyDraft): void {
  const { filters } = proxy;
  if (proxy.compression) implyCompression(checker, proxy);
  for (const [i, filter] of filters.entries()) {
    const fault = filter.kind === "cache" ? cacheFault(checker, proxy, filter, i) : undefined;
    if (fault !== undefined) alert(checker, proxy, fault);
  }
}

function alert(checker: Checker, proxy: ProxyDraft, text: string): void {
  checker.alert(`config: ${proxyType(proxy)} '${proxy.name}': ${text}`);
}

function implyCompression(checker: Checker, proxy: ProxyDraft): void {
  const { filters } = proxy;
  const first = filters.findIndex(({ kind }) => kind === "compression");
  if (first >= 0) {
    if (filters.slice(first).some(({ kind }) => kind === "cache")) {
      alert(checker, proxy, "unable to enable the compression filter before any cache filter.");
    }
  } else if (filters.some(({ kind }) => kind !== "cache")) {
    alert(checker, proxy, "require an explicit filter declaration to use HTTP compression");
  } else {
    for (const name of ["comp-req", "comp-res"] as const) {
      filters.push({ kind: "compression", name, location: undefined });
    }
  }
}

function cacheFault(
  { state }: Checker,
  { filters }: ProxyDraft,
  { cache, explicit }: CacheFilterUse,
  place: number,
): string | undefined {
  if (!state.inert.some(({ kind, name }) => kind === "cache" && name === cache)) {
    return `unable to find the cache '${cache}' referenced by the filter 'cache'.`;
  }
  if (filters.slice(0, place).some(({ kind }) => kind === "compression")) {
    return `unable to enable the compression filter before the cache '${cache}'.`;
  }
  const isAlone = filters.every(({ kind }) => kind === "cache" || kind === "compression");
  if (explicit || isAlone) return undefined;
  return `require an explicit filter declaration to use the cache '${cache}'.`;
}

/** Once all else is found well: HAProxy then stops at the first name that no filter has. */
export function checkFilterSequence(checker: Checker, { name, filters, filterSequence }: ProxyDraft): void {
  for (const direction of ["request", "response"] as const) {
    const missing = filterSequence[direction]?.find(
      (each) => !filters.some((filter) => filter.name === each),
    );
    if (missing === undefined || !checker.good) continue;
    checker.alert(
      `${name}: error while postparsing ${direction} filter-sequence '${missing}' : ` +
        `invalid filter name: '${missing}' is not defined on the proxy`,
    );
    checker.alert("Fatal errors found in configuration.");
  }
}
