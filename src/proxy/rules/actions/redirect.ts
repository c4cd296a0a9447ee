import type { RunAction } from "./place.ts";
import type { Compilers } from "./place.ts";
import { compileRedirect } from "../redirects.ts";

/** `http-request redirect` and `http-response redirect`. */
export const redirectActions: Compilers<"redirect"> = {
  redirect: (action, { home }): RunAction => {
    const answer = compileRedirect(action, home.expressions);
    return (context) => answer(context) ?? "continue";
  },
};
