import type { ProxyOption } from "../../config/types.ts";
import type { Candidates } from "./balance/candidates.ts";
import type { PendingQueue } from "./pending-queue.ts";
import type { ServerPlacement } from "./server-placement.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/** A backend as its servers see it. */
export interface BackendState {
  /** Streams that it has now. */
  readonly sessions: number;
  readonly fullconn: number;
  readonly options: ReadonlySet<ProxyOption>;
  /** Streams that wait for any server. */
  readonly queue: PendingQueue<ServerPlacement>;
  readonly candidates: Candidates<ServerTraffic>;
  /** Shows how long the queue is. */
  showQueue(): void;
}
