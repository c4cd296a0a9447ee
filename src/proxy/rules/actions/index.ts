import type { Action } from "../../../config/actions.ts";
import { addressActions } from "./addresses.ts";
import { captureActions } from "./captures.ts";
import { headerActions } from "./headers.ts";
import { mapActions } from "./maps.ts";
import type { ActionPlace, Compilers, RunAction } from "./place.ts";
import { redirectActions } from "./redirect.ts";
import { replyActions } from "./replies.ts";
import { scriptActions } from "./scripts.ts";
import { settingActions } from "./settings.ts";
import { stickActions } from "./stick.ts";
import { uriActions } from "./uri.ts";
import { variableActions } from "./variables.ts";
import { verdictActions } from "./verdicts.ts";
import { waitActions } from "./waits.ts";

const compilers: Compilers<Action["kind"]> = {
  ...addressActions,
  ...captureActions,
  ...headerActions,
  ...mapActions,
  ...redirectActions,
  ...replyActions,
  ...scriptActions,
  ...settingActions,
  ...stickActions,
  ...uriActions,
  ...variableActions,
  ...verdictActions,
  ...waitActions,
};

/** Prepares an action. @throws HaluaError with HAProxy's text where a file cannot be used */
export function compileAction(action: Action, place: ActionPlace): RunAction {
  const compile = compilers[action.kind] as (action: Action, place: ActionPlace) => RunAction;
  return compile(action, place);
}
