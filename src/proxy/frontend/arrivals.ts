import type { Time } from "../../time.ts";
import type { WritingPace } from "./socket-writer.ts";

/** How many turns answers may be held back for: a turn that brings a connection takes a fraction of a millisecond. */
const mostTurns = 200;

/**
 * Lets connections that wait be accepted before those there are get their
 * answers. libuv accepts one connection a turn of the event loop. Where a turn
 * answers a hundred busy clients, the hundredth that waits would see each of
 * them answered a hundred times: seconds, when all clients of a process come to
 * its heir at a reload. So answers are held until a turn brings no connection.
 */
export class Arrivals implements WritingPace {
  readonly #time: Time;
  #held: (() => void)[] | undefined;
  #turns = 0;
  #came = false;

  constructor(time: Time) {
    this.#time = time;
  }

  /** Notes a connection that has come. */
  came(): void {
    this.#came = true;
    if (this.#held) return;
    this.#held = [];
    this.#turns = 0;
    this.#lookAgain();
  }

  /** Answers are held back just now. */
  get holds(): boolean {
    return this.#held !== undefined;
  }

  /** Calls `fn` at the end of this turn, or of the first in which no connection comes. */
  soon(fn: () => void): void {
    if (this.#held) this.#held.push(fn);
    else this.#time.soon(fn);
  }

  #lookAgain(): void {
    this.#time.soon(() => {
      const came = this.#came;
      this.#came = false;
      if (came && ++this.#turns < mostTurns) this.#lookAgain();
      else this.#letGo();
    });
  }

  #letGo(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const fn of held) fn();
  }
}
