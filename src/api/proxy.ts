import {
  field,
  LuaClass,
  method,
  nothing,
  result,
  uncounted,
  type HostValue,
  type Pushable,
} from "../lua/index.ts";
import { hasSide, type Mailers, type Proxy, type Server } from "../proxy/model/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { deprecatedField } from "./deprecated-field.ts";
import { listenerClass, statsResult } from "./listener.ts";
import { makeLiveListClass } from "./live-list.ts";
import { command, query } from "./live-methods.ts";
import { makeServerClass } from "./server.ts";
import { stickTableClass } from "./stick-table.ts";

export const serverClass: LuaClass<Runtime, Server> = makeServerClass((proxy) => proxyClass.wrap(proxy));

/** `proxy.servers` */
export const serverListClass: LuaClass<Runtime, Proxy> = makeLiveListClass<Proxy>(
  "ServerList",
  "The servers of a backend, by name.",
  "Server",
  (_host, proxy) => ({
    entries: function* () {
      for (const server of proxy.servers) yield [server.name, serverClass.wrap(server)] as const;
    },
    find: (name) => wrapFound(proxy.servers.find((server) => server.name === name)),
  }),
);

function wrapFound(server: Server | undefined): Pushable | undefined {
  return server && serverClass.wrap(server);
}

/** HAProxy's table of a proxy's `email-alert` settings. */
function mailersTable(mailers: Mailers): HostValue {
  return {
    track_server_health: mailers.trackServerHealth,
    log_level: mailers.logLevel,
    mailservers: mailers.servers,
    mailservers_timeout: mailers.timeout,
    smtp_hostname: mailers.hostname,
    smtp_from: mailers.from,
    smtp_to: mailers.to,
  };
}

/** Listeners by name; those without one are numbered among themselves. */
function listenersTable(proxy: Proxy): HostValue {
  let unnamed = 0;
  return new Map(
    proxy.listeners.map((listener) => [listener.name ?? `sock-${++unnamed}`, listenerClass.wrap(listener)]),
  );
}

export const proxyClass: LuaClass<Runtime, Proxy> = new LuaClass<Runtime, Proxy>(
  "Proxy",
  "A frontend, a backend, or a listen section. Each lookup makes a new object; two of them never compare equal.",
  {
    get_name: query(
      "get_name",
      { doc: "The proxy's name.", returns: result("string?", "nil once deleted"), since: "2.8" },
      (proxy) => proxy.name,
    ),
    get_uuid: query(
      "get_uuid",
      { doc: "The proxy's number.", returns: result("string?", "digits; nil once deleted"), since: "2.8" },
      (proxy) => String(proxy.uuid),
    ),
    pause: command("pause", "Stops accepting; the addresses stay bound.", (proxy) => proxy.pause()),
    resume: command("resume", "Accepts again after a pause.", (proxy) => proxy.resume()),
    stop: command("stop", "Stops for good and gives the addresses up.", (proxy) => proxy.stop()),
    shut_bcksess: command("shut_bcksess", "Ends all sessions on the backup servers.", (proxy) =>
      proxy.shutBackupSessions(),
    ),
    get_cap: query(
      "get_cap",
      {
        doc: "What the proxy is.",
        returns: result('"frontend"|"backend"|"proxy"', "a listen section is a proxy"),
        since: "1.7",
      },
      (proxy) => proxy.capability,
    ),
    get_mode: query(
      "get_mode",
      { doc: "Its mode.", returns: result("string", '"http", "tcp" ...'), since: "1.7" },
      (proxy) => proxy.mode,
    ),
    get_srv_act: query(
      "get_srv_act",
      { doc: "Active servers that take traffic.", returns: result("integer", "0 or more"), since: "2.8" },
      (proxy) => proxy.activeServers,
    ),
    get_srv_bck: query(
      "get_srv_bck",
      { doc: "Backup servers that can take traffic.", returns: result("integer", "0 or more"), since: "2.8" },
      (proxy) => proxy.backupServers,
    ),
    get_stats: query(
      "get_stats",
      {
        doc: "The proxy's line of `show stat`: that of the backend where it is one, else that of the frontend.",
        returns: statsResult,
        since: "1.7",
      },
      (proxy) => proxy.stats(hasSide(proxy, "backend") ? "backend" : "frontend"),
    ),
    get_mailers: method<Runtime, Proxy>("get_mailers", {
      doc: "The proxy's `email-alert` settings.",
      returns: [result("ProxyMailers?", "no value at all where there are none")],
      since: "2.8",
      count: uncounted,
      body: (_execution, proxy) => {
        if (proxy.deleted) return undefined;
        return proxy.mailers === undefined ? nothing : mailersTable(proxy.mailers);
      },
    }),
  },
  "object",
  {
    fields: [
      field<Proxy>("servers", {
        type: "table<string, Server>",
        doc: "The backend's servers by name; iterate with `pairs`.",
        since: "1.7",
        value: (proxy) => serverListClass.wrap(proxy),
      }),
      field<Proxy>("listeners", {
        type: "table<string, Listener>",
        doc: "The frontend's listeners by the name of their `bind` line; others are `sock-1`, `sock-2` ...",
        since: "1.7",
        value: listenersTable,
      }),
      field<Proxy>("stktable", {
        type: "StickTable?",
        doc: "The proxy's stick table, where it declares one.",
        since: "1.9",
        value: ({ stickTable }) => stickTable && stickTableClass.wrap(stickTable),
      }),
    ],
    metamethods: {
      __index: deprecatedField<Proxy>("proxy", {
        name: { instead: "get_name", value: (proxy) => proxy.name },
        uuid: { instead: "get_uuid", value: (proxy) => String(proxy.uuid) },
      }),
    },
  },
);
