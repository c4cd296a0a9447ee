import type { Compilers } from "./place.ts";

/** What sets how the stream goes on: its timeouts, retries, log level, strictness. */
export const settingActions: Compilers<
  | "set-timeout"
  | "set-log-level"
  | "set-nice"
  | "no-effect"
  | "strict-mode"
  | "disable-l7-retry"
  | "set-retries"
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
};
