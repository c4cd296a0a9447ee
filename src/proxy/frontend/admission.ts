import type { Time } from "../../time.ts";

/** What must have room for a connection to be served: a listener, a frontend, the process. */
export interface Limited {
  /** Connections served now. */
  readonly connections: number;
  /** 0: no limit. */
  readonly maxconn: number;
}

/** A connection that waits to be served. */
interface Waiting {
  readonly limits: readonly Limited[];
  /** Milliseconds until a rate allows it; 0 when it does now. */
  readonly pause: () => number;
  readonly serve: () => void;
}

/**
 * Lets connections in, in order of their coming, as far as the limits allow.
 * HAProxy leaves those beyond in the kernel's queue; Node accepts them all, so
 * they wait here, unread.
 */
export class Admission {
  readonly #time: Time;
  #waiting: Waiting[] = [];
  #timerSet = false;

  constructor(time: Time) {
    this.#time = time;
  }

  /** Serves a connection now, or when there is room. Gives a way to take it out of the queue. */
  admit(limits: readonly Limited[], pause: () => number, serve: () => void): { leave(): void } {
    if (this.#waiting.length === 0 && hasRoom(limits) && pause() === 0) {
      serve();
      return { leave: () => undefined };
    }
    const waiting = { limits, pause, serve };
    this.#waiting.push(waiting);
    this.#look();
    return { leave: () => void (this.#waiting = this.#waiting.filter((one) => one !== waiting)) };
  }

  /** A connection has ended, or a limit was raised: somebody may have room now. */
  released(): void {
    if (this.#waiting.length > 0) this.#look();
  }

  #look(): void {
    let soonest = Infinity;
    const waiting = this.#waiting;
    this.#waiting = [];
    const still: Waiting[] = [];
    for (const one of waiting) {
      const pause = hasRoom(one.limits) ? one.pause() : Infinity;
      if (pause === 0) one.serve();
      else {
        still.push(one);
        soonest = Math.min(soonest, pause);
      }
    }
    this.#waiting = [...still, ...this.#waiting];
    if (soonest === Infinity || this.#timerSet) return;
    this.#timerSet = true;
    this.#time.after(soonest, () => {
      this.#timerSet = false;
      this.#look();
    });
  }
}

function hasRoom(limits: readonly Limited[]): boolean {
  return limits.every(({ connections, maxconn }) => maxconn === 0 || connections < maxconn);
}
