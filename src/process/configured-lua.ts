import path from "node:path";
import { HaluaError } from "../errors.ts";
import type { LuaHooks } from "../config/hooks.ts";
import type { GlobalVariable, LuaDirective, LuaOption } from "../config/types.ts";
import type { Ruleset } from "../config/actions.ts";
import { TrafficScripts } from "../api/scripts.ts";
import { libraryNames, type LibraryName } from "../lua/index.ts";
import { EarlyVariables } from "../proxy/early-variables.ts";
import {
  Runtime,
  type ActionEnvironment,
  type Limits,
  type LogSink,
  type RuntimeOptions,
} from "../runtime/index.ts";

/** Which of HAProxy's names for places of actions stands for which ruleset. The other rulesets take no Lua. */
const environments: Partial<Record<Ruleset, ActionEnvironment>> = {
  "tcp-request content": "tcp-req",
  "tcp-response content": "tcp-res",
  "http-request": "http-req",
  "http-response": "http-res",
  "http-after-response": "http-after-res",
};

/** The settings that are limits, by their names in {@link Limits}. */
const limitNames = {
  "session-timeout": "session",
  "service-timeout": "service",
  "task-timeout": "task",
  "burst-timeout": "burst",
  "forced-yield": "forcedYield",
} as const satisfies Record<string, keyof Limits>;

const megabyte = 1_048_576;

/** `tune.lua.forced-yield` in a state that all threads share: so many instructions divided among them, but not fewer than the least. */
const sharedInstructions = 10_000;
const leastInstructions = 500;

/** What a script says while the configuration's loggers are known but not open is lost, in HAProxy as well. */
const notOpenYet: LogSink = { send: () => undefined };

/**
 * The scripts of a configuration: runs `lua-load` at the line that says so,
 * and tells the lines below what has been registered. The Lua state is made by
 * the first directive that needs it; settings that come later still count,
 * unless they are about how the state is made.
 */
export class ConfiguredLua implements LuaHooks {
  readonly #options: RuntimeOptions;
  #libraries: readonly LibraryName[] | undefined;
  #booleans: boolean | undefined;
  #forcedYieldSet = false;
  #runtime: Runtime | undefined;
  readonly #threadScripts: { readonly file: string; readonly args: readonly string[] }[] = [];
  #threadCount = 1;
  #memory: number | undefined;
  readonly #paths: Extract<LuaDirective, { kind: "prepend-path" }>[] = [];
  #variables: EarlyVariables | undefined;
  readonly #waiting: GlobalVariable[] = [];

  constructor(options: RuntimeOptions) {
    this.#options = options;
  }

  /** The runtime; made here if no directive has needed it. */
  get runtime(): Runtime {
    this.#runtime ??= this.#create();
    return this.#runtime;
  }

  #create(): Runtime {
    const runtime = new Runtime({
      ...this.#options,
      sampleBooleans: this.#booleans ?? false,
      ...(this.#libraries && { libraries: this.#libraries }),
    });
    this.#variables = new EarlyVariables(runtime, new TrafficScripts(runtime));
    for (const variable of this.#waiting.splice(0)) this.#variables.set(variable);
    return runtime;
  }

  /** Sets a variable of the process; those from before there is a Lua state are set with it. */
  setVariable(variable: GlobalVariable): void {
    if (this.#variables) this.#variables.set(variable);
    else this.#waiting.push(variable);
  }

  /** Carries out a directive; gives HAProxy's text where it fails. */
  run(directive: LuaDirective, loggersKnown = false): string | undefined {
    if (loggersKnown && directive.kind === "load") this.runtime.log.sinks = [notOpenYet];
    switch (directive.kind) {
      case "load":
        return this.#load(directive.file, directive.args, directive.perThread);
      case "prepend-path":
        this.#paths.push(directive);
        for (const { lua } of this.#states()) lua.prependPath(directive.path, directive.type);
        return undefined;
      case "option":
        this.#set(directive.option);
        return undefined;
    }
  }

  /** Whether scripts have caused warnings. */
  get hasWarned(): boolean {
    return (this.#runtime?.log.warnings ?? 0) > 0;
  }

  /** Sets what follows from `nbthread`: how often a script is interrupted where nothing says so. */
  setThreads(threads: number): void {
    this.#threadCount = threads;
    this.runtime.makeThreads = () => this.#makeOtherThreads();
    if (this.#forcedYieldSet) return;
    this.runtime.limits.forcedYield = Math.max(leastInstructions, Math.floor(sharedInstructions / threads));
  }

  /** The states that there are by now. */
  #states(): readonly Runtime[] {
    return [this.runtime, ...this.runtime.threads];
  }

  /**
   * A state for the scripts that each thread has for itself. halua runs on one
   * thread, but gives each of `nbthread` its state, and connections to them in turn.
   */
  #makeThread(): Runtime {
    const thread = new Runtime({
      ...this.#options,
      beside: this.runtime,
      sampleBooleans: this.#booleans ?? false,
      ...(this.#libraries && { libraries: this.#libraries }),
    });
    // Only the state that threads share divides its instructions among them.
    if (!this.#forcedYieldSet) thread.limits.forcedYield = sharedInstructions;
    for (const { path, type } of this.#paths) thread.lua.prependPath(path, type);
    if (this.#memory !== undefined) thread.lua.setMemoryLimit(this.#memory);
    return thread;
  }

  /** The states of further threads, with the scripts that the first has had while the configuration was read. */
  #makeOtherThreads(): void {
    const { runtime } = this;
    if (runtime.threads.length === 0) return;
    while (runtime.threads.length < this.#threadCount) {
      const thread = this.#makeThread();
      for (const { file, args } of this.#threadScripts) loadIn(thread, file, args);
    }
  }

  #load(file: string, args: readonly string[], perThread: boolean): string | undefined {
    if (this.#booleans === undefined) {
      this.#booleans = false;
      this.runtime.log.warning(
        'config : hlua: please set "tune.lua.bool-sample-conversion" tunable to either "normal" or "pre-3.1-bug" explicitly to avoid ambiguities. ' +
          'This must be set before any "lua-load" or "lua-load-per-thread" directive. Defaulting to "pre-3.1-bug".',
      );
    }
    try {
      if (perThread) {
        const whole = path.resolve(file);
        this.#threadScripts.push({ file: whole, args });
        (this.runtime.threads[0] ?? this.#makeThread()).load(whole, args);
      } else this.runtime.load(file, args);
      return undefined;
    } catch (error) {
      if (error instanceof HaluaError) return error.message;
      throw error;
    }
  }

  #set(option: LuaOption): void {
    switch (option.name) {
      case "openlibs":
        this.#libraries = libraryNames.filter((name) => option.value.includes(name));
        break;
      case "bool-sample-conversion":
        this.#booleans = option.value === "normal";
        break;
      case "log.loggers":
        this.runtime.log.toSinks = option.value;
        break;
      case "log.stderr":
        this.runtime.log.toStderr = option.value;
        break;
      case "maxmem":
        this.#memory = option.value <= 0 ? Infinity : option.value * megabyte;
        for (const { lua } of this.#states()) lua.setMemoryLimit(this.#memory);
        break;
      default:
        this.#forcedYieldSet ||= option.name === "forced-yield";
        for (const { limits } of this.#states()) limits[limitNames[option.name]] = option.value;
    }
  }

  action(name: string, ruleset: Ruleset): { arguments: number } | undefined {
    const environment = environments[ruleset];
    const found = environment && this.#runtime?.registry.actions(environment).get(name);
    return found && { arguments: found.argumentCount };
  }

  service(name: string): "tcp" | "http" | undefined {
    return this.#runtime?.registry.services.get(name)?.mode;
  }

  fetch(name: string): boolean {
    return this.#runtime?.registry.fetches.has(name) ?? false;
  }

  converter(name: string): boolean {
    return this.#runtime?.registry.converters.has(name) ?? false;
  }

  filter(name: string): boolean {
    return this.#runtime?.registry.filters.has(name) ?? false;
  }

  names(of: Ruleset | "filter"): readonly string[] {
    const registry = this.#runtime?.registry;
    if (!registry) return [];
    const environment = of === "filter" ? undefined : environments[of];
    const registered = environment ? registry.actions(environment) : registry.filters;
    if (of !== "filter" && !environment) return [];
    return [...registered.keys()].map((name) => `lua.${name}`);
  }
}

/** Runs a script's body after the configuration has been read, which HAProxy words as a part of the start. */
function loadIn(runtime: Runtime, file: string, args: readonly string[]): void {
  try {
    runtime.load(file, args);
  } catch (error) {
    if (error instanceof HaluaError) throw new HaluaError(error.code, `Lua init: ${error.message}`);
    throw error;
  }
}
