/** Keywords of proxies: identity, limits, listeners, choice of backend. Source: configuration manual 4.2; texts of cfgparse-listen.c and proxy.c. */
import { conflictText, parseCondition, type Condition } from "../acl.ts";
import { parseAcl } from "../acl.ts";
import { parseAddress } from "../address.ts";
import { Cursor } from "../cursor.ts";
import { createBind } from "../drafts/lines.ts";
import type { Line } from "../line.ts";
import { placesOf } from "../samples.ts";
import {
  currentProxy,
  notInAnonymousDefaults,
  notInDefaults,
  proxyType,
  warnIfNot,
  type State,
} from "../state.ts";
import type { Timeouts } from "../types.ts";
import { isFault, leadingInteger, parseTime, wholeInteger, timeLimit } from "../units.ts";
import { parseBindParameters } from "./bind.ts";
import { flag, linesOf, PROXY_SECTIONS, warnTrailing, type LineParser } from "./build.ts";
import { takeGuid } from "./guid.ts";
import type { Section } from "./keyword.ts";
import { warnMisplaced } from "./misplaced.ts";
import { httpRuleLine, tcpRuleLine, warnConflictAt } from "./rule-line.ts";
import { parseRedirect } from "./redirect.ts";
import { defaultServerLine, serverLine } from "./server-line.ts";

const kw = linesOf(PROXY_SECTIONS);
const FRONT: readonly Section[] = ["frontend", "listen"];
const BACK: readonly Section[] = ["backend", "listen"];
const PROXIES: readonly Section[] = ["frontend", "listen", "backend"];
const DEFAULTS_FRONT: readonly Section[] = ["defaults", "frontend", "listen"];
const DEFAULTS_BACK: readonly Section[] = ["defaults", "listen", "backend"];

function mode(line: Line, state: State): void {
  line.atMost(1);
  const value = line.word(1);
  if (value === "health") {
    line.fail("'mode health' doesn't exist anymore. Please use 'http-request return status 200' instead.");
  }
  if (value === "log" || value === "spop" || value === "haterm") {
    line.fail(`HAProxy's 'mode ${value}' is not supported by halua.`);
  }
  if (value !== "http" && value !== "tcp") line.fail(`unknown proxy mode '${value}'.`);
  const proxy = currentProxy(state);
  proxy.mode = value;
  proxy.modeSet = true;
}

function id(line: Line, state: State): void {
  notInDefaults(line, state, "id", true);
  line.atMost(1);
  if (line.word(1) === "") line.failTight("'id' expects an integer argument.");
  const value = leadingInteger(line.word(1));
  if (value <= 0) line.failTight("custom id has to be > 0.");
  const proxy = currentProxy(state);
  const other = state.proxies.find((each) => each !== proxy && each.hasId && each.id === value);
  if (other) {
    const { file, line: at } = other.location;
    line.failTight(
      `${proxyType(proxy)} ${proxy.name} reuses same custom id as ${proxyType(other)} ${other.name} (declared at ${file}:${at}).`,
    );
  }
  proxy.id = value;
  proxy.hasId = true;
}

function guid(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (proxy.kind === "defaults") line.fail("'guid' not allowed in 'defaults' section.");
  const owner = `${proxyType(proxy)} ${proxy.name}`;
  proxy.guid = line.try(
    (error) => error,
    () => takeGuid(new Cursor(line.words, 1), state, owner),
  );
}

function description(line: Line, state: State): void {
  notInDefaults(line, state, "description", true);
  if (line.word(1) === "") line.failTight("'description' expects a string argument.");
  currentProxy(state).description = line.words.slice(1).join(" ");
}

function acl(line: Line, state: State): void {
  notInAnonymousDefaults(line, state, "acl");
  const name = line.word(1);
  const wrong = name === "" ? "" : /[^A-Za-z0-9._:-]/.exec(name)?.[0];
  if (wrong !== undefined) line.fail(`character '${wrong}' is not permitted in acl name '${name}'.`);
  if (name.toLowerCase() === "or") {
    line.fail(
      `acl name '${name}' will never match. 'or' is used to express a logical disjunction within a condition.`,
    );
  }
  line.try(
    (error) => `error detected while parsing ACL '${name}' : ${error}.`,
    () => parseAcl(name, line.words.slice(2), currentProxy(state).acls, state.acl, line.location),
  );
}

const TIMEOUTS: Readonly<
  Record<string, { readonly field: keyof Timeouts; readonly side: "front" | "back" }>
> = {
  client: { field: "client", side: "front" },
  tarpit: { field: "tarpit", side: "front" },
  "client-hs": { field: "handshake", side: "front" },
  "http-keep-alive": { field: "httpKeepAlive", side: "front" },
  "http-request": { field: "httpRequest", side: "front" },
  server: { field: "server", side: "back" },
  connect: { field: "connect", side: "back" },
  check: { field: "check", side: "back" },
  queue: { field: "queue", side: "back" },
  tunnel: { field: "tunnel", side: "back" },
  "client-fin": { field: "clientFin", side: "front" },
  "server-fin": { field: "serverFin", side: "back" },
};

/** These two may be set on either side: HAProxy counts them for both. */
const BOTH_SIDES = new Set(["tarpit", "http-keep-alive", "http-request"]);

function timeout(line: Line, state: State): void {
  const name = line.word(1);
  const entry = Object.hasOwn(TIMEOUTS, name) ? TIMEOUTS[name] : undefined;
  if (!entry) {
    line.fail(
      "'timeout' supports 'client', 'server', 'connect', 'check', 'queue', 'handshake', 'http-keep-alive', " +
        `'http-request', 'tunnel', 'tarpit', 'client-fin' and 'server-fin' (got '${name}')`,
    );
  }
  const text = line.word(2);
  if (text === "") line.fail(`'timeout ${name}' expects an integer value (in milliseconds)`);
  const parsed = parseTime(text, "ms");
  if (isFault(parsed)) {
    if (parsed.fault === "char")
      return line.fail(`unexpected character '${parsed.char}' in 'timeout ${name}'`);
    const limit = timeLimit(parsed.fault);
    return line.fail(`timer ${parsed.fault}flow in argument '${text}' to 'timeout ${name}' (${limit})`);
  }
  warnTrailing(line, parsed, text);
  const extra = line.word(3);
  if (extra !== "")
    line.fail(`'timeout ${name}' : unexpected extra argument '${extra}' after value '${text}'.`);
  setTimeoutValue(line, state, name, entry, text, parsed.value);
}

function setTimeoutValue(
  line: Line,
  state: State,
  name: string,
  entry: { readonly field: keyof Timeouts; readonly side: "front" | "back" },
  text: string,
  value: number,
): void {
  const proxy = currentProxy(state);
  const fits = BOTH_SIDES.has(name) || proxy.kind !== (entry.side === "front" ? "backend" : "frontend");
  const previous = proxy.timeouts[entry.field];
  if (!fits) {
    const side = entry.side === "front" ? "frontend" : "backend";
    line.warn(
      `'timeout ${name}' will be ignored because ${proxyType(proxy)} '${proxy.name}' has no ${side} capability`,
    );
  } else if (proxy.parent !== undefined && previous !== proxy.parent.timeouts[entry.field]) {
    line.warn(`overwriting 'timeout ${name}' which was already specified`);
  } else if (/^[0-9]+$/.test(text) && value < 100 && value > 0) {
    line.warn(
      `'timeout ${name} ${value}' in ${proxyType(proxy)} '${proxy.name}' is suspiciously small for a value in milliseconds. ` +
        `Please use an explicit unit ('${value}ms') if that was the intent.`,
    );
  }
  if (fits) proxy.timeouts = { ...proxy.timeouts, [entry.field]: value };
}

function bind(line: Line, state: State): void {
  notInDefaults(line, state, "bind");
  warnIfNot("front", line, state, "bind");
  const text = line.word(1);
  if (text === "") {
    line.fail("'bind' expects {<path>|[addr1]:port1[-end1]}{,[addr]:port[-end]}... as arguments.");
  }
  const { prefix, ...owner } = state.global.unixBind;
  const draft = { ...createBind(text, line.location), ...owner };
  for (const part of text.split(",")) {
    const rules = { stream: true, port: "required", portRange: true, fd: true, names: true } as const;
    draft.addresses.push(
      line.try(
        (error) => `'bind' : ${error}`,
        () =>
          parseAddress(
            part,
            { ...rules, ...(prefix !== undefined && { unixPrefix: prefix }) },
            state.environment,
          ),
      ),
    );
  }
  const proxy = currentProxy(state);
  const where = `'bind ${text}' in section '${proxy.kind}'`;
  proxy.binds.push(draft);
  parseBindParameters(new Cursor(line.words, 2), draft, line, state, {
    unknown: (word) => `${where}: unknown keyword '${word}'.`,
    fault: (error) => `${where} : ${error}`,
    suggest: true,
  });
}

function monitorUri(line: Line, state: State): void {
  warnIfNot("front", line, state, "monitor-uri");
  line.atMost(1);
  if (line.word(1) === "") line.fail("'monitor-uri' expects an URI.");
  currentProxy(state).monitorUri = line.word(1);
}

/** The condition that the line must have from `start` on. */
function mustHaveCondition(line: Line, state: State, start: number, shown: string, what: string): Condition {
  if (line.word(start) !== "if" && line.word(start) !== "unless") {
    line.fail(`'${shown}' requires either 'if' or 'unless' followed by a condition.`);
  }
  return line.try(
    (error) => `error detected while parsing ${what} : ${error}.`,
    () => parseCondition(line.words.slice(start), currentProxy(state).acls, state.acl, line.location),
  );
}

function monitor(line: Line, state: State): void {
  notInDefaults(line, state, "monitor");
  warnIfNot("front", line, state, "monitor");
  if (line.word(1) !== "fail") line.fail("'monitor' only supports 'fail'.");
  const proxy = currentProxy(state);
  if (line.word(2) === "if" || line.word(2) === "unless") {
    warnMisplaced("monitor fail", line, proxy, "monitor", "fail");
  }
  proxy.monitorFail.push(mustHaveCondition(line, state, 2, "monitor fail", "a 'monitor fail' condition"));
}

const count =
  (field: "maxconn" | "backlog" | "fullconn", side: "front" | "back", hint = ""): LineParser =>
  (line, state) => {
    warnIfNot(side, line, state, line.keyword, hint);
    if (line.word(1) === "") line.fail(`'${line.keyword}' expects an integer argument.`);
    currentProxy(state)[field] = leadingInteger(line.word(1));
    line.atMost(1);
  };

function retries(line: Line, state: State): void {
  warnIfNot("back", line, state, "retries");
  line.atMost(1);
  if (line.word(1) === "") line.fail("'retries' expects an integer argument (dispatch counts for one).");
  currentProxy(state).retries = leadingInteger(line.word(1));
}

const SWITCHING = placesOf("frontend use-backend rule");
const SELECTING = placesOf("backend use-server, balance or stick-match rule");
const PERSISTING = placesOf("backend tcp-request content rule");

function useBackend(line: Line, state: State): void {
  notInDefaults(line, state, "use_backend");
  warnIfNot("front", line, state, "use_backend");
  const name = line.word(1);
  if (name === "") line.fail("'use_backend' expects a backend name.");
  const proxy = currentProxy(state);
  const next = line.word(2);
  if (next !== "" && next !== "if" && next !== "unless") {
    line.fail(`unexpected keyword '${next}' after switching rule, only 'if' and 'unless' are allowed.`);
  }
  const condition =
    next === ""
      ? undefined
      : line.try(
          (error) => `error detected while parsing switching rule : ${error}.`,
          () => parseCondition(line.words.slice(2), proxy.acls, state.acl, line.location),
        );
  warnConflictAt(condition, SWITCHING, line);
  proxy.useBackend.push({ name, location: line.location, ...(condition && { condition }) });
}

function useServer(line: Line, state: State): void {
  notInDefaults(line, state, "use-server");
  warnIfNot("back", line, state, "use-server");
  const name = line.word(1);
  if (name === "") line.fail("'use-server' expects a server name.");
  const condition = mustHaveCondition(line, state, 2, "use-server", "switching rule");
  warnConflictAt(condition, SELECTING, line);
  currentProxy(state).useServer.push({ name, location: line.location, condition });
}

function defaultBackend(line: Line, state: State): void {
  warnIfNot("front", line, state, "default_backend");
  if (line.word(1) === "") line.fail("'default_backend' expects a backend name.");
  currentProxy(state).defaultBackend = line.word(1);
  line.atMost(1);
}

const persist =
  (kind: "force" | "ignore"): LineParser =>
  (line, state) => {
    notInDefaults(line, state, line.keyword);
    warnIfNot("back", line, state, line.keyword);
    const condition = mustHaveCondition(line, state, 1, line.keyword, `a '${line.keyword}' rule`);
    warnConflictAt(condition, PERSISTING, line);
    currentProxy(state).persistRules.push({ kind, condition });
  };

function redirect(line: Line, state: State): void {
  notInDefaults(line, state, "redirect");
  const proxy = currentProxy(state);
  const cursor = new Cursor(line.words, 1);
  const { redirect: parsed, condition } = line.try(
    (error) =>
      `error detected in ${proxyType(proxy)} '${proxy.name}' while parsing redirect rule : ${error}.`,
    () =>
      parseRedirect(cursor, {
        condition: (at) => parseCondition(at.words.slice(at.at), proxy.acls, state.acl, line.location),
        onResponse: false,
      }),
  );
  proxy.redirects.push({ ...parsed, location: line.location, ...(condition && { condition }) });
  warnMisplaced("redirect", line, proxy, "redirect");
  if (condition && conflictText(condition, SWITCHING) !== undefined)
    warnConflictAt(condition, SWITCHING, line);
}

function httpReuse(line: Line, state: State): void {
  warnIfNot("back", line, state, "http-reuse");
  const value = line.word(1);
  if (value !== "never" && value !== "safe" && value !== "aggressive" && value !== "always") {
    line.fail("'http-reuse' only supports 'never', 'safe', 'aggressive', 'always'.");
  }
  currentProxy(state).httpReuse = value;
  line.atMost(0, 1);
}

function source(line: Line, state: State): void {
  warnIfNot("back", line, state, "source");
  const text = line.word(1);
  if (text === "") {
    line.fail("'source' expects <addr>[:<port>], and optionally 'usesrc' <addr>, and 'interface' <name>.");
  }
  currentProxy(state).source = line.try(
    (error) => `'source ${text}' : ${error}`,
    () => parseAddress(text, { stream: true, port: "optional", names: true }, state.environment),
  );
  const next = line.word(2);
  if (next === "") return;
  if (next === "usesrc" || next === "interface") {
    line.fail(`HAProxy's 'source ... ${next}' is not supported by halua.`);
  }
  line.fail("'source' only supports optional keywords 'interface' and 'usesrc'.");
}

function rateLimit(line: Line, state: State): void {
  const what = line.word(1);
  if (what !== "sessions") line.fail(`'rate-limit' only supports 'sessions' (got '${what}')`);
  const text = line.word(2);
  if (text === "") line.fail("'rate-limit sessions' expects expects an integer value (in sessions/second)");
  const wrong = /^[0-9]*([^0-9])/.exec(text)?.[1];
  if (wrong !== undefined) {
    line.fail(`'rate-limit sessions' : unexpected character '${wrong}' in integer value '${text}'`);
  }
  const proxy = currentProxy(state);
  if (proxy.kind === "backend") {
    line.warn(
      `rate-limit sessions will be ignored because ${proxyType(proxy)} '${proxy.name}' has no frontend capability`,
    );
    return;
  }
  proxy.rateLimit = Number(text);
}

function capture(line: Line, state: State): void {
  warnIfNot("front", line, state, "capture");
  const proxy = currentProxy(state);
  const what = line.word(1);
  if (what === "cookie") {
    notInDefaults(line, state, "capture cookie");
    line.atMost(4, 1);
    if (line.word(4) === "") line.fail("'capture' expects 'cookie' <cookie_name> 'len' <len>.");
    proxy.captureCookie = { name: line.word(2), length: leadingInteger(line.word(4)) };
    return;
  }
  if ((what !== "request" && what !== "response") || line.word(2) !== "header") {
    line.fail("'capture' expects 'cookie' or 'request header' or 'response header'.");
  }
  notInDefaults(line, state, `capture ${what}`);
  line.atMost(4, 1);
  if (line.word(3) === "" || line.word(4) !== "len" || line.word(5) === "") {
    line.fail(`'capture ${what}' expects 'header' <header_name> 'len' <len>.`);
  }
  const list = what === "request" ? proxy.requestCaptures : proxy.responseCaptures;
  list.push({ name: line.word(3), length: leadingInteger(line.word(5)) });
}

function declare(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (proxy.kind === "defaults") line.fail("'declare' not allowed in 'defaults' section.");
  const what = line.word(1);
  if (what === "")
    line.fail("'declare' needs a second keyword that specify the type of declaration ('capture')");
  if (what !== "capture") line.fail(`unknown declaration type '${what}' (supports 'capture')`);
  const direction = line.word(2);
  if (direction === "") line.fail("'declare capture' requires a direction ('request' or 'response')");
  if (line.word(3) !== "len") line.fail("'declare capture' requires a capture length ('len')");
  const text = line.word(4);
  if (text === "") {
    line.fail("'declare capture': 'len' requires a numeric value that represents the capture length");
  }
  const length = wholeInteger(text);
  if (length === undefined) line.fail(`'declare capture': cannot parse the length '${text}'.`);
  if (direction !== "request" && direction !== "response") {
    line.fail("'declare capture' requires a direction ('request' or 'response')");
  }
  (direction === "request" ? proxy.requestCaptures : proxy.responseCaptures).push({ length });
}

function sendNameHeader(line: Line, state: State): void {
  warnIfNot("back", line, state, line.keyword);
  const name = line.word(1);
  if (name === "") line.fail(`'${line.keyword}' requires a header string.`);
  if (["host", "content-length", "transfer-encoding", "connection"].includes(name.toLowerCase())) {
    line.fail(`'${name}' cannot be used as header name for '${line.keyword}' directive.`);
  }
  currentProxy(state).httpSendNameHeader = name.toLowerCase();
}

export const PROXY_KEYWORDS = [
  kw("mode", "1.1", "{tcp|http}", "What is spoken: bytes or HTTP.", mode),
  kw("id", "1.4", "<number:int>", "The proxy's number in statistics.", id, { places: PROXIES }),
  kw("guid", "3.0", "<guid:string>", "The proxy's name in the shared statistics file.", guid, {
    places: PROXIES,
  }),
  kw("description", "1.4", "<text:rest>", "What the proxy is for, in statistics.", description, {
    places: PROXIES,
  }),
  kw(
    "disabled",
    "1.3",
    "",
    "The proxy is not started.",
    flag((state) => void (currentProxy(state).disabled = true)),
  ),
  kw(
    "enabled",
    "1.3",
    "",
    "Undoes `disabled` of the defaults section.",
    flag((state) => void (currentProxy(state).disabled = false)),
  ),
  kw(
    "acl",
    "1.4",
    "<name:name> <expression:expr> [<flags:string>...] [<pattern:string>...]",
    "Names a condition; lines with the same name are alternatives.",
    acl,
  ),
  kw(
    "timeout",
    "1.4",
    "{client|client-hs|client-fin|http-request|http-keep-alive|connect|server|server-fin|queue|check|tunnel|tarpit} <time:time>",
    "How long one thing may take.",
    timeout,
  ),
  kw(
    "bind",
    "1.1",
    "<address:address> [<parameter:string>...]",
    "Where connections are accepted; several addresses are separated by commas.",
    bind,
    { places: FRONT },
  ),
  kw(
    "server",
    "1.1",
    "<name:name> <address:host> [<parameter:string>...]",
    "A server of this backend.",
    serverLine,
    { places: BACK },
  ),
  kw(
    "server-template",
    "1.8",
    "<prefix:name> <range:string> <address:host> [<parameter:string>...]",
    "Servers whose names end with a number.",
    serverLine,
    { places: BACK },
  ),
  kw(
    "default-server",
    "1.4",
    "[name <name:name>] [<parameter:string>...]",
    "What the servers below start with.",
    defaultServerLine,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "maxconn",
    "1.1",
    "<number:int>",
    "The most connections of this frontend at a time; further ones wait.",
    count("maxconn", "front", " Maybe you want 'fullconn' instead ?"),
    { places: DEFAULTS_FRONT },
  ),
  kw(
    "backlog",
    "1.4",
    "<number:int>",
    "How many connections may wait to be accepted.",
    count("backlog", "front"),
    { places: DEFAULTS_FRONT },
  ),
  kw(
    "fullconn",
    "1.4",
    "<number:int>",
    "The number of connections at which servers reach their `maxconn`.",
    count("fullconn", "back", " Maybe you want 'maxconn' instead ?"),
    { places: DEFAULTS_BACK },
  ),
  kw("rate-limit", "1.4", "sessions <number:int>", "The most new sessions a second.", rateLimit, {
    places: DEFAULTS_FRONT,
  }),
  kw(
    "monitor-uri",
    "1.4",
    "<uri:string>",
    "Requests for it are answered here with 200, or 503 when `monitor fail` says so.",
    monitorUri,
    { places: DEFAULTS_FRONT },
  ),
  kw("monitor", "1.4", "fail <condition:condition>", "When the monitor answers 503.", monitor, {
    places: FRONT,
  }),
  kw(
    "capture",
    "1.1",
    "{cookie|request|response} <arguments:rest>",
    "Keeps a cookie or header for the logs: `capture request header <name> len <length>`.",
    capture,
    { places: FRONT },
  ),
  kw(
    "declare",
    "1.6",
    "capture {request|response} len <length:int>",
    "Makes room for a value that a rule captures.",
    declare,
    { places: PROXIES },
  ),
  kw(
    "use_backend",
    "1.4",
    "<backend:format> [<condition:condition>]",
    "Which backend serves the request; the name may be a format.",
    useBackend,
    { places: FRONT },
  ),
  kw(
    "default_backend",
    "1.4",
    "<backend:name>",
    "The backend where no rule says otherwise.",
    defaultBackend,
    { places: DEFAULTS_FRONT },
  ),
  kw(
    "use-server",
    "1.5",
    "<server:name> <condition:condition>",
    "Which server serves the request.",
    useServer,
    { places: BACK },
  ),
  kw(
    "force-persist",
    "1.4",
    "<condition:condition>",
    "Keeps to the cookie's server even when it is down.",
    persist("force"),
    { places: BACK },
  ),
  kw("ignore-persist", "1.5", "<condition:condition>", "Does not look at the cookie.", persist("ignore"), {
    places: BACK,
  }),
  kw(
    "redirect",
    "1.4",
    "{location|prefix|scheme} <target:string> [<options:rest>]",
    "Sends the client elsewhere, after all http-request rules.",
    redirect,
    { places: PROXIES },
  ),
  kw("retries", "1.1", "<number:int>", "How often connecting is tried again.", retries, {
    places: DEFAULTS_BACK,
  }),
  kw(
    "http-reuse",
    "1.6",
    "{never|safe|aggressive|always}",
    "Whether idle connections to servers serve other clients.",
    httpReuse,
    { places: DEFAULTS_BACK },
  ),
  kw("source", "1.1", "<address:host>", "The address we connect from.", source, { places: DEFAULTS_BACK }),
  kw(
    "http-send-name-header",
    "1.5",
    "<name:header>",
    "A header that tells the server its name.",
    sendNameHeader,
    { places: DEFAULTS_BACK },
  ),
  ...(["http-request", "http-response", "http-after-response"] as const).map((name) =>
    kw(
      name,
      name === "http-after-response" ? "2.2" : "1.3",
      "<action:string> [<argument:string>...] [<condition:condition>]",
      `A rule on ${name === "http-request" ? "requests" : "responses"}; see its actions.`,
      httpRuleLine,
    ),
  ),
  kw(
    "tcp-request",
    "1.4",
    "{connection|session|content|inspect-delay} <arguments:rest>",
    "A rule on connections or on what the client sends; see its actions. `inspect-delay <time>` is how long content rules wait.",
    tcpRuleLine,
  ),
  kw(
    "tcp-response",
    "1.5",
    "{content|inspect-delay} <arguments:rest>",
    "A rule on what the server sends; see its actions.",
    tcpRuleLine,
    { places: DEFAULTS_BACK },
  ),
];
