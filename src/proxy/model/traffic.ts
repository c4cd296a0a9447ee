/**
 * Where the model meets what carries connections: gauges that the carrier
 * keeps up to date, and what the model asks of it when a state changes.
 */

/** What a server's state changes mean for its connections. */
export interface ServerTraffic {
  /** Sessions on the server now. */
  readonly sessions: number;
  /** Connections that wait in its queue. */
  readonly queued: number;
  /** How many sessions it may have now, where that is less than its `maxconn`. */
  readonly dynamicMaxconn: number;
  /** Moves what waits to other servers; gives how many. */
  redistribute(): number;
  /** Takes what waits in the backend's queue; gives how many. */
  takeQueued(): number;
  /** Ends its sessions. */
  shutSessions(): void;
  /** Closes the connections that wait to be used again. */
  closeIdle(): void;
}

/** No connections at all. */
export const idleTraffic: ServerTraffic = {
  sessions: 0,
  queued: 0,
  dynamicMaxconn: Infinity,
  redistribute: () => 0,
  takeQueued: () => 0,
  shutSessions: () => undefined,
  closeIdle: () => undefined,
};

/** What a frontend's or listener's state changes mean for its sockets. */
export interface AcceptControl {
  /** Stops accepting, keeps the address. */
  pause(): void;
  resume(): void;
  /** Closes for good. */
  stop(): void;
  /** Its `maxconn` is another one: who waits may have room now. */
  limitChanged(): void;
}

/** The process's own figures of a listener, by the name of their column, as all below. */
export interface ListenerGauges {
  scur: number;
  smax: number;
}

export interface FrontendGauges extends ListenerGauges {
  rate_max: number;
  req_rate_max: number;
  conn_rate_max: number;
  sess_other: number;
}

/** The averages over the last streams and the highest values that `show stat` has of a server or a backend, in milliseconds. */
export interface TimeGauges {
  qtime: number;
  ctime: number;
  rtime: number;
  ttime: number;
  qtime_max: number;
  ctime_max: number;
  rtime_max: number;
  ttime_max: number;
}

export interface BackendGauges extends TimeGauges {
  scur: number;
  smax: number;
  rate_max: number;
  qcur: number;
  qmax: number;
}

/** Sessions and queue of a server are asked of its {@link ServerTraffic}. */
export interface ServerGauges extends TimeGauges {
  qmax: number;
  smax: number;
  rate_max: number;
  srv_icur: number;
  idle_conn_cur: number;
  safe_conn_cur: number;
  used_conn_cur: number;
  need_conn_est: number;
  priv_idle_cur: number;
}

export function listenerGauges(): ListenerGauges {
  return { scur: 0, smax: 0 };
}

export function frontendGauges(): FrontendGauges {
  return { scur: 0, smax: 0, rate_max: 0, req_rate_max: 0, conn_rate_max: 0, sess_other: 0 };
}

function timeGauges(): TimeGauges {
  const averages = { qtime: 0, ctime: 0, rtime: 0, ttime: 0 };
  return { ...averages, qtime_max: 0, ctime_max: 0, rtime_max: 0, ttime_max: 0 };
}

export function backendGauges(): BackendGauges {
  return { scur: 0, smax: 0, rate_max: 0, qcur: 0, qmax: 0, ...timeGauges() };
}

export function serverGauges(): ServerGauges {
  const connections = { srv_icur: 0, idle_conn_cur: 0, safe_conn_cur: 0, used_conn_cur: 0 };
  const estimates = { need_conn_est: 0, priv_idle_cur: 0 };
  return { qmax: 0, smax: 0, rate_max: 0, ...timeGauges(), ...connections, ...estimates };
}
