import type { Counting } from "./counters.ts";
import type { DeclaredProxy } from "./declared-proxy.ts";
import { listenerRow } from "./declared-stats.ts";
import type { ServerAddress } from "./server-changes.ts";
import { listenerGauges, type ListenerGauges } from "./traffic.ts";
import type { Listener, StatRow } from "./types.ts";

/** What a configuration says about one address of a `bind` line. */
export interface ListenerSettings {
  readonly name: string | undefined;
  /** Its number in the proxy, from 1. */
  readonly luid: number;
  readonly address: ServerAddress;
  /** HAProxy's name: `tcpv4`, `tcpv6`, `unix_stream`. */
  readonly protocol: string;
  /** 0: no limit of its own. */
  readonly maxconn: number;
}

/** A listener of this program. */
export class DeclaredListener implements Listener {
  readonly settings: ListenerSettings;
  readonly proxy: DeclaredProxy;
  readonly counters: Counting;
  readonly gauges: ListenerGauges = listenerGauges();
  /** What `show stat` calls it. */
  state: "OPEN" | "WAITING" | "FULL" = "OPEN";

  constructor(settings: ListenerSettings, proxy: DeclaredProxy, counters: Counting) {
    this.settings = settings;
    this.proxy = proxy;
    this.counters = counters;
  }

  get name(): string | undefined {
    return this.settings.name;
  }

  /** Its name in `show stat`. */
  get statName(): string {
    return this.settings.name ?? `sock-${this.settings.luid}`;
  }

  stats(): StatRow {
    return listenerRow(this);
  }
}
