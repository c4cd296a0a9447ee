import type { Compilers } from "./place.ts";

/** `capture`: keeps a text for the logs in one of the frontend's slots, cut to its length. */
export const captureActions: Compilers<"capture"> = {
  capture: ({ expression, slot }, place) => {
    const evaluate = place.value(expression, "str");
    const waits = place.ruleset === "tcp-request content";
    return (context) => {
      const { stream, direction, session } = context;
      if (!stream) return "continue";
      const { requestCaptures, responseCaptures } = session.frontend.config;
      const isRequest = direction === "request";
      const declared = (isRequest ? requestCaptures : responseCaptures)[slot];
      if (!declared) return "continue";
      const sample = evaluate(context);
      if (typeof sample?.value === "string") {
        const captures = isRequest ? stream.requestCaptures : stream.responseCaptures;
        captures[slot] = sample.value.slice(0, declared.length);
      } else if (waits && !context.final && context.mayWait) return "wait";
      return "continue";
    };
  },
};
