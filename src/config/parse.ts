/**
 * From files to a configuration: the entry to this room. Two passes, as
 * HAProxy makes: the first reads only what must be known before anything else
 * (words, `.if` blocks, environment variables, the way of running), the second
 * everything; then what was read is checked.
 */
import { findAcl, type AclContext } from "./acl.ts";
import { checkConfiguration } from "./check.ts";
import type { ConditionContext } from "./conditions.ts";
import { Diagnostics, type Diagnostic } from "./diagnostics.ts";
import { omit } from "./drafts/draft.ts";
import { createGlobal, type GlobalDraft } from "./drafts/global.ts";
import type { ProxyDraft } from "./drafts/proxy.ts";
import { createEnvironment, type Environment } from "./environment.ts";
import { expandFiles, REAL_FILES, type FileSystem } from "./files.ts";
import { completed } from "./health/ruleset.ts";
import { NO_LUA, type LuaHooks } from "./hooks.ts";
import { LOG_FORMAT_TEXTS } from "./keywords/logs.ts";
import type { RegexCheck } from "./patterns.ts";
import { FileReader, type Pass } from "./reader.ts";
import { completeCatalog } from "./catalog.ts";
import { EMPTY_CATALOG, type SampleCatalog } from "./samples.ts";
import type { ErrorFileCheck, State } from "./state.ts";
import type { Config, ProxyConfig, ProxyOption } from "./types.ts";
import { WorkingDirectory } from "./working-directory.ts";
import { HAPROXY_BRANCH, HAPROXY_VERSION } from "./version.ts";

/** A configuration whose text is at hand; `name` is what messages call it. */
export interface SourceText {
  readonly name: string;
  /** A byte string. */
  readonly text: string;
}

export interface ParseOptions {
  /** Which fetches and converters exist besides Lua's. */
  readonly catalog?: SampleCatalog;
  readonly hooks?: LuaHooks;
  readonly environment?: Environment;
  readonly files?: FileSystem;
  /** HAProxy's keywords that halua has not give warnings instead of errors. */
  readonly lenient?: boolean;
  /** What to say of a regular expression that the engine does not take; JavaScript's own check by default. */
  readonly checkRegex?: RegexCheck;
  /** What to say of an errorfile's text, a byte string, that is no response; a look at its first line by default. */
  readonly checkErrorFile?: ErrorFileCheck;
  /** What `.if` asks about, other than the environment. */
  readonly conditions?: Omit<ConditionContext, "environment">;
}

export interface ParseResult {
  /** Absent when there were errors. */
  readonly config?: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** The environment as `setenv` and its kin left it. */
  readonly environment: Environment;
}

/** Reads files and directories, as `-f` names them. */
export function parseConfigFiles(paths: readonly string[], options: ParseOptions = {}): ParseResult {
  const files = options.files ?? REAL_FILES;
  const expanded = expandFiles(paths, files);
  if ("error" in expanded) return failure(expanded.error, options);
  const sources: SourceText[] = [];
  for (const path of expanded.paths) {
    const file = files.read(path);
    if ("error" in file) return failure(`Could not open configuration file ${path} : ${file.error}`, options);
    sources.push({ name: path, text: file.text });
  }
  return parseConfig(sources, options);
}

function failure(text: string, options: ParseOptions): ParseResult {
  const diagnostics = new Diagnostics();
  diagnostics.add("alert", text);
  return { diagnostics: diagnostics.list, environment: options.environment ?? createEnvironment() };
}

/** Reads configurations that are at hand, one after the other, as one. */
export function parseConfig(sources: readonly SourceText[], options: ParseOptions = {}): ParseResult {
  const environment = options.environment ?? createEnvironment();
  if (environment.get("HAPROXY_STARTUP_VERSION") === undefined)
    environment.set("HAPROXY_STARTUP_VERSION", HAPROXY_VERSION);
  environment.set("HAPROXY_BRANCH", HAPROXY_BRANCH);
  environment.set("HAPROXY_CFGFILES", sources.map((source) => source.name).join(";"));
  for (const [name, kind] of formatVariables) environment.set(name, LOG_FORMAT_TEXTS[kind]);
  try {
    return readInPasses(sources, options, environment);
  } finally {
    for (const [name] of formatVariables) environment.unset(name);
  }
}

/** HAProxy's log formats, as configurations may build on them; gone when all is read. */
const formatVariables = [
  ["HAPROXY_HTTP_LOG_FMT", "httplog"],
  ["HAPROXY_HTTP_CLF_LOG_FMT", "httplog clf"],
  ["HAPROXY_HTTPS_LOG_FMT", "httpslog"],
  ["HAPROXY_TCP_LOG_FMT", "tcplog"],
  ["HAPROXY_TCP_CLF_LOG_FMT", "tcplog clf"],
] as const;

function readInPasses(
  sources: readonly SourceText[],
  options: ParseOptions,
  environment: Environment,
): ParseResult {
  const diagnostics = new Diagnostics();
  const conditions: ConditionContext = { ...options.conditions, environment };
  const global = createGlobal();
  const create = (): State => createState(diagnostics, environment, options, global);

  // The second pass finds the environment and the settings of the first, and does not read those again.
  if (!readAll(sources, create(), "early", conditions)) return { diagnostics: diagnostics.list, environment };
  const state = create();
  if (!readAndCheck(sources, state, conditions)) return { diagnostics: diagnostics.list, environment };
  return {
    config: toConfig(
      state,
      sources.map((source) => source.name),
    ),
    diagnostics: diagnostics.list,
    environment,
  };
}

/** The second pass, and what is checked after it. @returns whether the configuration can be used */
function readAndCheck(sources: readonly SourceText[], state: State, conditions: ConditionContext): boolean {
  try {
    if (!readAll(sources, state, "full", conditions)) return false;
    state.diagnostics.phase = "checking";
    return checkConfiguration(state);
  } finally {
    state.directory.leave();
  }
}

/** @returns whether to go on */
function readAll(
  sources: readonly SourceText[],
  state: State,
  pass: Pass,
  conditions: ConditionContext,
): boolean {
  const { diagnostics } = state;
  let fatal = false;
  for (const { name, text } of sources) {
    const verdict = new FileReader(name, text, state, pass, conditions).read();
    if (verdict.fatal) diagnostics.add("alert", `Error(s) found in configuration file : ${name}`);
    if (verdict.abort) return false;
    fatal ||= verdict.fatal;
  }
  if (fatal) diagnostics.add("alert", "Fatal errors found in configuration.");
  return !fatal;
}

/** An empty file means: send nothing at all. */
function firstLineFault(text: string): string | undefined {
  const isResponse = text === "" || /^HTTP\/[0-9]\.[0-9] [0-9]{3}[ \r\n]/.test(text);
  return isResponse ? undefined : "unable to parse headers (error offset: 0)";
}

function createState(
  diagnostics: Diagnostics,
  environment: Environment,
  options: ParseOptions,
  global: GlobalDraft,
): State {
  const { files = REAL_FILES, hooks = NO_LUA, catalog = EMPTY_CATALOG } = options;
  const directory = new WorkingDirectory(files);
  const reading: { proxy?: ProxyDraft } = {};
  const hasAcl = (name: string): boolean => {
    const { proxy } = reading;
    return proxy !== undefined && findAcl(name, proxy.acls, acl, proxy.location) !== undefined;
  };
  const withLua = completeCatalog(catalog, hooks, hasAcl);
  const acl: AclContext = {
    catalog: withLua,
    diagnostics,
    checkRegex: options.checkRegex ?? javascriptRegex,
    fileExists: (path) => path !== "" && files.exists(path),
    uniqueIds: new Set(),
  };
  return {
    diagnostics,
    environment,
    files,
    directory,
    hooks,
    catalog: withLua,
    acl,
    checkErrorFile: options.checkErrorFile ?? firstLineFault,
    lenient: options.lenient ?? false,
    global,
    defaults: [],
    proxies: [],
    tables: new Map(),
    userlists: [],
    httpErrors: [],
    resolvers: [],
    rings: [],
    mailers: [],
    healthChecks: [],
    inert: [],
    guids: new Map(),
    seen: new Set(),
    get proxy() {
      return reading.proxy;
    },
    set proxy(proxy) {
      if (proxy) reading.proxy = proxy;
      else delete reading.proxy;
    },
    current: {},
    lastDefaults: undefined,
    luaStarted: false,
    usesExperimental: false,
  };
}

function javascriptRegex(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `regex '${pattern}' is invalid (error=${reason})`;
  }
}

function toConfig(state: State, files: readonly string[]): Config {
  const { global, userlists, httpErrors, resolvers, rings, mailers, inert } = state;
  return {
    files,
    directories: state.directory.changes,
    global,
    proxies: state.proxies.map(toProxy),
    userlists,
    httpErrors,
    resolvers,
    rings,
    mailers,
    inert,
  };
}

/** A proxy without what only reading it needed. */
function toProxy(draft: ProxyDraft): ProxyConfig {
  const { kind } = draft;
  if (kind === "defaults") throw new Error("a defaults section is no proxy");
  const proxy = omit(
    draft,
    "kind",
    "parent",
    "noOptions",
    "statsInherited",
    "defaultServers",
    "formats",
    "errorSections",
    "modeSet",
    "checks",
    "balanceSet",
    "balanceHash",
    "referenced",
    "previous",
  );
  return { ...proxy, kind, options: optionsOf(draft), healthCheck: completed(draft.checks.active) };
}

/** The options in force: what is set, and what goes without saying unless it has been switched off (proxy_abrt_close()). */
function optionsOf({ mode, options, noOptions }: ProxyDraft): ReadonlySet<ProxyOption> {
  if (mode !== "http" || noOptions.has("abortonclose")) return options;
  return new Set([...options, "abortonclose"]);
}
