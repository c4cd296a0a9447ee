import type { Counting } from "./counters.ts";
import { listenerRow, type CountedProxy } from "./declared-stats.ts";
import type { ListenerSettings } from "./settings.ts";
import { listenerGauges, type ListenerGauges } from "./traffic.ts";
import type { Listener, StatRow } from "./types.ts";

/** A listener of this program. */
export class DeclaredListener implements Listener {
  readonly settings: ListenerSettings;
  readonly proxy: CountedProxy;
  readonly counters: Counting;
  readonly gauges: ListenerGauges = listenerGauges();
  /** What `show stat` calls it. */
  state: "OPEN" | "WAITING" | "FULL" = "OPEN";

  constructor(settings: ListenerSettings, proxy: CountedProxy, counters: Counting) {
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
