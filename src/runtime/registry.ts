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

/** What all registrations have: the function in each Lua state that has registered it, by the state's number. */
export interface Registered<F = LuaFunction> {
  readonly functions: ReadonlyMap<number, F>;
}

/** `core.register_fetches` or `core.register_converters`. */
export interface RegisteredSample extends Registered {
  readonly name: string;
}

/** `core.register_action`, for one environment. */
export interface RegisteredAction extends Registered {
  readonly name: string;
  readonly environment: ActionEnvironment;
  /** How many arguments the configuration must give. */
  readonly argumentCount: number;
}

/** `core.register_service`. */
export interface RegisteredService extends Registered {
  readonly name: string;
  /** The one of the first registration: registering again does not change it. */
  readonly mode: ServiceMode;
}

/** `core.register_cli`. */
export interface RegisteredCommand extends Registered {
  readonly words: readonly string[];
  readonly usage: string;
}

/** What `core.register_filter` gets. */
export interface FilterFunctions {
  /** The table that describes the filter: its callbacks, `id` and `flags`. */
  readonly filterClass: LuaReference;
  /** Called for each filter line of the configuration. */
  readonly fn: LuaFunction;
}

/** `core.register_filter`. */
export interface RegisteredFilter extends Registered<FilterFunctions> {
  readonly name: string;
}

/** An entry as it is kept, with the name that HAProxy's alerts have for it. */
interface Entry<F> {
  readonly subject: string;
  readonly functions: Map<number, F>;
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
  /** All entries, in the order in which they came; filters by themselves. */
  readonly #entries: Entry<LuaFunction>[] = [];
  readonly #filterEntries: Entry<FilterFunctions>[] = [];

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

  /**
   * What is wrong with the registrations as a whole, in HAProxy's words: each
   * must be in the state that all threads share, or in those of all `threads`.
   */
  faults(threads: number): string[] {
    return [...this.#entries, ...this.#filterEntries].flatMap(({ subject, functions }) => {
      const isShared = functions.has(0);
      const others = functions.size - (isShared ? 1 : 0);
      if (others !== 0 && others !== threads) {
        return [
          `Lua ${subject} is not referenced in all thread. Expect function in all thread or in none thread.`,
        ];
      }
      if (!isShared || others === 0) return [];
      return [
        `Lua ${subject} is referenced both ins shared Lua context (through lua-load) ` +
          "and per-thread Lua context (through lua-load-per-thread). these two context exclusive.",
      ];
    });
  }

  addFetch(name: string, fn: LuaFunction, state: number): void {
    this.#put(this.#fetches, name, () => ({ name }), { fn, state, kind: "sample-fetch", called: name });
  }

  addConverter(name: string, fn: LuaFunction, state: number): void {
    this.#put(this.#converters, name, () => ({ name }), { fn, state, kind: "converter", called: name });
  }

  addAction(
    name: string,
    environment: ActionEnvironment,
    fn: LuaFunction,
    argumentCount: number,
    state: number,
  ): void {
    const actions = this.#actions.get(environment);
    const described = { name, environment, argumentCount };
    if (actions) this.#put(actions, name, () => described, { fn, state, kind: "action", called: name });
  }

  addService(name: string, mode: ServiceMode, fn: LuaFunction, state: number): void {
    const called = `<lua.${name}>`;
    this.#put(this.#services, name, () => ({ name, mode }), { fn, state, kind: "service", called });
  }

  addCommand(words: readonly string[], usage: string, fn: LuaFunction, state: number): void {
    const called = `<lua.cli.${words.join(".")}>`;
    const registration = { fn, state, kind: "CLI keyword", called };
    this.#put(this.#commands, words.join(" "), () => ({ words, usage }), registration);
  }

  addFilter(name: string, filterClass: LuaReference, fn: LuaFunction, state: number): void {
    const known = this.#filters.get(name);
    const functions = (known?.functions ?? new Map()) as Map<number, FilterFunctions>;
    if (functions.has(state)) this.#warnOf("filter", name);
    functions.set(state, { filterClass, fn });
    if (known) return;
    this.#filters.set(name, { name, functions });
    this.#filterEntries.push({ subject: `filter '${name}'`, functions });
  }

  /** Adds an entry, or gives its function to the entry of that name: what the configuration has bound stays bound. */
  #put<D extends object>(
    entries: Map<string, D & Registered>,
    name: string,
    describe: () => D,
    { fn, state, kind, called }: { fn: LuaFunction; state: number; kind: string; called: string },
  ): void {
    const known = entries.get(name);
    const functions = (known?.functions ?? new Map()) as Map<number, LuaFunction>;
    if (functions.has(state)) this.#warnOf(kind, name);
    functions.set(state, fn);
    if (known) return;
    entries.set(name, { ...describe(), functions });
    this.#entries.push({ subject: `function '${called}'`, functions });
  }

  #warnOf(kind: string, name: string): void {
    this.#warn(
      `Trying to register ${kind} 'lua.${name}' more than once. ` +
        "This will become a hard error in version 2.5.",
    );
  }
}
