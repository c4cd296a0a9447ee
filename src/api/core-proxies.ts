import type { HostValue, Item, Pushable } from "../lua/index.ts";
import {
  adminFlags,
  anyDrain,
  anyMaintenance,
  findProxy,
  hasSide,
  type CheckResult,
  type Proxies,
  type Proxy,
  type ServerEvent,
} from "../proxy/model/index.ts";
import { eventFamily, type Runtime } from "../runtime/index.ts";
import { makeLiveListClass } from "./live-list.ts";
import { listenerClass } from "./listener.ts";
import { proxiesOf, ProxiesBehindCore } from "./proxies-of.ts";
import { proxyClass, serverClass, serverListClass } from "./proxy.ts";

/** `core.proxies`, `core.frontends`, `core.backends`, and the events of servers. */

type Sides = readonly ("frontend" | "backend")[];

const proxyListClass = makeLiveListClass<Sides>(
  "ProxyList",
  "Proxies by name. A name that is both a frontend and a backend means the frontend.",
  "Proxy",
  (host, sides) => ({
    entries: function* () {
      for (const proxy of proxiesOf(host).all) {
        if (sides.some((side) => hasSide(proxy, side))) yield [proxy.name, proxyClass.wrap(proxy)] as const;
      }
    },
    find: (name) => {
      const { all } = proxiesOf(host);
      return wrapFound(sides.map((side) => findProxy(all, name, side)).find((found) => found !== undefined));
    },
  }),
);

function wrapFound(proxy: Proxy | undefined): Pushable | undefined {
  return proxy && proxyClass.wrap(proxy);
}

/** Every class that has to do with proxies. */
export const proxyClasses = [
  proxyClass,
  serverClass,
  listenerClass,
  proxyListClass,
  serverListClass,
] as const;

function list(name: string, doc: string, sides: Sides): Item<Runtime> {
  const value = proxyListClass.wrap(sides);
  return { kind: "object", name, doc, since: "1.7", type: "table<string, Proxy>", value };
}

/** The lists of `core`. */
export const proxyItems: readonly Item<Runtime>[] = [
  list("proxies", "All proxies by name; iterate with `pairs`.", ["frontend", "backend"]),
  list("frontends", "Frontends and listen sections by name.", ["frontend"]),
  list("backends", "Backends and listen sections by name.", ["backend"]),
];

/** The events that proxies bring about. */
export const serverEventTypes = eventFamily("SERVER");

/** Puts proxies behind a runtime's `core.proxies`, and their events behind `core.event_sub`. */
export function attachProxies(runtime: Runtime, proxies: Proxies): void {
  runtime.services.get(ProxiesBehindCore).proxies = proxies;
  proxies.onServerEvent((event) => {
    const { type, server } = event;
    const when = Math.floor(runtime.time.wallMs() / 1000);
    runtime.publish({ type, data: eventData(event), when, source: server });
  });
}

/** The second argument of a handler: HAProxy's table for the event (hlua.c, hlua_event_hdl_cb_push_args). */
function eventData({ type, server, state, admin, check }: ServerEvent): HostValue {
  return {
    name: server.name,
    puid: server.puid,
    rid: server.rid,
    proxy_name: server.proxy.name,
    proxy_uuid: server.proxy.uuid,
    reference: type === "SERVER_DEL" ? undefined : serverClass.wrap(server),
    state: state && {
      admin: state.admin,
      cause: state.cause,
      old_state: state.oldState,
      new_state: state.newState,
      requeued: state.requeued,
      check: state.check && checkTable(state.check),
    },
    admin: admin && {
      cause: admin.cause,
      old_admin: flagsTable(admin.oldAdmin),
      new_admin: flagsTable(admin.newAdmin),
      requeued: admin.requeued,
    },
    check: check && checkTable(check),
  };
}

function flagsTable(flags: number): HostValue {
  const { FMAINT, IMAINT, RMAINT, CMAINT, FDRAIN, IDRAIN } = adminFlags;
  const masks = { MAINT: anyMaintenance, FMAINT, IMAINT, RMAINT, CMAINT, DRAIN: anyDrain, FDRAIN, IDRAIN };
  return Object.fromEntries(Object.entries(masks).map(([name, mask]) => [name, (flags & mask) !== 0]));
}

function checkTable({ agent, result, duration, reason, health }: CheckResult): HostValue {
  return {
    agent,
    result,
    duration,
    reason: { short: reason.short, desc: reason.desc, code: reason.code },
    health: { cur: health.cur, rise: health.rise, fall: health.fall },
  };
}
