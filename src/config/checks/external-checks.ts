/** Checks by programs: whether they may be run, and what (proxy.c). */
import { proxyType } from "../state.ts";
import type { ProxyDraft } from "../drafts/proxy.ts";
import type { Checker } from "./checker.ts";

const OPTION = "option external-check";

/** Complains of what is missing, and takes away what is not used. */
export function checkExternalChecks(checker: Checker, proxy: ProxyDraft): void {
  const { externalCheck, name } = proxy;
  const { global } = checker.state;
  const { command, path } = externalCheck ?? {};
  const isUsed = proxy.checks.active?.protocol === "external";
  if (isUsed && global.externalCheck === undefined) {
    checker.alert(`Proxy '${name}' : '${OPTION}' unable to find required 'global.external-check'.`);
  }
  if (isUsed && command === undefined) {
    checker.alert(`Proxy '${name}' : '${OPTION}' unable to find required 'external-check command'.`);
  }
  if (isUsed && !global.forks) {
    checker.warn(
      `Proxy '${name}' : 'insecure-fork-wanted' not enabled in the global section, '${OPTION}' will likely fail.`,
    );
  }
  const ignored = (what: string): void => {
    if (isUsed) return;
    const why = `requires '${OPTION}'`;
    checker.warn(`'external-check ${what}' will be ignored for ${proxyType(proxy)} '${name}' (${why}).`);
  };
  if (command !== undefined) ignored("command");
  if (command !== undefined && !command.startsWith("/") && path === undefined) {
    checker.alert(
      `Proxy '${name}': 'external-check command' does not have a leading '/' and 'external-check path' is not set.`,
    );
  }
  if (path !== undefined) ignored("path");
}
