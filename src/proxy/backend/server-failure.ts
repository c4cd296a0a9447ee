import type { EndCause, EndPhase } from "../stream/timing.ts";

/** Why no server answers: the page the client gets, and the two letters of the logs' state. */
export interface ServerFailure {
  readonly status: 408 | 500 | 502 | 503 | 504;
  readonly cause: EndCause;
  readonly phase: EndPhase;
}
