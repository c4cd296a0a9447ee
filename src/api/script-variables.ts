import {
  any,
  method,
  omittable,
  result,
  string,
  truth,
  type Argument,
  type FunctionItem,
  type LuaValue,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { fromSample, toSample } from "./sample-values.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** The methods on variables that TXN, AppletTCP and AppletHTTP share. */

type Method<T> = (self: Argument<T>) => FunctionItem<Runtime>;

/** `since`: TXN had them first. */
export function variableMethods<T>(
  txnOf: (self: T) => ScriptTxn,
  since: Readonly<Record<"set" | "unset" | "get", string>>,
): Record<"set_var" | "unset_var" | "get_var", Method<T>> {
  const name = string("name", "with its scope, e.g. `txn.id`");
  return {
    set_var: method<Runtime, T, [Argument<string>, Argument<LuaValue>, Argument<boolean | undefined>]>(
      "set_var",
      {
        doc: "Sets a variable. A number that is no integer becomes 0, nil and tables become false.",
        args: [
          name,
          any("value", "a number, string or boolean"),
          omittable(truth("ifexist", "in the scope `proc.`: only if it is set already")),
        ],
        returns: [
          result("boolean", "whether it is set: false for a name that is none, or a scope that is not there"),
        ],
        since: since.set,
        count: { message: () => "'set_var' needs between 3 and 4 arguments" },
        body: (_execution, self, variable, value, ifexist) => {
          const txn = txnOf(self);
          return txn.samples.access.setVariable(variable, toSample(value), ifexist ?? false, txn);
        },
      },
    ),
    unset_var: method<Runtime, T, [Argument<string>]>("unset_var", {
      doc: "Unsets a variable.",
      args: [name],
      returns: [result("boolean", "whether the name is one")],
      since: since.unset,
      body: (_execution, self, variable) => {
        const txn = txnOf(self);
        return txn.samples.access.unsetVariable(variable, txn);
      },
    }),
    get_var: method<Runtime, T, [Argument<string>]>("get_var", {
      doc: "The value of a variable.",
      args: [name],
      returns: [result("any", "nil where it is not set")],
      since: since.get,
      body: ({ host }, self, variable) => {
        const txn = txnOf(self);
        const sample = txn.samples.access.variable(variable, txn);
        return sample && fromSample(sample, host.sampleBooleans);
      },
    }),
  };
}
