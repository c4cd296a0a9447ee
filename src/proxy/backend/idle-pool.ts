/** A connection that can be kept. */
export interface Idle {
  /** What it was opened for: only streams that want the same may use it. */
  readonly key: string;
  /** It has served more than one request, and so has proved to be reusable. */
  readonly safe: boolean;
  /** Closes it. */
  close(): void;
}

/** Which connections a request may take: `http-reuse`, and whether the client would try again. */
export interface Choice {
  readonly idle: boolean;
  /** A proven one is preferred. */
  readonly safeFirst: boolean;
}

/**
 * The idle connections of a server, the one used last on top, and how many are
 * in use: from that follows how many are worth keeping (srv_add_to_idle_list,
 * srv_cleanup_idle_conns).
 */
export class IdlePool<T extends Idle> {
  /** `pool-max-conn`: the most that are kept; -1 for any number. */
  readonly #most: number;
  readonly #idle: T[] = [];
  #safeCount = 0;
  #used = 0;
  /** The most in use since the last purge, and what that says of the need. */
  #mostUsed = 0;
  #need = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get idleCount(): number {
    return this.#idle.length;
  }

  get safeCount(): number {
    return this.#safeCount;
  }

  get usedCount(): number {
    return this.#used;
  }

  /** How many connections are thought to be needed. */
  get need(): number {
    return this.#need;
  }

  /** A connection has been opened. */
  opened(): void {
    this.#used++;
    this.#mostUsed = Math.max(this.#mostUsed, this.#used);
    this.#need = Math.max(this.#need, this.#used);
  }

  /** A connection in use has been closed. */
  closed(): void {
    this.#used--;
  }

  /** Takes a connection out for use. */
  take(key: string, { idle, safeFirst }: Choice): T | undefined {
    const found = safeFirst
      ? (this.#find(key, true) ?? (idle ? this.#find(key, false) : undefined))
      : (this.#find(key, false) ?? this.#find(key, true));
    if (found === undefined) return undefined;
    const connection = this.#removeAt(found);
    if (connection) this.opened();
    return connection;
  }

  #find(key: string, safe: boolean): number | undefined {
    if (safe ? this.#safeCount === 0 : this.#safeCount === this.#idle.length) return undefined;
    for (let i = this.#idle.length - 1; i >= 0; i--) {
      const connection = this.#idle[i];
      if (connection?.safe === safe && connection.key === key) return i;
    }
    return undefined;
  }

  #removeAt(at: number): T | undefined {
    // Mostly it is the last one.
    const connection = at === this.#idle.length - 1 ? this.#idle.pop() : this.#idle.splice(at, 1)[0];
    if (connection?.safe) this.#safeCount--;
    return connection;
  }

  /** Keeps a connection that was in use; false when it is to be closed instead, having been forgotten. */
  keep(connection: T): boolean {
    const all = this.#used + this.#idle.length;
    const needed = Math.max(this.#used, this.#need);
    this.#used--;
    if (this.#most >= 0 && this.#idle.length >= this.#most) return false;
    // One is always kept of each kind; more only as far as they were needed at one time.
    const first = this.#safeCount === 0 && (connection.safe || this.#idle.length === 0);
    if (!first && all > needed) return false;
    this.#idle.push(connection);
    if (connection.safe) this.#safeCount++;
    return true;
  }

  /** Forgets a connection that has ended while it was idle. */
  forget(connection: T): void {
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#removeAt(at);
  }

  /** Closes half of what has not been needed since the last time, the longest unused first. */
  purge(): void {
    const surplus = this.#used + this.#idle.length - Math.max(this.#mostUsed, this.#need);
    this.#need = Math.max(Math.floor((this.#need + this.#mostUsed) / 2), this.#mostUsed);
    this.#mostUsed = this.#used;
    for (let count = Math.ceil(surplus / 2); count > 0; count--) this.#removeAt(0)?.close();
  }

  closeAll(): void {
    while (this.#idle.length > 0) this.#removeAt(this.#idle.length - 1)?.close();
  }
}
