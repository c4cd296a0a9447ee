import type { GlobalConfig, TlsSettings } from "../types.ts";
import type { Draft } from "./draft.ts";

/** The global section while it is being read. */
export type GlobalDraft = Omit<
  Draft<GlobalConfig>,
  "stats" | "unixBind" | "httpclient" | "tune" | "tlsDefaults" | "countedStatuses"
> & {
  countedStatuses: { errors: Set<number>; failures: Set<number> };
  stats: Draft<GlobalConfig["stats"]>;
  unixBind: Draft<GlobalConfig["unixBind"]>;
  httpclient: Draft<GlobalConfig["httpclient"]>;
  tune: Draft<GlobalConfig["tune"]>;
  tlsDefaults: Record<"bind" | "server", Draft<TlsSettings>>;
};

function statuses(low: number, high: number, without: readonly number[] = []): Set<number> {
  const all = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return new Set(all.filter((status) => !without.includes(status)));
}

/** A global section with HAProxy's defaults. */
export function createGlobal(): GlobalDraft {
  return {
    logs: [],
    stats: { sockets: [], timeout: 10_000, maxconn: 10 },
    lua: [],
    daemon: false,
    quiet: false,
    masterWorker: false,
    masterWorkerNoExitOnFailure: false,
    zeroWarning: false,
    defaultPath: { mode: "current" },
    exposeExperimental: false,
    exposeDeprecated: false,
    variables: [],
    unixBind: {},
    forks: false,
    sslServerVerify: "required",
    tlsDefaults: { bind: {}, server: {} },
    spreadChecks: 0,
    httpclient: { resolversDisabled: false },
    tune: {
      bufsize: 16384,
      maxrewrite: 1024,
      maxHeaders: 101,
      cookieLength: 64,
      logUriLength: 1024,
      stickCounters: 3,
      compressionLevel: 1,
    },
    h1CaseAdjust: new Map(),
    countedStatuses: { errors: statuses(400, 499), failures: statuses(500, 599, [501, 505]) },
  };
}
