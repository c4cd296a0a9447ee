import type { OperationalState } from "../model/index.ts";

/** What `show servers state` says of one server. */
export interface ServerStateLine {
  readonly backend: string;
  readonly backendId: number;
  readonly name: string;
  readonly id: number;
  /** `ip:port` without brackets; undefined for what is no IP address. */
  readonly address: string | undefined;
  readonly state: OperationalState;
  /** HAProxy's admin flags. */
  readonly admin: number;
  readonly weight: number;
  readonly initialWeight: number;
}

const states: readonly OperationalState[] = ["STOPPED", "STARTING", "RUNNING", "STOPPING"];

/**
 * Reads `show servers state`: a line with the format's version, one with the
 * names of the columns after a `#`, then one line a server. Columns are found
 * by name, so later versions may add some.
 */
export function parseServersState(text: string): ServerStateLine[] {
  const lines = text.split("\n").filter((line) => line !== "");
  const header = lines.findIndex((line) => line.startsWith("# "));
  const names = (lines[header] ?? "").slice(2).split(" ");
  return lines.slice(header + 1).flatMap((line) => {
    const words = line.split(" ");
    const column = (name: string): string => words[names.indexOf(name)] ?? "";
    if (words.length < names.length || column("srv_name") === "") return [];
    const ip = column("srv_addr");
    return {
      backend: column("be_name"),
      backendId: Number(column("be_id")),
      name: column("srv_name"),
      id: Number(column("srv_id")),
      address: ip === "-" || ip === "" ? undefined : `${ip}:${column("srv_port")}`,
      state: states[Number(column("srv_op_state"))] ?? "STOPPED",
      admin: Number(column("srv_admin_state")),
      weight: Number(column("srv_uweight")),
      initialWeight: Number(column("srv_iweight")),
    };
  });
}
