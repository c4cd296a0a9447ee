/**
 * What is checked once all files are read: names that refer to others, what
 * does not go together, what is missing. Source: proxy.c (proxy_finalize) and
 * cfgparse.c (check_config_validity) for the order and the texts.
 */
import { checkCertificates, nameListeners } from "./checks/binds.ts";
import { Checker } from "./checks/checker.ts";
import { checkErrorPages, checkErrorReplies } from "./checks/errors.ts";
import { checkExternalChecks } from "./checks/external-checks.ts";
import { checkFilters, checkFilterSequence } from "./checks/filters.ts";
import { checkForwarded } from "./checks/forwarded.ts";
import { readBalanceHash, readLogFormats } from "./checks/formats.ts";
import { checkServersWithoutHttp, fallBackFromHttp, warnOfHttpKeywords } from "./checks/http-mode.ts";
import {
  assignProxyIds,
  checkCaptureLength,
  checkEmailAlert,
  checkReferences,
  checkTimeouts,
  checkUserlists,
  removeUnusedMailers,
} from "./checks/proxies.ts";
import {
  checkCaptures,
  checkRules,
  checkStatsAuthentication,
  checkStickRules,
  checkTablePeers,
} from "./checks/rules.ts";
import { assignServerIds, checkPorts, checkServers, checkTransports } from "./checks/servers.ts";
import {
  checkDefaultBackend,
  checkUseBackends,
  checkUseServers,
  hasNoBackend,
  upgradesToHttp,
} from "./checks/targets.ts";
import { applyTlsDefaults } from "./checks/tls-defaults.ts";
import type { ProxyDraft } from "./drafts/proxy.ts";
import { hasFront, proxyType, type State } from "./state.ts";

/** Checks the whole configuration and completes it. @returns whether it can be used */
export function checkConfiguration(state: State): boolean {
  const checker = new Checker(state);
  checkUserlists(checker);
  tellIdleSections(state);
  assignProxyIds(checker);
  nameListeners(checker);
  for (const proxy of state.proxies) {
    // As HAProxy, no further than the first proxy with a fault.
    if (!checker.good) return false;
    if (!proxy.disabled) checkProxy(checker, proxy);
  }
  removeUnusedMailers(checker);
  for (const proxy of state.proxies) checkCertificates(checker, proxy);
  for (const resolvers of state.resolvers) {
    if (resolvers.nameservers.length > 0) continue;
    const { file, line } = resolvers.location;
    checker.warn(`resolvers '${resolvers.name}' [${file}:${line}] has no nameservers configured!`);
  }
  if (state.global.exposeExperimental && !state.usesExperimental) {
    checker.warn(
      "Option 'expose-experimental-directives' is set in the global section but is no longer used. It is strongly " +
        "recommended to remove it in order to avoid using an experimental directive by accident in the future.",
    );
  }
  applyTlsDefaults(state);
  if (checker.good) checkTransports(checker);
  if (checker.good) for (const proxy of state.proxies) checkPorts(checker, proxy);
  for (const proxy of state.proxies) {
    if (!proxy.disabled) checkFilterSequence(checker, proxy);
  }
  return checker.good;
}

/** Sections of health checks whose rules belong to no type. HAProxy alerts, and goes on. */
function tellIdleSections({ healthChecks, diagnostics }: State): void {
  for (const { name, location, checks } of healthChecks) {
    const kind = checks.idle.tcp ? "tcp" : "http";
    if (!checks.idle[kind]) continue;
    diagnostics.add(
      "alert",
      `parsing [${location.file}:${location.line}] : healthcheck section '*healthcheck-${name}' : ` +
        `${kind}-check rules without 'type ${kind}-check', so the rules are ignored.`,
    );
  }
}

function checkProxy(checker: Checker, proxy: ProxyDraft): void {
  const upgrades = upgradesToHttp(checker, proxy);
  if (proxy.mode === "tcp") fallBackFromHttp(checker, proxy);
  if (hasFront(proxy) && proxy.binds.length === 0) {
    checker.warn(
      `${proxyType(proxy)} '${proxy.name}' has no 'bind' directive. Please declare it as a backend if this was intended.`,
    );
  }
  if (proxy.checks.idle.http) {
    checker.warn(
      `${proxyType(proxy)} '${proxy.name}' uses http-check rules without 'option httpchk', so the rules are ignored.`,
    );
  }
  checkExternalChecks(checker, proxy);
  checkDefaultBackend(checker, proxy);
  checkUseBackends(checker, proxy);
  checkUseServers(checker, proxy);
  checkStickRules(checker, proxy);
  checkRules(checker, proxy);
  checkCaptures(checker, proxy);
  if (proxy.mode === "tcp" && upgrades && proxy.servers.length > 0 && hasNoBackend(proxy)) {
    checker.warn(
      `Proxy '${proxy.name}' : 'switch-mode http' configured for a tcp ${proxyType(proxy)} with no backend. ` +
        "Incoming connections upgraded to HTTP cannot be routed to TCP servers",
    );
  }
  checkTablePeers(checker, proxy);
  checkStatsAuthentication(checker, proxy);
  readLogFormats(checker, proxy);
  readBalanceHash(checker, proxy);
  checkReferences(checker, proxy);
  checkTimeouts(checker, proxy);
  if (proxy.checks.idle.tcp) {
    checker.warn(
      `${proxyType(proxy)} '${proxy.name}' uses tcp-check rules without 'option tcp-check', so the rules are ignored.`,
    );
  }
  checkCaptureLength(checker, proxy);
  checkEmailAlert(checker, proxy);
  assignServerIds(proxy);
  checkServers(checker, proxy);
  if (hasFront(proxy) && proxy.logs.length === 0 && (proxy.logFormat ?? proxy.logFormatSd)) {
    checker.warn(`log format ignored for ${proxyType(proxy)} '${proxy.name}' since it has no log address.`);
  }
  checkErrorPages(checker, proxy);
  checkErrorReplies(checker, proxy);
  if (proxy.mode === "tcp" && !upgrades) warnOfHttpKeywords(checker, proxy);
  checkServersWithoutHttp(checker, proxy);
  checkFilters(checker, proxy);
  checkForwarded(checker, proxy, upgrades);
}
