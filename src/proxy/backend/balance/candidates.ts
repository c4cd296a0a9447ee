import type { Balancer, Candidate } from "./candidate.ts";

/**
 * The servers of a backend that get traffic: the active ones, or without any
 * of these the first backup, or all of them with `option allbackups`
 * (recount_servers and update_backend_weight in backend.c).
 */
export class Candidates<T extends Candidate> {
  readonly #servers: readonly T[];
  readonly #allBackups: boolean;
  activeCount = 0;
  backupCount = 0;
  activeShare = 0;
  backupShare = 0;
  /** The backup that stands in alone. */
  firstBackup: T | undefined;

  /** @param servers in the order of the configuration; may grow and shrink */
  constructor(servers: readonly T[], allBackups: boolean) {
    this.#servers = servers;
    this.#allBackups = allBackups;
  }

  /** Which kind gets the traffic. */
  get backupsServe(): boolean {
    return this.activeCount === 0;
  }

  /** How many servers share the traffic. */
  get count(): number {
    if (this.activeCount > 0) return this.activeCount;
    return this.firstBackup ? 1 : this.backupCount;
  }

  /** Their shares together; 0: no server at all. */
  get totalShare(): number {
    if (this.activeCount > 0) return this.activeShare;
    return this.firstBackup ? this.firstBackup.share : this.backupShare;
  }

  /** The one that stands in for all, while no active server is there. */
  get standIn(): T | undefined {
    return this.activeCount > 0 ? undefined : this.firstBackup;
  }

  /** Looks at the servers again and tells the balancer which have changed. */
  update(balancer: Balancer<T>): void {
    const moved: { server: T; before: number }[] = [];
    for (const server of this.#servers) {
      const before = server.share;
      server.share = server.currentShare();
      if (server.share !== before) moved.push({ server, before });
    }
    this.#recount();
    for (const { server, before } of moved) balancer.moved(server, before);
  }

  /** Forgets a server that is being taken away. */
  remove(server: T, balancer: Balancer<T>): void {
    const before = server.share;
    server.share = 0;
    this.#recount();
    if (before > 0) balancer.moved(server, before);
  }

  #recount(): void {
    this.activeCount = this.backupCount = this.activeShare = this.backupShare = 0;
    this.firstBackup = undefined;
    for (const server of this.#servers) {
      if (server.share === 0) continue;
      if (!server.backup) {
        this.activeCount++;
        this.activeShare += server.share;
        continue;
      }
      if (this.backupCount === 0 && !this.#allBackups) this.firstBackup = server;
      this.backupCount++;
      this.backupShare += server.share;
    }
  }
}
