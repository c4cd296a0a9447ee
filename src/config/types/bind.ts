/** Where clients are taken: `bind` lines and sockets of statistics. */
import type { Address } from "../address.ts";
import type { Location } from "../location.ts";
import type { BindTls } from "./tls.ts";

export interface UnixSettings {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly user?: string;
  readonly group?: string;
}

/** A `bind` line, or a `stats socket`. */
export interface Bind extends UnixSettings {
  /** As written: the addresses with their commas. */
  readonly text: string;
  readonly addresses: readonly Address[];
  readonly location: Location;
  readonly name?: string;
  readonly id?: number;
  readonly guidPrefix?: string;
  readonly acceptProxy: boolean;
  readonly backlog?: number;
  readonly maxconn?: number;
  /** Of a stats socket; a frontend's is not used. */
  readonly level: "user" | "operator" | "admin";
  readonly severityOutput: "none" | "number" | "string";
  /** `expose-fd listeners`: descriptors may be asked for by a new process. */
  readonly exposeFd: boolean;
  readonly v4v6: boolean;
  readonly v6only: boolean;
  readonly proto?: string;
  readonly tls?: BindTls;
}
