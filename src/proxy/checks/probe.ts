import type { CheckOutcome, CheckStatusName } from "./check-outcome.ts";

/** What a check says to a server, and what it makes of the answer. */
export interface Probe {
  /** What is sent once there is a connection; undefined where the connection is all that is checked. */
  request(): Buffer | undefined;
  /** More of the answer has come: how the check ends, or undefined while more is needed. */
  received(bytes: Buffer): CheckOutcome | undefined;
  /** The server has ended its side. */
  ended(): CheckOutcome;
  /** What it means when the answer takes too long. */
  readonly timeout: CheckStatusName;
}
