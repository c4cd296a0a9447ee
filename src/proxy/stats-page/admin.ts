import { adminFlags, type DeclaredProxies, type DeclaredProxy, type DeclaredServer } from "../model/index.ts";
import type { StatsStatus } from "./query.ts";

/** Carries an action out on a server; whether something was changed. */
type AdminAction = (server: DeclaredServer) => boolean;

/** An action that changes whatever it is asked of. */
const always =
  (run: (server: DeclaredServer) => void): AdminAction =>
  (server) => {
    run(server);
    return true;
  };

const flag =
  (name: "FMAINT" | "FDRAIN", wanted: boolean): AdminAction =>
  ({ status }) => {
    const isSet = (status.admin & adminFlags[name]) !== 0;
    if (isSet === wanted) return false;
    if (wanted) status.setFlag(adminFlags[name]);
    else status.clearFlag(adminFlags[name]);
    return true;
  };

const health =
  (state: "up" | "stopping" | "down"): AdminAction =>
  (server) => {
    if (server.tracked) return false;
    server.forceHealth(state, "web");
    return true;
  };

const agent =
  (state: "up" | "down"): AdminAction =>
  (server) => {
    if (!server.agent.enabled) return false;
    server.forceAgent(state, "web");
    return true;
  };

const checked =
  (enabled: boolean): AdminAction =>
  (server) => {
    server.setChecked(enabled);
    return server.check.configured;
  };

const agentChecked =
  (enabled: boolean): AdminAction =>
  (server) => {
    server.setAgentChecked(enabled);
    return server.agent.configured;
  };

/** By the names that forms and clients send (stats_process_http_post()). */
export const adminActions: ReadonlyMap<string, AdminAction> = new Map([
  ["ready", always((server) => server.setState("ready"))],
  ["drain", always((server) => server.setState("drain"))],
  ["maint", always((server) => server.setState("maint"))],
  ["shutdown", always((server) => server.shutSessions())],
  ["dhlth", checked(false)],
  ["ehlth", checked(true)],
  ["hrunn", health("up")],
  ["hnolb", health("stopping")],
  ["hdown", health("down")],
  ["dagent", agentChecked(false)],
  ["eagent", agentChecked(true)],
  ["arunn", agent("up")],
  ["adown", agent("down")],
  ["disable", flag("FMAINT", true)],
  ["enable", flag("FMAINT", false)],
  ["stop", flag("FDRAIN", true)],
  ["start", flag("FDRAIN", false)],
]);

/** The longest parameter that is read. */
const longestParameter = 2048;

/**
 * Carries out what a form has sent: `s=server&...&action=name&b=backend`. The
 * last backend and action count, for all servers.
 * @param inScope whether the page shows a proxy; undefined where it shows all
 */
export function administer(
  form: string,
  proxies: DeclaredProxies,
  inScope: ((proxy: DeclaredProxy) => boolean) | undefined,
): StatsStatus {
  const fields = form.split("&").map(field);
  if (fields.some((each) => each === "too long")) return "ERRP";
  let proxy: DeclaredProxy | undefined;
  let action: AdminAction | undefined;
  const servers: string[] = [];
  for (const each of fields.reverse()) {
    if (each === undefined || each === "too long") break;
    const { key, value } = each;
    if (key === "b" && !proxy) {
      proxy = backendNamed(value, proxies);
      // Where some proxies are not to be seen, it is not told which there are.
      if (inScope && !(proxy && inScope(proxy))) return "DENY";
      if (!proxy) return "ERRP";
    } else if (key === "action" && !action) {
      action = adminActions.get(value);
      if (!action) return "ERRP";
    } else if (key === "s") servers.push(value);
  }
  return proxy && action ? applyToAll(proxy, action, servers) : "NONE";
}

function applyToAll(proxy: DeclaredProxy, action: AdminAction, names: readonly string[]): StatsStatus {
  let altered = 0;
  let total = 0;
  for (const name of names) {
    const server = proxy.servers.find((each) => each.name === name);
    const hasChanged = server !== undefined && action(server);
    // A server that has nothing to change does not count, a name that is none does.
    if (hasChanged || !server) total++;
    if (hasChanged) altered++;
  }
  if (total === 0) return "NONE";
  if (altered === 0) return "ERRP";
  return altered === total ? "DONE" : "PART";
}

interface Field {
  readonly key: string;
  readonly value: string;
}

/** Undefined for one that cannot be decoded. */
function field(text: string): Field | "too long" | undefined {
  if (text.length >= longestParameter) return "too long";
  const equals = text.indexOf("=");
  const key = decoded(equals < 0 ? text : text.slice(0, equals));
  const value = decoded(equals < 0 ? "" : text.slice(equals + 1));
  return key === undefined || value === undefined ? undefined : { key, value };
}

function decoded(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text
    .replaceAll("+", " ")
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** By name, or by number: `#3`. */
function backendNamed(name: string, { all }: DeclaredProxies): DeclaredProxy | undefined {
  const number = /^#([0-9]+)$/.exec(name)?.[1];
  return all.find(
    (proxy) =>
      proxy.capability !== "frontend" &&
      (number === undefined ? proxy.name === name : proxy.uuid === Number(number)),
  );
}
