import type { Execution } from "./execution.ts";
import type { HostValue } from "./values.ts";

/** Returned by a body that gives the script no value at all, which is not the same as nil. */
export const nothing: unique symbol = Symbol("nothing");

/** Several return values. */
export class Several {
  readonly values: readonly HostValue[];

  constructor(...values: readonly HostValue[]) {
    this.values = values;
  }
}

/** What a script gets from a call: a value, `nothing`, or several values. */
export type Outcome = HostValue | typeof nothing | Several;

const noOutcome = (): Outcome => nothing;

/** What a body answers: the outcome, or something that will have it, for which the script waits. */
export type Answer = Outcome | Promise<Outcome> | Waiting;

/**
 * A call for which the script waits, lighter than a promise: the coroutine is
 * suspended until {@link Waiting.finish}. Waking its run for another reason
 * does not end the wait.
 */
export class Waiting {
  /** The declared function that waits; whoever suspends the script sets it. */
  item: { readonly name: string } | undefined;
  readonly #execution: Execution<unknown>;
  readonly #look: (() => (() => Outcome) | undefined) | undefined;
  #outcome: (() => Outcome) | undefined;
  #taken = false;

  /**
   * `look` is for what several may wait for and only one can have: it is asked
   * each time the run is woken, and gives the outcome once there is one.
   */
  constructor(execution: Execution<unknown>, look?: () => (() => Outcome) | undefined) {
    this.#execution = execution;
    this.#look = look;
  }

  get isOver(): boolean {
    this.#outcome ??= this.#look?.();
    return this.#outcome !== undefined;
  }

  /**
   * Ends the wait and wakes the run. `outcome` is asked when it goes on; what
   * it throws, the script gets. Without effect once the run has gone on.
   */
  finish(outcome: () => Outcome = noOutcome): void {
    if (this.#taken) return;
    this.#outcome = outcome;
    this.#execution.wake();
  }

  /** Ends the wait without a value; lets a Waiting stand where something to be woken is wanted. */
  wake(): void {
    this.finish();
  }

  /** The outcome; only once the wait is over. */
  outcome(): Outcome {
    this.#taken = true;
    return this.#outcome?.();
  }

  /** Waits for a promise. */
  static for(promise: Promise<Outcome>, execution: Execution<unknown>): Waiting {
    const waiting = new Waiting(execution);
    promise.then(
      (outcome) => waiting.finish(() => outcome),
      (error: unknown) =>
        waiting.finish(() => {
          throw error;
        }),
    );
    return waiting;
  }
}
