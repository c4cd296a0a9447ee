/** What an object counts for: a frontend or listener, or a backend or server. */
export type ObjectType = "frontend" | "backend";

/** A `show stat` figure that is one 64-bit counter of an object. */
export interface CounterStat {
  readonly name: string;
  readonly types: readonly ObjectType[];
  /** The counter's name in HAProxy's shared counters, as in the layout tables. */
  readonly counter: string;
  /** Which 64-bit word of that counter, where it is an array. */
  readonly index: number;
}

/** A `show stat` figure that is worked out from something other than one counter. */
export interface DerivedStat {
  readonly name: string;
  readonly types: readonly ObjectType[];
  readonly counter: string;
  /**
   * `sum` adds the 64-bit words of the counter from the first on; `rate` is events a second over
   * HAProxy's sliding window; `age` is the shared clock's second minus the
   * counter's; `age-or-never` is the same, or -1 while the counter is 0.
   */
  readonly how: "sum" | "rate" | "age" | "age-or-never";
  /** How many words `sum` adds. */
  readonly words?: number;
}

/**
 * The counters behind `show stat`. From HAProxy's table of proxy statistics. A
 * stat whose counter a layout does not have does not exist in that version.
 */
export const counterStats: readonly CounterStat[] = [
  { name: "stot", types: ["frontend", "backend"], counter: "cum_sess", index: 0 },
  { name: "bin", types: ["frontend", "backend"], counter: "req_in", index: 0 },
  { name: "bout", types: ["frontend", "backend"], counter: "res_in", index: 0 },
  { name: "dreq", types: ["frontend", "backend"], counter: "denied_req", index: 0 },
  { name: "dresp", types: ["frontend", "backend"], counter: "denied_resp", index: 0 },
  { name: "ereq", types: ["frontend"], counter: "failed_req", index: 0 },
  { name: "econ", types: ["backend"], counter: "failed_conns", index: 0 },
  { name: "eresp", types: ["backend"], counter: "failed_resp", index: 0 },
  { name: "wretr", types: ["backend"], counter: "retries", index: 0 },
  { name: "wredis", types: ["backend"], counter: "redispatches", index: 0 },
  { name: "chkfail", types: ["backend"], counter: "failed_checks", index: 0 },
  { name: "chkdown", types: ["backend"], counter: "down_trans", index: 0 },
  { name: "lbtot", types: ["backend"], counter: "cum_lbconn", index: 0 },
  { name: "hrsp_1xx", types: ["frontend", "backend"], counter: "p.http.rsp", index: 1 },
  { name: "hrsp_2xx", types: ["frontend", "backend"], counter: "p.http.rsp", index: 2 },
  { name: "hrsp_3xx", types: ["frontend", "backend"], counter: "p.http.rsp", index: 3 },
  { name: "hrsp_4xx", types: ["frontend", "backend"], counter: "p.http.rsp", index: 4 },
  { name: "hrsp_5xx", types: ["frontend", "backend"], counter: "p.http.rsp", index: 5 },
  { name: "hrsp_other", types: ["frontend", "backend"], counter: "p.http.rsp", index: 0 },
  { name: "hanafail", types: ["backend"], counter: "failed_hana", index: 0 },
  { name: "req_tot", types: ["backend"], counter: "p.http.cum_req", index: 0 },
  { name: "cli_abrt", types: ["backend"], counter: "cli_aborts", index: 0 },
  { name: "srv_abrt", types: ["backend"], counter: "srv_aborts", index: 0 },
  { name: "comp_in", types: ["frontend", "backend"], counter: "comp_in", index: 1 },
  { name: "comp_out", types: ["frontend", "backend"], counter: "comp_out", index: 1 },
  { name: "comp_byp", types: ["frontend", "backend"], counter: "comp_byp", index: 1 },
  { name: "comp_rsp", types: ["frontend", "backend"], counter: "p.http.comp_rsp", index: 0 },
  { name: "conn_tot", types: ["frontend"], counter: "cum_conn", index: 0 },
  { name: "intercepted", types: ["frontend"], counter: "intercepted_req", index: 0 },
  { name: "dcon", types: ["frontend"], counter: "denied_conn", index: 0 },
  { name: "dses", types: ["frontend"], counter: "denied_sess", index: 0 },
  { name: "wrew", types: ["frontend", "backend"], counter: "failed_rewrites", index: 0 },
  { name: "connect", types: ["backend"], counter: "connect", index: 0 },
  { name: "reuse", types: ["backend"], counter: "reuse", index: 0 },
  { name: "cache_lookups", types: ["frontend", "backend"], counter: "p.http.cache_lookups", index: 0 },
  { name: "cache_hits", types: ["frontend", "backend"], counter: "p.http.cache_hits", index: 0 },
  { name: "eint", types: ["frontend", "backend"], counter: "internal_errors", index: 0 },
  { name: "h1sess", types: ["frontend"], counter: "cum_sess_ver", index: 0 },
  { name: "h2sess", types: ["frontend"], counter: "cum_sess_ver", index: 1 },
  { name: "h3sess", types: ["frontend"], counter: "cum_sess_ver", index: 2 },
  { name: "req_other", types: ["frontend"], counter: "p.http.cum_req", index: 0 },
  { name: "h1req", types: ["frontend"], counter: "p.http.cum_req", index: 1 },
  { name: "h2req", types: ["frontend"], counter: "p.http.cum_req", index: 2 },
  { name: "h3req", types: ["frontend"], counter: "p.http.cum_req", index: 3 },
  { name: "reqbin", types: ["frontend", "backend"], counter: "req_in", index: 0 },
  { name: "reqbout", types: ["frontend", "backend"], counter: "req_out", index: 0 },
  { name: "resbin", types: ["frontend", "backend"], counter: "res_in", index: 0 },
  { name: "resbout", types: ["frontend", "backend"], counter: "res_out", index: 0 },
  { name: "cache_hint_hits", types: ["frontend", "backend"], counter: "p.http.cache_hint_hits", index: 0 },
];

/** The figures of `show stat` that are derived, in the order they are shown. */
export const derivedStats: readonly DerivedStat[] = [
  { name: "req_tot", types: ["frontend"], counter: "p.http.cum_req", how: "sum", words: 4 },
  { name: "rate", types: ["frontend", "backend"], counter: "sess_per_sec", how: "rate" },
  { name: "req_rate", types: ["frontend"], counter: "req_per_sec", how: "rate" },
  { name: "conn_rate", types: ["frontend"], counter: "conn_per_sec", how: "rate" },
  { name: "lastchg", types: ["backend"], counter: "last_state_change", how: "age" },
  { name: "lastsess", types: ["backend"], counter: "last_sess", how: "age-or-never" },
];
