import {
  calledIn,
  declareFunction,
  func,
  insist,
  integer,
  LuaError,
  nothing,
  omittable,
  string,
  table,
  tableEntries,
  type LuaReference,
  type Item,
} from "../lua/index.ts";
import { actionEnvironments, type ActionEnvironment, type Runtime } from "../runtime/index.ts";

/** `core.register_*`: what a script offers to the configuration and to the command socket (hlua.c). */

const notStrings = new LuaError("register_action: second argument must be a table of strings");

/** A CLI command has at most so many words. */
const mostWords = 5;

/** The environments in the table, in the order of `next`; each is handled before the next is looked at. */
function forEachEnvironment(host: Runtime, list: LuaReference, use: (one: ActionEnvironment) => void): void {
  for (const [, value] of tableEntries(host.lua.main, list)) {
    if (typeof value !== "string") throw notStrings;
    const environment = actionEnvironments.find((known) => known === value);
    if (environment === undefined) {
      throw new LuaError(
        `Lua action environment '${value}' is unknown. 'tcp-req', 'tcp-res', 'http-req', 'http-res' or 'http-after-res' are expected.`,
      );
    }
    use(environment);
  }
}

function commandWords(host: Runtime, list: LuaReference): string[] {
  const refuse = (what: string): never => {
    throw new LuaError(`1st argument must be a table ${what}`, { argument: 1 });
  };
  const words: string[] = [];
  for (const [, value] of tableEntries(host.lua.main, list)) {
    if (words.length >= mostWords) return refuse("with a maximum of 5 entries");
    if (typeof value !== "string") return refuse("filled with strings");
    words.push(value);
  }
  return words;
}

const name = string("name", "the configuration knows it as `lua.<name>`");

export const registerItems: Item<Runtime>[] = [
  declareFunction("register_fetches", {
    doc: "Registers a sample fetch: `fn(txn, ...)`, with the configuration's arguments as strings. What it returns last is the sample; nothing returned is no sample. Cannot wait.",
    args: [name, calledIn("fetch", func("fn", "the fetch"))],
    where: "body",
    since: "1.6",
    body: ({ host }, fetch, fn) => {
      host.registry.addFetch(fetch, fn, host.stateId);
      return nothing;
    },
  }),
  declareFunction("register_converters", {
    doc: "Registers a converter: `fn(value, ...)`, with the value and the configuration's arguments as strings. What it returns last is the result. Cannot wait.",
    args: [name, calledIn("converter", func("fn", "the converter"))],
    where: "body",
    since: "1.6",
    body: ({ host }, converter, fn) => {
      host.registry.addConverter(converter, fn, host.stateId);
      return nothing;
    },
  }),
  declareFunction("register_action", {
    doc: "Registers an action for rules: `fn(txn, ...)`, with the configuration's arguments as strings. What it returns last is one of the verdicts in `act`.",
    args: [
      name,
      insist(
        table(
          "environments",
          '"tcp-req", "tcp-res", "http-req", "http-res", "http-after-res": the rulesets it is for',
        ),
        "table",
        notStrings,
      ),
      calledIn("action", func("fn", "the action")),
      omittable(integer("arguments", "how many arguments a rule must give; none by default")),
    ],
    where: "body",
    since: "1.6",
    count: { message: () => "'register_action' needs between 3 and 4 arguments" },
    body: ({ host }, action, environments, fn, count) => {
      forEachEnvironment(host, environments, (environment) =>
        host.registry.addAction(action, environment, fn, count ?? 0, host.stateId),
      );
      return nothing;
    },
  }),
  declareFunction("register_service", {
    doc: "Registers a service, which answers in place of a server: `fn(applet)`.",
    args: [name, string("mode", '"tcp" or "http"'), calledIn("service", func("fn", "the service"))],
    where: "body",
    since: "1.6",
    body: ({ host }, service, mode, fn) => {
      if (mode !== "tcp" && mode !== "http" && !host.registry.services.has(service)) {
        throw new LuaError(`Lua service environment '${mode}' is unknown. 'tcp' or 'http' are expected.`);
      }
      host.registry.addService(service, mode === "tcp" ? "tcp" : "http", fn, host.stateId);
      return nothing;
    },
  }),
  declareFunction("register_cli", {
    doc: "Registers a command of the command socket: `fn(applet, ...)`, with all words of the line.",
    args: [
      insist(
        table("words", "one to four words that call it; one of five is never found, as in HAProxy"),
        "table",
        new LuaError("1st argument must be a table", { argument: 1 }),
      ),
      string("usage", "its line in `help`"),
      calledIn("cli", func("fn", "the command")),
    ],
    where: "body",
    since: "1.7",
    body: ({ host }, list, usage, fn) => {
      host.registry.addCommand(commandWords(host, list), usage, fn, host.stateId);
      return nothing;
    },
  }),
  declareFunction("register_filter", {
    doc: "Registers a filter: the configuration's `filter lua.<name> ...` calls `fn(copy, args)` once, with a copy of the class; each stream then gets `copy:new()`.",
    args: [
      name,
      table("class", "`new` and the callbacks, `id`, `flags`"),
      func("fn", "called at start for each filter line"),
    ],
    where: "body",
    since: "2.5",
    body: ({ host }, filter, filterClass, fn) => {
      host.registry.addFilter(filter, filterClass, fn, host.stateId);
      return nothing;
    },
  }),
];
