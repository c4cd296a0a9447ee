import type { ServerAddress } from "./server-changes.ts";

/** What the last check of a server found, as the stats and events show it. */
export interface CheckReport {
  /** HAProxy's short name: `L4OK`, `L7STS` ... */
  readonly short: string;
  /** HAProxy's sentence for it: `Layer4 check passed`. */
  readonly desc: string;
  /** What the other side answered, or the system's error; for `last_chk`. */
  readonly output: string;
  /** The answer's status, where the check came that far. */
  readonly code?: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Nothing has been checked yet. */
const noReport: CheckReport = { short: "INI", desc: "Initializing", output: "", duration: 0 };

/** Where checks go, as far as that is not where traffic goes. */
export interface CheckEndpoint {
  readonly address?: ServerAddress;
  readonly port?: number;
}

/** What is said of a server's health checks, or of its agent. */
export interface CheckSettings extends CheckEndpoint {
  /** There are checks; the rest is known without them, too. */
  readonly configured: boolean;
  /** How many checks in a row change a server's mind. */
  readonly rise: number;
  readonly fall: number;
  /** Before the first check. */
  readonly health: number;
}

/** Where a server's health checks, or its agent checks, stand. Whoever checks writes here. */
export class CheckState {
  /** Whether there is anything to enable. */
  readonly configured: boolean;
  readonly rise: number;
  readonly fall: number;
  enabled: boolean;
  /** Maintenance pauses health checks. */
  paused = false;
  inProgress = false;
  /** 0..rise-1 down, rise..rise+fall-1 up. */
  health: number;
  /** Commands may change it. */
  endpoint: CheckEndpoint;
  report = noReport;

  constructor({ configured, rise, fall, health, address, port }: CheckSettings) {
    this.configured = configured;
    this.enabled = configured;
    this.rise = rise;
    this.fall = fall;
    this.health = health;
    this.endpoint = { ...(address && { address }), ...(port !== undefined && { port }) };
  }

  /** Whether its figures are shown. */
  get active(): boolean {
    return this.enabled && !this.paused;
  }

  /** Health at its best. */
  get full(): number {
    return this.rise + this.fall - 1;
  }

  /** Whether a check has run at all. */
  get hasReport(): boolean {
    return this.report !== noReport;
  }
}
