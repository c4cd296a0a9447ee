import { canonicalIp, type CheckState, type DeclaredServer } from "../../proxy/model/index.ts";

/** What `set server` changes of this process's own servers only (server.c). */

/** Gives what HAProxy says; undefined where it says nothing. */
type Setter = (server: DeclaredServer, value: string, rest: readonly string[]) => string | undefined;

/** A change of the address and port that checks go to, or the agent is asked at. */
function moveChecks(
  check: CheckState,
  kind: "health" | "agent",
  address: string | undefined,
  port: string | undefined,
): string | undefined {
  if (!check.enabled) return `${kind} checks are not enabled on this server`;
  const host = address === undefined ? undefined : canonicalIp(address);
  if (address !== undefined && !host) return `invalid addr '${address}'`;
  if (port !== undefined && !/^[+-]?[0-9]+$/.test(port)) return "provided port is not an integer";
  if (port !== undefined && (Number(port) < 0 || Number(port) > 65_535)) return "provided port is invalid";
  check.endpoint = {
    ...check.endpoint,
    ...(host && { address: { ...host, port: 0 } }),
    ...(port !== undefined && { port: Number(port) }),
  };
  return undefined;
}

const addressSetter =
  (which: "check" | "agent"): Setter =>
  (server, value, [keyword, port]) => {
    if (value === "") return `set server <b>/<s> ${which}-addr requires an address and optionally a port.`;
    const kind = which === "check" ? "health" : "agent";
    return moveChecks(server[which], kind, value, keyword === "port" ? (port ?? "") : undefined);
  };

const portSetter =
  (which: "check" | "agent"): Setter =>
  (server, value) => {
    if (value === "") return `set server <b>/<s> ${which}-port requires a port.`;
    return moveChecks(server[which], which === "check" ? "health" : "agent", undefined, value);
  };

export const ownSetters: Readonly<Record<string, Setter>> = {
  "check-addr": addressSetter("check"),
  "check-port": portSetter("check"),
  "agent-addr": addressSetter("agent"),
  "agent-port": portSetter("agent"),
  "agent-send": (server, value) => {
    if (!server.agent.enabled) return "agent checks are not enabled on this server.";
    server.agentSend = value;
    return undefined;
  },
  fqdn: (server, value) => {
    if (value === "") return "set server <b>/<s> fqdn requires a FQDN.";
    return server.settings.resolves
      ? "halua cannot change the FQDN of a server; del server and add server can."
      : "set server <b>/<s> fqdn failed because no resolution is configured.";
  },
  name: (server, value) => {
    if (value === "") return "set server <b>/<s> name requires a new name.";
    return server.rename(value) ?? "Server name updated.";
  },
  ssl: (server, value) => {
    if (server.dynamic) return "'set server <srv> ssl' not supported on dynamic servers";
    if (!server.settings.switchesTls) {
      return "'set server <srv> ssl' cannot be set.  default-server should define ssl settings";
    }
    if (value !== "on" && value !== "off") return "'set server <srv> ssl' expects 'on' or 'off'.";
    server.switchTls(value === "on");
    return "server ssl setting updated.";
  },
};
