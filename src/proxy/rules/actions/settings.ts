import type { Stream } from "../../stream/stream.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What sets how the stream goes on: its timeouts, retries, log level, strictness. */
export const settingActions: Compilers<
  | "set-timeout"
  | "set-log-level"
  | "set-nice"
  | "no-effect"
  | "strict-mode"
  | "disable-l7-retry"
  | "set-retries"
  | "set-priority-class"
  | "set-priority-offset"
> = {
  "set-timeout": ({ timeout, value }, place) => {
    const milliseconds = place.integer(value);
    return (context) => {
      const given = milliseconds(context);
      if (context.stream && given !== undefined) context.stream.timeouts[timeout] = Number(given);
      return "continue";
    };
  },
  "set-log-level":
    ({ level }) =>
    ({ stream }) => {
      if (stream) stream.logLevel = level;
      return "continue";
    },
  // Accepted only: the manual says why.
  "set-nice": () => () => "continue",
  "no-effect": () => () => "continue",
  "strict-mode":
    ({ on }) =>
    (_, progress) => {
      progress.strict = on;
      return "continue";
    },
  "disable-l7-retry":
    () =>
    ({ stream }) => {
      if (stream?.http) stream.http.noRetry = true;
      return "continue";
    },
  "set-retries": ({ value }, place) => {
    const retries = place.integer(value);
    return (context) => {
      const given = retries(context);
      if (context.stream && given !== undefined && given >= 0 && given <= 100) {
        context.stream.maxRetries = Number(given);
      }
      return "continue";
    };
  },
  "set-priority-class": (action, place) =>
    setPriority(action, place, 0x7ff, (stream, value) => (stream.priorityClass = value)),
  "set-priority-offset": (action, place) =>
    setPriority(action, place, 0x7ffff, (stream, value) => (stream.priorityOffset = value)),
};

/** Sets one of the two numbers that order queues, cut to -`most` to `most`. */
function setPriority(
  { value }: ActionOf<"set-priority-class" | "set-priority-offset">,
  place: ActionPlace,
  most: number,
  put: (stream: Stream, value: number) => void,
): RunAction {
  const number = place.integer(value);
  return (context) => {
    const given = number(context);
    if (context.stream && given !== undefined) {
      // An int of C.
      put(context.stream, Math.max(-most, Math.min(most, Number(BigInt.asIntN(32, BigInt(given))))));
    }
    return "continue";
  };
}
