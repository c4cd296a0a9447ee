import { fileURLToPath } from "node:url";
import { HaluaError } from "../../errors.ts";
import {
  declareFunction,
  integer,
  LuaClass,
  LuaError,
  LuaReference,
  method,
  nothing,
  number,
  optional,
  oneOf,
  result,
  string,
  table,
  tableGet,
  tableSet,
  type Execution,
  type HostValue,
  type Item,
  type Outcome,
} from "../../lua/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import type { SlotView } from "../../shm/index.ts";
import { haproxyWithMap } from "./haproxy.ts";
import type { Instance } from "./instance.ts";
import { Lab } from "./lab.ts";
import type { Load, LoadResult } from "./load.ts";
import { amount, readFields, text, texts, words } from "./options.ts";
import { freePort } from "./ports.ts";

/** The Lua files of this package. */
const luaFiles = `${fileURLToPath(new URL("../../../lua/", import.meta.url))}?.lua`;

/** An answer whose failures a script can catch. */
async function answer(work: Promise<Outcome>): Promise<Outcome> {
  try {
    return await work;
  } catch (error) {
    const expected = error instanceof HaluaError || (error instanceof Error && "code" in error);
    throw expected ? new LuaError(error.message) : error;
  }
}

function slotTable({ slot, pid, state, ageMs, ttlMs }: SlotView): HostValue {
  return { slot, pid, state, age: ageMs, ttl: ttlMs };
}

function loadTable({ requests, failed, errors, statuses, retried, connections }: LoadResult): HostValue {
  return { requests, failed, errors, statuses, retried, connections };
}

const loadClass = new LuaClass<Runtime, Load>("LabLoad", "Requests that go on beside a test.", {
  wait: method<Runtime, Load>("wait", {
    doc: "Waits until its time is over.",
    returns: [result("table", "requests, failed, errors, statuses, retried, connections")],
    yields: true,
    since: "halua",
    body: (_execution, load) => answer(load.wait().then(loadTable)),
  }),
  stop: method<Runtime, Load>("stop", {
    doc: "Sends no more, and waits for the last answers.",
    returns: [result("table", "as of wait")],
    yields: true,
    since: "halua",
    body: (_execution, load) => answer(load.stop().then(loadTable)),
  }),
  requests: method<Runtime, Load>("requests", {
    doc: "How many requests have been answered so far.",
    returns: [result("integer", "")],
    since: "halua",
    body: (_execution, load) => load.requests,
  }),
});

const signals = ["HUP", "INT", "KILL", "TERM", "USR1", "USR2", "STOP", "CONT", "TTIN", "TTOU"] as const;
const signal = optional(
  oneOf(signals, (given) => `kill: there is no signal '${given}'; there are ${signals.join(", ")}`)(
    "signal",
    "without SIG; KILL by default",
  ),
);
const whom = optional(
  oneOf(["worker", "master"], (given) => `kill: 'worker' or 'master' expected, not '${given}'`)(
    "whom",
    "worker by default",
  ),
);
const guid = string("guid", "an object's name in the map");
const point = string("point", "one of the steps that doc/reload-testing.md lists");
const before = optional(integer("before", "how often it passes the step before; 0 by default"));
const command = string("command", "a line");
const pid = optional(integer("pid", "of the worker to ask; the one that serves by default"));
const config = string("config", "a text");
const request = optional(table("request", "method, path, headers, body, port"));
const load = optional(table("load", "path, port, rate (a second), seconds, connections"));

const instanceClass = new LuaClass<Runtime, Instance>(
  "LabInstance",
  "A program with a master and workers, under test.",
  {
    reload: method<Runtime, Instance>("reload", {
      doc: "Reloads, and waits until the new worker serves, or could not.",
      returns: [result("table", "success, log, ms")],
      yields: true,
      since: "halua",
      body: (_execution, instance) => answer(instance.reload().then((outcome) => ({ ...outcome }))),
    }),
    configure: method<Runtime, Instance, [typeof config]>("configure", {
      doc: "Writes another configuration, for the next reload.",
      args: [config],
      since: "halua",
      body: (_execution, instance, written) => {
        instance.configure(written);
        return nothing;
      },
    }),
    kill: method<Runtime, Instance, [typeof signal, typeof whom]>("kill", {
      doc: "Sends a signal.",
      args: [signal, whom],
      returns: [result("integer", "the process that got it")],
      yields: true,
      since: "halua",
      body: (_execution, instance, name = "KILL", process) => answer(instance.kill(`SIG${name}`, process)),
    }),
    crash_at: method<Runtime, Instance, [typeof point, typeof before]>("crash_at", {
      doc: "Has the next worker that starts die at a step of its life in the map. halua only.",
      args: [point, before],
      since: "halua",
      body: (_execution, instance, name, times) => {
        try {
          instance.crashAt(name, times);
        } catch (error) {
          throw error instanceof HaluaError ? new LuaError(error.message) : error;
        }
        return nothing;
      },
    }),
    pause: method<Runtime, Instance>("pause", {
      doc: "Stops the worker that serves: it lives, but gives no heartbeat.",
      returns: [result("integer", "its process id")],
      yields: true,
      since: "halua",
      body: (_execution, instance) => answer(instance.pause()),
    }),
    resume: method<Runtime, Instance>("resume", {
      doc: "Lets paused workers go on.",
      since: "halua",
      body: (_execution, instance) => {
        instance.resume();
        return nothing;
      },
    }),
    stop: method<Runtime, Instance>("stop", {
      doc: "Ends all of its processes at once.",
      yields: true,
      since: "halua",
      body: (_execution, instance) => answer(instance.stop().then(() => nothing)),
    }),
    pid: method<Runtime, Instance>("pid", {
      doc: "The worker that serves.",
      returns: [result("integer", "a process id")],
      yields: true,
      since: "halua",
      body: (_execution, instance) => answer(instance.worker().then((worker) => worker.pid)),
    }),
    workers: method<Runtime, Instance>("workers", {
      doc: "All workers, the one that serves first.",
      returns: [result("table[]", "pid, reloads, old")],
      yields: true,
      since: "halua",
      body: (_execution, instance) =>
        answer(instance.workers().then((workers) => workers.map((worker) => ({ ...worker })))),
    }),
    slots: method<Runtime, Instance>("slots", {
      doc: "The slots of its map that are not free.",
      returns: [result("table[]", "slot, pid, state, age, ttl")],
      since: "halua",
      body: (_execution, instance) => instance.slots().map(slotTable),
    }),
    stats: method<Runtime, Instance, [typeof guid]>("stats", {
      doc: "The figures of an object in its map, over all processes.",
      args: [guid],
      returns: [result("{frontend: table?, backend: table?}", "its halves, under the names of `show stat`")],
      since: "halua",
      body: (_execution, instance, name) => {
        const rows = instance.stats(name).map(({ type, stats }): [string, HostValue] => [type, { ...stats }]);
        return Object.fromEntries(rows);
      },
    }),
    cli: method<Runtime, Instance, [typeof command, typeof pid]>("cli", {
      doc: "Asks a worker on its command line.",
      args: [command, pid],
      returns: [result("string", "the answer")],
      yields: true,
      since: "halua",
      body: (_execution, instance, line, process) => answer(instance.cli(line, process)),
    }),
    master: method<Runtime, Instance, [typeof command]>("master", {
      doc: "Asks the master.",
      args: [command],
      returns: [result("string", "the answer")],
      yields: true,
      since: "halua",
      body: (_execution, instance, line) => answer(instance.master(line)),
    }),
    request: method<Runtime, Instance, [typeof request]>("request", {
      doc: "One HTTP request on a connection of its own.",
      args: [request],
      returns: [result("table", "status, headers, body")],
      yields: true,
      since: "halua",
      body: ({ host }, instance, given) => {
        const kinds = { method: text, path: text, headers: texts, body: text, port: amount };
        const fields = readFields(host.lua.main, "request", given, kinds);
        return answer(instance.request(fields).then((response) => ({ ...response })));
      },
    }),
    load: method<Runtime, Instance, [typeof load]>("load", {
      doc: "Begins to send requests, and goes on at once.",
      args: [load],
      returns: [result("LabLoad", "")],
      since: "halua",
      body: ({ host }, instance, given) => {
        const kinds = { path: text, port: amount, rate: amount, seconds: amount, connections: amount };
        return loadClass.wrap(instance.load(readFields(host.lua.main, "load", given, kinds)));
      },
    }),
    output: method<Runtime, Instance>("output", {
      doc: "What its processes have printed so far.",
      returns: [result("string", "stdout and stderr")],
      since: "halua",
      body: (_execution, instance) => instance.output,
    }),
  },
);

const options = table("options", "config, program, map, port, env, args, crash_at");
const map = string("map", "a path");
const ms = number("ms", "milliseconds");

async function startInstance({ host }: Execution<Runtime>, lab: Lab, given: LuaReference): Promise<Outcome> {
  const kinds = {
    config: text,
    program: text,
    map: text,
    port: amount,
    env: texts,
    args: words,
    crash_at: text,
  };
  const fields = readFields(host.lua.main, "start", given, kinds);
  if (fields.config === undefined) throw new LuaError("start: 'config' is missing");
  const { crash_at: crashAt, config, ...rest } = fields;
  return instanceClass.wrap(await lab.start({ ...rest, config, ...(crashAt !== undefined && { crashAt }) }));
}

/** What lua/halua/lab.lua is made of. */
function labItems(lab: Lab): Item<Runtime>[] {
  return [
    declareFunction<Runtime, [typeof options]>("start", {
      doc: "Starts a program; waits until it serves.",
      args: [options],
      returns: [result("LabInstance", "")],
      yields: true,
      since: "halua",
      body: (execution, given) => answer(startInstance(execution, lab, given)),
    }),
    declareFunction<Runtime>("port", {
      doc: "A port of 127.0.0.1 that nobody listens on.",
      returns: [result("integer", "")],
      yields: true,
      since: "halua",
      body: () => answer(freePort()),
    }),
    declareFunction<Runtime>("map", {
      doc: "A path for a map of the test's own.",
      returns: [result("string", "")],
      since: "halua",
      body: () => lab.mapPath(),
    }),
    declareFunction<Runtime, [typeof map, typeof ms]>("advance", {
      doc: "Moves the clock of a map forward, for all processes on it.",
      args: [map, ms],
      yields: true,
      since: "halua",
      body: (_execution, path, by) => answer(lab.advance(path, by).then(() => nothing)),
    }),
    declareFunction<Runtime>("haproxy", {
      doc: "The HAProxy that HAPROXY_PROGRAM names, if it has shm-stats-file.",
      returns: [result("string?", "its path"), result("string?", "why there is none")],
      since: "halua",
      body: () => haproxyWithMap(),
    }),
    declareFunction<Runtime>("clean", {
      doc: "Ends all that has been started.",
      yields: true,
      since: "halua",
      body: () => answer(lab.clean().then(() => nothing)),
    }),
  ];
}

/**
 * Lets scripts of a runtime `require "halua.lab"`. Gives the lab, for who runs
 * the tests: its {@link Lab.clean} belongs behind each of them.
 */
export function installLab(runtime: Runtime): Lab {
  const { lua } = runtime;
  const lab = new Lab();
  runtime.services.add(Lab, lab);
  lua.install(instanceClass);
  lua.install(loadClass);
  const library = lua.getGlobal("package");
  const preload = library instanceof LuaReference ? tableGet(lua.main, library, "preload") : undefined;
  if (!(preload instanceof LuaReference)) return lab;
  const native = lua.module(labItems(lab));
  const loader = declareFunction<Runtime>("halua.lab.native", {
    doc: "Gives the part of halua.lab that is not Lua.",
    rest: "anything",
    since: "halua",
    body: () => native,
  });
  tableSet(lua.main, preload, "halua.lab.native", lua.function(loader));
  lua.prependPath(luaFiles, "path");
  return lab;
}
