/**
 * Warnings about rules written below others that run after them: HAProxy runs
 * each kind of rule at its time, whatever the order of lines.
 * Source: cfgparse-listen.c (warnif_misplaced_*).
 */
import type { Ruleset } from "../actions.ts";
import type { ProxyDraft } from "../drafts/proxy.ts";
import type { Line } from "../line.ts";

/** The kinds that run one after the other on a request, first to last, with how HAProxy names a line of one. */
const STAGES = [
  {
    kind: "tcp-request connection",
    shown: "a 'tcp-request connection'",
    used: (proxy: ProxyDraft) => proxy.rules["tcp-request connection"].length > 0,
  },
  {
    kind: "tcp-request session",
    shown: "a 'tcp-request session'",
    used: (proxy: ProxyDraft) => proxy.rules["tcp-request session"].length > 0,
  },
  {
    kind: "tcp-request content",
    shown: "a 'tcp-request content'",
    used: (proxy: ProxyDraft) => proxy.rules["tcp-request content"].length > 0,
  },
  {
    kind: "monitor fail",
    shown: "a 'monitor fail'",
    used: (proxy: ProxyDraft) => proxy.monitorFail.length > 0,
  },
  {
    kind: "http-request",
    shown: "an 'http-request'",
    used: (proxy: ProxyDraft) => proxy.rules["http-request"].length > 0,
  },
  { kind: "redirect", shown: "a 'redirect'", used: (proxy: ProxyDraft) => proxy.redirects.length > 0 },
  { kind: "use_backend", shown: "a 'use_backend'", used: (proxy: ProxyDraft) => proxy.useBackend.length > 0 },
  { kind: "use-server", shown: "a 'use-server'", used: (proxy: ProxyDraft) => proxy.useServer.length > 0 },
] as const;

export type Stage = (typeof STAGES)[number]["kind"] | Ruleset;

/** Warns when the proxy already has rules of a kind that runs later than `stage`. */
export function warnMisplaced(
  stage: Stage,
  line: Line,
  proxy: ProxyDraft,
  keyword: string,
  argument?: string,
): void {
  const shown = argument === undefined ? keyword : `${keyword} ${argument}`;
  if (stage === "tcp-response content") {
    if (proxy.rules["http-response"].length === 0) return;
    warn(line, shown, "an 'http-response'");
    return;
  }
  const index = STAGES.findIndex((each) => each.kind === stage);
  const later = STAGES.slice(index + 1).find((each) => each.used(proxy));
  if (index >= 0 && later) warn(line, shown, later.shown);
}

function warn(line: Line, shown: string, later: string): void {
  line.warn(`a '${shown}' rule placed after ${later} rule will still be processed before.`);
}
