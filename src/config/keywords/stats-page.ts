/** The statistics page. Source: configuration manual 4.2 "stats ..."; texts of cfgparse-listen.c. */
import type { StatsDraft } from "../drafts/proxy.ts";
import type { Line } from "../line.ts";
import { currentProxy, type State } from "../state.ts";
import { linesOf, PROXY_SECTIONS, timeOr } from "./build.ts";
import { conditionAt } from "./errors.ts";
import { parseHttpRule, warnConflict } from "./rule-line.ts";

/** Where the page is when nothing is said. */
const DEFAULT_URI = "/haproxy?stats";

function page(state: State): StatsDraft {
  const proxy = currentProxy(state);
  return (proxy.stats ??= {
    uri: DEFAULT_URI,
    users: [],
    scopes: [],
    showVersion: false,
    showLegends: false,
    showModules: false,
    admin: [],
    rules: [],
  });
}

const WORDS =
  "expects 'admin', 'uri', 'realm', 'auth', 'scope', 'enable', 'hide-version', 'show-node', 'show-desc' , 'show-legends' or 'show-version'.";

function stats(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (proxy.kind !== "defaults" && proxy.statsInherited) {
    // The first line about it in a proxy drops what the defaults section said.
    delete proxy.stats;
    proxy.statsInherited = false;
  }
  const what = line.word(1);
  const value = line.word(2);
  switch (what) {
    case "admin":
      if (proxy.kind === "defaults") line.failTight("'stats admin' not allowed in 'defaults' section.");
      page(state).admin.push(conditionAt(line, state, 2, "stats admin", "a 'stats admin' rule"));
      return;
    case "uri":
      if (value === "") line.fail("'uri' needs an URI prefix.");
      page(state).uri = value;
      return;
    case "realm":
      if (value === "") line.fail("'realm' needs an realm name.");
      page(state).realm = value;
      return;
    case "refresh":
      page(state).refresh = refreshTime(line, value);
      return;
    case "http-request": {
      if (proxy.kind === "defaults") line.failTight("'stats' not allowed in 'defaults' section.");
      const { rules } = page(state);
      const last = rules.at(-1);
      if (last && !last.condition) {
        line.warnTight("previous 'stats' action has no condition attached, further entries are NOOP.");
      }
      const rule = parseHttpRule(line, state, "http-request", 2);
      if (!rule) return;
      warnConflict(rule.condition, "http-request", line, state);
      rules.push(rule);
      return;
    }
    case "auth": {
      if (value === "") line.fail("'auth' needs a user:password account.");
      const colon = value.indexOf(":");
      const user = colon < 0 ? value : value.slice(0, colon);
      page(state).users.push({ user, password: colon < 0 ? "" : value.slice(colon + 1) });
      return;
    }
    case "scope":
      if (value === "") line.fail("'scope' needs a proxy name.");
      page(state).scopes.push(value);
      return;
    case "enable":
      page(state);
      return;
    case "hide-version":
      if (proxy.stats) proxy.stats.showVersion = false;
      return;
    case "show-version":
      page(state).showVersion = true;
      return;
    case "show-legends":
      page(state).showLegends = true;
      return;
    case "show-modules":
      page(state).showModules = true;
      return;
    case "show-node":
      if (value !== "" && !/^[A-Za-z0-9_.-]+$/.test(value)) {
        line.failTight(
          "'stats show-node' invalid node name - should be a stringwith digits(0-9), letters(A-Z, a-z), hyphen(-) or underscode(_).",
        );
      }
      page(state).showNode = value;
      return;
    case "show-desc":
      if (value === "" && state.global.description === undefined) {
        line.warnTight("'show-desc' requires a parameter or 'desc' to be set in the global section.");
        return;
      }
      page(state).showDescription = line.words.slice(2).join(" ");
      return;
    default: {
      const start = what === "" ? "missing keyword in 'stats'" : `unknown stats parameter '${what}'`;
      line.failTight(`${start}, ${WORDS}`);
    }
  }
}

function refreshTime(line: Line, text: string): number {
  return timeOr(line, text, "s", (fault, char) => {
    if (fault === "char") {
      return line.failTight(`unexpected character '${char}' in argument to stats refresh interval.`);
    }
    const limit =
      fault === "over" ? "maximum value is 2147483647 s (~68 years)" : "minimum non-null value is 1 s";
    return line.failTight(`timer ${fault}flow in argument <${text}> to stats refresh interval, ${limit}.`);
  });
}

export const STATS_KEYWORD = linesOf(PROXY_SECTIONS)(
  "stats",
  "1.1",
  "{enable|uri|realm|refresh|auth|scope|admin|http-request|show-version|hide-version|show-legends|show-modules|show-node|show-desc} [<arguments:rest>]",
  "The statistics page of this proxy, with `;csv`, `;typed` and `;json` behind its address, but not `;json-schema`; `show-modules` adds nothing, as there are none.",
  stats,
);
