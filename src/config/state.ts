/** Everything a parse has come to know so far, and what it was given. */
import type { AclContext } from "./acl.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { GlobalDraft } from "./drafts/global.ts";
import type { ProxyDraft } from "./drafts/proxy.ts";
import type { Environment } from "./environment.ts";
import type { SampleExpression } from "./expressions.ts";
import type { FileSystem } from "./files.ts";
import type { LuaHooks } from "./hooks.ts";
import type { CheckDraft } from "./health/ruleset.ts";
import type { Line } from "./line.ts";
import type { Location } from "./location.ts";
import { sourceNames, type Places, type SampleCatalog } from "./samples.ts";
import type {
  HttpErrors,
  InertSection,
  MailersConfig,
  ResolversConfig,
  RingConfig,
  StickTable,
  Userlist,
} from "./types.ts";
import type { Draft } from "./drafts/draft.ts";
import type { WorkingDirectory } from "./working-directory.ts";

/** The sections that have a name and a list, and the one being read. */
export interface CurrentSections {
  userlist?: Draft<Userlist>;
  httpErrors?: Draft<HttpErrors>;
  resolvers?: Draft<ResolversConfig>;
  ring?: Draft<RingConfig>;
  mailers?: Draft<MailersConfig>;
  healthCheck?: HealthCheckSection;
  inert?: Draft<InertSection> & { complete: boolean };
}

/** A `healthcheck` section, whose rules servers take by its name. */
export interface HealthCheckSection {
  readonly name: string;
  readonly location: Location;
  readonly checks: CheckDraft;
}

/** What is wrong with an errorfile's text, in HAProxy's words; undefined for one that can be sent. */
export type ErrorFileCheck = (text: string) => string | undefined;

export interface State {
  readonly diagnostics: Diagnostics;
  readonly environment: Environment;
  readonly files: FileSystem;
  readonly directory: WorkingDirectory;
  readonly checkErrorFile: ErrorFileCheck;
  readonly hooks: LuaHooks;
  /** The caller's catalog with what Lua registered in front. */
  readonly catalog: SampleCatalog;
  readonly acl: AclContext;
  /** HAProxy's keywords that halua has not give warnings instead of errors. */
  readonly lenient: boolean;

  readonly global: GlobalDraft;
  readonly defaults: ProxyDraft[];
  readonly proxies: ProxyDraft[];
  readonly tables: Map<string, StickTable>;
  readonly userlists: Userlist[];
  readonly httpErrors: HttpErrors[];
  readonly resolvers: ResolversConfig[];
  readonly rings: RingConfig[];
  readonly mailers: MailersConfig[];
  readonly healthChecks: HealthCheckSection[];
  readonly inert: InertSection[];
  readonly guids: Map<string, string>;
  /** Which `stats socket`, `nbthread`... have been given, for those that may be given once. */
  readonly seen: Set<string>;

  /** The proxy section being read. */
  proxy: ProxyDraft | undefined;
  current: CurrentSections;
  /** The last defaults section; proxies without `from` start from it. */
  lastDefaults: ProxyDraft | undefined;
  /** A Lua directive has been carried out; some settings are then too late. */
  luaStarted: boolean;
  /** A keyword has been used that needs `expose-experimental-directives`. */
  usesExperimental: boolean;
}

export const hasFront = (proxy: ProxyDraft): boolean => proxy.kind !== "backend";
export const hasBack = (proxy: ProxyDraft): boolean => proxy.kind !== "frontend";

/** How HAProxy names the kind of a proxy in messages. */
export function proxyType(proxy: ProxyDraft): string {
  return proxy.kind === "listen" ? "proxy" : proxy.kind;
}

/** The proxy section of the line; a keyword of one is never called outside. */
export function currentProxy(state: State): ProxyDraft {
  if (!state.proxy) throw new Error("no proxy section is open");
  return state.proxy;
}

/** The rules of checks that a line adds to: those of the section, or of the proxy. */
export function checksBeingRead(state: State): CheckDraft {
  return state.current.healthCheck?.checks ?? currentProxy(state).checks;
}

const NEEDS = { front: "no frontend", back: "no backend" } as const;

/** Warns when the keyword does nothing in this kind of proxy. @returns whether it warned */
export function warnIfNot(
  side: "front" | "back",
  line: Line,
  state: State,
  keyword: string,
  hint = "",
): boolean {
  const proxy = currentProxy(state);
  if (side === "front" ? hasFront(proxy) : hasBack(proxy)) return false;
  line.warn(
    `'${keyword}' ignored because ${proxyType(proxy)} '${proxy.name}' has ${NEEDS[side]} capability.${hint}`,
  );
  return true;
}

/** Refuses the keyword in a defaults section. */
export function notInDefaults(line: Line, state: State, keyword: string, tight = false): void {
  if (currentProxy(state).kind !== "defaults") return;
  const text = `'${keyword}' not allowed in 'defaults' section.`;
  if (tight) line.failTight(text);
  line.fail(text);
}

/** Refuses the keyword in a defaults section without a name. */
export function notInAnonymousDefaults(line: Line, state: State, keyword: string): void {
  const proxy = currentProxy(state);
  if (proxy.kind !== "defaults" || proxy.name !== "") return;
  line.fail(`'${keyword}' not allowed in anonymous 'defaults' section.`);
}

/** HAProxy's words for a fetch used where its information does not exist. */
export function unavailableText(name: string, expression: SampleExpression): string {
  const sources = sourceNames(expression.sources);
  return `fetch method '${name}' extracts information from '${sources}', none of which is available here`;
}

/** Places for a keyword that works on either side of a proxy. */
export function placesFor(proxy: ProxyDraft, front: Places, back: Places): Places {
  return (hasFront(proxy) ? front : 0) | (hasBack(proxy) ? back : 0);
}
