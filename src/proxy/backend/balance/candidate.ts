/** A server as the balancing algorithms see it. */
export interface Candidate {
  /** The number that orders servers in the configuration, and seeds their places on a ring. */
  readonly puid: number;
  readonly backup: boolean;
  /** The weight it is configured with, 0..256. */
  readonly initialWeight: number;
  /** Its effective weight in sixteenths; 0 while it gets no traffic. Kept by {@link Candidates}. */
  share: number;
  /** Streams that have a place on it. */
  readonly served: number;
  /** Streams that wait for it. */
  readonly queued: number;
  /** Whether one more stream would find a place at once. */
  readonly hasRoom: boolean;
  /** Whether one more stream would at least find a place in its queue. */
  readonly hasRoomInQueue: boolean;
  /** How many streams may wait for it; 0 for any number. */
  readonly maxqueue: number;
  /** New sessions of the last second. */
  readonly sessionRate: number;
  /** The share that its state allows right now. */
  currentShare(): number;
}

/**
 * What decides which server is next. It is told when a server comes, goes or
 * changes weight ({@link Balancer.moved}), and never asked while the
 * candidates of a kind are none or a single backup stands in.
 */
export interface Balancer<T extends Candidate> {
  /** The server's share is no longer what it was; its new one is in `share`. */
  moved(server: T, before: number): void;
  /**
   * The next server in turn, not `avoid` if there is another; undefined when
   * all are full. Of those that hash, what they fall back on without a key.
   */
  next(avoid: T | undefined): T | undefined;
  /** The server for a hash. Undefined where the algorithm knows none. */
  byHash?(hash: number, avoid: T | undefined): T | undefined;
  /** A stream took or left a place on a server, or in its queue. */
  touched?(server: T): void;
}
