/** What needs HTTP in proxies that do not speak it. */
import type { ProxyDraft } from "../drafts/proxy.ts";
import { LOG_FORMAT_TEXTS } from "../keywords/logs.ts";
import { httpOnlyOptions } from "../keywords/options.ts";
import { hasBack, hasFront, proxyType } from "../state.ts";
import type { Checker } from "./checker.ts";

export function fallBackFromHttp(checker: Checker, proxy: ProxyDraft): void {
  const shown = `${proxyType(proxy)} '${proxy.name}' (needs 'mode http')`;
  if (proxy.cookie) checker.warn(`cookie will be ignored for ${shown}.`);
  if (["uri", "url_param", "hdr"].includes(proxy.balance.algorithm)) {
    proxy.balance = { algorithm: "roundrobin" };
    checker.warn(`Layer 7 hash not possible for ${shown}. Falling back to round robin.`);
  }
  const { logFormat } = proxy.formats;
  const kind = proxy.logFormatKind;
  if (!logFormat || (kind !== "httplog" && kind !== "httplog clf" && kind !== "httpslog")) return;
  const fallback = kind === "httplog clf" ? "tcplog clf" : "tcplog";
  const { file, line } = logFormat.location;
  proxy.logFormatKind = fallback;
  proxy.formats.logFormat = { text: LOG_FORMAT_TEXTS[fallback], location: logFormat.location };
  checker.warn(
    `parsing [${file}:${line}] : 'option ${kind}' not usable with ${shown}. Falling back to 'option ${fallback}'.`,
  );
}

export function warnOfHttpKeywords(checker: Checker, proxy: ProxyDraft): void {
  const shown = `for ${proxyType(proxy)} '${proxy.name}'`;
  const statement = (name: string): void =>
    checker.warn(`'${name}' statement ignored ${shown} as it requires HTTP mode.`);
  const rules = (name: string): void =>
    checker.warn(`'${name}' rules ignored ${shown} as they require HTTP mode.`);
  if (proxy.forwardFor) checker.warn(`'option forwardfor' ignored ${shown} as it requires HTTP mode.`);
  if (proxy.originalTo) checker.warn(`'option originalto' ignored ${shown} as it requires HTTP mode.`);
  if (proxy.stats) {
    statement("stats");
    delete proxy.stats;
  }
  if (proxy.captureCookie) statement("capture");
  if (proxy.monitorUri !== undefined) statement("monitor-uri");
  for (const ruleset of ["http-request", "http-response", "http-after-response"] as const) {
    // Rules of a defaults section belong to it, and are not complained about here.
    const inherited = proxy.parent?.rules[ruleset].length ?? 0;
    if (proxy.rules[ruleset].length > inherited) rules(ruleset);
  }
  if (proxy.redirects.length > 0) rules("redirect");
  for (const { name, side } of httpOnlyOptions()) {
    if (!proxy.options.has(name)) continue;
    if (side === "front" && !hasFront(proxy)) continue;
    if (side === "back" && !hasBack(proxy)) continue;
    checker.warn(`'option ${name}' ignored ${shown} as it requires HTTP mode.`);
    proxy.options.delete(name);
  }
}

export function checkServersWithoutHttp(checker: Checker, proxy: ProxyDraft): void {
  if (proxy.mode === "http") return;
  const shown = `${proxyType(proxy)} '${proxy.name}' : `;
  for (const server of proxy.servers) {
    if (server.redirectPrefix !== undefined) {
      checker.alert(`${shown}server cannot have cookie or redirect prefix in non-HTTP mode.`);
    }
    if (server.cookie !== undefined) {
      checker.warn(`${shown}ignoring cookie for server '${server.name}' as HTTP mode is disabled.`);
    }
  }
}
