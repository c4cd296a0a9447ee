import type { Balancer, Candidate } from "./candidate.ts";
import { HashRing } from "./hash-ring.ts";

/**
 * `balance random(draws)`: draws servers from a consistent hash's ring and
 * takes the least loaded of them; of equals, the one with fewer sessions a
 * second for its weight (get_server_rnd).
 */
export class RandomDraw<T extends Candidate> implements Balancer<T> {
  readonly #ring: HashRing<T>;
  readonly #draws: number;

  constructor(ring: HashRing<T>, draws: number) {
    this.#ring = ring;
    this.#draws = draws;
  }

  moved(server: T, before: number): void {
    this.#ring.moved(server, before);
  }

  next(avoid: T | undefined): T | undefined {
    let best: T | undefined;
    for (let draw = 0; draw < this.#draws; draw++) {
      const drawn = this.#ring.byHash(Math.floor(Math.random() * 2 ** 32), avoid);
      if (!drawn) break;
      if (!best || (drawn !== best && !isBusier(drawn, best))) best = drawn;
    }
    // Without room it is the backend's queue where one waits.
    return best?.hasRoom ? best : undefined;
  }
}

/** Whether `one` has more to do for its weight than `other`. */
function isBusier(one: Candidate, other: Candidate): boolean {
  const mine = one.served * other.share;
  const theirs = other.served * one.share;
  if (mine !== theirs) return mine > theirs;
  return other.sessionRate * one.share < one.sessionRate * other.share;
}
