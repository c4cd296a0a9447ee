import type { Session } from "../stream/session.ts";
import type { Stream } from "../stream/stream.ts";
import type { Frontend } from "./frontend.ts";
import type { Listener } from "./listener.ts";

/** What a connection of any protocol is made with. */
export interface ConnectionParts {
  readonly frontend: Frontend;
  readonly listener: Listener;
  readonly session: Session;
  /** Of a connection that was in TCP mode until now: the stream that goes on with its first request. */
  readonly upgraded?: Stream;
}
