import { findProxy } from "../../proxy/model/index.ts";
import { message, type Command, type Level } from "./command.ts";
import { leadingNumber } from "./words.ts";

/**
 * Commands of HAProxy's about what halua does not have. They are known, so that
 * a tool is told what is missing rather than that it has misspelt a command.
 */

/** What `desc` of `show stat` and `show info` is answered. */
export const noDescriptions = "halua has no descriptions of its figures: leave out 'desc'.";

function absent(words: readonly string[], level: Level, usage: string, why: string): Command {
  return { words, level, usage, run: () => message(why, "err") };
}

/** Looks at the words as HAProxy does before it says what is not there. */
const showErrors: Command = {
  words: ["show", "errors"],
  level: "operator",
  usage:
    "show errors [<px>] [request|response]   : report last request and/or response errors for each proxy",
  run: ({ proxies }, [, , name]) => {
    const isKnown =
      name === undefined ||
      leadingNumber(name) !== 0 ||
      findProxy(proxies.all, name, "frontend") !== undefined ||
      findProxy(proxies.all, name, "backend") !== undefined;
    if (!isKnown) return message("No such proxy.", "err");
    return message("halua keeps no invalid requests or responses; its logs tell of them.", "err");
  },
};

const showResolvers: Command = {
  words: ["show", "resolvers"],
  usage:
    "show resolvers [id]                     : dumps counters from all resolvers section and associated name servers",
  run: ({ traffic }, [, , id]) => {
    const sections = traffic?.config.resolvers ?? [];
    if (id !== undefined && !sections.some(({ name }) => name === id)) {
      return message("Can't find that resolvers section", "err");
    }
    if (sections.length === 0) return { text: "No resolvers found\n" };
    return message("halua asks the system for names; it counts no queries to name servers.", "err");
  },
};

export const absentCommands: readonly Command[] = [
  showErrors,
  showResolvers,
  absent(
    ["show", "activity"],
    "operator",
    "show activity [-1|0|thread_num]         : show per-thread activity stats (for support/developers)",
    "halua has no threads to show the activity of; 'show info' tells what the process does.",
  ),
  absent(
    ["show", "fd"],
    "operator",
    "show fd [-!plcfbsd] [num]               : dump list of file descriptors in use or a specific one",
    "halua keeps no table of file descriptors; 'show sess' tells of connections.",
  ),
  absent(
    ["show", "pools"],
    "user",
    "show pools [by*] [match <pfx>] [nb]     : report information about the memory pools usage",
    "halua has no memory pools.",
  ),
  absent(
    ["show", "threads"],
    "user",
    "show threads                            : show some threads debugging information",
    "halua has no threads.",
  ),
  absent(
    ["show", "schema", "json"],
    "user",
    "show schema json                        : report schema used for stats",
    "halua has no schema of its JSON.",
  ),
];
