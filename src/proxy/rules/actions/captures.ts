import { cast } from "../../../samples/index.ts";
import type { Compilers } from "./place.ts";

/** `capture`: keeps a text for the logs in one of the frontend's slots, cut to its length. */
export const captureActions: Compilers<"capture"> = {
  capture: ({ expression, slot }, place) => {
    const evaluate = place.home.expressions.awaited(expression);
    return (context) => {
      const { stream, direction, session } = context;
      if (!stream) return "continue";
      const { requestCaptures, responseCaptures } = session.frontend.config;
      const isRequest = direction === "request";
      const declared = (isRequest ? requestCaptures : responseCaptures)[slot];
      if (!declared) return "continue";
      const sample = evaluate(context);
      if (sample === "missing") return context.mayWait ? "wait" : "continue";
      const text = sample && cast(sample, "str");
      if (typeof text?.value === "string") {
        const captures = isRequest ? stream.requestCaptures : stream.responseCaptures;
        captures[slot] = text.value.slice(0, declared.length);
      }
      return "continue";
    };
  },
};
