import type { Member } from "../../members.ts";
import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { Admission } from "./admission.ts";
import type { Arrivals } from "./arrivals.ts";
import type { ProcessGauges } from "./process-gauges.ts";
import type { ProcessLimits } from "./process-limits.ts";

/** A client's connection at work, whatever protocol it speaks. */
export interface ClientConnection extends Member {
  readonly session: Session;
  /** Its streams now. */
  readonly streams: Iterable<Stream>;
  /** Closes after what is under way; at once when nothing is. */
  closeWhenIdle(): void;
  /** Ends at once. */
  abort(): void;
}

/** What frontends share. */
export interface FrontendProcess {
  readonly gauges: ProcessGauges;
  readonly admission: Admission;
  readonly arrivals: Arrivals;
  readonly limits: ProcessLimits;
}
