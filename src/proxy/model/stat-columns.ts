import type { StatKind } from "./types.ts";

/** How `show stat typed` names a value's type. */
export type StatType = "str" | "u32" | "s32" | "u64";

/** One column of `show stat`. */
export interface StatColumn {
  readonly name: string;
  /** Its place in the line, from 0. */
  readonly position: number;
  readonly type: StatType;
  /** Whether it is a figure that processes share through the statistics file. */
  readonly shared: boolean;
  /** Which lines have it. */
  has(kind: StatKind): boolean;
  /** The four letters of `show stat typed`: origin, nature, scope, persistence. */
  tags(kind: StatKind): string;
}

type Line = readonly [name: string, kinds: string, tags: string, type: StatType, tagsOfBackend?: string];

/**
 * Columns in order, the kinds of lines that have them (listener, frontend,
 * backend, server), tags and type; as HAProxy 3.5-dev5's `show stat typed`
 * shows them. The columns of its modules (h1, h2, ssl ...) come after these
 * and are left out.
 */
const lines: readonly Line[] = [
  ["pxname", "LFBS", "KNSV", "str"],
  ["svname", "LFBS", "KNSV", "str"],
  ["qcur", "BS", "MGPV", "u32"],
  ["qmax", "BS", "MMPV", "u32"],
  ["scur", "LFBS", "MGPV", "u32"],
  ["smax", "LFBS", "MMPV", "u32"],
  ["slim", "LFBS", "CLPV", "u32"],
  ["stot", "LFBS", "MCPP", "u64"],
  ["bin", "LFBS", "MCPP", "u64"],
  ["bout", "LFBS", "MCPP", "u64"],
  ["dreq", "LFB", "MCPP", "u64"],
  ["dresp", "LFBS", "MCPP", "u64"],
  ["ereq", "LF", "MCPP", "u64"],
  ["econ", "BS", "MCPP", "u64"],
  ["eresp", "BS", "MCPP", "u64"],
  ["wretr", "BS", "MCPP", "u64"],
  ["wredis", "BS", "MCPP", "u64"],
  ["status", "LFBS", "SGPV", "str"],
  ["weight", "BS", "MaPV", "u32"],
  ["act", "BS", "SGPV", "u32", "MGPV"],
  ["bck", "BS", "SGPV", "u32", "MGPV"],
  ["chkfail", "S", "MCPP", "u64"],
  ["chkdown", "BS", "MCPP", "u64"],
  ["lastchg", "BS", "MAPP", "u32"],
  ["downtime", "BS", "MCPV", "u32"],
  ["qlimit", "S", "CGSV", "u32"],
  ["pid", "LFBS", "KGPV", "u32"],
  ["iid", "LFBS", "KGSV", "u32"],
  ["sid", "LFBS", "KGSV", "u32"],
  ["throttle", "S", "MaPV", "u32"],
  ["lbtot", "BS", "MCPP", "u64"],
  ["tracked", "S", "CNSV", "str"],
  ["type", "LFBS", "CGSV", "u32"],
  ["rate", "FBS", "MRPP", "u32"],
  ["rate_lim", "F", "CLPV", "u32"],
  ["rate_max", "FBS", "MMPV", "u32", "MGPV"],
  ["check_status", "S", "MOPV", "str"],
  ["check_code", "S", "MOPV", "u32"],
  ["check_duration", "S", "MDPV", "u64"],
  ["hrsp_1xx", "FBS", "MCPP", "u64"],
  ["hrsp_2xx", "FBS", "MCPP", "u64"],
  ["hrsp_3xx", "FBS", "MCPP", "u64"],
  ["hrsp_4xx", "FBS", "MCPP", "u64"],
  ["hrsp_5xx", "FBS", "MCPP", "u64"],
  ["hrsp_other", "FBS", "MCPP", "u64"],
  ["hanafail", "S", "MCPP", "u64"],
  ["req_rate", "F", "MRPP", "u32"],
  ["req_rate_max", "F", "MMPV", "u32"],
  ["req_tot", "FBS", "MCPP", "u64"],
  ["cli_abrt", "BS", "MCPP", "u64"],
  ["srv_abrt", "BS", "MCPP", "u64"],
  ["comp_in", "FB", "MCPP", "u64"],
  ["comp_out", "FB", "MCPP", "u64"],
  ["comp_byp", "FB", "MCPP", "u64"],
  ["comp_rsp", "FB", "MCPP", "u64"],
  ["lastsess", "BS", "MAPP", "s32"],
  ["last_chk", "S", "MOPV", "str"],
  ["last_agt", "S", "MOPV", "str"],
  ["qtime", "BS", "MaPV", "u32"],
  ["ctime", "BS", "MaPV", "u32"],
  ["rtime", "BS", "MaPV", "u32"],
  ["ttime", "BS", "MaPV", "u32"],
  ["agent_status", "S", "MOPV", "str"],
  ["agent_code", "S", "MOPV", "u32"],
  ["agent_duration", "S", "MDPV", "u64"],
  ["check_desc", "S", "MOPV", "str"],
  ["agent_desc", "S", "MOPV", "str"],
  ["check_rise", "S", "CGSV", "u32"],
  ["check_fall", "S", "CGSV", "u32"],
  ["check_health", "S", "CGSV", "u32"],
  ["agent_rise", "S", "CGSV", "u32"],
  ["agent_fall", "S", "CGSV", "u32"],
  ["agent_health", "S", "CGSV", "u32"],
  ["addr", "LS", "CGSV", "str"],
  ["cookie", "BS", "CNSV", "str"],
  ["mode", "LFBS", "CGSV", "str"],
  ["algo", "B", "CGSV", "str"],
  ["conn_rate", "F", "MRPP", "u32"],
  ["conn_rate_max", "F", "MMPV", "u32"],
  ["conn_tot", "LF", "MCPP", "u64"],
  ["intercepted", "F", "MCPP", "u64"],
  ["dcon", "LF", "MCPP", "u64"],
  ["dses", "LF", "MCPP", "u64"],
  ["wrew", "LFBS", "MCPP", "u64"],
  ["connect", "BS", "MCPP", "u64"],
  ["reuse", "BS", "MCPP", "u64"],
  ["cache_lookups", "FB", "MCPP", "u64"],
  ["cache_hits", "FB", "MCPP", "u64"],
  ["srv_icur", "S", "MGPV", "u32"],
  ["src_ilim", "S", "CLPV", "u32"],
  ["qtime_max", "BS", "MMPV", "u32"],
  ["ctime_max", "BS", "MMPV", "u32"],
  ["rtime_max", "BS", "MMPV", "u32"],
  ["ttime_max", "BS", "MMPV", "u32"],
  ["eint", "LFBS", "MCPP", "u64"],
  ["idle_conn_cur", "S", "MGPV", "u32"],
  ["safe_conn_cur", "S", "MGPV", "u32"],
  ["used_conn_cur", "S", "MGPV", "u32"],
  ["need_conn_est", "S", "MGPV", "u32"],
  ["uweight", "BS", "MaPV", "u32"],
  ["agg_server_status", "B", "MGPV", "u32"],
  ["agg_server_check_status", "B", "MGPV", "u32"],
  ["agg_check_status", "B", "MGPV", "u32"],
  ["srid", "S", "MCPV", "u32"],
  ["sess_other", "F", "MCPV", "u64"],
  ["h1sess", "F", "MCPP", "u64"],
  ["h2sess", "F", "MCPP", "u64"],
  ["h3sess", "F", "MCPP", "u64"],
  ["req_other", "F", "MCPP", "u64"],
  ["h1req", "F", "MCPP", "u64"],
  ["h2req", "F", "MCPP", "u64"],
  ["h3req", "F", "MCPP", "u64"],
  ["proto", "L", "SGPV", "str"],
  ["priv_idle_cur", "S", "MGPV", "u32"],
  ["reqbin", "LFBS", "MCPP", "u64"],
  ["reqbout", "LFBS", "MCPP", "u64"],
  ["resbin", "LFBS", "MCPP", "u64"],
  ["resbout", "LFBS", "MCPP", "u64"],
  ["cache_hint_hits", "FB", "MCPP", "u64"],
];

/** All columns, in order. */
export const statColumns: readonly StatColumn[] = lines.map(
  ([name, kinds, tags, type, ofBackend], position) => ({
    name,
    position,
    type,
    shared: tags.endsWith("P"),
    has: (kind) => kinds.includes(kind),
    tags: (kind) => (kind === "B" ? (ofBackend ?? tags) : tags),
  }),
);

const byKind = new Map<StatKind, readonly StatColumn[]>(
  (["L", "F", "B", "S"] as const).map((kind) => [kind, statColumns.filter((column) => column.has(kind))]),
);

/** The columns of one kind of line, in order. */
export function columnsOf(kind: StatKind): readonly StatColumn[] {
  return byKind.get(kind) ?? [];
}
