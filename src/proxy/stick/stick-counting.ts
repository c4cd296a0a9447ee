/**
 * What traffic counts into stick tables, and when (stick_table.h, stream.h,
 * session.h). Rules say which entries a connection or a stream is followed by;
 * the stream core tells here what happens, and every followed entry counts it
 * in those columns that its table has.
 */
import type { Ruleset } from "../../config/actions.ts";
import type { CountedStatuses } from "../../config/types.ts";
import type { Sample } from "../../samples/index.ts";
import {
  countGeneral,
  countPlace,
  ratePlace,
  tagPlace,
  type ColumnName,
  type GeneralCounter,
  type GeneralTag,
  type StickEntry,
  type StickTable,
} from "../../samples/stick-tables/index.ts";
import type { StickTrackers, Tracker } from "../stream/stick-trackers.ts";

/** A session, as far as counting is concerned. */
export interface FollowedSession {
  trackers: StickTrackers | undefined;
}

/** A stream, as far as counting is concerned. */
export interface FollowedStream {
  trackers: StickTrackers | undefined;
  readonly session: FollowedSession;
  readonly http: { readonly status: number } | undefined;
}

/** Where a counter is looked for: in the stream, then in its session. A RuleContext is one. */
export interface Followed {
  readonly session: FollowedSession;
  readonly stream: FollowedStream | undefined;
}

/** Columns of one kind of event; its rate stands beside its count. */
type Events = readonly [count: ColumnName, rate: ColumnName];

const CONNECTIONS: Events = ["conn_cnt", "conn_rate"];
const SESSIONS: Events = ["sess_cnt", "sess_rate"];
const REQUESTS: Events = ["http_req_cnt", "http_req_rate"];
const ERRORS: Events = ["http_err_cnt", "http_err_rate"];
const FAILURES: Events = ["http_fail_cnt", "http_fail_rate"];
const BYTES_IN: Events = ["bytes_in_cnt", "bytes_in_rate"];
const BYTES_OUT: Events = ["bytes_out_cnt", "bytes_out_rate"];
const GLITCHES: Events = ["glitch_cnt", "glitch_rate"];

/** The entry that stick counter `counter` follows, if any. */
export function trackerOf({ session, stream }: Followed, counter: number): Tracker | undefined {
  return stream?.trackers?.[counter] ?? session.trackers?.[counter];
}

class StickCounting {
  /**
   * `track-sc<counter>`: follows the key's entry from now on, unless the
   * counter follows one already. In rules of connections and sessions it is
   * followed until the connection ends, else until the stream ends.
   *
   * @param ruleset where the rule stands: http rules come after the request
   *   was counted, and http-response rules after its status was, so that both
   *   are counted here
   * @param counted which statuses count
   */
  track(
    { session, stream }: Followed,
    counter: number,
    table: StickTable,
    key: Sample,
    ruleset: Ruleset,
    counted: CountedStatuses,
  ): void {
    if (trackerOf({ session, stream }, counter)) return;
    const tableKey = table.key(key);
    const entry = tableKey === undefined ? undefined : table.hold(tableKey);
    if (!entry) return;
    const trackers: StickTrackers = ((stream ?? session).trackers ??= []);
    trackers[counter] = { table, entry };
    entry.add("conn_cur", 1);
    countIn(entry, CONNECTIONS, 1);
    if (!ruleset.startsWith("http-")) return;
    countIn(entry, REQUESTS, 1);
    const status = stream?.http?.status;
    if (ruleset !== "http-response" || status === undefined) return;
    if (counted.errors.has(status)) countIn(entry, ERRORS, 1);
    if (counted.failures.has(status)) countIn(entry, FAILURES, 1);
  }

  /** A connection is through its `tcp-request session` rules and handshakes: it counts as a session. */
  sessionBegun(session: FollowedSession): void {
    // The only count that does not renew an entry's time.
    for (const tracker of session.trackers ?? []) if (tracker) countIn(tracker.entry, SESSIONS, 1);
  }

  /** A request came; also one that was no HTTP. Where it got no stream, it is the session that is told. */
  httpRequest(of: FollowedStream | FollowedSession): void {
    this.#count(of, REQUESTS, 1);
  }

  /**
   * The client made an error: its request could not be read, was denied or
   * timed out, or the response's status is one of those that count.
   */
  httpError(of: FollowedStream | FollowedSession): void {
    this.#count(of, ERRORS, 1);
  }

  /** The server failed, or the response's status is one of those that count. */
  httpFailure(of: FollowedStream | FollowedSession): void {
    this.#count(of, FAILURES, 1);
  }

  /** A response's head came from the server, or from a service. */
  responseStatus(stream: FollowedStream, status: number, counted: CountedStatuses): void {
    if (counted.errors.has(status)) this.httpError(stream);
    if (counted.failures.has(status)) this.httpFailure(stream);
  }

  /** Bytes that came from the client, and from the server, since the last call. */
  bytes(stream: FollowedStream, fromClient: number, fromServer: number): void {
    if (fromClient > 0) this.#count(stream, BYTES_IN, fromClient);
    if (fromServer > 0) this.#count(stream, BYTES_OUT, fromServer);
  }

  /** The client's protocol was used in an odd, but allowed way. Only what the session follows counts it. */
  glitches(session: FollowedSession, count: number): void {
    if (count > 0) this.#count(session, GLITCHES, count);
  }

  /** `sc-inc-gpc`, `sc-inc-gpc0` and `sc-inc-gpc1`. */
  incrementGpc(of: Followed, counter: number, gpc: GeneralCounter): void {
    const tracker = trackerOf(of, counter);
    if (tracker && countGeneral(tracker.entry, gpc, 1) !== undefined) tracker.table.renew(tracker.entry);
  }

  /**
   * `sc-add-gpc`. The value is asked for only where there is a place for it;
   * where it is undefined (the expression gave no integer) nothing happens. It counts modulo 2^32.
   */
  addGpc(of: Followed, counter: number, gpc: GeneralCounter, value: () => Int | undefined): void {
    const tracker = trackerOf(of, counter);
    if (!tracker || !(countPlace(tracker.entry, gpc) ?? ratePlace(tracker.entry, gpc))) return;
    const by = value();
    if (by === undefined) return;
    if (by !== 0) countGeneral(tracker.entry, gpc, unsigned(by));
    tracker.table.renew(tracker.entry);
  }

  /** `sc-set-gpt` and `sc-set-gpt0`; the value as for {@link addGpc}. */
  setGpt(of: Followed, counter: number, gpt: GeneralTag, value: () => Int | undefined): void {
    const tracker = trackerOf(of, counter);
    const place = tracker && tagPlace(tracker.entry, gpt);
    if (!place) return;
    const tag = value();
    if (tag === undefined) return;
    tracker.entry.set(place[0], unsigned(tag), place[1]);
    tracker.table.renew(tracker.entry);
  }

  /** Lets go of what the stream itself follows. */
  streamEnded(stream: FollowedStream): void {
    letGo(stream);
  }

  /** Lets go of what the connection follows; its streams have ended. */
  sessionEnded(session: FollowedSession): void {
    letGo(session);
  }

  #count(of: FollowedStream | FollowedSession, events: Events, by: number): void {
    const own = of.trackers;
    const session = "session" in of ? of.session.trackers : undefined;
    const counters = Math.max(own?.length ?? 0, session?.length ?? 0);
    for (let counter = 0; counter < counters; counter++) {
      const tracker = own?.[counter] ?? session?.[counter];
      if (tracker && countIn(tracker.entry, events, by)) tracker.table.renew(tracker.entry);
    }
  }
}

/** Counts; what it counts is held by tables, sessions and streams. */
export const stickCounting = new StickCounting();

/** The integer of a sample. */
type Int = number | bigint;

const unsigned = (value: Int): number => Number(BigInt.asUintN(32, BigInt(value)));

/** Whether the table has a column for it. */
function countIn(entry: StickEntry, [count, rate]: Events, by: number): boolean {
  const counted = entry.add(count, by);
  return entry.add(rate, by) || counted;
}

function letGo(of: { trackers: StickTrackers | undefined }): void {
  for (const tracker of of.trackers ?? []) {
    if (!tracker) continue;
    const { table, entry } = tracker;
    const current = entry.get("conn_cur");
    if (typeof current === "number") {
      if (current > 0) entry.add("conn_cur", -1);
      table.renew(entry);
    }
    table.release(entry);
  }
  of.trackers = undefined;
}
