/** Parameters of `bind` lines and of `stats socket`. Source: configuration manual 5.1; texts of listener.c and cfgparse-*.c. */
import { accountId } from "../accounts.ts";
import { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import { bindTls, type BindDraft } from "../drafts/lines.ts";
import type { Line } from "../line.ts";
import { nearestWord } from "../nearest.ts";
import type { State } from "../state.ts";
import type { BindTls } from "../types.ts";
import { isFault, leadingInteger, parseTime } from "../units.ts";
import { BIND_TLS_SETTINGS } from "./bind-tls.ts";
import { CERTIFICATE_KEYWORDS } from "./certificates.ts";
import { BIND_NAMES } from "./haproxy-names.ts";
import { IGNORED_ERRORS_KEYWORDS } from "./ignored-errors.ts";
import type { BindKeyword } from "./keyword.ts";
import { KERNEL, nothing, parametersOf, protocolName, required } from "./parameters.ts";
import { NODE_TLS } from "./tls.ts";

type Parse = BindKeyword["parse"];

const kw = parametersOf<"bind", BindDraft>("bind");

const number =
  (field: "backlog" | "maxconn", least: number): Parse =>
  (cursor, bind) => {
    const name = cursor.peek(-1);
    const value = leadingInteger(required(cursor, "missing value"));
    const bound = least > 0 ? "> 0" : ">= 0";
    if (value < (least > 0 ? 0 : least)) {
      throw new Refused(`'${name}' : invalid value ${value}, must be ${bound}`);
    }
    bind[field] = value;
  };

const switchOn =
  (field: "acceptProxy" | "v4v6" | "v6only"): Parse =>
  (_, bind) => {
    bind[field] = true;
  };

function level(cursor: Cursor, bind: BindDraft): void {
  const value = required(cursor, "missing level");
  if (value !== "user" && value !== "operator" && value !== "admin") {
    throw new Refused(`'level' only supports 'user', 'operator', and 'admin' (got '${value}')`);
  }
  bind.level = value;
}

function severity(cursor: Cursor, bind: BindDraft): void {
  const value = required(cursor, "missing severity format");
  if (value !== "none" && value !== "number" && value !== "string") {
    throw new Refused(`'severity-output' only supports 'none', 'number', and 'string' (got '${value}')`);
  }
  bind.severityOutput = value;
}

function exposeFd(cursor: Cursor, bind: BindDraft): void {
  const value = required(cursor, "missing fd type");
  if (value !== "listeners") throw new Refused(`'expose-fd' only supports 'listeners' (got '${value}')`);
  bind.exposeFd = true;
}

function mode(cursor: Cursor, bind: BindDraft): void {
  const value = cursor.next();
  if (!/^[0-7]+$/.test(value)) {
    throw new Refused(`'mode' : missing or invalid mode '${value}' (octal integer expected)`);
  }
  bind.mode = parseInt(value, 8);
}

const ownerName =
  (kind: "user" | "group"): Parse =>
  (cursor, bind, state) => {
    const value = required(cursor, `missing ${kind} name`);
    const id = accountId(state.files, kind, value);
    if (id === undefined) throw new Refused(`'${kind}' : unknown ${kind} name '${value}'`);
    bind[kind] = value;
    bind[kind === "user" ? "uid" : "gid"] = id;
  };

const ownerId =
  (field: "uid" | "gid"): Parse =>
  (cursor, bind) => {
    bind[field] = leadingInteger(required(cursor, "missing value"));
  };

function bindId(cursor: Cursor, bind: BindDraft, state: State): void {
  const value = leadingInteger(required(cursor, "expects an integer argument"));
  if (value <= 0) throw new Refused("'id' : custom id has to be > 0");
  const other = state.proxy?.binds.find((each) => each.id === value);
  if (other) {
    const { file, line } = other.location;
    throw new Refused(`'id' : custom id ${value} already used at ${file}:${line} ('bind ${other.text}')`);
  }
  bind.id = value;
}

function proto(cursor: Cursor, bind: BindDraft): void {
  bind.proto = protocolName(required(cursor, "missing value"), "proto");
}

const skipValue =
  (missing: string): Parse =>
  (cursor) => {
    required(cursor, missing);
  };

function skipTime(cursor: Cursor): void {
  const name = cursor.peek(-1);
  const parsed = parseTime(required(cursor, "missing value"), "ms");
  if (isFault(parsed)) throw new Refused(`'${name}' : invalid timer '${cursor.peek(-1)}'`);
}

export const BIND_KEYWORDS: readonly BindKeyword[] = [
  kw("name", "1.4", "<name:string>", "The listener's name in statistics.", (cursor, bind) => {
    bind.name = required(cursor, "missing name");
  }),
  kw("id", "1.4", "<number:int>", "The listener's number in statistics.", bindId),
  kw(
    "guid-prefix",
    "3.0",
    "<prefix:string>",
    "Start of the listeners' guids: the prefix, a dash and a number.",
    (cursor, bind) => {
      bind.guidPrefix = required(cursor, "expects an argument");
    },
  ),
  kw(
    "accept-proxy",
    "1.5",
    "",
    "Expects a PROXY protocol header on each connection.",
    switchOn("acceptProxy"),
  ),
  kw("backlog", "1.4", "<number:int>", "How many connections may wait to be accepted.", number("backlog", 1)),
  kw(
    "maxconn",
    "1.1",
    "<number:int>",
    "The most connections of these listeners at a time.",
    number("maxconn", 0),
  ),
  kw("level", "1.4", "{user|operator|admin}", "What the command socket may do.", level),
  kw(
    "severity-output",
    "1.8",
    "{none|number|string}",
    "Whether the command socket's messages start with their severity.",
    severity,
  ),
  kw("expose-fd", "1.8", "listeners", "Hands listening sockets to a new process over this socket.", exposeFd),
  kw("mode", "1.1", "<octal:int>", "Access rights of a socket path.", mode),
  kw("user", "1.3", "<name:string>", "Owner of a socket path.", ownerName("user")),
  kw("group", "1.4", "<name:string>", "Group of a socket path.", ownerName("group")),
  kw("uid", "1.1", "<number:int>", "Owner of a socket path, by number.", ownerId("uid")),
  kw("gid", "1.1", "<number:int>", "Group of a socket path, by number.", ownerId("gid")),
  kw("v4v6", "1.5", "", "An IPv6 listener takes IPv4 clients too.", switchOn("v4v6")),
  kw("v6only", "1.5", "", "An IPv6 listener takes no IPv4 clients.", switchOn("v6only")),
  kw("proto", "1.9", "{h1|h2|none}", "The protocol spoken, without negotiation.", proto),
  kw("ssl", "1.5", "", "Speaks TLS; needs `crt`.", (_, bind) => {
    bind.tlsEnabled = true;
    bindTls(bind);
  }),
  ...CERTIFICATE_KEYWORDS,
  ...BIND_TLS_SETTINGS,
  ...IGNORED_ERRORS_KEYWORDS,
  kw("strict-sni", "1.5", "", "Refuses clients that name an unknown host.", (_, bind) => {
    bindTls(bind).strictSni = true;
  }),
  kw(
    "no-strict-sni",
    "3.2",
    "",
    "Serves the default certificate to clients that name an unknown host.",
    (_, bind) => {
      bindTls(bind).strictSni = false;
    },
  ),
  kw("prefer-client-ciphers", "1.8", "", "The client's order of ciphers counts.", nothing, NODE_TLS),
  kw("defer-accept", "1.4", "", "Waits for data before a connection is accepted.", nothing, KERNEL),
  kw("tfo", "1.5", "", "TCP Fast Open.", nothing, KERNEL),
  kw("transparent", "1.3", "", "Takes connections to other addresses.", nothing, KERNEL),
  kw(
    "interface",
    "1.4",
    "<name:string>",
    "Takes connections of one network interface only.",
    skipValue("missing interface name"),
    KERNEL,
  ),
  kw("mss", "1.4", "<bytes:int>", "Largest TCP segment.", skipValue("missing MSS value"), KERNEL),
  kw(
    "tcp-ut",
    "1.6",
    "<time:time>",
    "TCP user timeout.",
    (cursor) => {
      required(cursor, "missing TCP User Timeout value");
    },
    KERNEL,
  ),
  kw(
    "nice",
    "1.5",
    "<number:int>",
    "Priority of these connections.",
    (cursor) => {
      const value = leadingInteger(required(cursor, "missing value"));
      if (value < -1024 || value > 1024) {
        throw new Refused(`'nice' : invalid value ${value}, allowed range is -1024..1024`);
      }
    },
    "halua has no priorities",
  ),
  kw(
    "thread",
    "1.8",
    "<threads:string>",
    "Threads that accept here.",
    (cursor) => {
      const text = cursor.next();
      const wrong = text
        .split("/")
        .find((part) => !/^(all|odd|even|[0-9]+(-[0-9]*)?)?(,([0-9]+(-[0-9]*)?))*$/.test(part));
      if (wrong !== undefined) {
        throw new Refused(
          `invalid first thread number '${wrong}', permitted range is 1..1024, or 'all', 'odd', 'even'.`,
        );
      }
    },
    "all workers accept",
  ),
  kw(
    "shards",
    "2.5",
    "<number:string>",
    "Sockets an address is split into.",
    (cursor) => {
      const value = required(cursor, "missing value");
      const count = leadingInteger(value);
      if (value !== "by-thread" && value !== "by-group" && (count < 1 || count > 1024)) {
        throw new Refused(`'shards' : invalid value ${count}, allowed range is 1..1024 or 'by-thread'`);
      }
    },
    "one socket serves all workers",
  ),
  kw(
    "idle-ping",
    "3.2",
    "<time:time>",
    "Interval of HTTP/2 pings.",
    skipTime,
    "idle connections end by their timeouts",
  ),
  kw(
    "label",
    "3.2",
    "<name:string>",
    "A name for the address.",
    skipValue("missing label"),
    "nothing refers to it",
  ),
];

const TABLE = new Map(BIND_KEYWORDS.map((each) => [each.name, each]));

/** How a refusal is worded where the parameters stand. */
export interface ParameterWording {
  readonly unknown: (word: string) => string;
  readonly fault: (error: string) => string;
  readonly suggest: boolean;
}

/** Reads parameters up to the end of the line. */
export function parseBindParameters(
  cursor: Cursor,
  bind: BindDraft,
  line: Line,
  state: State,
  wording: ParameterWording,
): void {
  while (!cursor.atEnd) {
    const name = cursor.next();
    const entry = TABLE.get(name);
    if (!entry) {
      if (unsupported(name, line, state)) {
        // How many words it takes is not known, so the rest of the line is passed over.
        return;
      }
      const best = wording.suggest ? nearestWord(name, BIND_NAMES) : undefined;
      const text = wording.unknown(name);
      line.fail(best === undefined ? text : text.replace(/\.$/, `; did you mean '${best}' maybe ?`));
    }
    line.try(wording.fault, () => entry.parse(cursor, bind, state));
    if (entry.support !== "supported") {
      line.diag(`'bind' parameter '${name}' is accepted without effect: ${entry.support.accepted}.`);
    }
  }
  const { tls, tlsEnabled } = bind;
  if (tls && !tlsEnabled) dropTls(bind);
}

/** Without `ssl`, what else was said about TLS does not count. */
function dropTls(bind: { tls?: BindTls }): void {
  delete bind.tls;
}

/** Refuses, or under `lenient` warns about, a parameter that HAProxy has and halua has not. */
function unsupported(name: string, line: Line, state: State): boolean {
  if (!BIND_NAMES.includes(name)) return false;
  const text = `HAProxy's 'bind' parameter '${name}' is not supported by halua.`;
  if (!state.lenient) line.fail(text);
  line.warn(text);
  return true;
}
