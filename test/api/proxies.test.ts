import assert from "node:assert/strict";
import { attachProxies } from "../../src/api/core-proxies.ts";
import type { VirtualTime } from "../../src/lab/virtual-time.ts";
import type { DeclaredProxies } from "../../src/proxy/model/index.ts";
import { declareProxies, declaration, type ProxySpec } from "../proxy/support/declare.ts";
import { load, type Script } from "../support/script.ts";

const specs: readonly ProxySpec[] = [
  { name: "web", capability: "frontend", listeners: ["b1", undefined, "b3", undefined], socketStats: true },
  { name: "web", capability: "backend", servers: ["w1"] },
  { name: "app", servers: [{ name: "s1", weight: 50 }, "s2", { name: "s3", backup: true }] },
  { name: "l4", capability: "proxy", mode: "tcp", listeners: ["x"], servers: ["t1"], dynamicWeights: false },
];

interface Run extends Script {
  proxies: DeclaredProxies;
  lines: string[];
}

/** Runs a script on the proxies above, for `ms` milliseconds. */
async function run(code: string, given: readonly ProxySpec[] = specs, ms = 1000): Promise<Run> {
  const script = load("");
  const lines: string[] = [];
  const proxies = declareProxies(given, { time: script.runtime.time, lines });
  attachProxies(script.runtime, proxies);
  script.runtime.loadText(code, "script");
  script.runtime.start();
  await (script.time satisfies VirtualTime).advance(ms);
  script.runtime.close();
  return { ...script, proxies, lines };
}

/** A script whose task is `code`. */
const task = (code: string): string => `core.register_task(function() ${code} end)`;

describe("core.proxies", () => {
  it("is empty where nothing is declared, and in a script's body exists", () => {
    const { said } = load(`
      say(type(core.proxies), core.proxies.app, tostring(core.backends))
      for name in pairs(core.frontends) do say(name) end`);
    assert.deepEqual(said, ["table nil HAProxy class ProxyList"]);
  });

  it("lists and finds by name, in order; a frontend comes first", async () => {
    const { said } = await run(
      task(`
      local function names(l) local o = {} for n, p in pairs(l) do o[#o + 1] = n .. "/" .. p:get_cap() end return table.concat(o, " ") end
      say(names(core.proxies)) say(names(core.frontends)) say(names(core.backends))
      say(core.proxies.web:get_cap(), core.backends.web:get_cap(), core.frontends.app)
      say(names({}), core.backends.app == core.backends.app)`),
    );
    assert.deepEqual(said, [
      "web/frontend web/backend app/backend l4/proxy",
      "web/frontend l4/proxy",
      "web/backend app/backend l4/proxy",
      "frontend backend nil",
      " false",
    ]);
  });

  it("behaves as oddly as HAProxy's lists", async () => {
    const { said } = await run(
      task(`
      local l = core.backends
      say(#l, rawlen(l), l[1], l[1.5])
      say(pcall(function() return l[true] end))
      say(pcall(function() l.x = 4 return l.x end))
      say((next(l)), select("#", pairs(l)), type((pairs(l))))
      say(pcall(getmetatable(l).__index, {}, "a"))
      say(tostring(l), tostring(l.app.servers), tostring(l.app), tostring(l.app.servers.s1))`),
    );
    assert.deepEqual(said, [
      "0 0 nil nil",
      "false script:4: bad argument #2 to '__index' (string expected, got boolean)",
      "true nil",
      "0 3 function",
      "false bad argument #1 to '?' ((null))",
      "HAProxy class ProxyList HAProxy class ServerList HAProxy class Proxy HAProxy class Server",
    ]);
  });

  it("keeps methods in each object, where scripts can replace them", async () => {
    const { said } = await run(
      task(`
      local p = core.backends.app
      local keys = {} for k in pairs(p) do keys[#keys + 1] = tostring(k) end table.sort(keys)
      say(table.concat(keys, " "))
      p.get_name = function() return "mine" end say(p:get_name())
      p.get_uuid = nil say(p.get_uuid)`),
    );
    assert.deepEqual(said, [
      "0 get_cap get_mailers get_mode get_name get_srv_act get_srv_bck get_stats get_uuid listeners pause resume servers shut_bcksess stop",
      "mine",
      "nil",
    ]);
  });

  it("gives deprecated fields with one warning each", async () => {
    const { said, logged } = await run(
      task(`
      local p = core.backends.app
      say(p.name, p.name, p.uuid, rawget(p, "name"), p.other, p[5])
      say(p.servers.s1.name, p.servers.s1.puid)`),
    );
    assert.deepEqual(said, ["app app 4 nil nil nil", "s1 1"]);
    assert.equal(logged.length, 4);
    assert.equal(
      logged[0],
      "[WARNING] hlua: use of proxy 'name' attribute is deprecated and will eventually be removed, please use get_name() function instead: [C]: in metamethod '__index', script:3: in function line 1",
    );
  });

  it("numbers unnamed listeners among themselves, and shows their stats", async () => {
    const { said } = await run(
      task(`
      local l = core.frontends.web.listeners
      local names = {} for n in pairs(l) do names[#names + 1] = n end table.sort(names)
      say(table.concat(names, " "))
      say(l["sock-2"]:get_stats().svname, l.b1:get_stats().type, tostring(l.b1))
      say(next(core.proxies.l4.listeners.x:get_stats()))`),
    );
    assert.deepEqual(said, ["b1 b3 sock-1 sock-2", "sock-4 3 HAProxy class Listener", "nil"]);
  });

  it("gives mailers, or no value at all", async () => {
    const mailers = {
      trackServerHealth: true,
      logLevel: 4,
      servers: new Map([["m1", "192.0.2.1:25"]]),
      timeout: 10_000,
      hostname: undefined,
      from: "a@example.com",
      to: "b@example.com",
    };
    const { said } = await run(
      task(`
      local m = core.backends.app:get_mailers()
      say(m.track_server_health, m.log_level, m.mailservers.m1, m.mailservers_timeout, m.smtp_hostname, m.smtp_from, m.smtp_to)
      say(select("#", core.backends.bare:get_mailers()))`),
      [{ name: "app", mailers }, { name: "bare" }],
    );
    assert.deepEqual(said, ["true 4 192.0.2.1:25 10000 nil a@example.com b@example.com", "0"]);
  });
});

describe("a server", () => {
  it("answers setters in HAProxy's words", async () => {
    const { said } = await run(
      task(`
      local s, t = core.backends.app.servers.s1, core.proxies.l4.servers.t1
      for _, w in ipairs { "", "x", "-1%", "-1", "257", "5x", "100%%", " 7", "50%", "30000%", 12 } do say(w, s:set_weight(w), s:get_weight()) end
      say(t:set_weight("5"), t:set_weight("0"), t:get_weight())
      for _, m in ipairs { "", "z", "5z", "-4", 9 } do say(m, s:set_maxconn(m), s:get_maxconn()) end
      say(s:set_addr("localhost")) say(s:set_addr("/x")) say(s:set_addr("127.0.0.3", "x"))
      say(s:set_addr("127.0.0.1")) say(s:set_addr("0:0:0:0:0:0:0:1", "+1")) say(s:get_addr())
      core.msleep(1) say(s:get_addr(), s:get_stats().addr) say(s:set_addr("::1", "99999"))
      say(pcall(function() s:set_weight() end)) say(pcall(function() s:set_addr("127.0.0.1", nil) end))`),
    );
    assert.deepEqual(said, [
      " Require <weight> or <weight%>. 50",
      "x Empty weight string empty or preceded by garbage 50",
      "-1% Relative weight must be positive. 50",
      "-1 Absolute weight can only be between 0 and 256 inclusive. 50",
      "257 Absolute weight can only be between 0 and 256 inclusive. 50",
      "5x Trailing garbage in weight string 50",
      "100%% Trailing garbage in weight string 50",
      " 7 nil 7",
      "50% nil 25",
      "30000% nil 256",
      "12 nil 12",
      "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'. nil 0",
      " Require <maxconn>. 0",
      "z maxconn string empty or preceded by garbage 0",
      "5z Trailing garbage in maxconn string 0",
      "-4 nil 4294967292",
      "9 nil 9",
      "Invalid addr 'localhost'",
      "Invalid addr '/x'",
      "problem converting port 'x' to an int",
      "nothing changed",
      "IP changed from '127.0.0.1' to '::1', port changed from '81' to '+1' by 'Lua script'",
      "127.0.0.1:81",
      "::1:1 [::1]:1",
      "port changed from '+1' to '34463' by 'Lua script'",
      "false script:9: bad argument #1 to 'set_weight' (string expected, got no value)",
      "false script:9: bad argument #2 to 'set_addr' (string expected, got nil)",
    ]);
  });

  it("passes its state on to those that track it", async () => {
    const { said, lines } = await run(
      task(`
      local b = core.backends.b.servers
      local function show() say(b.s1:get_stats().status, b.s2:get_stats().status, b.s3:get_stats().status) end
      say(b.s2:tracking():get_name(), #b.s1:get_trackers(), b.s1:tracking())
      show() b.s1:set_maint() show() b.s1:set_ready() show() b.s1:set_drain() show() b.s1:set_ready()
      b.s1:check_force_down() show() b.s2:check_force_up() show()`),
      [
        {
          name: "b",
          servers: [
            { name: "s1", check: { rise: 2, fall: 3 } },
            { name: "s2", track: "s1" },
            { name: "s3", track: "b/s2" },
          ],
        },
      ],
    );
    assert.deepEqual(said, [
      "s1 1 nil",
      "UP 1/3 UP 1/3 UP 1/3",
      "MAINT MAINT (via b/s1) MAINT (via b/s2)",
      "UP 1/3 UP 1/3 UP 1/3",
      "DRAIN 1/3 DRAIN 1/3 DRAIN 1/3",
      "DOWN DOWN DOWN",
      "DOWN DOWN DOWN",
    ]);
    assert.equal(
      lines[1],
      "Server b/s2 is going DOWN for maintenance via b/s1. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.",
    );
    assert.ok(lines.includes("backend 'b' has no server available!"));
  });

  it("that is deleted answers nil and ignores commands", async () => {
    const script = load(`
      core.register_task(function()
        local kept = core.backends.app.servers.s2
        core.event_sub({ "SERVER_DEL", "SERVER_ADD" }, function(e, d) say(e, d.name, d.puid, d.rid, d.reference and d.reference:is_dynamic()) end)
        core.msleep(10)
        say(kept:get_name(), kept:get_weight(), kept:get_addr(), kept:is_draining(), kept:get_proxy(), kept:get_stats())
        say(select("#", kept:set_maint()), kept:set_weight("5"), core.backends.app.servers.s2:get_rid())
      end)`);
    const proxies = declareProxies(specs, { time: script.runtime.time });
    attachProxies(script.runtime, proxies);
    script.runtime.start();
    await script.time.advance(5);
    const [, , app] = proxies.all;
    proxies.deleteServer(app!.servers[1]!);
    const [, again] = declaration({ name: "app", servers: ["s1", { name: "s2", dynamic: true }] }).servers;
    proxies.addServer(app!, again!);
    await script.time.advance(100);
    script.runtime.close();
    assert.deepEqual(script.said, [
      "SERVER_DEL s2 2 0 nil",
      "SERVER_ADD s2 2 1 true",
      "nil nil nil nil nil nil",
      "0 nil 1",
    ]);
  });

  it("warms up after maintenance where slowstart is set", async () => {
    const { said } = await run(
      task(`
      local s = core.backends.b.servers.s1
      local function show() local st = s:get_stats() say(st.status, st.weight, st.uweight, st.throttle) end
      s:set_maint() s:set_ready() show()
      core.sleep(21) show() core.sleep(20) show()`),
      [{ name: "b", servers: [{ name: "s1", weight: 100, slowstart: 40_000 }] }],
      60_000,
    );
    // A sixteenth at once, then as much as the time allows, worked out every twentieth of it.
    assert.deepEqual(said, ["no check 7 100 7", "no check 57 100 57", "no check 100 100 nil"]);
  });
});

describe("get_stats", () => {
  /** What each kind of line has on a fresh process, from HAProxy 3.5-dev5's Lua. */
  const common =
    "bin bout dresp eint iid mode pid pxname scur sid slim smax status stot svname type wrew reqbin reqbout resbin resbout";
  const http = "hrsp_1xx hrsp_2xx hrsp_3xx hrsp_4xx hrsp_5xx hrsp_other req_tot";
  const behind =
    "act bck cli_abrt connect ctime ctime_max econ eresp lastchg lastsess lbtot qcur qmax qtime qtime_max rate rate_max reuse rtime rtime_max srv_abrt ttime ttime_max uweight weight wredis wretr";
  const kinds: Record<string, string> = {
    "core.frontends.web": `${common} ${http} comp_byp comp_in comp_out comp_rsp cache_hits cache_lookups cache_hint_hits conn_rate conn_rate_max conn_tot dcon dreq dses ereq h1req h1sess h2req h2sess h3req h3sess intercepted rate rate_lim rate_max req_other req_rate req_rate_max sess_other`,
    "core.backends.app": `${common} ${http} ${behind} agg_check_status agg_server_check_status agg_server_status algo cache_hits cache_lookups cache_hint_hits chkdown comp_byp comp_in comp_out comp_rsp downtime dreq`,
    "core.backends.app.servers.s2":
      `${common} ${http} ${behind} addr idle_conn_cur need_conn_est priv_idle_cur safe_conn_cur srid srv_icur used_conn_cur`.replace(
        " slim",
        "",
      ),
    "core.proxies.l4.servers.t1":
      `${common} ${behind} addr idle_conn_cur need_conn_est priv_idle_cur safe_conn_cur srid srv_icur used_conn_cur`.replace(
        " slim",
        "",
      ),
    "core.frontends.web.listeners.b1": `${common} addr conn_tot dcon dreq dses ereq proto`,
  };

  for (const [object, keys] of Object.entries(kinds)) {
    it(`of ${object} has HAProxy's keys and types`, async () => {
      const { said } = await run(
        task(`
        local o = {}
        for k, v in pairs(${object}:get_stats()) do
          if type(v) ~= "string" and math.type(v) ~= "integer" then say("odd", k) end
          o[#o + 1] = k
        end
        table.sort(o) say(table.concat(o, " "))`),
      );
      assert.deepEqual(said[0]?.split(" "), keys.split(" ").sort());
    });
  }
});
