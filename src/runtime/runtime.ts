import { readFileSync } from "node:fs";
import {
  LuaState,
  type Context,
  type Execution,
  type HostValue,
  type LibraryName,
  type LuaFunction,
} from "../lua/index.ts";
import type { SharedMap } from "../shm/index.ts";
import { systemTime, type Time } from "../time.ts";
import { HaluaError } from "../errors.ts";
import { needsWatching, type RuntimeEvent } from "./events.ts";
import { Heartbeats } from "./heartbeats.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { ownFigures, type InfoSource } from "./info.ts";
import { Logger, type LogOptions } from "./log.ts";
import { failure } from "./messages.ts";
import { defaultNetworkSettings, type Network, type NetworkSettings } from "./net/network.ts";
import { OpenLinks } from "./net/open-links.ts";
import { SystemNetwork } from "./net/system-network.ts";
import { ProcVariables } from "./proc-variables.ts";
import { Registry, type Registered } from "./registry.ts";
import { Scheduler } from "./scheduler.ts";
import { Services } from "./services.ts";
import { Subscription } from "./subscription.ts";

/** What a {@link Runtime} stands on. */
export interface RuntimeOptions {
  /** The shared statistics file, already open; undefined for none. */
  map?: SharedMap;
  time?: Time;
  limits?: Partial<Limits>;
  log?: LogOptions;
  /** `tune.lua.bool-sample-conversion normal`: HAProxy's booleans reach scripts as booleans, not as 0 and 1. */
  sampleBooleans?: boolean;
  /**
   * A further Lua state of the same process, beside that of the given runtime,
   * for scripts that each thread has for itself. It shares all but its scripts
   * with that one, which starts and closes it too.
   */
  beside?: Runtime;
  /** `tune.lua.openlibs`: the standard libraries besides the basic functions and `coroutine`; all by default. */
  libraries?: readonly LibraryName[];
  /** The way out for sockets and HTTP requests of scripts; the machine's own by default. */
  network?: Network;
  networkSettings?: Partial<NetworkSettings>;
  /** Puts the classes in; `src/api` gives it. */
  install(runtime: Runtime): void;
}

/**
 * Makes scripts run: one Lua state, the functions they registered, the
 * scheduler, the log. The order is HAProxy's: bodies as they are loaded, then
 * init functions, then tasks.
 */
export class Runtime {
  readonly time: Time;
  readonly limits: Limits;
  readonly log: Logger;
  #map: SharedMap | undefined;
  readonly lua: LuaState<Runtime>;
  readonly scheduler: Scheduler<Runtime>;
  readonly heartbeats: Heartbeats<Runtime>;
  /** What rooms above this one keep with a runtime. */
  readonly services: Services;
  /** What scripts have registered to be called by traffic and by the command socket. */
  readonly registry: Registry;
  /** The variables of the scope `proc.`. */
  readonly procVariables: ProcVariables;
  /** Where core.get_info has its figures from; whoever has better ones, puts them here. */
  info: InfoSource;
  readonly sampleBooleans: boolean;
  /** The number of its Lua state, as messages have it: 0 is the one that all threads share. */
  readonly stateId: number;
  readonly network: Network;
  readonly networkSettings: NetworkSettings;
  /** The connections of scripts' sockets. */
  readonly links: OpenLinks;
  /** The state that all threads share; undefined in that one itself. */
  readonly #beside: Runtime | undefined;
  /** The states of single threads, in the one that they share. */
  readonly #threads: Runtime[] = [];
  #nativeMailers = false;
  /** The process is on its way out: it takes no new traffic (`Stopping` of core.get_info, the fetch `stopping`). */
  stopping = false;
  /** Makes what states of threads there are not yet; called when the shared init functions have run. */
  makeThreads: (() => void) | undefined;
  readonly #inits: LuaFunction[] = [];
  readonly #subscriptions = new Set<Subscription<Runtime>>();
  #tasks = 0;
  #started = false;
  #closed = false;
  #idle: (() => void) | undefined;

  constructor(options: RuntimeOptions) {
    const { beside } = options;
    this.#beside = beside;
    this.stateId = beside ? beside.#threads.push(this) : 0;
    this.time = options.time ?? systemTime;
    // What is set for the process counts in all its states, unless a state has its own.
    this.limits = beside ? (Object.create(beside.limits) as Limits) : { ...defaultLimits, ...options.limits };
    this.log = beside?.log ?? new Logger(this.time, options.log);
    this.#map = options.map;
    this.sampleBooleans = options.sampleBooleans ?? false;
    this.services = beside?.services ?? new Services();
    this.procVariables = beside?.procVariables ?? new ProcVariables();
    this.networkSettings = beside?.networkSettings ?? {
      ...defaultNetworkSettings,
      ...options.networkSettings,
    };
    this.network = beside?.network ?? options.network ?? new SystemNetwork(this.networkSettings);
    this.links = new OpenLinks(this.network, this.time, () => this.lua.collectGarbage());
    this.lua = new LuaState<Runtime>(this.#outside("body"), options.libraries);
    this.scheduler = new Scheduler<Runtime>({
      host: this,
      lua: this.lua,
      time: this.time,
      limits: this.limits,
      pulse: () => this.heartbeats.pulse(),
      turned: () => this.#checkIdle(),
    });
    this.registry = beside?.registry ?? new Registry((text) => this.log.warning(`config : ${text}`));
    this.info = beside ? () => beside.info() : ownFigures(this);
    this.heartbeats =
      beside?.heartbeats ?? new Heartbeats(() => this.#map, this.scheduler, this.time, this.log);
    options.install(this);
    // Bodies and init functions have no limit, but the slot must not expire under them.
    this.scheduler.watchBodies();
  }

  #outside(context: Context): Execution<Runtime> {
    return { host: this, context, thread: undefined, wake: () => undefined };
  }

  /**
   * Runs a script's body, as `lua-load` does. `args` are its varargs. Throws
   * E_LUA_LOAD with HAProxy's text when it cannot be read, compiled or run.
   */
  load(path: string, args: readonly string[] = []): void {
    const loaded = this.lua.load(readScript(path), `@${path}`);
    if ("error" in loaded) {
      throw new HaluaError("E_LUA_LOAD", `error in Lua file '${path}': ${loaded.error}`);
    }
    this.#body(loaded.fn, args);
  }

  /** Runs `code` as a body of the given name; for code that is not in a file. */
  loadText(code: string, name: string): void {
    const loaded = this.lua.load(code, `=${name}`);
    if ("error" in loaded) throw new HaluaError("E_LUA_LOAD", `error in Lua code: ${loaded.error}`);
    this.#body(loaded.fn, []);
  }

  #body(fn: LuaFunction, args: readonly string[]): void {
    const called = this.lua.call(fn, args);
    if (called.ok) return;
    throw new HaluaError(
      "E_LUA_LOAD",
      called.memory ? "Lua out of memory error" : `Lua runtime error: ${called.message ?? "(null)"}`,
    );
  }

  /** The shared statistics file, where there is one. */
  get map(): SharedMap | undefined {
    return this.#beside ? this.#beside.map : this.#map;
  }

  /** Whether a script wants to send the configuration's mails itself (core.use_native_mailers_config). */
  get nativeMailers(): boolean {
    return this.#beside?.nativeMailers ?? this.#nativeMailers;
  }

  set nativeMailers(native: boolean) {
    if (this.#beside) this.#beside.nativeMailers = native;
    else this.#nativeMailers = native;
  }

  /**
   * The state whose function is to be called: the one that all threads share,
   * where it has registered one; else each thread's in turn. Asked of the shared one.
   */
  stateFor({ functions }: Registered<unknown>, turn: number): Runtime {
    if (functions.has(0)) return this;
    return this.#threads[turn % this.#threads.length] ?? this;
  }

  /** The states of the threads; see {@link RuntimeOptions.beside}. */
  get threads(): readonly Runtime[] {
    return this.#threads;
  }

  /** Gives the runtime a map that was opened after it was made; before {@link Runtime.start}, and once. */
  attachMap(map: SharedMap): void {
    this.#map = map;
  }

  /** How many tasks have not ended. */
  get taskCount(): number {
    return this.#tasks;
  }

  registerInit(fn: LuaFunction): void {
    this.#inits.push(fn);
  }

  registerTask(fn: LuaFunction, args: readonly HostValue[]): void {
    this.#tasks++;
    this.scheduler.run("task", fn, args, (ending) => {
      this.#tasks--;
      const text = failure("task", "", ending, this.stateId);
      if (text !== undefined) this.log.failure(text);
    });
  }

  /**
   * Calls `fn` for each event of the given types, until its handle ends it.
   * With `source`, only for events of that object.
   */
  subscribe(
    types: ReadonlySet<string>,
    source: object | undefined,
    fn: LuaFunction,
    wrap: (subscription: Subscription<Runtime>) => HostValue,
  ): HostValue {
    const subscription = new Subscription(this, types, source, fn, (self) => {
      this.#subscriptions.delete(self);
      this.#watchAsNeeded();
    });
    subscription.handle = wrap(subscription);
    this.#subscriptions.add(subscription);
    this.#watchAsNeeded();
    return subscription.handle;
  }

  #watchAsNeeded(): void {
    if (this.#beside) this.#beside.#watchAsNeeded();
    else if (this.#allSubscriptions().some(({ types }) => needsWatching(types))) this.map?.watch();
    else this.map?.unwatch();
  }

  #allSubscriptions(): Subscription<Runtime>[] {
    return [this, ...this.#threads].flatMap((state) => [...state.#subscriptions]);
  }

  /** Whether anybody waits for one of these events; for sources that have to go and look for them. */
  hasSubscribers(types: readonly string[]): boolean {
    return this.#allSubscriptions().some((subscription) =>
      types.some((type) => subscription.types.has(type)),
    );
  }

  /** Tells the subscriptions to the event's source, then the others; the newest come first (event_hdl.c). */
  publish(event: RuntimeEvent): void {
    if (this.#beside) {
      this.#beside.publish(event);
      return;
    }
    const newest = this.#allSubscriptions().reverse();
    for (const subscription of newest) if (subscription.source) subscription.publish(event);
    for (const subscription of newest) if (!subscription.source) subscription.publish(event);
  }

  /** Runs the init functions, then lets the tasks go on; see {@link Runtime.initialize}. */
  start(): void {
    this.initialize();
    this.run();
  }

  /** Runs the init functions. Throws E_LUA_LOAD when one fails; those after it do not run. */
  initialize(): void {
    this.lua.executions.outside = this.#outside("init");
    // An init function may register another: it is walked as it grows.
    for (const fn of this.#inits) this.#init(fn);
    this.lua.executions.outside = this.#outside("none");
    if (this.#beside) return;
    this.makeThreads?.();
    for (const state of this.#threads) state.initialize();
    this.#checkRegistrations();
  }

  /** A function may belong to the state that all threads share, or to those of the threads, not to both. */
  #checkRegistrations(): void {
    const faults = this.registry.faults(this.#threads.length);
    const last = faults.pop();
    for (const text of faults) this.log.alert(text);
    if (last !== undefined) throw new HaluaError("E_LUA_LOAD", last);
  }

  /** Lets the tasks go on, from the state in which {@link Runtime.initialize} has left them. */
  run(): void {
    this.#started = true;
    if (!this.#beside) this.heartbeats.start();
    for (const state of this.#threads) state.run();
    this.scheduler.start();
    this.time.soon(() => this.#checkIdle());
  }

  #init(fn: LuaFunction): void {
    const text = this.#runInit(fn);
    if (text !== undefined) throw new HaluaError("E_LUA_LOAD", `Lua init: ${text}`);
  }

  #runInit(fn: LuaFunction): string | undefined {
    const coroutine = this.lua.coroutine(fn);
    const resumed = coroutine.resume();
    if (resumed.status === "done") return undefined;
    if (resumed.status === "yielded") return `yield not allowed: ${coroutine.trace()}`;
    if (resumed.memory) return `out of memory error: ${resumed.trace}`;
    if (resumed.message === undefined) return `unknown runtime error from ${resumed.trace}`;
    return `runtime error: '${resumed.message}' from ${resumed.trace}`;
  }

  /** Resolves once nothing is left that could still do something. */
  async whenIdle(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
      this.#checkIdle();
    });
  }

  /** Looks whether anything is left to run. */
  #checkIdle(): void {
    if (!this.#started || !this.#idle) return;
    if (this.#tasks > 0 || this.#subscriptions.size > 0 || this.heartbeats.registered > 0) return;
    this.#idle();
  }

  /** Ends the Lua state and all its connections, and gives the slot back. Harmless when done twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const state of this.#threads) state.close();
    this.scheduler.stop();
    this.links.close();
    if (!this.#beside) {
      this.heartbeats.stop();
      this.network.close();
      this.map?.close();
    }
    this.lua.close();
  }
}

/** A script's text as a byte string, without a byte order mark and a first line that starts with `#`. */
function readScript(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch (error) {
    const reason = unreadable(path, error as NodeJS.ErrnoException);
    throw new HaluaError("E_LUA_LOAD", `error in Lua file '${path}': ${reason}`);
  }
  if (text.startsWith("\u00ef\u00bb\u00bf")) text = text.slice(3);
  // The line stays, empty, so that line numbers in messages hold.
  return text.startsWith("#") ? text.replace(/^[^\n]*/, "") : text;
}

/** luaL_loadfile's words for a file that cannot be read. */
function unreadable(path: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
      return `cannot open ${path}: No such file or directory`;
    case "EACCES":
      return `cannot open ${path}: Permission denied`;
    case "EISDIR":
      return `cannot read ${path}: Is a directory`;
    default:
      return `cannot open ${path}: ${error.message}`;
  }
}
