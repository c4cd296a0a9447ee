import type { Ruleset } from "../../../config/actions.ts";
import type { ActionEnvironment } from "../../../runtime/index.ts";
import { countIntercepted } from "../events.ts";
import type { Compilers } from "./place.ts";

/** Where scripts register actions for each list; rules of connections and sessions have none. */
const environments: Partial<Record<Ruleset, ActionEnvironment>> = {
  "tcp-request content": "tcp-req",
  "tcp-response content": "tcp-res",
  "http-request": "http-req",
  "http-response": "http-res",
  "http-after-response": "http-after-res",
};

/** `lua.name`, and `use-service lua.name`. */
export const scriptActions: Compilers<"lua" | "use-service"> = {
  lua: ({ name, args }, { home, ruleset }) => {
    const { runtime, scripts } = home.environment;
    const registered = runtime.registry.actions(environments[ruleset] ?? "http-req").get(name);
    if (!registered) return () => "continue";
    return (context) => scripts.action(registered, args, context, home);
  },
  "use-service": ({ service: name }, { home, ruleset }) => {
    const { runtime, scripts } = home.environment;
    const service = runtime.registry.services.get(name);
    if (!service) return () => "error";
    return (context) => {
      const { stream } = context;
      if (!stream) return "error";
      stream.responder = {
        name: `<lua.${name}>`,
        answer: async (to, onHead) =>
          service.mode === "http"
            ? scripts.httpService(service, to, onHead)
            : scripts.tcpService(service, to),
      };
      // In HTTP it is counted once all rules have let the request pass.
      if (ruleset !== "http-request") countIntercepted(context);
      return "stop";
    };
  },
};
