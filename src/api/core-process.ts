import { declareFunction, LuaError, nothing, result, string, uncounted, type Item } from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";

/** `core`'s view of what belongs to the whole process (hlua.c). */

export const processItems: Item<Runtime>[] = [
  declareFunction("get_var", {
    doc: "The value of a variable of the scope `proc.`, which the whole process shares.",
    args: [string("name", "such as `proc.x`; other scopes raise an error")],
    returns: [result("string|integer|boolean?", "nil for a variable that is not set")],
    since: "2.9",
    body: ({ host }, name) => {
      if (!name.startsWith("proc.")) {
        throw new LuaError("'get_var': Only 'proc.' scope allowed to be retrieved in 'core.get_var()'.");
      }
      const value = host.procVariables.get(name);
      return typeof value === "boolean" && !host.sampleBooleans ? Number(value) : value;
    },
  }),
  declareFunction("use_native_mailers_config", {
    doc: "Says that this script sends the mails that the configuration's `email-alert` asks for, with what Proxy:get_mailers gives: the proxy itself then does not.",
    where: "load",
    since: "3.3",
    count: uncounted,
    body: ({ host }) => {
      host.nativeMailers = true;
      return nothing;
    },
  }),
];
