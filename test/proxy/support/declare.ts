import {
  DeclaredProxies,
  type DeclaredProxiesOptions,
  type ProxyDeclaration,
  type ProxySettings,
  type ServerDeclaration,
  type ServerSettings,
} from "../../../src/proxy/model/index.ts";

/** Proxies for tests, with what a configuration would fill in. */

type Given<T> = Partial<T> & { readonly name: string };

export interface ServerSpec extends Omit<Given<ServerSettings>, "check"> {
  readonly track?: string;
  readonly check?: { readonly rise: number; readonly fall: number };
}

export interface ProxySpec extends Given<ProxySettings> {
  readonly listeners?: readonly (string | undefined)[];
  readonly servers?: readonly (string | ServerSpec)[];
}

function server(spec: string | ServerSpec, i: number): ServerDeclaration {
  const { track, check, ...given } = typeof spec === "string" ? { name: spec } : spec;
  const health = check && given.disabled !== true ? check.rise : 0;
  return {
    settings: {
      puid: i + 1,
      port: 81 + i,
      forcedId: false,
      tlsEnabled: undefined,
      switchesTls: false,
      nameIsUsed: false,
      address: { family: 4, host: "127.0.0.1", port: 81 + i },
      weight: 1,
      backup: false,
      disabled: false,
      dynamic: false,
      maxconn: 0,
      maxqueue: 0,
      poolMaxConn: -1,
      slowstart: 0,
      observe: false,
      shutdownWhenDown: false,
      shutdownBackupsWhenUp: false,
      check: { configured: check !== undefined, rise: 2, fall: 3, ...check, health },
      agent: { configured: false, rise: 1, fall: 1, health: 1 },
      ...given,
    },
    ...(track !== undefined && { track }),
  };
}

export function declaration(spec: ProxySpec, i = 0): ProxyDeclaration {
  const { listeners = [], servers = [], ...given } = spec;
  return {
    settings: {
      uuid: i + 2,
      forcedId: false,
      capability: "backend",
      mode: "http",
      disabled: false,
      maxconn: 100,
      fullconn: 10,
      rateLimit: 0,
      socketStats: false,
      algorithm: "roundrobin",
      dynamicWeights: true,
      allBackups: false,
      ...given,
    },
    listeners: listeners.map((name, n) => ({
      name,
      luid: n + 1,
      address: { family: 4, host: "127.0.0.1", port: 8001 + n },
      protocol: "tcpv4",
      maxconn: 0,
    })),
    servers: servers.map(server),
  };
}

/** Running proxies; state changes are logged into `lines`. */
export function declareProxies(
  specs: readonly ProxySpec[],
  options: DeclaredProxiesOptions & { lines?: string[] } = {},
): DeclaredProxies {
  const { lines } = options;
  const proxies = new DeclaredProxies(specs.map(declaration), {
    warning: (text) => lines?.push(text),
    alert: (text) => lines?.push(text),
    ...options,
  });
  proxies.started();
  return proxies;
}
