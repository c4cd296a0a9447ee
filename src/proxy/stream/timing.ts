/**
 * When things happened to a stream, in monotonic milliseconds; undefined for
 * what has not. The logs' timers and the averages of the statistics are made of them.
 */
export interface StreamTiming {
  /** The stream (in HTTP: the wait for this request) began. */
  readonly begunAt: number;
  readonly begunWallMs: number;
  /** The first byte of the request came; `%Ti` ends here. */
  requestBegunAt: number | undefined;
  /** The request's head was complete. */
  requestAt: number | undefined;
  /** It left the queue (or had not to wait). */
  dequeuedAt: number | undefined;
  /** The connection to the server was there. */
  connectedAt: number | undefined;
  /** The response's head was complete. */
  responseAt: number | undefined;
  /** The last byte of the response was forwarded. */
  endedAt: number | undefined;
}

/** The timing of a stream of which no more has happened yet. */
export function timingFrom(begunAt: number, begunWallMs: number, requestBegunAt?: number): StreamTiming {
  return {
    begunAt,
    begunWallMs,
    requestBegunAt,
    requestAt: undefined,
    dequeuedAt: undefined,
    connectedAt: undefined,
    responseAt: undefined,
    endedAt: undefined,
  };
}

/** Who or what ended a stream, as the logs' first letter has it (configuration manual 8.5). */
export type EndCause = "-" | "C" | "S" | "P" | "L" | "R" | "I" | "D" | "U" | "K" | "c" | "s";

/** In which phase, as the second letter has it. */
export type EndPhase = "-" | "R" | "Q" | "C" | "H" | "D" | "L" | "T";
