import type { EndCause, EndPhase } from "../stream/timing.ts";

/** Why no server answers: what the client gets, and the two letters of the logs' state. */
export interface ServerFailure {
  /** For the logs, and of the page; -1 and 0 where there is no answer at all. */
  readonly status: -1 | 0 | 400 | 408 | 500 | 502 | 503 | 504;
  readonly cause: EndCause;
  readonly phase: EndPhase;
  /** No page is sent, the connection is just closed: a client that uses it again tries once more by itself. */
  readonly silent: boolean;
}

function failure(
  status: ServerFailure["status"],
  cause: EndCause,
  phase: EndPhase,
  silent = false,
): ServerFailure {
  return { status, cause, phase, silent };
}

/** The failures of getting a connection (http_return_srv_error). */
export const failures = {
  /** It waited in a queue for too long. */
  queueTimeout: failure(503, "s", "Q"),
  /** There was no place in the queue. */
  queueFull: failure(503, "S", "Q"),
  /** The client went while it waited in a queue, or for a connection. */
  queueAborted: failure(-1, "C", "Q", true),
  connectAborted: failure(-1, "C", "C", true),
  /** There is no server, or none could be reached. */
  noConnection: failure(503, "S", "C"),
  connectTimeout: failure(503, "s", "C"),
  internal: failure(500, "I", "C"),
  /** A response that is none, or broke off before its end. */
  badResponse: failure(502, "P", "H"),
  noResponse: failure(502, "S", "H"),
  responseTimeout: failure(504, "s", "H"),
  responseAborted: failure(400, "C", "H", true),
  /** The same, where the client has only ended its side: it may still read. */
  responseUnawaited: failure(400, "C", "H"),
  /** A used connection ended instead of answering: it is for the client to ask again. */
  keepAliveEnded: failure(0, "-", "-", true),
  /** A rule or a script made a head that cannot be sent. */
  badRequestHead: failure(500, "I", "H"),
} as const satisfies Record<string, ServerFailure>;
