/** What sections may take from which defaults section. Source: configuration manual 4; texts of proxy_ref_defaults() in proxy.c. */
import { RULESETS } from "./actions.ts";
import type { ProxyDraft } from "./drafts/proxy.ts";

/**
 * Why a section of that kind cannot start from a defaults section, or
 * undefined. A defaults section with rules serves frontends or backends, not
 * both: the first to use it decides.
 */
export function inheritanceFault(kind: ProxyDraft["kind"], defaults: ProxyDraft): string | undefined {
  const { rules, requestCaptures, responseCaptures, location } = defaults;
  const place = `(defaults section at ${location.file}:${location.line})`;
  if (kind !== "frontend" && requestCaptures.length + responseCaptures.length > 0) {
    return `backend or defaults sections cannot inherit from a defaults section defining captures ${place}`;
  }
  const withRules = RULESETS.filter((ruleset) => rules[ruleset].length > 0);
  if (withRules.length === 0) return undefined;
  if (kind === "defaults") {
    return `a defaults section cannot inherit from a defaults section defining TCP/HTTP rules ${place}`;
  }
  if (kind === "listen") {
    return "a listen section cannot inherit from a defaults section defining TCP/HTTP rules";
  }
  if ((defaults.rulesUsedBy ?? kind) !== kind) {
    return `frontends and backends cannot inherit from the same defaults section if it defines TCP/HTTP rules ${place}`;
  }
  const early = withRules.some((each) => each === "tcp-request connection" || each === "tcp-request session");
  if (kind === "backend" && early) {
    return `a backend section cannot inherit from a defaults section defining 'tcp-request connection' or 'tcp-request session' rules ${place}`;
  }
  if (kind === "frontend" && withRules.includes("tcp-response content")) {
    return `a frontend section cannot inherit from a defaults section defining 'tcp-response content' rules ${place}`;
  }
  defaults.rulesUsedBy = kind;
  return undefined;
}
