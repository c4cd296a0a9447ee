import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { attachProxies, serverEventTypes } from "../../src/api/core-proxies.ts";
import { HaluaError } from "../../src/errors.ts";
import { LivePatterns, LiveProxies, LiveReferences, StatsSocket } from "../../src/proxy/attached/index.ts";
import { PatternReferences } from "../../src/samples/patterns/index.ts";
import { systemTime } from "../../src/time.ts";
import { load, type Script } from "../support/script.ts";
import { haproxyProgram, LiveHaproxy } from "./support/live-haproxy.ts";

const sections = `
backend app
    balance roundrobin
    http-request deny if { src -f FOLDER/bad.acl }
    http-request set-header x-to %[req.hdr(host),map(FOLDER/hosts.map,none)]
    server s1 127.0.0.1:9 weight 50
    server s2 127.0.0.1:9 backup
    server s3 [::1]:9 disabled
listen l4
    mode tcp
    bind unix@FOLDER/l name here
    option socket-stats
    server t1 127.0.0.1:9 maxconn 7`;

describe("a script attached to a live HAProxy", function () {
  this.timeout(60_000);

  const program = haproxyProgram();
  let haproxy: LiveHaproxy;
  const open: { script?: Script; live?: LiveProxies }[] = [];

  before(function () {
    if (program !== undefined) return;
    process.stderr.write("skipped: no haproxy on the PATH, and none named in HAPROXY_PROGRAM\n");
    this.skip();
  });
  beforeEach(async () => {
    haproxy = new LiveHaproxy();
    fs.writeFileSync(path.join(haproxy.folder, "hosts.map"), "one.test alpha\ntwo.test beta\n");
    fs.writeFileSync(path.join(haproxy.folder, "bad.acl"), "10.0.0.1\n10.0.0.2\n");
    await haproxy.start(program!, sections);
  });
  afterEach(async () => {
    for (const { script, live } of open.splice(0)) {
      script?.runtime.close();
      live?.socket.close();
    }
    await haproxy.clean();
  });

  /** Loads a script on the live proxies; it has `finish()` to say that it is done. */
  async function attach(
    code: string,
    maxAgeMs = 0,
  ): Promise<Script & { live: LiveProxies; finished: Promise<void> }> {
    const live = new LiveProxies(new StatsSocket(haproxy.socket), { maxAgeMs });
    open.push({ live });
    await live.refresh();
    const script = load("", { time: systemTime });
    open.push({ script });
    const { runtime } = script;
    attachProxies(runtime, live);
    runtime.services.add(LivePatterns, new LivePatterns(live));
    const references = new LiveReferences(live, runtime.services.get(PatternReferences), { maxAgeMs });
    await references.list();
    runtime.services.add(LiveReferences, references);
    runtime.info = () => live.info;
    live.watch(() => runtime.hasSubscribers(serverEventTypes));
    runtime.loadText(code, "script");
    const finished = runtime.whenIdle();
    runtime.start();
    return { ...script, live, finished };
  }

  it("changes a server's weight and state, which show stat then shows", async () => {
    const { said, finished } = await attach(`
      core.register_task(function()
        local s = core.backends.app.servers.s1
        say(s:get_weight(), s:get_stats().status)
        say(s:set_weight("50%"), s:get_weight())
        s:set_drain()
        say(s:get_stats().status, s:is_draining())
        core.backends.app.servers.s3:set_ready()
        say(s:set_weight("much"))
      end)`);
    await finished;
    assert.deepEqual(said, [
      "50 no check",
      "nil 25",
      "DRAIN true",
      "Empty weight string empty or preceded by garbage",
    ]);
    assert.equal(await haproxy.stat("app", "s1", "weight"), "25");
    assert.equal(await haproxy.stat("app", "s1", "status"), "DRAIN");
    assert.equal(await haproxy.stat("app", "s3", "status"), "no check");
  });

  it("shows what HAProxy has", async () => {
    const { said, finished } = await attach(`
      core.register_task(function()
        for name, p in pairs(core.proxies) do say(name, p:get_cap(), p:get_mode()) end
        for name, s in pairs(core.backends.app.servers) do
          say(name, s:get_addr(), s:get_puid(), s:is_backup(), s:is_dynamic(), s:get_maxconn())
        end
        say(core.backends.app:get_srv_act(), core.backends.app:get_srv_bck())
        say(core.proxies.l4.servers.t1:get_maxconn(), core.proxies.l4:get_stats().svname)
        say(core.proxies.l4.listeners.here:get_stats().status, core.frontends.app, core.backends.web)
        say(math.type(core.get_info().Pid), core.get_info().Name, core.get_info().Nbthread)
        local odd = 0
        for k, v in pairs(core.frontends.web:get_stats()) do
          if type(v) ~= "string" and math.type(v) ~= "integer" then odd = odd + 1 end
        end
        say("odd", odd)
      end)`);
    await finished;
    assert.deepEqual(said, [
      "web frontend http",
      "app backend http",
      "l4 proxy tcp",
      "s1 127.0.0.1:9 1 false false 0",
      "s2 127.0.0.1:9 2 true false 0",
      "s3 ::1:9 3 false false 0",
      "1 1",
      "7 BACKEND",
      "OPEN nil nil",
      "integer HAProxy 1",
      "odd 0",
    ]);
  });

  it("pauses, resumes and stops frontends", async () => {
    const { said, finished } = await attach(`
      core.register_task(function()
        local p = core.frontends.web
        p:pause() say(p:get_stats().status)
        p:resume() say(p:get_stats().status)
        p:stop() say(p:get_stats().status)
        core.backends.app:pause() say("nothing to pause")
      end)`);
    await finished;
    assert.deepEqual(said, ["PAUSED", "OPEN", "STOP", "nothing to pause"]);
  });

  it("serves body and init functions from what was fetched before, and sends their changes", async () => {
    const { said, finished, live } = await attach(`
      say("body", core.backends.app.servers.s1:get_weight())
      core.register_init(function()
        local s = core.backends.app.servers.s1
        say("init", s:set_weight("10"), s:set_weight("x"), s:get_stats().pxname)
      end)
      core.register_task(function() say("task", core.backends.app.servers.s1:get_weight()) end)`);
    await finished;
    await live.close();
    assert.deepEqual(said, [
      "body 50",
      "init nil Empty weight string empty or preceded by garbage app",
      "task 10",
    ]);
    assert.equal(await haproxy.stat("app", "s1", "weight"), "10");
  });

  it("does without waiting inside coroutines of the script", async () => {
    const { said, finished } = await attach(`
      core.register_task(function()
        local co = coroutine.wrap(function() return core.backends.app.servers.s1:get_weight() end)
        say(co())
        local names = { "s2", "s1" }
        table.sort(names, function(a, b)
          return core.backends.app.servers[a]:get_weight() > core.backends.app.servers[b]:get_weight()
        end)
        say(table.concat(names, " "))
      end)`);
    await finished;
    assert.deepEqual(said, ["50", "s1 s2"]);
  });

  it("tells of changes that others make", async () => {
    const { said, finished } = await attach(
      `
      local sub
      sub = core.event_sub({ "SERVER" }, function(event, data)
        say(event, data.proxy_name, data.name, data.reference:get_name())
        if event == "SERVER_STATE" then sub:unsub() end
      end)`,
      100,
    );
    await haproxy.ask("set server app/s1 state maint");
    await finished;
    assert.deepEqual(said, ["SERVER_ADMIN app s1 s1", "SERVER_DOWN app s1 s1", "SERVER_STATE app s1 s1"]);
  });

  it("keeps values as long as it may", async () => {
    const { live } = await attach("", 60_000);
    await haproxy.ask("set server app/s1 weight 7");
    assert.equal(live.refresh(), undefined);
    assert.equal(live.server("app/s1")?.weight, 50);
    await live.server("app/s2")?.setState("drain");
    await live.refresh();
    assert.equal(live.server("app/s1")?.weight, 7, "a change makes the next read fetch anew");
  });

  it("says in one line when HAProxy is gone, and goes on when it is back", async () => {
    const { live } = await attach("");
    await haproxy.stop();
    const gone = await Promise.resolve(live.refresh()).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(gone instanceof HaluaError);
    assert.equal(gone.code, "E_SOCKET");
    assert.match(gone.message, /^stats socket '.*' (cannot be reached|closed before)/);
    assert.ok(!gone.message.includes("\n"));
    await haproxy.start(program!, sections);
    await live.refresh();
    assert.equal(live.server("app/s1")?.weight, 50);
  });

  it("raises that line in the script", async () => {
    const { said, finished } = await attach(`
      core.register_task(function()
        repeat core.msleep(1) until stopped
        say(pcall(function() return core.backends.app.servers.s1:get_weight() end))
      end)`);
    await haproxy.stop();
    open.at(-1)!.script!.runtime.lua.setGlobal("stopped", true);
    await finished;
    assert.match(said[0] ?? "", /^false .*stats socket '.*' /);
  });

  it("changes maps and ACLs", async () => {
    const map = path.join(haproxy.folder, "hosts.map");
    const acl = path.join(haproxy.folder, "bad.acl");
    const { said, finished } = await attach(`
      local map, acl = ${JSON.stringify(map)}, ${JSON.stringify(acl)}
      core.register_task(function()
        core.set_map(map, "one.test", "changed value")
        core.set_map(map, "three;test", "new\\\\one")
        core.del_map(map, "two.test")
        core.del_map(map, "never.test")
        core.add_acl(acl, "10.0.0.1") core.add_acl(acl, "10.0.0.1") core.add_acl(acl, "10.0.0.9")
        core.del_acl(acl, "10.0.0.2")
        say(pcall(core.set_map, "nosuch", "a", "b"))
        say(pcall(core.add_acl, "nosuch", "a"))
      end)`);
    await finished;
    const shown = async (command: string): Promise<string> =>
      (await haproxy.ask(command)).replace(/^0x[0-9a-f]+ /gm, "");
    assert.deepEqual(said, [
      "false 'set_map': unknown map file 'nosuch'",
      "false 'add_acl': unknown acl file 'nosuch'",
    ]);
    assert.equal(await shown(`show map ${map}`), "one.test changed value\nthree;test new\\one\n\n");
    assert.equal(await shown(`show acl ${acl}`), "10.0.0.1\n10.0.0.9\n\n");
  });

  it("reads and changes the maps and ACLs that HAProxy holds, as objects", async () => {
    const map = path.join(haproxy.folder, "hosts.map");
    const acl = path.join(haproxy.folder, "bad.acl");
    const { said, finished } = await attach(`
      local map, acl = ${JSON.stringify(map)}, ${JSON.stringify(acl)}
      local by_end = Map.new(map, Map["end"])
      core.register_task(function()
        local function keys(ref) local all = {} for k, v in pairs(ref) do all[#all + 1] = k .. "=" .. tostring(v) end return table.concat(all, " ") end
        local m, a = core.get_patref(map), core.get_patref(acl)
        say(m:get_name() == map, m:is_map(), a:is_map())
        say(m["one.test"], m["none.test"], a["10.0.0.2"], by_end:lookup("www.two.test"), by_end:lookup("nothing"))
        say(keys(m)) say(keys(a))
        say(m:add("new.test", "gamma delta"), m:set("one.test", "changed"), m:del("two.test"), m:set("absent", "x"))
        say(a:add("10.0.0.3"), a:del("10.0.0.1"), keys(a))
        say(keys(m), by_end:lookup("a.new.test"), by_end:lookup("www.two.test"))
        m:prepare() m:add("p.test", "1") m:add("q.test", "two words")
        say(keys(m), by_end:lookup("one.test")) say(m:commit(), keys(m))
        a:purge() say("purged", keys(a)) say(a:add_bulk({ "10.1.0.1", "10.1.0.2" }), keys(a))
        say(pcall(core.get_patref, "nosuch"))
      end)`);
    await finished;
    assert.deepEqual(said, [
      "true true false",
      "alpha nil true beta nil",
      "one.test=alpha two.test=beta",
      "10.0.0.1=nil 10.0.0.2=nil",
      "true true true nil entry not found",
      "true true 10.0.0.2=nil 10.0.0.3=nil",
      "one.test=changed new.test=gamma delta gamma delta nil",
      "p.test=1 q.test=two words changed",
      "true p.test=1 q.test=two words",
      "purged ",
      "true 10.1.0.1=nil 10.1.0.2=nil",
      "false 'get_patref': unknown pattern reference 'nosuch'",
    ]);
    const shown = async (command: string): Promise<string> =>
      (await haproxy.ask(command)).replace(/^0x[0-9a-f]+ /gm, "");
    assert.equal(await shown(`show map ${map}`), "p.test 1\nq.test two words\n\n");
    assert.equal(await shown(`show acl ${acl}`), "10.1.0.1\n10.1.0.2\n\n");
  });

  it("sees what others change in HAProxy's maps, and tells of it", async () => {
    const map = path.join(haproxy.folder, "hosts.map");
    const { said, finished, runtime } = await attach(`
      local map = ${JSON.stringify(map)}
      core.register_task(function()
        local m = core.get_patref(map)
        say(m["one.test"])
        local sub = m:event_sub({ "PAT_REF" }, function(event) say(event) end)
        say("ready")
        while not m["late.test"] do core.msleep(5) end
        say(m["late.test"], m["one.test"])
        core.msleep(5)
        sub:unsub()
      end)`);
    const ready = (): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (said.includes("ready")) resolve();
          else runtime.time.after(5, look);
        };
        look();
      });
    await ready();
    await haproxy.ask(`del map ${map} one.test`);
    await haproxy.ask(`add map ${map} late.test here`);
    await finished;
    assert.deepEqual(
      [...said].filter((line) => !line.startsWith("PAT_REF")),
      ["alpha", "ready", "here nil"],
    );
    assert.deepEqual([...said].filter((line) => line.startsWith("PAT_REF")).sort(), [
      "PAT_REF_ADD",
      "PAT_REF_DEL",
    ]);
  });

  it("cannot be made to send other commands", async () => {
    const { said, finished } = await attach(`
      core.register_task(function()
        local s = core.backends.app.servers.s1
        say(s:set_weight("5;disable server app/s2"))
        say(s:set_weight("5\\ndisable server app/s2"))
        say(s:set_maxconn("5;disable server app/s2"))
        say(s:set_addr("127.0.0.1;disable server app/s2"))
        say(s:set_addr("127.0.0.2", "80;disable server app/s2"))
      end)`);
    await finished;
    assert.deepEqual(said, [
      "Trailing garbage in weight string",
      "Trailing garbage in weight string",
      "Trailing garbage in maxconn string",
      "Invalid addr '127.0.0.1;disable server app/s2'",
      "IP changed from '127.0.0.1' to '127.0.0.2', port changed from '9' to '80' by 'Lua script'",
    ]);
    assert.equal(await haproxy.stat("app", "s2", "status"), "no check");
  });
});

describe("a master's socket", function () {
  this.timeout(60_000);

  const program = haproxyProgram();
  const haproxy = new LiveHaproxy();

  before(async function () {
    if (program === undefined) this.skip();
    for (const name of ["hosts.map", "bad.acl"]) fs.writeFileSync(path.join(haproxy.folder, name), "");
    await haproxy.start(program, sections, { withMaster: true });
  });
  after(async () => {
    await haproxy.clean();
  });

  it("shows the figures of the worker that is named", async () => {
    const listed = await haproxy.ask("show proc", haproxy.master);
    const worker = Number(/^(\d+)\s+worker/m.exec(listed)?.[1]);
    const live = new LiveProxies(new StatsSocket(haproxy.master, { worker }));
    await live.refresh();
    assert.equal(live.info.Pid, worker);
    await live.server("app/s1")?.setState("maint");
    assert.equal(await haproxy.stat("app", "s1", "status"), "MAINT");
    await live.close();
  });

  it("says when there is no such worker", async () => {
    const socket = new StatsSocket(haproxy.master, { worker: 1 });
    await assert.rejects(socket.ask("show info"), /refused 'show info': .*1/);
    socket.close();
  });
});
