import { payloadWait } from "../payload-wait.ts";
import type { ActionOf, ActionPlace, Compilers, RunAction } from "./place.ts";

/** What waits: for payload, or for a time. */
export const waitActions: Compilers<"wait-for-body" | "wait-for-handshake" | "pause"> = {
  "wait-for-body": ({ time, atLeast }, place) =>
    payloadWait(place.home.environment.time, { limitMs: time, atLeast }),
  // There is no early data to wait for.
  "wait-for-handshake": () => () => "continue",
  pause: (action, place) => pause(action, place),
};

function pause({ time }: ActionOf<"pause">, place: ActionPlace): RunAction {
  const milliseconds = place.integer(time);
  const clock = place.home.environment.time;
  return (context, progress) => {
    if (!context.mayWait) return "continue";
    const now = clock.monotonicMs();
    if (progress.isFirst) {
      const given = milliseconds(context);
      if (given === undefined || given <= 0) return "continue";
      progress.wakeAt = now + Number(given);
    }
    return now < (progress.wakeAt ?? now) ? "wait" : "continue";
  };
}
