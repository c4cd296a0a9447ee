import { message, type Command } from "./command.ts";
import { leadingNumber } from "./words.ts";

/** `set maxconn global`, `set rate-limit`: what the process as a whole lets in (cli.c). */

const noTraffic = "halua cannot limit another process.";

const setGlobalMaxconn: Command = {
  words: ["set", "maxconn", "global"],
  level: "admin",
  usage: "set maxconn global <value>              : change the per-process maxconn setting",
  run: ({ traffic }, [, , , value]) => {
    if (value === undefined) return message("Expects an integer value.", "err");
    if (!traffic) return message(noTraffic, "err");
    const { limits } = traffic;
    const wanted = leadingNumber(value);
    if (wanted > limits.hardMaxconn) return message("Value out of range.", "err");
    limits.maxconn = wanted <= 0 ? limits.hardMaxconn : wanted;
    return undefined;
  },
};

const rateLimits = [
  "'set rate-limit' only supports :",
  "   - 'connections global' to set the per-process maximum connection rate",
  "   - 'sessions global' to set the per-process maximum session rate",
  "   - 'ssl-sessions global' to set the per-process maximum SSL session rate",
  "   - 'http-compression global' to set the per-process maximum compression speed in kB/s",
].join("\n");

const setRateLimit: Command = {
  words: ["set", "rate-limit"],
  level: "admin",
  usage: "set rate-limit <setting> <value>        : change a rate limiting value",
  run: ({ traffic }, [, , which = "", where, value]) => {
    const isKnown = ["connections", "sessions", "ssl-sessions", "http-compression"].includes(which);
    if (!isKnown || where !== "global") return message(rateLimits, "err");
    if (value === undefined) return message("Expects an integer value.", "err");
    const wanted = leadingNumber(value);
    if (wanted < 0) return message("Value out of range.", "err");
    if (which !== "connections" && which !== "sessions")
      return message(`halua has no limit of '${which}'.`, "err");
    if (!traffic) return message(noTraffic, "err");
    traffic.limits.setRate(which, wanted);
    return undefined;
  },
};

export const processLimitCommands: readonly Command[] = [setGlobalMaxconn, setRateLimit];
