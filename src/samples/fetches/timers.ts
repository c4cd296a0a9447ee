/** Fetches of times and byte counts, which logs show too. Milliseconds; -1 for what has not happened. */
import { integer } from "../sample.ts";
import type { FetchContext, SessionView, StreamView } from "../views.ts";
import { integerFetch, plain, type Fetch } from "./fetch.ts";

/** The times of a stream as HAProxy keeps them: from the moment where its wait began (struct strm_logs). */
export interface Timers {
  /** Monotonic wall clock milliseconds of that moment. */
  readonly acceptedWallMs: number;
  /** What handshakes took; only a connection's first stream has had any. */
  readonly handshake: number;
  /** From the handshake to the first byte of the request. */
  readonly idle: number;
  /** To the end of the request's head. */
  readonly request: number;
  /** To leaving the queue, to the connection, to the end of the response's head. */
  readonly queue: number;
  readonly connect: number;
  readonly data: number;
  /** To the end; 0 before it. */
  readonly close: number;
}

export function timersOf({ timing, http }: StreamView, session: SessionView): Timers {
  const since = (moment: number | undefined): number =>
    moment === undefined ? -1 : Math.max(0, Math.floor(moment - timing.begunAt));
  const handshake = timing.begunAt <= session.acceptedAt ? Math.floor(session.handshakeMs) : 0;
  const begun = since(timing.requestBegunAt);
  return {
    acceptedWallMs: timing.begunWallMs,
    handshake,
    idle: http && begun >= 0 ? Math.max(0, begun - handshake) : -1,
    request: since(timing.requestAt),
    queue: since(timing.dequeuedAt),
    connect: since(timing.connectedAt),
    data: since(timing.responseAt),
    close: timing.endedAt === undefined ? 0 : since(timing.endedAt),
  };
}

/** As {@link timersOf}, of a connection that has no stream. */
export function sessionTimers(session: SessionView, now: number): Timers {
  return {
    acceptedWallMs: session.acceptedWallMs,
    handshake: Math.floor(session.handshakeMs),
    idle: 0,
    request: -1,
    queue: -1,
    connect: -1,
    data: -1,
    close: Math.max(0, Math.floor(now - session.acceptedAt)),
  };
}

/** How long a phase took; -1 where it has not ended. */
const phase = (end: number, start: number): number => (end >= 0 ? end - start : -1);

export const requestTime = ({ request, idle, handshake }: Timers): number =>
  request >= 0 ? request - idle - handshake : -1;
export const queueTime = ({ queue, request }: Timers): number => phase(queue, request);
export const connectTime = ({ connect, queue }: Timers): number => phase(connect, queue);
export const responseTime = ({ data, connect }: Timers): number => phase(data, connect);
export const dataTime = ({ close, data }: Timers): number => (data >= 0 ? close - data : -1);
export const activeTime = ({ close, idle, handshake }: Timers): number =>
  close - (idle >= 0 ? idle + handshake : 0);
export const userTime = ({ close, idle }: Timers): number => close - Math.max(idle, 0);

/** When the request began, by the wall clock. */
export const requestWallMs = ({ acceptedWallMs, idle, handshake }: Timers): number =>
  acceptedWallMs + (idle >= 0 ? idle + handshake : 0);

const timer = (value: (timers: Timers) => number): Fetch =>
  integerFetch(({ stream, session }) => stream && session && value(timersOf(stream, session)));

const bytes = (which: keyof StreamView["bytes"]): Fetch => integerFetch(({ stream }) => stream?.bytes[which]);

/** A moment in the unit of the argument, seconds by default. */
const date =
  (moment: (timers: Timers) => number): Fetch =>
  (args) => {
    const unit = args[0]?.text ?? "s";
    return {
      one: (context) => {
        const timers = contextTimers(context);
        if (!timers) return undefined;
        const ms = moment(timers);
        if (unit === "us") return integer(Math.floor(ms * 1000));
        return integer(Math.floor(unit === "ms" ? ms : ms / 1000));
      },
    };
  };

function contextTimers(context: FetchContext): Timers | undefined {
  const { stream, session } = context;
  if (!session) return undefined;
  return stream ? timersOf(stream, session) : sessionTimers(session, context.monotonicMs());
}

export const TIMER_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["accept_date", date(({ acceptedWallMs }) => acceptedWallMs)],
  ["request_date", date(requestWallMs)],
  ["req.timer.idle", timer(({ idle }) => idle)],
  ["req.timer.tq", timer(({ request }) => request)],
  ["req.timer.hdr", timer(requestTime)],
  ["req.timer.queue", timer(queueTime)],
  ["res.timer.hdr", timer(responseTime)],
  ["res.timer.data", timer(dataTime)],
  ["txn.timer.total", timer(activeTime)],
  ["txn.timer.user", timer(userTime)],
  ["bc.timer.connect", timer(connectTime)],
  ["fc.timer.total", timer(({ close }) => close)],
  [
    "fc.timer.handshake",
    plain((context) => {
      const timers = contextTimers(context);
      return timers && integer(timers.handshake);
    }),
  ],
  ["bc_be_queue", integerFetch(({ stream }) => stream?.backendQueue)],
  ["bc_srv_queue", integerFetch(({ stream }) => stream?.serverQueue)],
  ["bytes_in", bytes("clientIn")],
  ["bytes_out", bytes("serverIn")],
  ["req.bytes_in", bytes("clientIn")],
  ["req.bytes_out", bytes("serverOut")],
  ["res.bytes_in", bytes("serverIn")],
  ["res.bytes_out", bytes("clientOut")],
];
