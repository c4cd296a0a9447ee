import type { LuaFunction, LuaReference } from "../lua/index.ts";

/**
 * What scripts have registered for traffic and the command socket to call.
 * Names are as the script gave them: the configuration knows them as
 * `lua.<name>`.
 */

/** The rulesets an action can stand in. */
export const actionEnvironments = ["tcp-req", "tcp-res", "http-req", "http-res", "http-after-res"] as const;

export type ActionEnvironment = (typeof actionEnvironments)[number];

export type ServiceMode = "tcp" | "http";

/** `core.register_fetches` or `core.register_converters`. */
export interface RegisteredSample {
  readonly name: string;
  fn: LuaFunction;
}

/** `core.register_action`, for one environment. */
export interface RegisteredAction {
  readonly name: string;
  readonly environment: ActionEnvironment;
  /** How many arguments the configuration must give. */
  readonly argumentCount: number;
  fn: LuaFunction;
}

/** `core.register_service`. */
export interface RegisteredService {
  readonly name: string;
  /** The one of the first registration: registering again does not change it. */
  readonly mode: ServiceMode;
  fn: LuaFunction;
}

/** `core.register_cli`. */
export interface RegisteredCommand {
  readonly words: readonly string[];
  readonly usage: string;
  fn: LuaFunction;
}

/** `core.register_filter`. */
export interface RegisteredFilter {
  readonly name: string;
  /** The table that describes the filter: its callbacks, `id` and `flags`. */
  filterClass: LuaReference;
  /** Called for each filter line of the configuration. */
  fn: LuaFunction;
}

/** Keeps registrations by name; one that comes again takes over and is told to `warn`. */
export class Registry {
  readonly #warn: (text: string) => void;
  readonly #fetches = new Map<string, RegisteredSample>();
  readonly #converters = new Map<string, RegisteredSample>();
  readonly #actions = new Map<ActionEnvironment, Map<string, RegisteredAction>>(
    actionEnvironments.map((environment) => [environment, new Map()]),
  );
  readonly #services = new Map<string, RegisteredService>();
  readonly #commands = new Map<string, RegisteredCommand>();
  readonly #filters = new Map<string, RegisteredFilter>();

  /** `warn` gets HAProxy's words for a name that is registered again. */
  constructor(warn: (text: string) => void) {
    this.#warn = warn;
  }

  get fetches(): ReadonlyMap<string, RegisteredSample> {
    return this.#fetches;
  }

  get converters(): ReadonlyMap<string, RegisteredSample> {
    return this.#converters;
  }

  /** The actions that can stand in rulesets of `environment`. */
  actions(environment: ActionEnvironment): ReadonlyMap<string, RegisteredAction> {
    return this.#actions.get(environment) ?? new Map<string, RegisteredAction>();
  }

  get services(): ReadonlyMap<string, RegisteredService> {
    return this.#services;
  }

  /** By their words, joined by blanks. */
  get commands(): ReadonlyMap<string, RegisteredCommand> {
    return this.#commands;
  }

  get filters(): ReadonlyMap<string, RegisteredFilter> {
    return this.#filters;
  }

  addFetch(name: string, fn: LuaFunction): void {
    this.#put(this.#fetches, name, { name, fn }, "sample-fetch");
  }

  addConverter(name: string, fn: LuaFunction): void {
    this.#put(this.#converters, name, { name, fn }, "converter");
  }

  addAction(name: string, environment: ActionEnvironment, fn: LuaFunction, argumentCount: number): void {
    const actions = this.#actions.get(environment);
    if (actions) this.#put(actions, name, { name, environment, argumentCount, fn }, "action");
  }

  addService(name: string, mode: ServiceMode, fn: LuaFunction): void {
    this.#put(this.#services, name, { name, mode, fn }, "service");
  }

  addCommand(words: readonly string[], usage: string, fn: LuaFunction): void {
    this.#put(this.#commands, words.join(" "), { words, usage, fn }, "CLI keyword");
  }

  addFilter(name: string, filterClass: LuaReference, fn: LuaFunction): void {
    const known = this.#filters.get(name);
    this.#put(this.#filters, name, { name, filterClass, fn }, "filter");
    if (known) known.filterClass = filterClass;
  }

  /** Adds an entry, or hands its function to the entry of that name: what the configuration has bound stays bound. */
  #put<T extends { fn: LuaFunction }>(entries: Map<string, T>, name: string, entry: T, kind: string): void {
    const known = entries.get(name);
    if (!known) {
      entries.set(name, entry);
      return;
    }
    this.#warn(
      `Trying to register ${kind} 'lua.${name}' more than once. ` +
        "This will become a hard error in version 2.5.",
    );
    known.fn = entry.fn;
  }
}
