import {
  declareFunction,
  hasContext,
  LuaError,
  result,
  Several,
  string,
  type Item,
  type Outcome,
} from "../lua/index.ts";
import { NetworkError, type Runtime } from "../runtime/index.ts";

/** Host names at run time, which HAProxy's sockets do not take: a script looks one up and connects to the address. */

async function resolve(host: Runtime, name: string): Promise<Outcome> {
  try {
    return await host.network.resolve(name);
  } catch (error) {
    if (error instanceof NetworkError) return new Several(undefined, error.message);
    throw error;
  }
}

export const resolveItems: Item<Runtime>[] = [
  declareFunction("resolve", {
    doc: "Looks a host name up, as the system does it.",
    args: [string("name", "a host name")],
    returns: [
      result("string[]?", "the addresses, in the system's order; nil when there are none"),
      result("string?", "why there are none"),
    ],
    yields: true,
    since: "halua",
    body: (execution, name) => {
      if (hasContext(execution)) return resolve(execution.host, name);
      throw new LuaError("The 'resolve' function is only allowed in 'frontend', 'backend' or 'task'");
    },
  }),
];
