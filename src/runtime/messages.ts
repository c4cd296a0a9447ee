import type { Context } from "../lua/index.ts";
import type { Ending } from "./run.ts";

/**
 * The line HAProxy logs when a script fails, by context (hlua.c). Undefined
 * when there is nothing to say.
 */
export function failure(context: Context, name: string, ending: Ending): string | undefined {
  const who = subject(context, name);
  switch (ending.kind) {
    case "done":
    case "cancelled":
      return undefined;
    case "timeout":
      return `${who} ${ending.limit} timeout.`;
    case "yield":
      return `${who} yield not allowed.`;
    case "error":
      if (ending.memory) {
        return context === "task" || context === "event"
          ? `${who} unknown error.`
          : `${who} out of memory error.`;
      }
      return `${who} ${errorText(ending.message, ending.trace)}.`;
  }
}

/** The text of a run-time error. `[state-id 0]` is the state that all threads share. */
function errorText(message: string | undefined, trace: string): string {
  return message === undefined
    ? `[state-id 0] unknown runtime error from ${trace}`
    : `[state-id 0] runtime error: ${message} from ${trace}`;
}

function subject(context: Context, name: string): string {
  switch (context) {
    case "event":
      return "Lua event_hdl:";
    case "heartbeat":
      return "Lua heartbeat:";
    case "fetch":
      return `Lua sample-fetch '${name}':`;
    case "converter":
      return `Lua converter '${name}':`;
    case "action":
    case "final action":
      return `Lua function '${name}':`;
    case "cli":
      return `Lua cli '<${name}>':`;
    default:
      return `Lua ${context}:`;
  }
}
