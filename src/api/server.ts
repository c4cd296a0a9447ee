import {
  LuaClass,
  method,
  omittable,
  result,
  string,
  uncounted,
  type Answer,
  type Argument,
  type Pushable,
  type Result,
} from "../lua/index.ts";
import { parseMaxconn, parseWeight, type Proxy, type Server, type Settled } from "../proxy/model/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { deprecatedField } from "./deprecated-field.ts";
import { eventSubArguments, subscribe } from "./event-sub.ts";
import { statsResult } from "./listener.ts";
import { command, query, type LiveMethod } from "./live-methods.ts";
import { changed } from "./proxies-of.ts";

/** What a question answers with, unless the server is deleted. */
const alive = (type: string, means: string): Result =>
  result(`${type}?`, `${means}; nil once the server is deleted`);

/** Declares a setter that answers with HAProxy's text. `verdict` judges where the answer cannot be waited for. */
function setter(
  name: string,
  spec: { doc: string; arg: Argument<string>; since: string },
  set: (server: Server, value: string) => Settled<string | undefined>,
  verdict: (server: Server, value: string) => string | undefined,
): LiveMethod<Server> {
  return method<Runtime, Server, [Argument<string>]>(name, {
    doc: spec.doc,
    args: [spec.arg],
    returns: [result("string?", "nil on success, else what is wrong with the value")],
    since: spec.since,
    count: uncounted,
    body: (execution, server, value): Answer => {
      if (server.deleted) return undefined;
      const change = set(server, value);
      return changed(execution, change, (text) => text, verdict(server, value));
    },
  });
}

/** The class Server; `wrapProxy` makes the object of its proxy. */
export function makeServerClass(wrapProxy: (proxy: Proxy) => Pushable): LuaClass<Runtime, Server> {
  const serverClass: LuaClass<Runtime, Server> = new LuaClass<Runtime, Server>(
    "Server",
    "A server of a backend. Each lookup makes a new object; two of them never compare equal.",
    {
      get_name: query(
        "get_name",
        { doc: "The server's name.", returns: alive("string", "the name"), since: "2.8" },
        (server) => server.name,
      ),
      get_puid: query(
        "get_puid",
        { doc: "The server's number in its proxy.", returns: alive("string", "digits"), since: "2.8" },
        (server) => String(server.puid),
      ),
      get_rid: query(
        "get_rid",
        {
          doc: "The revision of the server's number: tells servers apart that had it one after the other.",
          returns: alive("string", "digits"),
          since: "2.8",
        },
        (server) => String(server.rid),
      ),
      is_draining: query(
        "is_draining",
        {
          doc: "Whether the server drains: by its state, or because its weight is 0. False in maintenance.",
          returns: alive("boolean", "true or false"),
          since: "1.7",
        },
        (server) => server.draining,
      ),
      is_backup: query(
        "is_backup",
        { doc: "Whether it is a backup server.", returns: alive("boolean", "true or false"), since: "2.8" },
        (server) => server.backup,
      ),
      is_dynamic: query(
        "is_dynamic",
        {
          doc: "Whether it was added at run time.",
          returns: alive("boolean", "true or false"),
          since: "2.8",
        },
        (server) => server.dynamic,
      ),
      get_cur_sess: query(
        "get_cur_sess",
        { doc: "Sessions on the server now.", returns: alive("integer", "0 or more"), since: "2.8" },
        (server) => server.currentSessions,
      ),
      get_pend_conn: query(
        "get_pend_conn",
        {
          doc: "Connections that wait for the server.",
          returns: alive("integer", "0 or more"),
          since: "2.8",
        },
        (server) => server.queued,
      ),
      set_maxconn: setter(
        "set_maxconn",
        {
          doc: "Sets how many connections the server may have.",
          arg: string("maxconn", "a number; 0 for no limit"),
          since: "1.9",
        },
        (server, value) => server.setMaxconn(value),
        (_server, value) => textOf(parseMaxconn(value)),
      ),
      get_maxconn: query(
        "get_maxconn",
        {
          doc: "How many connections the server may have.",
          returns: alive("integer", "0 for no limit"),
          since: "1.9",
        },
        (server) => server.maxconn,
      ),
      set_weight: setter(
        "set_weight",
        {
          doc: "Sets the server's weight. Backends with a static algorithm accept 0% and 100% only.",
          arg: string("weight", '0..256, or a percentage of the initial weight such as "50%"'),
          since: "1.7",
        },
        (server, value) => server.setWeight(value),
        (server, value) => textOf(parseWeight(value, server.initialWeight, true)),
      ),
      get_weight: query(
        "get_weight",
        {
          doc: "The weight as set. What counts right now, while the server warms up, is `weight` in its stats.",
          returns: alive("integer", "0..256"),
          since: "1.7",
        },
        (server) => server.weight,
      ),
      set_addr: method<Runtime, Server, [Argument<string>, Argument<string | undefined>]>("set_addr", {
        doc: "Changes the server's address. It takes effect a moment later: `get_addr` still gives the old one.",
        args: [
          string("address", "an IPv4 or IPv6 address"),
          omittable(string("port", "1..65535; the same by default")),
        ],
        returns: [result("string?", "what was changed, or why not; nil once the server is deleted")],
        since: "1.7",
        count: uncounted,
        body: (execution, server, address, port) => {
          if (server.deleted) return undefined;
          return changed(execution, server.setAddress(address, port, "lua"), (text) => text, undefined);
        },
      }),
      get_addr: query(
        "get_addr",
        {
          doc: "The server's address.",
          returns: alive(
            "string",
            "`ip:port` (no brackets around IPv6), the path of a socket, or `<unknown>`",
          ),
          since: "1.7",
        },
        (server) => server.address,
      ),
      get_stats: query(
        "get_stats",
        { doc: "The server's line of `show stat`.", returns: statsResult, since: "1.7" },
        (server) => server.stats(),
      ),
      get_proxy: query(
        "get_proxy",
        { doc: "The backend it belongs to.", returns: alive("Proxy", "a new object"), since: "2.8" },
        (server) => wrapProxy(server.proxy),
      ),
      shut_sess: command("shut_sess", "Ends all sessions on the server.", (server) => server.shutSessions()),
      set_drain: command(
        "set_drain",
        "Lets the server drain: it gets no new sessions but those bound to it.",
        (server) => server.setState("drain"),
      ),
      set_maint: command("set_maint", "Puts the server into maintenance: no traffic, no checks.", (server) =>
        server.setState("maint"),
      ),
      set_ready: command("set_ready", "Ends maintenance and drain.", (server) => server.setState("ready")),
      check_enable: command("check_enable", "Enables health checks, where configured.", (server) =>
        server.setChecked(true),
      ),
      check_disable: command("check_disable", "Disables health checks, where configured.", (server) =>
        server.setChecked(false),
      ),
      check_force_up: command(
        "check_force_up",
        "Sets the server up, as a health check would. Ignored where it tracks another.",
        (server) => server.forceHealth("up", "lua"),
      ),
      check_force_nolb: command(
        "check_force_nolb",
        "Sets the server stopping, as a health check would. Ignored where it tracks another.",
        (server) => server.forceHealth("stopping", "lua"),
      ),
      check_force_down: command(
        "check_force_down",
        "Sets the server down, as a health check would. Ignored where it tracks another.",
        (server) => server.forceHealth("down", "lua"),
      ),
      agent_enable: command("agent_enable", "Enables agent checks, where configured.", (server) =>
        server.setAgentChecked(true),
      ),
      agent_disable: command("agent_disable", "Disables agent checks, where configured.", (server) =>
        server.setAgentChecked(false),
      ),
      agent_force_up: command(
        "agent_force_up",
        "Sets the server up, as its agent would. Only where agent checks are enabled.",
        (server) => server.forceAgent("up", "lua"),
      ),
      agent_force_down: command(
        "agent_force_down",
        "Sets the server down, as its agent would. Only where agent checks are enabled.",
        (server) => server.forceAgent("down", "lua"),
      ),
      tracking: query(
        "tracking",
        { doc: "The server whose state it follows.", returns: alive("Server", "nil for none"), since: "2.8" },
        (server) => server.tracked && serverClass.wrap(server.tracked),
      ),
      get_trackers: query(
        "get_trackers",
        { doc: "The servers that follow its state.", returns: alive("Server[]", "an array"), since: "2.8" },
        (server) => server.trackers.map((tracker) => serverClass.wrap(tracker)),
      ),
      event_sub: method<Runtime, Server, typeof eventSubArguments>("event_sub", {
        doc: "As `core.event_sub`, for events of this server only.",
        args: eventSubArguments,
        returns: [result("EventSub", "ends the subscription with `:unsub()`")],
        since: "2.8",
        selfApart: true,
        count: { message: () => "'event_sub' needs 2 arguments" },
        body: ({ host }, server, names, fn) => subscribe(host, names, fn, server),
      }),
    },
    "object",
    {
      metamethods: {
        __index: deprecatedField<Server>("server", {
          name: { instead: "get_name", value: (server) => server.name },
          puid: { instead: "get_puid", value: (server) => String(server.puid) },
        }),
      },
    },
  );
  return serverClass;
}

/** What a parser says is wrong; undefined for a value. */
function textOf(parsed: number | string): string | undefined {
  return typeof parsed === "string" ? parsed : undefined;
}
