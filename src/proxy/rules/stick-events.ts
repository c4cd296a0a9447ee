import type { ColumnName } from "../../samples/stick-tables/index.ts";
import type { Tracker } from "../stream/stick-trackers.ts";
import type { Stream } from "../stream/stream.ts";

/**
 * What traffic counts in the entries that `track-sc` follows (stick_table.c,
 * session.h). Whoever sees an event calls its function; a column that a table
 * has not is passed over.
 */

/** The trackers of a stream: its own, and the session's where it has none (smp_fetch_sc_stkctr()). */
function* trackersOf(stream: Stream): Generator<Tracker> {
  const own = stream.trackers;
  const ofSession = stream.session.trackers;
  const count = Math.max(own?.length ?? 0, ofSession?.length ?? 0);
  for (let i = 0; i < count; i++) {
    const tracker = own?.[i] ?? ofSession?.[i];
    if (tracker) yield tracker;
  }
}

function count(stream: Stream, columns: readonly ColumnName[], by = 1): void {
  if (!stream.trackers && !stream.session.trackers) return;
  for (const { table, entry } of trackersOf(stream)) {
    let changed = false;
    for (const column of columns) changed = entry.add(column, by) || changed;
    if (changed) table.touch(entry.key);
  }
}

/** An HTTP request has been received, valid or not (stream_inc_http_req_ctr()). */
export function countStickRequest(stream: Stream): void {
  count(stream, ["http_req_cnt", "http_req_rate"]);
}

/** The client made an error: a denied or invalid request, a 4xx of the server (stream_inc_http_err_ctr()). */
export function countStickError(stream: Stream): void {
  count(stream, ["http_err_cnt", "http_err_rate"]);
}

/** The server made an error: a 5xx but 501 and 505, an invalid response, none at all (stream_inc_http_fail_ctr()). */
export function countStickFailure(stream: Stream): void {
  count(stream, ["http_fail_cnt", "http_fail_rate"]);
}
