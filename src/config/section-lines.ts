/** Lines that open a section. Source: configuration manual 3 and 4.1; texts of cfgparse-listen.c and of each section's parser. */
import { LineAbandoned } from "./diagnostics.ts";
import { createProxy, type ProxyDraft } from "./drafts/proxy.ts";
import { createCheckDraft } from "./health/ruleset.ts";
import { inheritanceFault } from "./inheritance.ts";
import type { Section } from "./keywords/keyword.ts";
import type { Line } from "./line.ts";
import type { Location } from "./location.ts";
import { proxyType, type State } from "./state.ts";
import type { InertSection } from "./types.ts";

/** Opens the section, or refuses its line. */
type Opener = (line: Line, state: State) => void;

const KIND_SHOWN: Readonly<Record<ProxyDraft["kind"], string>> = {
  defaults: "defaults",
  frontend: "frontend",
  backend: "backend",
  listen: "proxy",
};

const at = ({ file, line }: Location): string => `${file}:${line}`;

function openGlobal(line: Line): void {
  line.atMost(0);
}

const overlap = (left: ProxyDraft["kind"], right: ProxyDraft["kind"]): boolean =>
  left === right || left === "listen" || right === "listen";

function openProxy(line: Line, state: State): void {
  const kind = line.keyword as ProxyDraft["kind"];
  const shown = KIND_SHOWN[kind];
  const name = line.word(1);
  state.proxy = undefined;
  if (kind !== "defaults") checkProxyLine(line, state, kind, name);
  let previous: Location | undefined;
  if (kind === "defaults" && name !== "") previous = replaceDefaults(line, state, name);
  const other =
    state.proxies.find((each) => each.name === name) ??
    (kind === "defaults" ? undefined : findDefaults(state, name));
  if (other && name !== "") {
    line.failBare(
      `Parsing ${line.where}: ${shown} '${name}' has the same name as ${proxyType(other)} '${other.name}' ` +
        `declared at ${at(other.location)}. This is no longer supported as of 3.3. Please rename one or the other.`,
      true,
    );
  }
  const anonymous = kind === "defaults" && name === "from" && line.word(2) !== "" && line.word(3) === "";
  const parent = parentOf(line, state, kind, anonymous);
  const fault = parent && inheritanceFault(kind, parent);
  if (fault !== undefined) line.abortTight(`${fault}.`);
  const proxy = createProxy(anonymous ? "" : name, kind, line.location, parent);
  if (previous) proxy.previous = previous;
  state.proxy = proxy;
  if (kind === "defaults") {
    state.defaults.push(proxy);
    state.lastDefaults = proxy;
  } else {
    state.proxies.push(proxy);
  }
}

function checkProxyLine(line: Line, state: State, kind: ProxyDraft["kind"], name: string): void {
  if (name === "") line.abort(`'${kind}' expects an <id> argument`);
  const wrong = /[^A-Za-z0-9._:-]/.exec(name);
  // HAProxy says so, and goes on all the same.
  if (wrong) line.alert(`character '${wrong[0]}' is not permitted in '${kind}' name '${name}'.`);
  const same = state.proxies.find((each) => each.name === name && overlap(each.kind, kind));
  if (same) {
    line.add(
      "alert",
      `Parsing ${line.where}: ${KIND_SHOWN[kind]} '${name}' has the same name as ${proxyType(same)} '${same.name}' declared at ${at(same.location)}.`,
    );
  }
  const extra = line.word(2) !== "" && (line.word(3) === "" || line.word(2) !== "from");
  const tooMany = !extra && line.word(4) !== "";
  if (tooMany) line.alert(`'${kind}' cannot handle unexpected argument '${line.word(4)}'.`);
  if (!extra && !tooMany) return;
  if (kind === "backend") {
    // HAProxy leaves a backend with a stray word out, and says nothing.
    if (tooMany) line.failBare("");
    throw new LineAbandoned();
  }
  line.fail("please use the 'bind' keyword for listening addresses.");
}

const findDefaults = (state: State, name: string): ProxyDraft | undefined =>
  name === "" ? undefined : state.defaults.findLast((each) => each.name === name);

/** A defaults section of the same name is replaced, unless somebody named it. */
function replaceDefaults(line: Line, state: State, name: string): Location | undefined {
  const other = findDefaults(state, name);
  if (!other) return undefined;
  if (other.referenced.explicit) {
    line.failBare(
      `Parsing ${line.where}: defaults '${name}' has the same name as another defaults section declared at ${at(other.location)} ` +
        "which was explicitly referenced hence cannot be replaced. Please remove or rename one of the offending defaults section.",
      true,
    );
  }
  return other.location;
}

function parentOf(
  line: Line,
  state: State,
  kind: ProxyDraft["kind"],
  anonymous: boolean,
): ProxyDraft | undefined {
  const word = anonymous ? 1 : 2;
  const name = anonymous ? "" : line.word(1);
  const shown = KIND_SHOWN[kind];
  let parent = kind === "defaults" ? undefined : state.lastDefaults;
  if (line.word(word) === "from") {
    const from = line.word(word + 1);
    parent = findDefaults(state, from);
    if (!parent) line.abort(`defaults section '${from}' not found for ${shown} '${name}'.`);
    if (parent.previous) {
      line.alert(
        `ambiguous defaults section name '${from}' referenced by ${shown} '${name}' exists at least at ${at(parent.location)} and ${at(parent.previous)}.`,
      );
    }
    parent.referenced.explicit = true;
  } else if (parent) {
    parent.referenced.implicit = true;
  }
  if (parent?.referenced.explicit && parent.referenced.implicit) {
    line.warn(
      `defaults section '${parent.name}' (declared at ${at(parent.location)}) is explicitly referenced by another proxy and implicitly used here. ` +
        "To avoid any ambiguity don't mix both usage. Add a last defaults section not explicitly used or always use explicit references.",
    );
  }
  return parent;
}

/** Refuses a name with other characters than HAProxy allows in names. */
function checkName(line: Line, name: string): void {
  const wrong = /[^A-Za-z0-9._:-]/.exec(name);
  if (wrong) {
    line.failTight(`character '${wrong[0]}' is not permitted in '${line.keyword}' name '${name}'.`);
  }
}

function openUserlist(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.failTight("'userlist' expects <name> as arguments.");
  line.atMost(1);
  checkName(line, name);
  const userlist = { name, location: line.location, users: [], groups: [] };
  state.current.userlist = userlist;
  if (state.userlists.some((each) => each.name === name)) {
    line.warnTight(`ignoring duplicated userlist '${name}'.`);
    return;
  }
  state.userlists.push(userlist);
}

function openHttpErrors(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.abort("missing name for http-errors section.");
  line.atMost(1);
  checkName(line, name);
  const other = state.httpErrors.find((each) => each.name === name);
  if (other) {
    line.failTight(`http-errors section '${name}' already exists (declared at ${at(other.location)}).`);
  }
  const section = { name, location: line.location, errors: new Map() };
  state.current.httpErrors = section;
  state.httpErrors.push(section);
}

function openResolvers(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.abort("missing name for resolvers section.");
  line.atMost(1);
  checkName(line, name);
  const other = state.resolvers.find((each) => each.name === name);
  if (other) {
    line.failBare(
      `Parsing ${line.where}: resolvers '${name}' has same name as another resolvers (declared at ${at(other.location)}).`,
      true,
    );
  }
  const section = { name, location: line.location, nameservers: [] };
  state.current.resolvers = section;
  state.resolvers.push(section);
}

const RING_SIZE = 16384;

function openRing(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.fail("missing ring name.");
  const other = state.rings.find((each) => each.name === name);
  if (other) line.fail(`sink named '${name}' already exists.`);
  const section = { name, location: line.location, size: RING_SIZE, maxLength: 1024, format: undefined };
  state.current.ring = section;
  state.rings.push(section);
}

/** Milliseconds a mail may take (DEF_MAILALERTTIME). */
const MAIL_TIMEOUT = 10_000;

function openMailers(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.abort("missing name for mailers section.");
  checkName(line, name);
  const other = state.mailers.find((each) => each.name === name);
  if (other) {
    line.failBare(
      `Parsing ${line.where}: mailers section '${name}' has the same name as another mailers section declared at ${at(other.location)}.`,
      false,
    );
  }
  const section = { name, location: line.location, servers: [], timeout: MAIL_TIMEOUT };
  state.current.mailers = section;
  state.mailers.push(section);
}

function openHealthCheck(line: Line, state: State): void {
  const name = line.word(1);
  if (name === "") line.abort("missing name for healthcheck section.");
  const wrong = /[^A-Za-z0-9._:-]/.exec(name);
  if (wrong) line.abort(`character '${wrong[0]}' is not permitted in 'healthcheck' name '${name}'.`);
  const other = state.healthChecks.find((each) => each.name === name);
  if (other) line.abort(`healthcheck section '${name}' already defined at ${at(other.location)}.`);
  const section = { name, location: line.location, checks: createCheckDraft() };
  state.current.healthCheck = section;
  state.healthChecks.push(section);
}

const openInert =
  (kind: InertSection["kind"]): Opener =>
  (line, state) => {
    const name = line.word(1);
    if (name === "") {
      line.abort(
        kind === "cache" ? "'cache' expects a <name> argument" : `missing name for ${kind} section.`,
      );
    }
    line.atMost(1);
    checkName(line, name);
    line.warn(`section '${kind}' is read but does nothing in halua.`);
    state.current.inert = { kind, name, location: line.location, complete: kind !== "cache" };
    state.inert.push({ kind, name, location: line.location });
  };

const OPENERS: Readonly<Record<Section, Opener>> = {
  global: openGlobal,
  defaults: openProxy,
  frontend: openProxy,
  listen: openProxy,
  backend: openProxy,
  userlist: openUserlist,
  "http-errors": openHttpErrors,
  resolvers: openResolvers,
  ring: openRing,
  mailers: openMailers,
  healthcheck: openHealthCheck,
  peers: openInert("peers"),
  cache: openInert("cache"),
};

/** Sections HAProxy has and halua has not; their lines are passed over. */
export const UNSUPPORTED_SECTIONS: ReadonlySet<string> = new Set([
  "log-forward",
  "log-profile",
  "fcgi-app",
  "crt-store",
  "traces",
  "acme",
  "program",
]);

export function isSection(word: string): word is Section {
  return Object.hasOwn(OPENERS, word);
}

/** Opens the section the line names. */
export function openSection(section: Section, line: Line, state: State): void {
  state.current = {};
  OPENERS[section](line, state);
}

/** What is checked when a section ends. */
export function closeSection(state: State, fail: (text: string) => void): void {
  const { inert } = state.current;
  if (inert && !inert.complete) fail(`Size not specified for cache '${inert.name}'`);
}
