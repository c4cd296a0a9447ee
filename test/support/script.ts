import { installApi } from "../../src/api/index.ts";
import { VirtualTime } from "../../src/lab/virtual-time.ts";
import { declareFunction, nothing, type LuaValue } from "../../src/lua/index.ts";
import { Runtime, type Limits, type Network, type NetworkSettings } from "../../src/runtime/index.ts";
import type { SharedMap } from "../../src/shm/index.ts";
import type { Time } from "../../src/time.ts";

/** What a script under test can be given. */
export interface ScriptOptions {
  time?: Time;
  map?: SharedMap;
  limits?: Partial<Limits>;
  debug?: boolean;
  args?: readonly string[];
  network?: Network;
  networkSettings?: Partial<NetworkSettings>;
}

/** A script being run in this process, with what it said. */
export interface Script {
  runtime: Runtime;
  time: VirtualTime;
  /** What the script passed to `say(...)`, one entry a call, values joined by blanks. */
  said: string[];
  /** Lines on the log, without the process id. */
  logged: string[];
}

/** The function `say(...)`, which adds a line to `said` at each call: its values, joined by blanks. */
export function sayInto(said: string[]): ReturnType<typeof declareFunction<Runtime>> {
  return declareFunction<Runtime>("say", {
    doc: "",
    rest: "anything",
    since: "halua",
    body: (_execution, ...values) => {
      said.push(values.map(spell).join(" "));
      return nothing;
    },
  });
}

/** Makes a runtime on a virtual clock whose scripts can `say(...)`, and loads `code` into it. */
export function load(code: string, options: ScriptOptions = {}): Script {
  const time = new VirtualTime();
  const said: string[] = [];
  const logged: string[] = [];
  const say = sayInto(said);
  const runtime = new Runtime({
    time: options.time ?? time,
    ...(options.map ? { map: options.map } : {}),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.network ? { network: options.network } : {}),
    ...(options.networkSettings ? { networkSettings: options.networkSettings } : {}),
    log: {
      debug: options.debug ?? false,
      pid: 1,
      write: (text) =>
        logged.push(
          text
            .trimEnd()
            .replace(/ *\d{3}\/\d{6} /, " ")
            .replace(/ +\(1\) : /, " "),
        ),
    },
    install: (made) => {
      installApi(made);
      const helpers = made.lua.module([say]);
      made.lua.setGlobal("test", helpers);
      made.loadText("say = test.say", "prelude");
    },
  });
  runtime.loadText(code, "script");
  return { runtime, time, said, logged };
}

/** Loads, runs the init functions, and starts the tasks. */
export function start(code: string, options: ScriptOptions = {}): Script {
  const script = load(code, options);
  script.runtime.start();
  return script;
}

/** Runs a script to its end without moving the clock further than `ms`; gives what it said. */
export async function runToEnd(code: string, options: ScriptOptions = {}, ms = 0): Promise<Script> {
  const script = start(code, options);
  await script.time.advance(ms);
  script.runtime.close();
  return script;
}

function spell(value: LuaValue): string {
  if (value === undefined) return "nil";
  if (typeof value === "object") return "type" in value ? value.type : `${value.value}.0`;
  return String(value);
}
