/** Error pages that proxies take from http-errors sections. */
import type { ProxyDraft } from "../drafts/proxy.ts";
import { proxyType } from "../state.ts";
import type { Checker } from "./checker.ts";

export function checkErrorPages(checker: Checker, proxy: ProxyDraft): void {
  for (const { name, statuses, without, location } of proxy.errorSections) {
    const section = checker.state.httpErrors.find((each) => each.name === name);
    if (!section) {
      checker.alert(
        `${proxyType(proxy)} '${proxy.name}': unknown http-errors section '${name}' (at ${location.file}:${location.line}).`,
      );
      continue;
    }
    for (const [status, reply] of section.errors) {
      const used = statuses.length === 0 || statuses.includes(status);
      if (used && !without.includes(status)) proxy.errors.set(status, reply);
    }
    for (const status of statuses) {
      if (section.errors.has(status)) continue;
      checker.warn(
        `config: proxy '${proxy.name}' : status '${status}' not declared in http-errors section '${name}' (at ${location.file}:${location.line}).`,
      );
    }
  }
}

/** `http-error ... errorfiles name`. */
export function checkErrorReplies(checker: Checker, proxy: ProxyDraft): void {
  for (const reply of proxy.errors.values()) {
    if (reply.kind !== "reply" || reply.reply.body.kind !== "errorfiles") continue;
    const name = reply.reply.body.section;
    if (checker.state.httpErrors.some((each) => each.name === name)) continue;
    const { file, line } = reply.location;
    checker.alert(
      `${proxyType(proxy)} '${proxy.name}': unknown http-errors section '${name}' (at ${file}:${line}).`,
    );
  }
}
