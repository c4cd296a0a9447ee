/** Listeners: certificates and guids. */
import type { ProxyDraft } from "../drafts/proxy.ts";
import { duplicateOf, guidFault } from "../keywords/guid.ts";
import type { Checker } from "./checker.ts";

export function checkCertificates(checker: Checker, proxy: ProxyDraft): void {
  for (const bind of proxy.binds) {
    const { tls } = bind;
    if (!tls || proxy.disabled) continue;
    const { file, line } = bind.location;
    if ((tls.verify ?? "none") !== "none" && (tls.caFile ?? tls.caVerifyFile) === undefined) {
      checker.alert(
        `Proxy '${proxy.name}': verify is enabled but no CA file specified for bind '${bind.text}' at [${file}:${line}].`,
      );
    }
    if (tls.certificates.length > 0 || tls.strictSni) continue;
    checker.alert(
      `Proxy '${proxy.name}': no SSL certificate specified for bind '${bind.text}' at [${file}:${line}] (use 'crt').`,
    );
  }
}

/** Guids that listeners get from `guid-prefix`: the prefix, a dash and a number from 0. */
export function nameListeners(checker: Checker): void {
  for (const proxy of checker.state.proxies) {
    for (const { guidPrefix, location, addresses } of proxy.binds) {
      if (guidPrefix === undefined) continue;
      for (const index of addresses.keys()) {
        const guid = `${guidPrefix}-${index}`;
        const fault = guidFault(guid) ?? duplicateOf(guid, checker.state);
        if (fault === undefined) {
          checker.state.guids.set(guid, `listener ${proxy.name} (${location.file}:${location.line})`);
          continue;
        }
        checker.alert(
          `[${location.file}:${location.line}] : error on GUID generation : ${fault}. You may fix it by adjusting guid-prefix.`,
        );
        break;
      }
    }
  }
}
