import type { Context } from "../lua/index.ts";
import type { Ending } from "./run.ts";

/**
 * The line HAProxy logs when a script fails, by context (hlua.c). Undefined
 * when there is nothing to say. `stateId` is the number of the Lua state: 0 is
 * the one that all threads share.
 */
export function failure(context: Context, name: string, ending: Ending, stateId = 0): string | undefined {
  const who = subject(context, name);
  if (ending.kind === "error" && ending.memory && (context === "task" || context === "event")) {
    return `${who} unknown error.`;
  }
  return failureOf(who, ending, stateId, refusals[context]);
}

/** The same for a place that is none of a context's usual ones; `refusal` is what is said of a script that waits where it must not. */
export function failureOf(
  who: string,
  ending: Ending,
  stateId: number,
  refusal = "yield not allowed.",
): string | undefined {
  switch (ending.kind) {
    case "done":
    case "cancelled":
      return undefined;
    case "timeout":
      return `${who} ${ending.limit} timeout.`;
    case "yield":
      return `${who} ${refusal}`;
    case "error":
      return ending.memory
        ? `${who} out of memory error.`
        : `${who} ${errorText(ending.message, ending.trace, stateId)}.`;
  }
}

const refusals: Partial<Record<Context, string>> = {
  converter: "yield functions like core.tcp() or core.sleep() are not allowed.",
};

/** The text of a run-time error. */
function errorText(message: string | undefined, trace: string, stateId: number): string {
  return message === undefined
    ? `[state-id ${stateId}] unknown runtime error from ${trace}`
    : `[state-id ${stateId}] runtime error: ${message} from ${trace}`;
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
