import type { Location } from "../location.ts";
import type {
  AgentSettings,
  Bind,
  BindTls,
  HealthCheckSettings,
  Observe,
  Server,
  ServerTls,
} from "../types.ts";
import type { Draft } from "./draft.ts";

/** A `bind` line while it is being read. */
export type BindDraft = Omit<Draft<Bind>, "tls"> & { tls?: Draft<BindTls>; tlsEnabled: boolean };

export function createBind(text: string, location: Location): BindDraft {
  return {
    text,
    addresses: [],
    location,
    acceptProxy: false,
    level: "operator",
    severityOutput: "none",
    exposeFd: false,
    v4v6: false,
    v6only: false,
    tlsEnabled: false,
  };
}

export function bindTls(bind: BindDraft): Draft<BindTls> {
  return (bind.tls ??= {
    certificates: [],
    strictSni: false,
    ignoredErrors: { certificate: [], authority: [] },
  });
}

/** `address` and `name` are missing in a default-server. */
export type ServerDraft = Omit<Draft<Server>, "check" | "agent" | "observe" | "tls" | "address" | "name"> & {
  name: string;
  /** As messages name it: `proxy/server`. */
  shown: string;
  check: Draft<HealthCheckSettings>;
  agent: Draft<AgentSettings>;
  observe: Draft<Observe>;
  tls?: Draft<ServerTls>;
  /** The default-server it began with speaks TLS. */
  defaultTls: boolean;
};

export function createServer(name: string, shown: string, location: Location): ServerDraft {
  return {
    name,
    shown,
    location,
    id: 0,
    forcedId: false,
    weight: 1,
    backup: false,
    disabled: false,
    maxconn: 0,
    minconn: 0,
    maxqueue: 0,
    check: { enabled: false, inter: 2000, rise: 2, fall: 3, sendProxy: false },
    agent: { enabled: false, inter: 2000 },
    observe: { layer: "none", errorLimit: 10, onError: "fail-check" },
    ws: "auto",
    tlsEnabled: undefined,
    defaultTls: false,
    initAddr: [],
    stick: true,
    poolMaxConn: -1,
    poolPurgeDelay: 5000,
    maxReuse: -1,
    hasDefaults: false,
  };
}

/** A server that starts with the settings of `from` (a default-server). */
export function copyServer(from: ServerDraft, name: string, shown: string, location: Location): ServerDraft {
  const { tls } = from;
  return {
    ...from,
    name,
    shown,
    location,
    check: { ...from.check },
    agent: { ...from.agent },
    observe: { ...from.observe },
    initAddr: [...from.initAddr],
    ...(tls && { tls: { ...tls } }),
  };
}

export function serverTls(server: ServerDraft): Draft<ServerTls> {
  return (server.tls ??= {});
}
