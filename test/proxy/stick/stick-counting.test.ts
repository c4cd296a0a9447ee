import assert from "node:assert/strict";
import type { Ruleset } from "../../../src/config/actions.ts";
import { VirtualTime } from "../../../src/lab/virtual-time.ts";
import {
  stickCounting as counting,
  trackerOf,
  type FollowedSession,
  type FollowedStream,
} from "../../../src/proxy/stick/stick-counting.ts";
import { text } from "../../../src/samples/sample.ts";
import { StickTable, type Column, type ColumnName } from "../../../src/samples/stick-tables/index.ts";

const period = 10_000;
const COLUMNS: readonly Column[] = [
  { name: "conn_cnt" },
  { name: "conn_rate", period },
  { name: "conn_cur" },
  { name: "sess_cnt" },
  { name: "sess_rate", period },
  { name: "http_req_cnt" },
  { name: "http_req_rate", period },
  { name: "http_err_cnt" },
  { name: "http_err_rate", period },
  { name: "http_fail_cnt" },
  { name: "http_fail_rate", period },
  { name: "bytes_in_cnt" },
  { name: "bytes_in_rate", period, unit: 100 },
  { name: "bytes_out_cnt" },
  { name: "glitch_cnt" },
  { name: "glitch_rate", period },
  { name: "gpt", elements: 2 },
  { name: "gpc", elements: 2 },
  { name: "gpc_rate", elements: 1, period },
];

/** Some statuses that count. */
const counted = { errors: new Set([400, 403, 404, 499]), failures: new Set([500, 502, 503, 504]) };

/** What counting sees of a session and of streams in it. */
function scene(columns: readonly Column[] = COLUMNS) {
  const time = new VirtualTime();
  const table = new StickTable({ name: "t", type: "string", size: 10, expire: 60_000, columns, time });
  const session: FollowedSession = { trackers: undefined };
  const stream = (status = -1): FollowedStream => ({ session, trackers: undefined, http: { status } });
  const track = (of: FollowedStream | undefined, counter: number, key: string, ruleset: Ruleset): void =>
    counting.track({ session, stream: of }, counter, table, text(key), ruleset, counted);
  const figures = (key: string): Record<string, unknown> => {
    const entry = table.find(key);
    assert.ok(entry);
    const shown: Record<string, unknown> = {};
    for (const { name, elements = 1 } of columns) {
      for (let i = 0; i < elements; i++) {
        const value = entry.get(name, i);
        if (value !== 0) shown[elements > 1 ? `${name}${i}` : name] = value;
      }
    }
    return shown;
  };
  return { time, table, counting, session, stream, track, figures };
}

describe("counting into stick tables", () => {
  it("counts a connection while it lasts, and once for all", () => {
    const { counting, session, table, track, figures } = scene();
    track(undefined, 0, "a", "tcp-request connection");
    counting.sessionBegun(session);
    assert.deepEqual(figures("a"), {
      conn_cnt: 1,
      conn_rate: 1,
      conn_cur: 1,
      sess_cnt: 1,
      sess_rate: 1,
    });
    assert.equal(table.find("a")?.users, 1);
    counting.sessionEnded(session);
    assert.deepEqual(figures("a"), { conn_cnt: 1, conn_rate: 1, sess_cnt: 1, sess_rate: 1 });
    assert.equal(table.find("a")?.users, 0);
  });

  it("follows with a counter what it followed first", () => {
    const { session, stream, track, table } = scene();
    track(undefined, 0, "a", "tcp-request session");
    const one = stream();
    track(one, 0, "b", "http-request");
    assert.equal(table.find("b"), undefined, "the session's counter is the stream's too");
    track(one, 1, "b", "http-request");
    track(one, 1, "c", "http-request");
    assert.equal(trackerOf({ session, stream: one }, 0)?.entry.key, "a");
    assert.equal(trackerOf({ session, stream: one }, 1)?.entry.key, "b");
    assert.equal(trackerOf({ session, stream: undefined }, 1), undefined);
  });

  it("counts requests where http rules follow, since those come late", () => {
    const { counting, stream, track, figures } = scene();
    const tcp = stream();
    track(tcp, 0, "tcp", "tcp-request content");
    assert.equal(figures("tcp").http_req_cnt, undefined);
    counting.httpRequest(tcp);
    assert.equal(figures("tcp").http_req_cnt, 1);
    track(stream(404), 0, "request", "http-request");
    assert.deepEqual(figures("request"), {
      conn_cnt: 1,
      conn_rate: 1,
      conn_cur: 1,
      http_req_cnt: 1,
      http_req_rate: 1,
    });
    track(stream(404), 0, "404", "http-response");
    assert.equal(figures("404").http_err_cnt, 1);
    track(stream(503), 0, "503", "http-response");
    assert.deepEqual([figures("503").http_err_cnt, figures("503").http_fail_rate], [undefined, 1]);
    track(stream(501), 0, "501", "http-response");
    assert.equal(figures("501").http_fail_cnt, undefined, "a client can cause 501 and 505");
  });

  it("tells every counter of a stream and of its session what happens", () => {
    const { counting, session, stream, track, figures } = scene();
    track(undefined, 0, "session", "tcp-request connection");
    const one = stream();
    track(one, 2, "stream", "tcp-request content");
    counting.httpRequest(one);
    counting.bytes(one, 250, 0);
    counting.bytes(one, 0, 5000);
    counting.responseStatus(one, 404, counted);
    counting.responseStatus(one, 500, counted);
    counting.responseStatus(one, 505, counted);
    counting.glitches(session, 3);
    const both = {
      conn_cnt: 1,
      conn_rate: 1,
      conn_cur: 1,
      http_req_cnt: 1,
      http_req_rate: 1,
      http_err_cnt: 1,
      http_err_rate: 1,
      http_fail_cnt: 1,
      http_fail_rate: 1,
      bytes_in_cnt: 250,
      bytes_in_rate: 300,
      bytes_out_cnt: 5000,
    };
    assert.deepEqual(figures("stream"), both);
    assert.deepEqual(figures("session"), { ...both, glitch_cnt: 3, glitch_rate: 3 });
    counting.streamEnded(one);
    assert.equal(figures("stream").conn_cur, undefined);
    assert.equal(figures("session").conn_cur, 1);
  });

  it("counts a request that got no stream for the session", () => {
    const { counting, session, track, figures } = scene();
    track(undefined, 0, "a", "tcp-request connection");
    counting.httpRequest(session);
    counting.httpError(session);
    assert.deepEqual([figures("a").http_req_cnt, figures("a").http_err_cnt], [1, 1]);
  });

  it("renews an entry's time with what is counted, but for sessions", () => {
    const { time, counting, session, stream, table, track } = scene();
    track(undefined, 0, "a", "tcp-request connection");
    const left = (): number => {
      const entry = table.find("a");
      assert.ok(entry);
      return table.timeLeft(entry);
    };
    time.advanceSync(1000);
    counting.sessionBegun(session);
    assert.equal(left(), 59_000);
    counting.httpRequest(stream());
    assert.equal(left(), 60_000);
  });

  it("increments, adds to and sets general purpose counters and tags", () => {
    const { counting, session, stream, track, figures } = scene();
    const one = stream();
    track(one, 0, "a", "tcp-request content");
    const of = { session, stream: one };
    counting.incrementGpc(of, 0, "gpc0");
    counting.incrementGpc(of, 0, 1);
    counting.incrementGpc(of, 1, 1);
    counting.addGpc(of, 0, 0, () => 2n ** 32n + 4n);
    counting.addGpc(of, 0, 0, () => undefined);
    counting.addGpc(of, 0, 7, () => assert.fail("no place for it"));
    counting.setGpt(of, 0, "gpt0", () => 9);
    counting.setGpt(of, 0, 1, () => -1);
    const { gpc0, gpc1, gpc_rate, gpt0, gpt1 } = figures("a");
    assert.deepEqual(
      { gpc0, gpc1, gpc_rate, gpt0, gpt1 },
      { gpc0: 5, gpc1: 1, gpc_rate: 5, gpt0: 9, gpt1: 2 ** 32 - 1 },
    );
  });

  it("prefers gpc0's own column to the array", () => {
    const columns: Column[] = [{ name: "gpc0" }, { name: "gpc1_rate", period }];
    const { counting, session, stream, track, figures } = scene(columns);
    const one = stream();
    track(one, 0, "a", "tcp-request content");
    counting.incrementGpc({ session, stream: one }, 0, "gpc0");
    counting.incrementGpc({ session, stream: one }, 0, "gpc1");
    counting.incrementGpc({ session, stream: one }, 0, 0);
    assert.deepEqual(figures("a"), { gpc0: 1, gpc1_rate: 1 } satisfies Partial<Record<ColumnName, number>>);
  });
});
