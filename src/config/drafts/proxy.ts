import type { AclScope } from "../acl.ts";
import { RULESETS, type Rule, type Ruleset } from "../actions.ts";
import { createCheckDraft, type CheckDraft } from "../health/ruleset.ts";
import type { Location } from "../location.ts";
import type { LogFormat } from "../log-format.ts";
import type { CookieConfig, ProxyConfig, ProxyOption, Server, StatsPage, SwitchingRule } from "../types.ts";
import { omit, type Draft } from "./draft.ts";
import { copyServer, type ServerDraft } from "./lines.ts";

export type StatsDraft = Draft<StatsPage>;

/** An `errorfiles` line. */
interface ErrorSectionUse {
  readonly name: string;
  /** Empty: all that the section has. */
  readonly statuses: readonly number[];
  /** What lines behind it declare themselves. */
  readonly without: readonly number[];
  readonly location: Location;
}

/** A format as written; it is parsed when the proxy's mode and logs are known. */
export interface FormatText {
  readonly text: string;
  readonly location: Location;
}

/** A part of `forwarded`, the expression not parsed yet. */
export type ForwardedText = "original" | { readonly expression: string };

/** `option forwarded` as written: its parts by their words. */
export interface ForwardedDraft {
  proto: boolean;
  readonly parts: Partial<Record<ForwardedPart, ForwardedText | undefined>>;
  readonly location: Location;
}

export type ForwardedPart = "host" | "by" | "by_port" | "for" | "for_port";

export type SwitchingDraft = Omit<Draft<SwitchingRule>, "name"> & { name: string | LogFormat };

export type ProxyDraft = Omit<
  Draft<ProxyConfig>,
  "kind" | "rules" | "acls" | "stats" | "cookie" | "servers" | "useBackend" | "healthCheck"
> & {
  kind: "defaults" | "frontend" | "listen" | "backend";
  rules: Record<Ruleset, Rule[]>;
  acls: AclScope;
  stats?: StatsDraft;
  cookie?: CookieConfig;
  servers: Server[];
  useBackend: SwitchingDraft[];

  /** The section this one started from. */
  readonly parent: ProxyDraft | undefined;
  /** Options explicitly switched off, which automatic ones then stay. */
  readonly noOptions: Set<ProxyOption>;
  /** Whether `stats` was inherited, and is to be copied before it is changed. */
  statsInherited: boolean;
  readonly defaultServers: Map<string, ServerDraft>;
  readonly formats: Partial<
    Record<"logFormat" | "logFormatSd" | "errorLogFormat" | "uniqueIdFormat", FormatText>
  >;
  /** Sections whose pages are used: `errorfiles name [status...]`; `without` those that later lines declare. */
  readonly errorSections: ErrorSectionUse[];
  modeSet: boolean;
  readonly checks: CheckDraft;
  balanceSet: boolean;
  /** `option forwarded`, parsed when all is read. */
  forwardedText?: ForwardedDraft | undefined;
  /** The expression of `balance hash`, parsed when all is read. */
  balanceHash?: string;
  referenced: { explicit: boolean; implicit: boolean };
  /** What kind of sections has taken a defaults section's rules. */
  rulesUsedBy?: "frontend" | "backend";
  /** Where an earlier defaults section of the same name stood. */
  previous?: Location;
};

function emptyRules(): Record<Ruleset, Rule[]> {
  const rules: Partial<Record<Ruleset, Rule[]>> = {};
  for (const ruleset of RULESETS) rules[ruleset] = [];
  return rules as Record<Ruleset, Rule[]>;
}

/** A section with HAProxy's defaults, or with what `parent` passes on. */
export function createProxy(
  name: string,
  kind: ProxyDraft["kind"],
  location: Location,
  parent: ProxyDraft | undefined,
): ProxyDraft {
  const own = {
    name,
    kind,
    location,
    parent,
    id: 0,
    hasId: false,
    binds: [],
    monitorFail: [],
    useBackend: [],
    servers: [],
    useServer: [],
    stickRules: [],
    persistRules: [],
    acls: new Map() as AclScope,
    rules: emptyRules(),
    redirects: [],
    filters: [],
    filterSequence: {},
    modeSet: false,
    referenced: { explicit: false, implicit: false },
  };
  if (!parent) {
    return {
      ...own,
      mode: "tcp",
      disabled: false,
      timeouts: {},
      options: new Set(),
      noOptions: new Set(),
      httpMode: "keep-alive",
      balance: { algorithm: "random", draws: 2 },
      balanceSet: false,
      hashType: { method: "map-based", hash: "sdbm", avalanche: false },
      hashBalanceFactor: 0,
      hashPreserveAffinity: "always",
      retries: 3,
      retryOn: ["conn-failure"],
      redispatchAfter: 0,
      httpReuse: "safe",
      checks: createCheckDraft(),
      restrictHeaderNames: undefined,
      logs: [],
      errors: new Map(),
      errorSections: [],
      statsInherited: false,
      requestCaptures: [],
      responseCaptures: [],
      defaultServers: new Map(),
      formats: {},
    };
  }
  const inherited = inheritedSettings(parent, kind);
  const rules = emptyRules();
  for (const ruleset of RULESETS) rules[ruleset].push(...parent.rules[ruleset]);
  return { ...own, ...inherited, rules, acls: new Map() };
}

type Inherited = Omit<
  ProxyDraft,
  | "name"
  | "kind"
  | "location"
  | "parent"
  | "id"
  | "hasId"
  | "guid"
  | "description"
  | "binds"
  | "monitorFail"
  | "captureCookie"
  | "useBackend"
  | "servers"
  | "useServer"
  | "stickTable"
  | "stickRules"
  | "persistRules"
  | "acls"
  | "rules"
  | "redirects"
  | "filters"
  | "filterSequence"
  | "modeSet"
  | "referenced"
  | "previous"
  | "rulesUsedBy"
  | "balanceHash"
>;

const FRONT_TIMEOUTS = ["client", "clientFin", "handshake"] as const;
const BACK_TIMEOUTS = ["connect", "server", "serverFin", "queue", "check", "tunnel"] as const;

/** What only a frontend, and what only a backend, takes from its defaults. */
function inheritedSettings(parent: ProxyDraft, kind: ProxyDraft["kind"]): Inherited {
  const {
    monitorUri,
    defaultBackend,
    maxconn,
    backlog,
    rateLimit,
    uniqueIdHeader,
    logFormatKind,
    fullconn,
    cookie,
    dynamicCookieKey,
    source,
    httpSendNameHeader,
    inspectDelay,
    responseInspectDelay,
    forwardFor,
    originalTo,
    forwardedText,
    stats,
    logTag,
    compression,
    ...rest
  } = parent;
  const front = kind !== "backend";
  const back = kind !== "frontend";
  const formats = { ...rest.formats };
  const defaultServers = new Map(
    [...rest.defaultServers].map(([key, server]) => [
      key,
      copyServer(server, server.name, server.shown, server.location),
    ]),
  );
  const timeouts = omit(rest.timeouts, ...(front ? [] : FRONT_TIMEOUTS), ...(back ? [] : BACK_TIMEOUTS));
  return {
    mode: rest.mode,
    disabled: rest.disabled,
    timeouts,
    options: new Set(rest.options),
    noOptions: new Set(rest.noOptions),
    httpMode: rest.httpMode,
    balance: rest.balance,
    balanceSet: rest.balanceSet,
    hashType: rest.hashType,
    hashBalanceFactor: rest.hashBalanceFactor,
    hashPreserveAffinity: rest.hashPreserveAffinity,
    retries: rest.retries,
    retryOn: [...rest.retryOn],
    redispatchAfter: rest.redispatchAfter,
    httpReuse: rest.httpReuse,
    checks: createCheckDraft(rest.checks.active),
    restrictHeaderNames: rest.restrictHeaderNames,
    logs: [...rest.logs],
    errors: new Map(rest.errors),
    errorSections: [...rest.errorSections],
    statsInherited: stats !== undefined,
    requestCaptures: front ? [...rest.requestCaptures] : [],
    responseCaptures: front ? [...rest.responseCaptures] : [],
    defaultServers,
    formats,
    ...(rest.emailAlert && { emailAlert: rest.emailAlert }),
    ...(rest.externalCheck && { externalCheck: rest.externalCheck }),
    ...(stats && { stats }),
    ...(logTag !== undefined && { logTag }),
    ...(logFormatKind !== undefined && { logFormatKind }),
    ...(compression && { compression }),
    ...(forwardFor && { forwardFor }),
    ...(originalTo && { originalTo }),
    ...(back && forwardedText && { forwardedText }),
    ...(inspectDelay !== undefined && { inspectDelay }),
    ...(back && responseInspectDelay !== undefined && { responseInspectDelay }),
    ...(front && monitorUri !== undefined && { monitorUri }),
    ...(front && defaultBackend !== undefined && { defaultBackend }),
    ...(front && maxconn !== undefined && { maxconn }),
    ...(front && backlog !== undefined && { backlog }),
    ...(front && rateLimit !== undefined && { rateLimit }),
    ...(uniqueIdHeader !== undefined && { uniqueIdHeader }),
    ...(back && fullconn !== undefined && { fullconn }),
    ...(back && cookie && { cookie }),
    ...(back && dynamicCookieKey !== undefined && { dynamicCookieKey }),
    ...(back && source && { source }),
    ...(back && httpSendNameHeader !== undefined && { httpSendNameHeader }),
  };
}
