import {
  any,
  declareFunction,
  LuaClass,
  method,
  nothing,
  result,
  Several,
  string,
  type Argument,
  type LuaValue,
  type Pushable,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { fresh } from "./proxies-of.ts";

/** What a list shows at the moment it is asked. */
export interface LiveList {
  /** Names and objects, in HAProxy's order. */
  entries(this: void): Iterable<readonly [name: string, object: Pushable]>;
  find(this: void, name: string): Pushable | undefined;
}

/**
 * A class of HAProxy's live lists (`core.proxies`, `proxy.servers`): they look
 * up by name and iterate with `pairs`, ignore assignment, and have length 0.
 * `of` gives what a list of a runtime shows.
 */
export function makeLiveListClass<T>(
  name: string,
  doc: string,
  member: string,
  of: (host: Runtime, instance: T) => LiveList,
): LuaClass<Runtime, T> {
  return new LuaClass<Runtime, T>(name, doc, {}, "object", {
    metamethods: {
      __index: method<Runtime, T, [Argument<string>]>("__index", {
        doc: `The ${member} of that name. Each lookup makes a new object.`,
        args: [string("name", "the name; a number counts as its digits")],
        returns: [result(`${member}?`, "nil where there is none")],
        since: "2.8",
        body: (execution, instance, key) => fresh(execution, () => of(execution.host, instance).find(key)),
      }),
      __newindex: method<Runtime, T, [Argument<LuaValue>, Argument<LuaValue>]>("__newindex", {
        doc: "Ignored: the list shows what there is.",
        args: [any("name", "ignored"), any("value", "ignored")],
        since: "2.8",
        body: () => nothing,
      }),
      __pairs: method<Runtime, T>("__pairs", {
        doc: `Names and ${member} objects, in the order of the configuration.`,
        returns: [result("function", "an iterator")],
        since: "2.8",
        body: (execution, instance) =>
          fresh(execution, () => {
            const { host } = execution;
            const entries = of(host, instance).entries()[Symbol.iterator]();
            const next = declareFunction<Runtime>("next", {
              doc: "The next name and object.",
              rest: "ignored",
              since: "2.8",
              body: () => {
                const step = entries.next();
                return step.done === true ? undefined : new Several(...step.value);
              },
            });
            return host.lua.function(next);
          }),
      }),
    },
  });
}
