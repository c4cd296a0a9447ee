import { DeclaredProxy, findProxy } from "../../proxy/model/index.ts";
import { message, type Command } from "./command.ts";
import { leadingNumber } from "./words.ts";

/** `set maxconn frontend` (proxy.c). */
export const setFrontendMaxconn: Command = {
  words: ["set", "maxconn", "frontend"],
  level: "admin",
  usage: "set maxconn frontend <frontend> <value> : change a frontend's maxconn setting",
  run: ({ proxies }, [, , , name, value]) => {
    if (name === undefined) return message("A frontend name is expected.", "err");
    const proxy = findProxy(proxies.all, name, "frontend");
    if (!proxy) return message("No such frontend.", "err");
    if (value === undefined) return message("Integer value expected.", "err");
    const wanted = leadingNumber(value);
    if (wanted < 0) return message("Value out of range.", "err");
    if (!(proxy instanceof DeclaredProxy))
      return message("halua cannot limit another process's frontends.", "err");
    proxy.maxconn = wanted;
    return undefined;
  },
};
