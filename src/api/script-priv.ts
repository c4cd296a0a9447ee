import {
  any,
  method,
  nothing,
  result,
  uncounted,
  type Argument,
  type FunctionItem,
  type LuaValue,
} from "../lua/index.ts";
import type { Stream } from "../proxy/stream/stream.ts";
import type { Runtime } from "../runtime/index.ts";
import { findMemory } from "./script-contexts.ts";

/** `set_priv` and `get_priv` of applets, which have no memory of their own: they use the stream's, where it has one. */
export function privMethods<T>(
  streamOf: (self: T) => Stream,
): Record<"set_priv" | "get_priv", (self: Argument<T>) => FunctionItem<Runtime>> {
  return {
    set_priv: method<Runtime, T, [Argument<LuaValue>]>("set_priv", {
      doc: "Keeps a value with the stream, where another script function has run on it; else does nothing.",
      args: [any("value", "the value")],
      since: "1.7",
      body: ({ host }, self, value) => {
        const memory = findMemory(streamOf(self), host);
        if (memory) memory.priv = value;
        return nothing;
      },
    }),
    get_priv: method<Runtime, T>("get_priv", {
      doc: "The value kept with the stream.",
      returns: [result("any", "nil where there is none")],
      since: "1.7",
      count: uncounted,
      body: ({ host }, self) => findMemory(streamOf(self), host)?.priv,
    }),
  };
}
