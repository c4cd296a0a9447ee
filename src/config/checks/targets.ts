/** Where connections go: backends and servers that rules name. */
import type { ProxyDraft, SwitchingDraft } from "../drafts/proxy.ts";
import { isPlainText } from "../log-format.ts";
import { placesOf } from "../samples.ts";
import { proxyType } from "../state.ts";
import type { Checker } from "./checker.ts";
import { warnOfBuffers } from "./rules.ts";

const FRONT_REQUEST = placesOf("frontend http-request header rule");

/** Whether a TCP proxy may come to speak HTTP, so that its HTTP rules count. */
export function upgradesToHttp(checker: Checker, proxy: ProxyDraft): boolean {
  if (proxy.mode === "http") return true;
  const targets = proxy.useBackend.map((rule) => rule.name);
  if (proxy.defaultBackend !== undefined) targets.push(proxy.defaultBackend);
  return (
    proxy.rules["tcp-request content"].some((rule) => rule.action.kind === "switch-mode") ||
    targets.some(
      (name) => typeof name === "string" && (name.includes("%") || checker.backend(name)?.mode === "http"),
    )
  );
}

export function hasNoBackend(proxy: ProxyDraft): boolean {
  return proxy.defaultBackend === undefined && proxy.useBackend.length === 0;
}

export function checkDefaultBackend(checker: Checker, proxy: ProxyDraft): void {
  const name = proxy.defaultBackend;
  if (name === undefined) return;
  const target = findTarget(checker, proxy, name, "default_backend", "as its default backend");
  if (target && proxy.servers.length > 0) {
    checker.warn(
      `In proxy '${proxy.name}', the 'default_backend' rule always has precedence over the servers, which will never be used.`,
    );
  }
}

function findTarget(
  checker: Checker,
  proxy: ProxyDraft,
  name: string,
  keyword: string,
  use: string,
): ProxyDraft | undefined {
  const target = checker.backend(name);
  if (!target) {
    checker.alert(`Proxy '${proxy.name}': unable to find required ${keyword}: '${name}'.`);
  } else if (target === proxy) {
    checker.alert(`Proxy '${proxy.name}': loop detected for ${keyword}: '${name}'.`);
  } else if (target.mode !== proxy.mode && !(proxy.mode === "tcp" && target.mode === "http")) {
    const describe = (each: ProxyDraft): string =>
      `${each.mode} ${proxyType(each)} '${each.name}' (${each.location.file}:${each.location.line})`;
    checker.alert(`${describe(proxy)} tries to use incompatible ${describe(target)} ${use} (see 'mode').`);
  } else {
    return target;
  }
  return undefined;
}

export function checkUseBackends(checker: Checker, proxy: ProxyDraft): void {
  for (const rule of proxy.useBackend) {
    checkUseBackend(checker, proxy, rule);
    warnOfBuffers(checker, proxy, rule.condition);
  }
}

function checkUseBackend(checker: Checker, proxy: ProxyDraft, rule: SwitchingDraft): void {
  const { name } = rule;
  if (typeof name !== "string") return;
  const format = checker.format(
    name,
    FRONT_REQUEST,
    rule.location,
    (error, { file, line }) =>
      `Parsing [${file}:${line}]: failed to parse use_backend rule '${name}' : ${error}.`,
  );
  if (!format) return;
  if (isPlainText(format)) findTarget(checker, proxy, name, "use_backend", "in a 'use_backend' rule");
  else rule.name = format;
}

export function checkUseServers(checker: Checker, proxy: ProxyDraft): void {
  proxy.useServer = proxy.useServer.map((rule) => {
    const { name } = rule;
    warnOfBuffers(checker, proxy, rule.condition);
    if (typeof name !== "string") return rule;
    const format = checker.format(
      name,
      FRONT_REQUEST,
      rule.location,
      (error, { file, line }) =>
        `Parsing [${file}:${line}]; use-server rule failed to parse log-format '${name}' : ${error}.`,
    );
    if (!format) return rule;
    if (!isPlainText(format)) return { ...rule, name: format };
    if (!proxy.servers.some((each) => each.name === name)) {
      checker.alert(
        `${proxyType(proxy)} '${proxy.name}' : unable to find server '${name}' referenced in a 'use-server' rule.`,
      );
    }
    return rule;
  });
}
