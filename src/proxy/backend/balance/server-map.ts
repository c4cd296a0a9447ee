import type { Balancer, Candidate } from "./candidate.ts";
import type { Candidates } from "./candidates.ts";

const shareScale = 16;

/**
 * A table with as many entries a server as its weight says: `balance
 * static-rr` goes through it in turn, map-based hashes point into it. It is
 * made anew when servers come or go (lb_map.c).
 */
export class ServerMap<T extends Candidate> implements Balancer<T> {
  readonly #servers: readonly T[];
  readonly #candidates: Candidates<T>;
  #entries: T[] | undefined;
  #index = 0;

  constructor(servers: readonly T[], candidates: Candidates<T>) {
    this.#servers = servers;
    this.#candidates = candidates;
  }

  moved(): void {
    this.#entries = undefined;
  }

  next(avoid: T | undefined): T | undefined {
    const entries = this.#map();
    if (entries.length === 0) return undefined;
    if (this.#index >= entries.length) this.#index = 0;
    let avoided: number | undefined;
    for (let step = 1; step <= entries.length; step++) {
      const after = this.#index + step;
      const at = (after - 1) % entries.length;
      const server = entries[at];
      if (!server?.hasRoom) continue;
      avoided = at;
      if (server !== avoid) break;
    }
    if (avoided === undefined) return undefined;
    this.#index = avoided + 1;
    return entries[avoided];
  }

  byHash(hash: number): T | undefined {
    const entries = this.#map();
    return entries[hash % entries.length];
  }

  /** Weights are divided by what they have in common, so that the table stays small. */
  #map(): T[] {
    if (this.#entries) return this.#entries;
    const backups = this.#candidates.backupsServe;
    const scale = commonDivisor(this.#servers.map(({ initialWeight }) => initialWeight)) * shareScale;
    const usable = this.#servers.filter(({ share, backup }) => share > 0 && backup === backups);
    const weights = usable.map(({ share }) => Math.ceil(share / scale));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const scores = weights.map(() => 0);
    this.#entries = [];
    for (let entry = 0; entry < total; entry++) {
      let best = 0;
      let highest = -Infinity;
      for (let i = 0; i < usable.length; i++) {
        scores[i] = (scores[i] ?? 0) + (weights[i] ?? 0);
        const value = Math.trunc(((scores[i] ?? 0) + total) / total);
        if (value > highest) {
          highest = value;
          best = i;
        }
      }
      scores[best] = (scores[best] ?? 0) - total;
      const server = usable[best];
      if (server) this.#entries.push(server);
    }
    return this.#entries;
  }
}

function commonDivisor(weights: readonly number[]): number {
  let divisor = 0;
  for (const weight of weights) {
    let [a, b] = [divisor, weight];
    while (b > 0) [a, b] = [b, a % b];
    divisor = a;
  }
  return Math.max(1, divisor);
}
