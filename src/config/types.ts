/**
 * A configuration, as data for the proxy: what `parseConfig` returns. Nothing
 * here has behaviour, and nothing changes after the parse. Times are
 * milliseconds unless a name says otherwise, sizes bytes, texts byte strings.
 * The whole is here, its parts are in types/ by what they are about.
 */
import type { GlobalConfig } from "./types/global.ts";
import type { ProxyConfig } from "./types/proxy.ts";
import type {
  HttpErrors,
  InertSection,
  MailersConfig,
  ResolversConfig,
  RingConfig,
  Userlist,
} from "./types/sections.ts";
import type { DirectoryChange } from "./working-directory.ts";

export type * from "./types/global.ts";
export type * from "./types/bind.ts";
export type * from "./types/tls.ts";
export type * from "./types/server.ts";
export type * from "./types/backend.ts";
export type * from "./types/checks.ts";
export type * from "./types/proxy.ts";
export type * from "./types/sections.ts";
export type { LogLevel } from "./log-target.ts";

export interface Config {
  readonly files: readonly string[];
  /** What `default-path` made of relative paths, line by line; see `pathAt`. */
  readonly directories: readonly DirectoryChange[];
  readonly global: GlobalConfig;
  /** In the order of the files. */
  readonly proxies: readonly ProxyConfig[];
  readonly userlists: readonly Userlist[];
  readonly httpErrors: readonly HttpErrors[];
  readonly resolvers: readonly ResolversConfig[];
  readonly rings: readonly RingConfig[];
  readonly mailers: readonly MailersConfig[];
  /** Sections that are read over and do nothing: peers, cache. */
  readonly inert: readonly InertSection[];
}
