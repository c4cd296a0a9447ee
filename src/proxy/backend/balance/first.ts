import type { Balancer, Candidate } from "./candidate.ts";
import type { Candidates } from "./candidates.ts";

/** `balance first`: the server with the lowest id that has room (lb_fas.c). */
export class First<T extends Candidate> implements Balancer<T> {
  readonly #servers: readonly T[];
  readonly #candidates: Candidates<T>;
  #ordered: T[] | undefined;

  constructor(servers: readonly T[], candidates: Candidates<T>) {
    this.#servers = servers;
    this.#candidates = candidates;
  }

  moved(): void {
    this.#ordered = undefined;
  }

  next(avoid: T | undefined): T | undefined {
    const backups = this.#candidates.backupsServe;
    this.#ordered ??= this.#servers
      .filter(({ share, backup }) => share > 0 && backup === backups)
      .sort((one, other) => one.puid - other.puid);
    let avoided: T | undefined;
    for (const server of this.#ordered) {
      if (!server.hasRoom) continue;
      if (server !== avoid) return server;
      avoided = server;
    }
    return avoided;
  }
}
