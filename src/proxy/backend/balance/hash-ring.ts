import type { ProxyConfig } from "../../../config/types.ts";
import type { Balancer, Candidate } from "./candidate.ts";
import type { Candidates } from "./candidates.ts";
import { avalanche } from "./hashes.ts";

/** The highest share: servers' seeds lie this far apart, so that their points never meet. */
const highestShare = 4096;

/** A point of a server on the ring; it has as many as its share. */
interface Point<T> {
  readonly key: number;
  readonly server: T;
  /** Which of its server's it is. */
  readonly index: number;
}

/** Which servers a hash passes over. */
export interface RingLimits {
  /** `hash-balance-factor`: how much of its share a server may have, in percent; 0 for any. */
  readonly factor: number;
  /** Streams that all servers serve together. */
  readonly served: () => number;
  /** `hash-preserve-affinity` */
  readonly keepsUntil: ProxyConfig["hashPreserveAffinity"];
}

/**
 * Consistent hashing: a hash goes to the nearest point on a ring, so that few
 * keys move when servers come or go (lb_chash.c). Without a key, the points
 * are gone through in turn.
 */
export class HashRing<T extends Candidate> implements Balancer<T> {
  readonly #servers: readonly T[];
  readonly #candidates: Candidates<T>;
  readonly #limits: RingLimits;
  #active: Point<T>[] = [];
  #backup: Point<T>[] = [];
  #last: Point<T> | undefined;

  constructor(servers: readonly T[], candidates: Candidates<T>, limits: RingLimits) {
    this.#servers = servers;
    this.#candidates = candidates;
    this.#limits = limits;
  }

  moved(server: T, before: number): void {
    const { share } = server;
    const seed = (server.puid * highestShare) >>> 0;
    const old = server.backup ? this.#backup : this.#active;
    // Its first points stay.
    const goes = (point: Point<T>): boolean => point.server === server && point.index >= share;
    if (share < before) this.#passOver(old, goes);
    const points = share < before ? old.filter((point) => !goes(point)) : old.slice();
    for (let i = before; i < share; i++) points.push({ key: avalanche(seed + i), server, index: i });
    // Sorting is stable: of points on the same spot the older comes first.
    points.sort((one, other) => one.key - other.key);
    if (server.backup) this.#backup = points;
    else this.#active = points;
  }

  /** When the point that was last is taken away, its next neighbour becomes it. */
  #passOver(points: readonly Point<T>[], goes: (point: Point<T>) => boolean): void {
    const last = this.#last;
    if (!last || !goes(last)) return;
    const at = points.indexOf(last);
    this.#last = undefined;
    for (let step = 1; step < points.length; step++) {
      const point = points[(at + step) % points.length];
      if (!point || goes(point)) continue;
      this.#last = point;
      return;
    }
  }

  byHash(hash: number, avoid: T | undefined): T | undefined {
    const points = this.#points();
    if (points.length === 0) return undefined;
    const after = lowerBound(points, hash);
    const next = after < points.length ? after : 0;
    const previous = next === 0 ? points.length - 1 : next - 1;
    const behind = (hash - keyAt(points, previous)) >>> 0;
    const ahead = (keyAt(points, next) - hash) >>> 0;
    return this.#eligible(points, behind <= ahead ? previous : next, avoid);
  }

  /** The first server from a point on that may take one more. */
  #eligible(points: readonly Point<T>[], from: number, avoid: T | undefined): T | undefined {
    let at = from;
    let wraps = 0;
    let server = points[at]?.server;
    while (server && (server === avoid || !this.#mayTake(server))) {
      at++;
      if (at >= points.length) {
        at = 0;
        if (++wraps > 1) break;
      }
      server = points[at]?.server;
    }
    return server;
  }

  #mayTake(server: T): boolean {
    const { factor, keepsUntil } = this.#limits;
    if (factor > 0 && !this.#isBelowBound(server)) return false;
    if (keepsUntil === "maxconn") return server.hasRoom;
    return keepsUntil === "always" || server.maxqueue === 0 || server.hasRoomInQueue;
  }

  /** No more than its share of all streams, times the factor. */
  #isBelowBound(server: T): boolean {
    const total = this.#candidates.totalShare;
    const slots = Math.floor(((this.#limits.served() + 1) * this.#limits.factor + 99) / 100);
    const rest = slots % total;
    const before = this.#shareBefore(server);
    const own =
      server.share * Math.floor(slots / total) +
      Math.floor(((before + server.share) * rest) / total) -
      Math.floor((before * rest) / total);
    return server.served < Math.max(1, own);
  }

  #shareBefore(server: T): number {
    let sum = 0;
    for (const one of this.#servers) {
      if (one === server) break;
      if (one.backup === server.backup) sum += one.share;
    }
    return sum;
  }

  next(avoid: T | undefined): T | undefined {
    const points = this.#points();
    if (points.length === 0) {
      this.#last = undefined;
      return undefined;
    }
    const start = this.#last ? points.indexOf(this.#last) : -1;
    let avoided: Point<T> | undefined;
    for (let step = 1; step <= points.length; step++) {
      const point = points[(start + step) % points.length];
      if (!point?.server.hasRoom) continue;
      if (point.server !== avoid) {
        this.#last = point;
        return point.server;
      }
      avoided = point;
    }
    this.#last = avoided;
    return avoided?.server;
  }

  #points(): readonly Point<T>[] {
    return this.#candidates.backupsServe ? this.#backup : this.#active;
  }
}

function keyAt<T>(points: readonly Point<T>[], at: number): number {
  return points[at]?.key ?? 0;
}

/** The index of the first point at or behind `hash`. */
function lowerBound<T>(points: readonly Point<T>[], hash: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyAt(points, middle) < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}
