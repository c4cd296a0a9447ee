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

/** How many checks in a row change a server's mind. */
export interface CheckSettings {
  readonly rise: number;
  readonly fall: number;
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
  report = noReport;

  constructor(settings: CheckSettings | undefined, health: number) {
    this.configured = settings !== undefined;
    this.enabled = this.configured;
    this.rise = settings?.rise ?? 0;
    this.fall = settings?.fall ?? 0;
    this.health = this.configured ? health : 0;
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
