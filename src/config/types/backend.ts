/** How a backend spreads, checks and remembers. */
import type { Condition } from "../acl.ts";
import type { SampleExpression } from "../expressions.ts";
import type { Location } from "../location.ts";

export type Balance =
  | { readonly algorithm: "roundrobin" | "static-rr" | "leastconn" | "first" | "source" }
  | { readonly algorithm: "random"; readonly draws: number }
  | {
      readonly algorithm: "uri";
      readonly length?: number;
      readonly depth?: number;
      readonly whole: boolean;
      readonly pathOnly: boolean;
    }
  | { readonly algorithm: "url_param"; readonly name: string; readonly checkPost?: number }
  | { readonly algorithm: "hdr"; readonly header: string; readonly domainOnly: boolean }
  | { readonly algorithm: "hash"; readonly expression: SampleExpression }
  | { readonly algorithm: "rdp-cookie"; readonly name: string };

export interface HashType {
  readonly method: "map-based" | "consistent";
  readonly hash: "sdbm" | "djb2" | "wt6" | "crc32" | "none";
  readonly avalanche: boolean;
}

export interface CookieConfig {
  readonly name: string;
  readonly rewrite: boolean;
  readonly insert: boolean;
  readonly prefix: boolean;
  readonly indirect: boolean;
  readonly nocache: boolean;
  readonly postonly: boolean;
  readonly preserve: boolean;
  readonly httponly: boolean;
  readonly secure: boolean;
  readonly dynamic: boolean;
  /** What stands behind `domain=`, more than one joined as HAProxy joins them. */
  readonly domain?: string;
  /** Seconds. */
  readonly maxidle?: number;
  /** Seconds. */
  readonly maxlife?: number;
  readonly attributes?: string;
}

/** A type and the sizes of what is stored; rates carry their period in ms, arrays their size. */
export interface StickTable {
  readonly name: string;
  readonly type: "ip" | "ipv6" | "integer" | "string" | "binary";
  /** In bytes; a string's with its NUL. */
  readonly keyLength: number;
  readonly size: number;
  readonly expire?: number;
  readonly noPurge: boolean;
  readonly store: readonly StoredCounter[];
  readonly serverKey: "name" | "addr";
  /** How many bytes make one count of the rates of bytes. */
  readonly bytesUnit: number;
  readonly peers?: string;
  readonly writeTo?: string;
  readonly location: Location;
}

export interface StoredCounter {
  readonly name: string;
  readonly period?: number;
  readonly size?: number;
}

export interface StickRule {
  readonly match: boolean;
  readonly store: boolean;
  readonly onResponse: boolean;
  readonly key: SampleExpression;
  readonly table?: string;
  readonly condition?: Condition;
  readonly location: Location;
}
