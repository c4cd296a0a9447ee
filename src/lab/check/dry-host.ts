import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { installApi, modules } from "../../api/index.ts";
import { HaluaError } from "../../errors.ts";
import {
  countHook,
  declareFunction,
  interruptEvery,
  LuaReference,
  LuaState,
  nothing,
  proceed,
  result,
  string,
  tableEntries,
} from "../../lua/index.ts";
import { NetworkError, Runtime, type Network } from "../../runtime/index.ts";
import { SharedMap } from "../../shm/index.ts";
import { systemTime } from "../../time.ts";
import { LiteralProbe } from "./literals.ts";

/** How long a script's main chunk may compute, in milliseconds. */
const BODY_LIMIT_MS = 5_000;

/** How a main chunk ended. */
export interface DryRun {
  /** The error it ended with, without HAProxy's words around it; undefined when it went through. */
  readonly error: string | undefined;
  /** What it asked for that is not done here: from then on it may not have gone as it would have. */
  readonly refused: readonly string[];
  /** The name it last looked for in one of our global tables, in vain. */
  readonly missing: { readonly module: string; readonly name: string; readonly line: number } | undefined;
}

/** Nothing gets out. */
const noNetwork: Network = {
  connect: () => Promise.reject(new NetworkError("refused", "halua check has no network")),
  request: () => Promise.reject(new NetworkError("refused", "halua check has no network")),
  resolve: () => Promise.reject(new NetworkError("unresolved", "halua check has no network")),
  close: () => undefined,
};

/** Takes away what a main chunk could do to the machine, and what it would print. */
const prelude = `
local refuse, missing, beside, tables = ...
local function refused(name, ...)
  local answers = table.pack(...)
  return function() refuse(name) return table.unpack(answers, 1, answers.n) end
end
os.execute = refused("os.execute", nil, "exit", 1)
io.popen = refused("io.popen", nil, "halua check runs no programs", 1)
os.remove = refused("os.remove", nil, "halua check changes no files", 1)
os.rename = refused("os.rename", nil, "halua check changes no files", 1)
os.tmpname = refused("os.tmpname", "/nonexistent")
io.tmpfile = refused("io.tmpfile", nil, "halua check changes no files", 1)
io.output = refused("io.output", nil)
io.read = refused("io.read", nil)
os.exit = function() refuse("os.exit") error("os.exit", 2) end
local getenv = os.getenv
os.getenv = function(name)
  local value = getenv(name)
  if value == nil then refuse("environment variable " .. name) end
  return value
end
local open = io.open
io.open = function(name, mode, ...)
  if type(mode) == "string" and mode:find("[wa+]") then
    refuse("io.open") return nil, tostring(name) .. ": halua check changes no files", 13
  end
  return open(name, mode, ...)
end
local methods = getmetatable(io.stdout).__index
local read = methods.read
methods.write = function(file) return file end
methods.read = function(file, ...)
  if file == io.stdin then refuse("io.stdin:read") return nil end
  return read(file, ...)
end
io.write = function() return io.stdout end
local new = Map.new
Map.new = function(...)
  local args = table.pack(...)
  if type(args[1]) == "string" then args[1] = beside(args[1]) end
  return new(table.unpack(args, 1, args.n))
end
print = function() end
for name, items in pairs(tables) do
  setmetatable(items, { __index = function(_, key)
    if type(key) == "string" then missing(name, key) end
  end })
end`;

/**
 * A runtime in which main chunks are run to see what becomes of it: on a map of
 * its own, without network, programs, files to write, or output. What the chunk
 * registers is never called.
 */
export class DryHost {
  readonly runtime: Runtime;
  /** Reads constants in a state of its own: scripts may have changed this one. */
  readonly probe: LiteralProbe;
  readonly #folder = mkdtempSync(join(tmpdir(), "halua-check-"));
  #refused: string[] = [];
  #missing: DryRun["missing"];
  #scriptFolder = ".";

  constructor() {
    const map = SharedMap.open(join(this.#folder, "stats.shm"), { access: "member", create: true });
    this.runtime = new Runtime({
      map,
      network: noNetwork,
      log: { write: () => undefined },
      install: installApi,
    });
    this.probe = new LiteralProbe(
      new LuaState<Runtime>({
        host: this.runtime,
        context: "body",
        thread: undefined,
        wake: () => undefined,
      }),
    );
    this.#takeAway();
  }

  #takeAway(): void {
    const { lua } = this.runtime;
    const helpers = lua.module([
      declareFunction<Runtime, [ReturnType<typeof string>]>("refuse", {
        doc: "",
        args: [string("what", "")],
        since: "halua",
        body: (_execution, what) => {
          this.#refused.push(what);
          return nothing;
        },
      }),
      declareFunction<Runtime, [ReturnType<typeof string>]>("beside", {
        doc: "",
        args: [string("file", "")],
        returns: [result("string", "")],
        since: "halua",
        body: (_execution, file) => this.#beside(file),
      }),
      declareFunction<
        Runtime,
        [ReturnType<typeof string>, ReturnType<typeof string>, ReturnType<typeof string>]
      >("missing", {
        doc: "",
        args: [string("module", ""), string("name", ""), string("where", "")],
        since: "halua",
        body: (_execution, module, name, where) => {
          this.#missing = { module, name, line: Number(/:(\d+):/.exec(where)?.[1] ?? 0) };
          return nothing;
        },
      }),
    ]);
    const tables = new Map(
      modules.filter(({ like }) => !like).map(({ name }) => [name, lua.getGlobal(name)] as const),
    );
    const text = `local helpers, tables = ...
local function missing(module, name) helpers.missing(module, name, debug.traceback("", 3):match("\\n%s*([^\\n]*:%d+:)") or "") end
return (function(...) ${prelude} end)(helpers.refuse, missing, helpers.beside, tables)`;
    const loaded = lua.load(text, "=check");
    if ("error" in loaded) throw new HaluaError("E_INTERNAL", `halua check: ${loaded.error}`);
    const called = lua.call(loaded.fn, [helpers, tables]);
    if (!called.ok) throw new HaluaError("E_INTERNAL", `halua check: ${called.message ?? ""}`);
  }

  /**
   * A file that a script names, from where the configuration is used or, where
   * it is not there, from the script's own folder: scripts are checked from
   * anywhere.
   */
  #beside(file: string): string {
    const near = join(this.#scriptFolder, file);
    return !isAbsolute(file) && !existsSync(file) && existsSync(near) ? near : file;
  }

  /** Lua's own message about a text that it cannot compile. */
  syntaxError(text: string): string | undefined {
    const loaded = this.runtime.lua.load(text, "=script");
    return "error" in loaded ? loaded.error : undefined;
  }

  /** Runs a script's main chunk. */
  run(path: string): DryRun {
    this.#refused = [];
    this.#missing = undefined;
    this.#scriptFolder = dirname(path);
    const end = systemTime.monotonicMs() + BODY_LIMIT_MS;
    const stop = countHook(() => {
      if (systemTime.monotonicMs() < end) return proceed;
      this.#refused.push("more time");
      return { kind: "raise", message: "halua check: the main chunk computes for too long" };
    });
    interruptEvery(this.runtime.lua.main, this.runtime.limits.forcedYield, stop);
    let error: string | undefined;
    try {
      this.runtime.load(path);
    } catch (thrown) {
      if (!(thrown instanceof HaluaError)) throw thrown;
      error = thrown.message.replace(/^Lua runtime error: /, "");
    }
    return { error, refused: this.#refused, missing: this.#missing };
  }

  /** The names of all globals, those of the script included. */
  globals(): Set<string> {
    const { lua } = this.runtime;
    const table = lua.getGlobal("_G");
    const keys = table instanceof LuaReference ? tableEntries(lua.main, table).map(([key]) => key) : [];
    return new Set(keys.filter((key) => typeof key === "string"));
  }

  close(): void {
    this.runtime.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
