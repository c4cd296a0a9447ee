/** Keywords of backends: load balancing, cookies, stickiness, health checks. Source: configuration manual 4.2; texts of backend.c, cfgparse-listen.c, stick_table.c, tcpcheck.c. */
import { parseCondition } from "../acl.ts";
import { Refused } from "../diagnostics.ts";
import { parseExpression } from "../expressions.ts";
import type { Line } from "../line.ts";
import { placesOf, sourceNames } from "../samples.ts";
import { currentProxy, notInDefaults, proxyType, warnIfNot, type State } from "../state.ts";
import type { Balance, CookieConfig, HashType, StickTable, StoredCounter } from "../types.ts";
import { isFault, leadingInteger, parseSize, parseTime, wholeInteger, timeLimit } from "../units.ts";
import { linesOf, PROXY_SECTIONS, timeOr } from "./build.ts";
import type { Section } from "./keyword.ts";
import { warnConflictAt } from "./rule-line.ts";

const kw = linesOf(PROXY_SECTIONS);
const BACK: readonly Section[] = ["backend", "listen"];
const DEFAULTS_BACK: readonly Section[] = ["defaults", "listen", "backend"];
const SELECTING = placesOf("backend use-server, balance or stick-match rule");
const STORING = placesOf("backend stick-store rule");

function balance(line: Line, state: State): void {
  warnIfNot("back", line, state, "balance");
  const proxy = currentProxy(state);
  delete proxy.balanceHash;
  if (line.word(1) === "") {
    proxy.balance = { algorithm: "roundrobin" };
  } else {
    proxy.balance = line.try(
      (error) => `balance ${error}`,
      () => parseBalance(line, state),
    );
  }
  proxy.balanceSet = true;
}

const ALGORITHMS =
  "only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hash', 'hdr(name)', 'rdp-cookie(name)', 'log-hash' and 'sticky' options.";

function parseBalance(line: Line, state: State): Balance {
  const name = line.word(1);
  switch (name) {
    case "roundrobin":
    case "static-rr":
    case "leastconn":
    case "first":
    case "source":
      return { algorithm: name };
    case "uri":
      return balanceUri(line);
    case "url_param": {
      const parameter = line.word(2);
      if (parameter === "") throw new Refused("url_param requires an URL parameter name.");
      const modifier = line.word(3);
      if (modifier === "") return { algorithm: "url_param", name: parameter };
      if (modifier !== "check_post") {
        throw new Refused(`url_param only accepts 'check_post' modifier (got '${modifier}').`);
      }
      return { algorithm: "url_param", name: parameter, checkPost: leadingInteger(line.word(4)) };
    }
    case "hash":
      return balanceHash(line, state);
    case "log-hash":
    case "sticky":
      throw new Refused(`${name} is for logs, which halua does not balance.`);
    default:
  }
  if (name.startsWith("random")) return balanceRandom(name);
  if (name.startsWith("hdr(")) {
    const header = /^hdr\(([^)]+)\)/.exec(name)?.[1];
    if (header === undefined) throw new Refused("hdr requires an http header field name.");
    const modifier = line.word(2);
    if (modifier !== "" && modifier !== "use_domain_only") {
      throw new Refused(`${name} only accepts 'use_domain_only' modifier (got '${modifier}').`);
    }
    return { algorithm: "hdr", header, domainOnly: modifier !== "" };
  }
  if (name.startsWith("rdp-cookie")) {
    if (name === "rdp-cookie") return { algorithm: "rdp-cookie", name: "mstshash" };
    const cookie = /^rdp-cookie\(([^)]+)\)/.exec(name)?.[1];
    if (cookie === undefined) throw new Refused("rdp-cookie : missing cookie name.");
    return { algorithm: "rdp-cookie", name: cookie };
  }
  throw new Refused(ALGORITHMS);
}

function balanceUri(line: Line): Balance {
  const result: { length?: number; depth?: number; whole: boolean; pathOnly: boolean } = {
    whole: false,
    pathOnly: false,
  };
  for (let i = 2; i < line.words.length; i++) {
    const word = line.word(i);
    if (word === "len" || word === "depth") {
      const value = leadingInteger(line.word(++i));
      if (value <= 0)
        throw new Refused(`uri : '${word}' expects a positive integer (got '${line.word(i)}').`);
      if (word === "len") result.length = value;
      else result.depth = value;
    } else if (word === "whole") {
      result.whole = true;
    } else if (word === "path-only") {
      result.pathOnly = true;
    } else {
      throw new Refused(
        `uri only accepts parameters 'len', 'depth', 'path-only', and 'whole' (got '${word}').`,
      );
    }
  }
  return { algorithm: "uri", ...result };
}

function balanceRandom(name: string): Balance {
  const rest = name.slice("random".length);
  if (!rest.startsWith("(")) return { algorithm: "random", draws: 2 };
  const match = /^\(([+-]?[0-9]*)(.*)$/s.exec(rest);
  const [, digits = "", end = ""] = match ?? [];
  if (end === "") throw new Refused("random : missing closing parenthesis.");
  if (!end.startsWith(")"))
    throw new Refused(`random : unexpected character '${end.charAt(0)}' after argument.`);
  const draws = Number(digits);
  if (draws <= 0) throw new Refused("random : number of draws must be at least 1.");
  return { algorithm: "random", draws };
}

/** Its expression may use what the lines below declare, so it is looked at when all is read. */
function balanceHash(line: Line, state: State): Balance {
  const text = line.word(2);
  if (text === "") throw new Refused("hash requires a sample expression.");
  if (line.word(3) !== "") throw new Refused(`hash takes no other argument (got '${line.word(3)}').`);
  currentProxy(state).balanceHash = text;
  return { algorithm: "roundrobin" };
}

const HASHES: readonly HashType["hash"][] = ["sdbm", "djb2", "wt6", "crc32", "none"];

function hashType(line: Line, state: State): void {
  warnIfNot("back", line, state, "hash-type");
  const method = line.word(1);
  if (method === "avalanche") {
    line.fail(
      "experimental feature 'hash-type avalanche' is not supported anymore, please use 'hash-type map-based sdbm avalanche' instead.",
    );
  }
  if (method !== "consistent" && method !== "map-based") {
    line.fail("'hash-type' only supports 'consistent' and 'map-based'.");
  }
  const text = line.word(2);
  const hash = text === "" ? "sdbm" : HASHES.find((each) => each === text);
  if (!hash) line.fail("'hash-type' only supports 'sdbm', 'djb2', 'crc32', or 'wt6' hash functions.");
  const modifier = line.word(3);
  if (modifier !== "" && modifier !== "avalanche") {
    line.fail("'hash-type' only supports 'avalanche' as a modifier for hash functions.");
  }
  const avalanche = modifier === "avalanche" || (text === "" && method === "consistent");
  currentProxy(state).hashType = { method, hash, avalanche };
}

function hashPreserveAffinity(line: Line, state: State): void {
  const text = line.word(1);
  if (text === "") line.fail(`'${line.keyword}' needs a keyword to specify when to preserve hash affinity`);
  const until = (["always", "maxconn", "maxqueue"] as const).find((each) => each === text);
  if (until === undefined) line.fail(`'${line.keyword}': unknown keyword '${text}'`);
  currentProxy(state).hashPreserveAffinity = until;
}

function hashBalanceFactor(line: Line, state: State): void {
  if (line.word(1) === "") line.fail("'hash-balance-factor' expects an integer argument.");
  const value = leadingInteger(line.word(1));
  if (value !== 0 && value <= 100) line.fail("'hash-balance-factor' must be 0 or greater than 100.");
  currentProxy(state).hashBalanceFactor = value;
}

type CookieFlag =
  "rewrite" | "insert" | "prefix" | "indirect" | "nocache" | "postonly" | "preserve" | "httponly" | "secure";

const COOKIE_FLAGS: readonly CookieFlag[] = [
  "rewrite",
  "insert",
  "prefix",
  "indirect",
  "nocache",
  "postonly",
  "preserve",
  "httponly",
  "secure",
];

type CookieDraft = { -readonly [K in keyof CookieConfig]: CookieConfig[K] };

function cookie(line: Line, state: State): void {
  warnIfNot("back", line, state, "cookie");
  const name = line.word(1);
  if (name === "") line.fail("'cookie' expects <cookie_name> as argument.");
  const draft: CookieDraft = {
    name,
    rewrite: false,
    insert: false,
    prefix: false,
    indirect: false,
    nocache: false,
    postonly: false,
    preserve: false,
    httponly: false,
    secure: false,
    dynamic: false,
  };
  for (let i = 2; i < line.words.length; i++) {
    const word = line.word(i);
    const flag = COOKIE_FLAGS.find((each) => each === word);
    if (flag) draft[flag] = true;
    else if (word === "dynamic") {
      warnIfNot("back", line, state, "dynamic");
      draft.dynamic = true;
    } else cookieArgument(line, word, line.word(++i), draft);
  }
  if (draft.rewrite && draft.indirect) line.alert("cookie 'rewrite' and 'indirect' modes are incompatible.");
  const modes = [draft.rewrite, draft.insert, draft.prefix].filter(Boolean).length;
  if (draft.rewrite && draft.indirect && modes < 2) line.failBare("");
  if (modes > 1) line.fail("cookie 'rewrite', 'insert' and 'prefix' modes are incompatible.");
  if (draft.preserve && !draft.insert && !draft.indirect) {
    line.fail("cookie 'preserve' requires at least 'insert' or 'indirect'.");
  }
  currentProxy(state).cookie = draft;
}

function cookieArgument(line: Line, word: string, value: string, draft: CookieDraft): void {
  switch (word) {
    case "domain": {
      if (value === "") line.failTight("'domain' expects <domain> as argument.");
      if (!value.includes(".")) {
        line.warnTight(
          `domain '${value}' contains no embedded dot, this configuration may not work properly (see RFC6265#5.2.3).`,
        );
      }
      const wrong = /[^A-Za-z0-9._-]/.exec(value);
      if (wrong) line.failTight(`character '${wrong[0]}' is not permitted in domain name '${value}'.`);
      draft.domain = draft.domain === undefined ? value : `${draft.domain}; domain=${value}`;
      break;
    }
    case "maxidle":
    case "maxlife":
      if (value === "") {
        const what = word === "maxidle" ? "<idletime>" : "<lifetime>";
        line.failTight(`'${word}' expects ${what} in seconds as argument.`);
      }
      draft[word] = timeOr(line, value, "s", (fault, char) => {
        if (fault === "char")
          return line.failTight(`unexpected character '${char}' in argument to <${word}>.`);
        const limit =
          fault === "over" ? "maximum value is 2147483647 s (~68 years)" : "minimum non-null value is 1 s";
        return line.failTight(`timer ${fault}flow in argument <${value}> to <${word}>, ${limit}.`);
      });
      break;
    case "attr": {
      if (value === "") line.failTight("'attr' expects <value> as argument.");
      const wrong = value.split("").find((char) => char < " " || char === "\x7f" || char === ";");
      if (wrong !== undefined) {
        const code = wrong.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
        line.failTight(`character '%x${code}' is not permitted in attribute value.`);
      }
      draft.attributes = draft.attributes === undefined ? value : `${draft.attributes}; ${value}`;
      break;
    }
    default:
      line.fail(
        "'cookie' supports 'rewrite', 'insert', 'prefix', 'indirect', 'nocache', 'postonly', 'domain', 'maxidle', 'dynamic', 'maxlife' and 'attr' options.",
      );
  }
}

function dynamicCookieKey(line: Line, state: State): void {
  warnIfNot("back", line, state, line.keyword);
  if (line.word(1) === "") line.fail(`'${line.keyword}' expects <secret_key> as argument.`);
  currentProxy(state).dynamicCookieKey = line.word(1);
}

/** What a table can store: plain counters, arrays `(size)`, rates `(period)`, arrays of rates `(size,period)`. */
const STORABLE: Readonly<Record<string, "plain" | "array" | "rate" | "array-rate">> = {
  server_id: "plain",
  gpt0: "plain",
  gpc0: "plain",
  gpc0_rate: "rate",
  conn_cnt: "plain",
  conn_rate: "rate",
  conn_cur: "plain",
  sess_cnt: "plain",
  sess_rate: "rate",
  http_req_cnt: "plain",
  http_req_rate: "rate",
  http_err_cnt: "plain",
  http_err_rate: "rate",
  bytes_in_cnt: "plain",
  bytes_in_rate: "rate",
  bytes_out_cnt: "plain",
  bytes_out_rate: "rate",
  gpc1: "plain",
  gpc1_rate: "rate",
  server_key: "plain",
  http_fail_cnt: "plain",
  http_fail_rate: "rate",
  gpt: "array",
  gpc: "array",
  gpc_rate: "array-rate",
  glitch_cnt: "plain",
  glitch_rate: "rate",
};

type TableDraft = { -readonly [K in keyof StickTable]: StickTable[K] };

/** Lengths of keys in bytes where the line says nothing. */
const KEY_LENGTHS: Readonly<Record<StickTable["type"], number>> = {
  ip: 4,
  ipv6: 16,
  integer: 4,
  string: 32,
  binary: 32,
};

/** A `stick-table` line. */
function stickTable(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (proxy.kind === "defaults") line.fail("'stick-table' is not supported in 'defaults' section.");
  const other = state.tables.get(proxy.name);
  if (other) {
    const owner = state.proxies.find((each) => each.name === other.name);
    const { file, line: at } = other.location;
    line.fail(
      `stick-table name '${proxy.name}' conflicts with table declared in ${owner ? proxyType(owner) : "peers"} '${other.name}' at ${file}:${at}.`,
    );
  }
  const table = parseStickTable(line, proxy.name);
  proxy.stickTable = table;
  state.tables.set(proxy.name, table);
}

/** The largest `brates-factor`. */
const MAX_BYTES_UNIT = 1024;

function parseStickTable(line: Line, name: string): StickTable {
  const draft: Partial<TableDraft> & { store: StoredCounter[] } = {
    name,
    store: [],
    serverKey: "name",
    noPurge: false,
  };
  const say = (text: string): string => `stick-table: ${text}`;
  let i = 1;
  const argument = (word: string): string => {
    const value = line.word(i++);
    if (value === "") line.fail(say(`missing argument after '${word}'.`));
    return value;
  };
  while (i < line.words.length) {
    const word = line.word(i++);
    switch (word) {
      case "size":
      case "brates-factor": {
        const value = argument(word);
        const parsed = parseSize(value);
        if (isFault(parsed)) {
          const char = "char" in parsed ? parsed.char : "";
          line.fail(say(`unexpected character '${char}' in argument of '${word}'.`));
        } else if (word === "size") draft.size = parsed.value;
        else if (parsed.value > 0 && parsed.value <= MAX_BYTES_UNIT) draft.bytesUnit = parsed.value;
        else {
          const range = `must be greater than 0 and lower or equal than ${MAX_BYTES_UNIT}`;
          line.fail(say(`argument '${word}' ${range}.`));
        }
        break;
      }
      case "expire":
        draft.expire = expireTime(line, argument(word));
        break;
      case "nopurge":
        draft.noPurge = true;
        break;
      case "type":
        i = keyType(line, i, draft);
        break;
      case "store":
        parseStore(line, line.word(i++), draft.store);
        break;
      case "srvkey": {
        const value = line.word(i++);
        if (value !== "name" && value !== "addr")
          line.fail(`stick-table : unknown server key type '${value}'.`);
        draft.serverKey = value;
        break;
      }
      case "peers":
        draft.peers = argument(word);
        break;
      case "recv-only":
        break;
      case "write-to": {
        const value = line.word(i++);
        if (value === "") line.fail("stick-table : write-to requires table name.");
        draft.writeTo = value;
        break;
      }
      default:
        line.fail(say(`unknown argument '${word}'.`));
    }
  }
  const { size = 0, type, keyLength } = draft;
  if (size === 0) line.fail(say("missing size."));
  if (!type) line.fail(say("missing type."));
  return {
    name,
    type,
    size,
    store: draft.store,
    serverKey: draft.serverKey ?? "name",
    bytesUnit: draft.bytesUnit ?? 1,
    noPurge: draft.noPurge ?? false,
    keyLength: keyLength ?? KEY_LENGTHS[type],
    location: line.location,
    ...(draft.expire !== undefined && { expire: draft.expire }),
    ...(draft.peers !== undefined && { peers: draft.peers }),
    ...(draft.writeTo !== undefined && { writeTo: draft.writeTo }),
  };
}

function expireTime(line: Line, text: string): number {
  return timeOr(line, text, "ms", (fault, char) => {
    if (fault === "char") {
      return line.fail(`stick-table: unexpected character '${char}' in argument of 'expire'.`);
    }
    const limit = timeLimit(fault, "(~24.8 days)");
    return line.failTight(`stick-table: timer ${fault}flow in argument <${text}> to <expire>, ${limit}.`);
  });
}

/** The word behind `type` and, for texts, `len n`. @returns the next word's index */
function keyType(line: Line, at: number, draft: Partial<TableDraft>): number {
  const text = line.word(at);
  const type =
    text === "integer" || text === "string" || text === "ip" || text === "ipv6" || text === "binary";
  if (!type) line.fail(`stick-table: unknown type '${text}'.`);
  draft.type = text;
  if ((text !== "string" && text !== "binary") || line.word(at + 1) !== "len") return at + 1;
  const length = leadingInteger(line.word(at + 2));
  if (length <= 0) line.fail("'len' expects a positive integer argument.");
  // HAProxy counts a string's NUL.
  draft.keyLength = text === "string" ? length + 1 : length;
  return at + 3;
}

const MAX_ARRAY = 100;

function parseStore(line: Line, text: string, store: StoredCounter[]): void {
  const say = (error: string): never => line.fail(`stick-table: ${error}`);
  for (let rest = text; rest !== "";) {
    const match = /^([^,(]*)(?:\(([^)]*)(\))?)?/.exec(rest);
    const [all = rest, name = "", args, close] = match ?? [];
    if (args !== undefined && close === undefined) {
      say(`missing closing parenthesis after store option '${name}'.`);
    }
    rest = rest.slice(all.length).replace(/^,/, "");
    const kind = Object.hasOwn(STORABLE, name) ? STORABLE[name] : undefined;
    if (!kind) say(`unknown store option '${name}'.`);
    if (store.some((each) => each.name === name)) {
      line.warnTight(`stick-table: store option '${name}' already enabled, ignored.`);
      continue;
    }
    const [first = "", second = ""] = (args ?? "").split(",");
    if (kind === "plain") {
      if (args !== undefined) say(`unexpected argument to store option '${name}'.`);
      store.push({ name });
      continue;
    }
    if (args === undefined) say(`missing argument to store option '${name}'.`);
    const counter: { name: string; size?: number; period?: number } = { name };
    if (kind !== "rate") {
      if (first === "") say(`missing argument to store option '${name}'.`);
      const size = wholeInteger(first) ?? 0;
      if (size < 1 || size > MAX_ARRAY) {
        say(`array size is out of allowed range (1-${MAX_ARRAY}) for store option '${name}'.`);
      }
      counter.size = size;
    }
    if (kind !== "array") {
      const period = kind === "rate" ? first : second;
      if (period === "" && kind !== "rate") say(`missing argument to store option '${name}'.`);
      const parsed = parseTime(period, "ms");
      if (isFault(parsed)) return say(`error when processing store option '${name}'.`);
      counter.period = parsed.value;
    }
    store.push(counter);
  }
  const has = (name: string): boolean => store.some((each) => each.name === name);
  const both = (array: string, plain: string): string =>
    `simultaneous usage of '${array}' and '${plain}' in a same table is not permitted as '${array}' overrides '${plain}'.`;
  if (has("gpt") && has("gpt0")) say(both("gpt", "gpt0"));
  if (has("gpc") && (has("gpc0") || has("gpc1"))) say(both("gpc", "gpc[0/1]"));
  if (has("gpc_rate") && (has("gpc0_rate") || has("gpc1_rate"))) say(both("gpc_rate", "gpc[0/1]_rate"));
}

const STICK_KINDS: Readonly<Record<string, { match: boolean; store: boolean; onResponse: boolean }>> = {
  store: { match: false, store: true, onResponse: false },
  "store-request": { match: false, store: true, onResponse: false },
  "store-response": { match: false, store: true, onResponse: true },
  match: { match: true, store: false, onResponse: false },
  on: { match: true, store: true, onResponse: false },
};

function stick(line: Line, state: State): void {
  notInDefaults(line, state, "stick");
  if (warnIfNot("back", line, state, "stick")) return;
  const kind = Object.hasOwn(STICK_KINDS, line.word(1)) ? STICK_KINDS[line.word(1)] : undefined;
  if (!kind) line.fail("'stick' expects 'on', 'match', or 'store'.");
  if (line.word(2) === "") line.fail("'stick' expects a fetch method.");
  const { expression, nextWord } = line.try(
    (error) => `'stick': ${error}`,
    () => parseExpression({ words: line.words, index: 2 }, state.catalog),
  );
  const places = kind.onResponse ? STORING : SELECTING;
  if ((expression.places & places) === 0) {
    const when = kind.onResponse ? "for 'store-response'" : "during request";
    line.fail(
      `'stick': fetch method '${expression.fetch.name}' extracts information from '${sourceNames(expression.sources)}', none of which is available ${when}.`,
    );
  }
  const proxy = currentProxy(state);
  let at = nextWord;
  let table: string | undefined;
  if (line.word(at) === "table") {
    table = line.word(at + 1);
    at += 2;
  }
  const next = line.word(at);
  if (next !== "" && next !== "if" && next !== "unless") line.fail(`'stick': unknown keyword '${next}'.`);
  const condition =
    next === ""
      ? undefined
      : line.try(
          (error) => `'stick': error detected while parsing sticking condition : ${error}.`,
          () => parseCondition(line.words.slice(at), proxy.acls, state.acl, line.location),
        );
  warnConflictAt(condition, places, line);
  proxy.stickRules.push({
    ...kind,
    key: expression,
    location: line.location,
    ...(table !== undefined && { table }),
    ...(condition && { condition }),
  });
}

const RETRY_EVENTS: ReadonlySet<string> = new Set([
  "empty-response",
  "response-timeout",
  "0rtt-rejected",
  "junk-response",
  "conn-failure",
  "401",
  "403",
  "404",
  "408",
  "421",
  "425",
  "429",
  "500",
  "501",
  "502",
  "503",
  "504",
]);

const ALL_RETRYABLE = [
  "conn-failure",
  "empty-response",
  "junk-response",
  "response-timeout",
  "0rtt-rejected",
  "500",
  "502",
  "503",
  "504",
];

function retryOn(line: Line, state: State): void {
  const proxy = currentProxy(state);
  if (line.word(1) === "") line.fail("'retry-on' needs at least one keyword to specify when to retry");
  if (proxy.kind === "frontend") {
    line.fail(`'retry-on' only available in backend or listen section`);
  }
  const events = line.words.slice(1);
  if (events[0] === "none" || (events[0] === "all-retryable-errors" && events.length > 1)) {
    if (events.length > 1) line.fail(`'retry-on' '${events[0]}' keyword only usable alone`);
    proxy.retryOn = [];
    return;
  }
  if (events[0] === "all-retryable-errors") {
    proxy.retryOn = ALL_RETRYABLE;
    return;
  }
  for (const event of events) {
    if (!RETRY_EVENTS.has(event)) line.fail(`'retry-on': unknown keyword '${event}'`);
  }
  proxy.retryOn = events;
}

export const BALANCE_KEYWORDS = [
  kw(
    "balance",
    "1.1",
    "{roundrobin|static-rr|leastconn|first|source|random|uri|url_param|hdr|hash|rdp-cookie} [<arguments:rest>]",
    "How a server is chosen; `random` if not set.",
    balance,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "hash-type",
    "1.4",
    "{map-based|consistent} [{sdbm|djb2|wt6|crc32|none} [avalanche]]",
    "How hashes are made and mapped to servers.",
    hashType,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "hash-balance-factor",
    "1.7",
    "<percent:int>",
    "How much more than its share a server may get from a consistent hash.",
    hashBalanceFactor,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "hash-preserve-affinity",
    "3.2",
    "{always|maxconn|maxqueue}",
    "Until when `hash-type consistent` keeps to a key's server: always, or until its `maxconn` or `maxqueue` is reached.",
    hashPreserveAffinity,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "cookie",
    "1.1",
    "<name:string> [{rewrite|insert|prefix}] [indirect] [nocache] [postonly] [preserve] [httponly] [secure] [domain <domain:string>...] [maxidle <time:seconds>] [maxlife <time:seconds>] [dynamic] [attr <value:string>...]",
    "A cookie that keeps a client with its server.",
    cookie,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "dynamic-cookie-key",
    "1.8",
    "<key:string>",
    "The secret from which dynamic cookies are made.",
    dynamicCookieKey,
    { places: DEFAULTS_BACK },
  ),
  kw(
    "stick-table",
    "1.4",
    "type {ip|ipv6|integer|string|binary} [len <length:int>] size <size:size> [expire <time:time>] [nopurge] [peers <section:name>] [srvkey {name|addr}] [write-to <table:name>] [store <counters:string>...]",
    "A table of what is remembered of clients.",
    stickTable,
    { places: ["frontend", "listen", "backend"] },
  ),
  kw(
    "stick",
    "1.4",
    "{on|match|store-request|store-response} <key:expr> [table <table:name>] [<condition:condition>]",
    "Remembers which server a key was sent to.",
    stick,
    { places: BACK },
  ),
  kw(
    "retry-on",
    "2.0",
    "<event:string>...",
    "After what a request is sent again: statuses, `conn-failure`, `empty-response`, `response-timeout`, `junk-response`, `all-retryable-errors`, `none`.",
    retryOn,
    { places: DEFAULTS_BACK },
  ),
];
