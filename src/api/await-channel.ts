import { Waiting, yieldingContexts, type Answer, type Execution, type Outcome } from "../lua/index.ts";
import type { Channel } from "../proxy/stream/channel.ts";
import type { Runtime } from "../runtime/index.ts";

/** Answered by an attempt that has to be made again when there is news. */
export const pending: unique symbol = Symbol("pending");

/**
 * What `attempt` gives, once it gives something: it is made at once and again
 * at each news of the channel. It is told whether it may ask for more time; in
 * places that cannot wait it may not.
 */
export function awaitChannel(
  execution: Execution<Runtime>,
  channel: Channel,
  attempt: (mayWait: boolean) => Outcome | typeof pending,
): Answer {
  const first = attempt(yieldingContexts.has(execution.context));
  if (first !== pending) return first;
  let watching = false;
  const watch = (): void => {
    if (watching) return;
    watching = true;
    channel.onceChanged(() => {
      watching = false;
      execution.wake();
    });
  };
  watch();
  return new Waiting(execution, () => {
    // It may have lost its right to wait since.
    const outcome = attempt(yieldingContexts.has(execution.context));
    if (outcome !== pending) return () => outcome;
    watch();
    return undefined;
  });
}
