import { LOG_LEVELS, type LogLevel } from "../../config/log-target.ts";
import type { Config } from "../../config/types.ts";
import type { ModelHost } from "../model/host.ts";
import type { LogOutput, LogOutputs } from "./log-senders.ts";

/** Where lines for stderr go. */
interface Console {
  warning(text: string): void;
  alert(text: string): void;
}

/** What HAProxy says of the state of proxies and servers: to stderr, and to the logs of the proxy it is about (send_log()). */
export function proxyNotices(
  { proxies }: Config,
  outputs: LogOutputs,
  console: Console,
): Pick<ModelHost, "warning" | "alert"> {
  const known = new Map<string, readonly LogOutput[]>();
  const outputsOf = (name: string): readonly LogOutput[] => {
    let found = known.get(name);
    if (!found) {
      // Of a frontend and a backend of one name, it is the backend's servers that there is something to say of.
      const proxy = proxies.findLast((each) => each.name === name);
      found = (proxy?.logs ?? [])
        .map((target) => outputs.to(target, proxy?.logTag))
        .filter((output) => output !== undefined);
      known.set(name, found);
    }
    return found;
  };
  const send = (name: string, level: LogLevel, text: string): void => {
    for (const output of outputsOf(name)) output.send(LOG_LEVELS.indexOf(level), text);
  };
  return {
    warning: (text, proxy, level = "notice") => {
      console.warning(text);
      send(proxy, level, text);
    },
    alert: (text, proxy, logged = { level: "alert", text }) => {
      console.alert(text);
      send(proxy, logged.level, logged.text);
    },
  };
}
