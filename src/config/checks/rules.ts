/** What rules refer to: stick-tables, captures, error sections. */
import type { Condition } from "../acl.ts";
import type { Rule } from "../actions.ts";
import type { ProxyDraft } from "../drafts/proxy.ts";
import { castBetween, type SampleSource } from "../samples.ts";
import { hasFront } from "../state.ts";
import type { StickTable } from "../types.ts";
import type { Checker } from "./checker.ts";

/** The type of sample that a table's keys are made from. */
function keySample(table: StickTable): "ipv4" | "ipv6" | "sint" | "str" | "bin" {
  return ({ ip: "ipv4", ipv6: "ipv6", integer: "sint", string: "str", binary: "bin" } as const)[table.type];
}

export function checkStickRules(checker: Checker, proxy: ProxyDraft): void {
  for (const rule of proxy.stickRules) {
    if (!rule.onResponse) warnOfBuffers(checker, proxy, rule.condition);
    const name = rule.table ?? proxy.name;
    const table = rule.table === undefined ? proxy.stickTable : checker.state.tables.get(name);
    if (!table) checker.alert(`Proxy '${proxy.name}': unable to find stick-table '${name}'.`);
    else if (castBetween(rule.key.type, keySample(table)) === undefined) {
      checker.alert(`Proxy '${proxy.name}': type of fetch not usable with type of stick-table '${name}'.`);
    }
  }
}

export function checkRules(checker: Checker, proxy: ProxyDraft): void {
  for (const rule of Object.values(proxy.rules).flat()) {
    const { action } = rule;
    if (action.kind === "track-sc") trackRule(checker, proxy, action);
    replySection(checker, proxy, rule);
    warnOfBuffers(checker, proxy, rule.condition);
  }
}

/** HAProxy's L6: what has no meaning where messages are not kept as they came. */
const BUFFERS: readonly SampleSource[] = ["request buffer", "response buffer"];

export function warnOfBuffers(checker: Checker, proxy: ProxyDraft, condition: Condition | undefined): void {
  if (!condition || proxy.mode !== "http") return;
  const samples = condition.suites.flat().flatMap(({ acl }) => acl.expressions.map(({ sample }) => sample));
  if (!samples.some(({ sources }) => sources.some((source) => BUFFERS.includes(source)))) return;
  const { file, line } = condition.location;
  checker.warn(
    `Proxy '${proxy.name}': L6 sample fetches ignored on HTTP proxies (declared at ${file}:${line}).`,
  );
}

function trackRule(
  checker: Checker,
  proxy: ProxyDraft,
  action: Extract<Rule["action"], { kind: "track-sc" }>,
): void {
  const name = action.table ?? proxy.name;
  const table = action.table === undefined ? proxy.stickTable : checker.state.tables.get(name);
  if (!table) {
    checker.alert(
      `Proxy '${proxy.name}': unable to find table '${name}' referenced by track-sc${action.counter}.`,
    );
  } else if (castBetween(action.key.type, keySample(table)) === undefined) {
    checker.alert(
      `Proxy '${proxy.name}': stick-table '${name}' uses a type incompatible with the 'track-sc${action.counter}' rule.`,
    );
  }
}

/** `errorfiles name` in a rule's reply. */
function replySection(checker: Checker, proxy: ProxyDraft, { action }: Rule): void {
  if (action.kind !== "return" && action.kind !== "deny" && action.kind !== "tarpit") return;
  const { body } = action.reply;
  if (body.kind !== "errorfiles" || checker.state.httpErrors.some((each) => each.name === body.section))
    return;
  checker.alert(
    `Proxy '${proxy.name}': unknown http-errors section '${body.section}' referenced by an http reply .`,
  );
}

export function checkCaptures(checker: Checker, proxy: ProxyDraft): void {
  for (const [ruleset, rules] of Object.entries(proxy.rules)) {
    const response = ruleset === "http-response" || ruleset === "http-after-response";
    const slots = response ? proxy.responseCaptures : proxy.requestCaptures;
    for (const { action } of rules) {
      if (action.kind !== "capture" || action.slot < slots.length || !hasFront(proxy)) continue;
      checker.alert(
        `Proxy '${proxy.name}': unable to find capture id '${action.slot}' referenced by ${ruleset} capture rule.`,
      );
    }
  }
}

export function checkTablePeers(checker: Checker, proxy: ProxyDraft): void {
  const peers = proxy.stickTable?.peers;
  if (peers === undefined) return;
  if (checker.state.inert.some((each) => each.kind === "peers" && each.name === peers)) return;
  checker.alert(`Proxy '${proxy.name}': unable to find sync peers '${peers}'.`);
}

export function checkStatsAuthentication(checker: Checker, proxy: ProxyDraft): void {
  const { stats } = proxy;
  if (!stats || stats.rules.length === 0) return;
  if (stats.users.length === 0 && stats.realm === undefined) return;
  checker.alert(
    `proxy '${proxy.name}': stats 'auth'/'realm' and 'http-request' can't be used at the same time.`,
  );
}
