/** Sections beside global and the proxies. */
import type { HttpReply } from "../actions.ts";
import type { Address } from "../address.ts";
import type { Location } from "../location.ts";
import type { LogTarget } from "../log-target.ts";

export interface InertSection {
  readonly kind: "peers" | "cache";
  readonly name: string;
  readonly location: Location;
}

export type ErrorReply =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "location"; readonly code: 302 | 303; readonly url: string }
  | { readonly kind: "reply"; readonly reply: HttpReply; readonly location: Location };

export interface Userlist {
  readonly name: string;
  readonly location: Location;
  readonly users: readonly User[];
  readonly groups: readonly string[];
}

export interface User {
  readonly name: string;
  readonly password?: string;
  /** The password is to be compared as it is; otherwise it is crypt(3)'s hash. */
  readonly insecure: boolean;
  readonly groups: readonly string[];
}

export interface HttpErrors {
  readonly name: string;
  readonly location: Location;
  readonly errors: ReadonlyMap<number, ErrorReply>;
}

/** Read, but names are resolved by the system: see doc/configuration.md. */
export interface ResolversConfig {
  readonly name: string;
  readonly location: Location;
  readonly nameservers: readonly { readonly name: string; readonly address: Address }[];
}

/** Servers for mails that scripts send. */
export interface MailersConfig {
  readonly name: string;
  readonly location: Location;
  readonly servers: readonly { readonly name: string; readonly address: Address }[];
  /** Milliseconds. */
  readonly timeout: number;
}

export interface RingConfig {
  readonly name: string;
  readonly location: Location;
  readonly description?: string;
  readonly size: number;
  readonly maxLength: number;
  readonly format: LogTarget["format"];
}
