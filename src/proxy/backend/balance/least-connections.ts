import type { Balancer, Candidate } from "./candidate.ts";
import type { Candidates } from "./candidates.ts";

const highestShare = 4096;

interface Load {
  key: number;
  /** When it came to that load; of servers with the same, the one that has had it longest is next. */
  since: number;
}

/**
 * `balance leastconn`: the server with the fewest streams for its weight
 * (lb_fwlc.c). HAProxy draws lots among equals; here they take turns.
 */
export class LeastConnections<T extends Candidate> implements Balancer<T> {
  readonly #servers: readonly T[];
  readonly #candidates: Candidates<T>;
  readonly #loads = new Map<T, Load>();
  #clock = 0;

  constructor(servers: readonly T[], candidates: Candidates<T>) {
    this.#servers = servers;
    this.#candidates = candidates;
  }

  moved(server: T): void {
    this.#loads.set(server, { key: keyOf(server), since: ++this.#clock });
  }

  touched(server: T): void {
    const load = this.#loads.get(server);
    const key = keyOf(server);
    if (!load || load.key === key) return;
    load.key = key;
    load.since = ++this.#clock;
  }

  next(avoid: T | undefined): T | undefined {
    const backups = this.#candidates.backupsServe;
    let best: T | undefined;
    let least: Load | undefined;
    let avoided: T | undefined;
    for (const server of this.#servers) {
      if (server.share === 0 || server.backup !== backups || !server.hasRoomInQueue) continue;
      if (server === avoid) {
        avoided = server;
        continue;
      }
      const load = this.#loads.get(server);
      if (!load || (least && isLess(least, load))) continue;
      least = load;
      best = server;
    }
    return best ?? avoided;
  }
}

function isLess(one: Load, other: Load): boolean {
  return one.key < other.key || (one.key === other.key && one.since < other.since);
}

function keyOf({ served, queued, share }: Candidate): number {
  const streams = served + queued;
  return streams === 0 ? 0 : Math.floor(((streams + 1) * highestShare) / Math.max(1, share));
}
