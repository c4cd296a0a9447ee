/** What concerns a proxy, or a userlist, as a whole. */
import type { ProxyDraft } from "../drafts/proxy.ts";
import { unresolvedReferences } from "../references.ts";
import { hasBack, hasFront, proxyType } from "../state.ts";
import type { Checker } from "./checker.ts";

export function checkUserlists(checker: Checker): void {
  for (const list of checker.state.userlists) {
    for (const user of list.users) {
      const missing = user.groups.find((group) => !list.groups.includes(group));
      if (missing !== undefined) {
        checker.alert(`userlist '${list.name}': no such group '${missing}' specified in user '${user.name}'`);
      }
    }
  }
}

/** HAProxy starts at 2 where nothing is said, for ever since a mistake of old. */
export function assignProxyIds(checker: Checker): void {
  const taken = new Set(checker.state.proxies.filter((each) => each.hasId).map((each) => each.id));
  let next = 2;
  for (const proxy of checker.state.proxies) {
    if (proxy.hasId) continue;
    while (taken.has(next)) next++;
    proxy.id = next++;
  }
}

export function checkReferences(checker: Checker, proxy: ProxyDraft): void {
  const texts = unresolvedReferences(proxy, checker.state);
  const [first] = texts;
  if (first === undefined) return;
  // Several faults are one message of HAProxy's, a line each.
  checker.alert(
    texts.length === 1
      ? first
      : `multiple argument resolution errors:\n${texts.map((text) => `        ${text}`).join("\n")}`,
  );
}

export function checkTimeouts(checker: Checker, proxy: ProxyDraft): void {
  const { timeouts } = proxy;
  const front = hasFront(proxy) && !timeouts.client;
  const back =
    hasBack(proxy) &&
    proxy.servers.length > 0 &&
    (!timeouts.connect || (!timeouts.server && (proxy.mode === "http" || !timeouts.tunnel)));
  if (front || back) {
    checker.warn(
      `missing timeouts for ${proxyType(proxy)} '${proxy.name}'.\n` +
        "   | While not properly invalid, you will certainly encounter various problems\n" +
        "   | with such a configuration. To fix this, please ensure that all following\n" +
        "   | timeouts are set to a non-zero value: 'client', 'connect', 'server'.",
    );
  }
  // Older configurations set these through `timeout connect`.
  const { connect } = timeouts;
  if (connect === undefined) return;
  const queue = hasBack(proxy) && !timeouts.queue ? { queue: connect } : {};
  const tarpit = timeouts.tarpit ? {} : { tarpit: connect };
  proxy.timeouts = { ...timeouts, ...queue, ...tarpit };
}

/** An `email-alert` that lacks something counts for nothing. */
export function checkEmailAlert(checker: Checker, proxy: ProxyDraft): void {
  const { emailAlert } = proxy;
  if (!emailAlert) return;
  const { mailers, from, to } = emailAlert;
  if (mailers === undefined || from === undefined || to === undefined) {
    checker.warn(
      `'email-alert' will be ignored for ${proxyType(proxy)} '${proxy.name}' (the presence any of ` +
        "'email-alert from', 'email-alert level' 'email-alert mailers', 'email-alert myhostname', or 'email-alert to' " +
        "requires each of 'email-alert from', 'email-alert mailers' and 'email-alert to' to be present).",
    );
    proxy.emailAlert = undefined;
  } else if (!checker.state.mailers.some(({ name }) => name === mailers)) {
    checker.alert(`Proxy '${proxy.name}': unable to find mailers '${mailers}'.`);
  }
}

/** Sections that no proxy names; HAProxy has the latest first. */
export function removeUnusedMailers(checker: Checker): void {
  const { state } = checker;
  for (const section of state.mailers.toReversed()) {
    const isUsed = state.proxies.some(({ emailAlert }) => emailAlert?.mailers === section.name);
    if (isUsed) continue;
    checker.warn(`Removing incomplete section 'mailers ${section.name}'.`);
    state.mailers.splice(state.mailers.indexOf(section), 1);
  }
}

export function checkCaptureLength(checker: Checker, proxy: ProxyDraft): void {
  const { captureCookie } = proxy;
  const most = checker.state.global.tune.cookieLength - 1;
  if (!captureCookie || captureCookie.length <= most) return;
  checker.warn(`truncating capture length to ${most} bytes for ${proxyType(proxy)} '${proxy.name}'.`);
  proxy.captureCookie = { ...captureCookie, length: most };
}
