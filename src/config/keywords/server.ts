/** Parameters of `server`, `server-template` and `default-server`. Source: configuration manual 5.2; texts of server.c, check.c, cfgparse-ssl.c. */
import { parseAddress } from "../address.ts";
import type { Cursor } from "../cursor.ts";
import { LineRefused, Refused } from "../diagnostics.ts";
import { serverTls, type ServerDraft } from "../drafts/lines.ts";
import { parseExpression } from "../expressions.ts";
import { inBase } from "../files.ts";
import { isIpv4, isIpv6 } from "../ip-text.ts";
import { placesOf } from "../samples.ts";
import { unavailableText, type State } from "../state.ts";
import type { ProxyProtocol } from "../types.ts";
import { isFault, leadingInteger, parseTime, timeLimit } from "../units.ts";
import { takeGuid } from "./guid.ts";
import type { ServerKeyword } from "./keyword.ts";
import { KERNEL, nothing, parametersOf, protocolName, required } from "./parameters.ts";
import { alpnList, NODE_TLS, tlsParameters } from "./tls.ts";

type Parse = ServerKeyword["parse"];

const kw = parametersOf<"server", ServerDraft>("server");

/** The argument, or a refusal `'name' expects ... as argument.`. */
function expects(cursor: Cursor, what: string): string {
  const name = cursor.peek(-1);
  const value = cursor.next();
  if (value === "") throw new Refused(`'${name}' expects ${what}.`);
  return value;
}

const number =
  (field: "maxconn" | "minconn" | "maxqueue"): Parse =>
  (cursor, server) => {
    server[field] = leadingInteger(cursor.next());
  };

/** `rise`, `fall`, `error-limit`: above zero. */
function positive(cursor: Cursor, shown: string): number {
  const value = leadingInteger(expects(cursor, "an integer argument"));
  if (value <= 0) throw new Refused(`${shown} has to be > 0.`);
  return value;
}

/** A time that must not be nothing, in milliseconds. */
function delay(cursor: Cursor, server: ServerDraft): number {
  const name = cursor.peek(-1);
  const text = expects(cursor, "a delay as argument");
  const parsed = parseTime(text, "ms");
  if (isFault(parsed)) {
    if (parsed.fault === "char") {
      // HAProxy names its agent check here, whichever keyword it is.
      throw new Refused(
        `unexpected character '${parsed.char}' in 'agent-inter' argument of server ${server.name}.`,
      );
    }
    const limit = timeLimit(parsed.fault, "(~24.8 days)");
    throw new Refused(
      `timer ${parsed.fault}flow in argument <${text}> to <${name}> of server ${server.name}, ${limit}.`,
    );
  }
  if (parsed.value === 0) {
    throw new Refused(`invalid value ${text} for argument '${name}' of server ${server.name}.`);
  }
  return parsed.value;
}

const interval =
  (field: "inter" | "fastinter" | "downinter"): Parse =>
  (cursor, server) => {
    server.check[field] = delay(cursor, server);
  };

function agentAddress(cursor: Cursor, server: ServerDraft): void {
  const text = expects(cursor, "an address as argument");
  if (!isIpv4(text) && !isIpv6(text))
    throw new Refused(`parsing agent-addr failed. Check if '${text}' is correct address.`);
  server.agent.address = text;
}

function slowstart(cursor: Cursor, server: ServerDraft): void {
  const text = cursor.next();
  // Seconds are meant where no unit is given, unlike everywhere else.
  const parsed = parseTime(/^[0-9]+$/.test(text) ? `${text}s` : text, "ms");
  if (!isFault(parsed)) {
    server.slowstart = parsed.value;
    return;
  }
  if (parsed.fault === "char") {
    throw new Refused(
      `unexpected character '${parsed.char}' in 'slowstart' argument of server ${server.name}.`,
    );
  }
  const limit = timeLimit(parsed.fault, "(~24.8 days)");
  throw new Refused(
    `${parsed.fault}flow in argument <${text}> to <slowstart> of server ${server.name}, ${limit}.`,
  );
}

function weight(cursor: Cursor, server: ServerDraft): void {
  const value = leadingInteger(cursor.next());
  if (value < 0 || value > 256) {
    throw new Refused(`weight of server ${server.name} is not within 0 and 256 (${value}).`);
  }
  server.weight = value;
}

function serverId(cursor: Cursor, server: ServerDraft, state: State): void {
  const text = required(cursor, "expects an integer argument");
  const value = leadingInteger(text);
  if (value < 1 || value > 4294967295) {
    throw new Refused("'id' : custom id has to be between 1 and 4294967295.");
  }
  const other = state.proxy?.servers.find((each) => each.id === value);
  if (other) {
    const { file, line } = other.location;
    throw new Refused(`'id' : custom id ${value} already used at ${file}:${line} ('server ${other.name}')`);
  }
  server.id = value;
  server.forcedId = true;
}

function observe(cursor: Cursor, server: ServerDraft, state: State): void {
  const value = expects(cursor, "<mode> as argument");
  if (value !== "none" && value !== "layer4" && value !== "layer7") {
    throw new Refused(`'observe' expects one of 'none', 'layer4', 'layer7' but got '${value}'`);
  }
  if (value === "layer7" && state.proxy?.mode !== "http") {
    throw new Refused("'layer7' can only be used in http proxies.\n");
  }
  server.observe.layer = value;
}

function onError(cursor: Cursor, server: ServerDraft): void {
  const value = cursor.next();
  if (value !== "fastinter" && value !== "fail-check" && value !== "sudden-death" && value !== "mark-down") {
    throw new Refused(
      `'on-error' expects one of 'fastinter', 'fail-check', 'sudden-death' or 'mark-down' but got '${value}'`,
    );
  }
  server.observe.onError = value;
}

function oneOf<T extends string>(cursor: Cursor, value: T): T {
  const name = cursor.peek(-1);
  const text = cursor.next();
  if (text !== value) throw new Refused(`'${name}' expects '${value}' but got '${text}'`);
  return value;
}

function cookie(cursor: Cursor, server: ServerDraft): void {
  server.cookie = expects(cursor, "<value> as argument");
}

function ws(cursor: Cursor, server: ServerDraft): void {
  const value = cursor.next();
  if (value !== "auto" && value !== "h1" && value !== "h2") {
    throw new Refused("'ws' has to be 'auto', 'h1' or 'h2'");
  }
  server.ws = value;
}

function initAddr(cursor: Cursor, server: ServerDraft, state: State): void {
  const methods: string[] = [];
  for (const name of cursor
    .next()
    .split(",")
    .filter((each) => each !== "")) {
    if (methods.some((each) => !["last", "libc", "none"].includes(each))) {
      throw new Refused(`'init-addr' : initial address already specified, cannot add '${name}'.`);
    }
    if (name !== "last" && name !== "libc" && name !== "none") {
      try {
        parseAddress(name, { stream: true }, state.environment);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        throw new Refused(
          `'init-addr' : unknown init-addr method '${name}', supported methods are 'libc', 'last', 'none'.`,
        );
      }
    }
    methods.push(name);
  }
  server.initAddr = methods;
}

function initState(cursor: Cursor, server: ServerDraft): void {
  const value = cursor.next();
  const known = ["none", "fully-up", "up", "down", "fully-down"] as const;
  const found = known.find((each) => each === value);
  if (!found) {
    throw new Refused(
      `'init-state' expects one of 'none', 'fully-up', 'up', 'down', or 'fully-down' but got '${value}'`,
    );
  }
  server.initState = found;
}

function resolvePrefer(cursor: Cursor, server: ServerDraft): void {
  const value = cursor.next();
  if (value !== "ipv4" && value !== "ipv6") {
    throw new Refused("'resolve-prefer' expects either ipv4 or ipv6 as argument.");
  }
  server.resolvePrefer = value;
}

function source(cursor: Cursor, server: ServerDraft, state: State): void {
  const text = cursor.next();
  if (text === "") {
    throw new Refused(
      "'source' expects <addr>[:<port>[-<port>]], and optionally 'usesrc' <addr>, and 'interface' <name> as argument.",
    );
  }
  try {
    server.source = parseAddress(
      text,
      { stream: true, port: "optional", portRange: true, names: true },
      state.environment,
    );
  } catch (error) {
    if (error instanceof Refused) throw new Refused(`'source ${text}' : ${error.text}`);
    throw error;
  }
  if (cursor.peek() === "usesrc" || cursor.peek() === "interface") {
    throw new Refused(
      `'${cursor.peek()}' is not supported by halua: Node gives no access to this socket option`,
    );
  }
}

function checkAddress(cursor: Cursor, server: ServerDraft, state: State): void {
  const text = expects(cursor, "<ipv4|ipv6> as argument");
  try {
    server.check.address = parseAddress(
      text,
      { stream: true, port: "optional", names: true },
      state.environment,
    );
  } catch (error) {
    if (error instanceof Refused) throw new Refused(`'addr' : ${error.text}`);
    throw error;
  }
}

const SNI_PLACES = placesOf("server source selection");

function sni(cursor: Cursor, server: ServerDraft, state: State): void {
  const text = required(cursor, "missing sni expression");
  const wrap = (error: string): string =>
    `error detected while parsing sni or pool-conn-name expressions : ${error}`;
  try {
    const { expression } = parseExpression({ words: [text], index: 0 }, state.catalog);
    if ((expression.places & SNI_PLACES) === 0) throw new Refused(`${unavailableText(text, expression)}.`);
    serverTls(server).sni = expression;
  } catch (error) {
    if (error instanceof Refused) throw new Refused(wrap(error.text));
    throw error;
  }
}

function verify(cursor: Cursor, server: ServerDraft): void {
  const value = required(cursor, "missing verify method");
  if (value !== "none" && value !== "required") {
    throw new Refused(
      `'verify' : unknown verify method '${value}', only 'none' and 'required' are supported`,
    );
  }
  serverTls(server).verify = value;
}

/** A file of authorities or of what they revoked, both of which HAProxy calls ca-file where it is missing. */
const authorityFile =
  (field: "caFile" | "crlFile", missing: string): Parse =>
  (cursor, server, state) => {
    const name = cursor.peek(-1);
    const path = required(cursor, missing);
    const full = path.startsWith("@") ? path : inBase(state.global.caBase, path);
    if (!full.startsWith("@") && !state.files.exists(full)) {
      const { file, line } = server.location;
      const of = server.shown === "" ? "" : `'server ${server.shown}' : `;
      state.diagnostics.add(
        "alert",
        `[${file}:${line}] : ${of}Couldn't open the ca-file '${full}' (No such file or directory).`,
      );
      // HAProxy names the line only in a line's first message.
      throw new LineRefused(`'${name}' : unable to load ${full}.`);
    }
    serverTls(server)[field] = state.directory.lasting(full);
  };

const tlsText =
  (field: "verifyHost" | "certificate", missing: string): Parse =>
  (cursor, server) => {
    serverTls(server)[field] = required(cursor, missing);
  };

const sendProxy =
  (version: ProxyProtocol | undefined): Parse =>
  (_, server) => {
    if (version) server.sendProxy = version;
    else delete server.sendProxy;
  };

const checkFlag =
  (field: "enabled" | "tls" | "sendProxy", on: boolean): Parse =>
  (_, server) => {
    server.check[field] = on;
  };

const agentFlag =
  (on: boolean): Parse =>
  (_, server) => {
    server.agent.enabled = on;
  };

const pool =
  (field: "poolMaxConn" | "maxReuse"): Parse =>
  (cursor, server) => {
    const name = cursor.peek(-1);
    const value = leadingInteger(expects(cursor, "<value> as argument"));
    if (value < -1) throw new Refused(`'${name}' must be >= -1`);
    server[field] = value;
  };

function poolPurgeDelay(cursor: Cursor, server: ServerDraft): void {
  const text = expects(cursor, "<value> as argument");
  const parsed = parseTime(text, "ms");
  if (!isFault(parsed)) {
    server.poolPurgeDelay = parsed.value;
    return;
  }
  if (parsed.fault === "char") {
    throw new Refused(`unexpected character '${parsed.char}' in argument to <pool-purge-delay>.`);
  }
  const limit = timeLimit(parsed.fault);
  throw new Refused(`timer ${parsed.fault}flow in argument '${text}' to 'pool-purge-delay' (${limit})`);
}

const skipValue: Parse = (cursor) => {
  expects(cursor, "<value> as argument");
};
export const SERVER_KEYWORDS: readonly ServerKeyword[] = [
  kw("weight", "1.3", "<weight:int>", "Its share of the traffic, 0 to 256; 1 if not set.", weight),
  kw("id", "1.4", "<number:int>", "Its number in statistics.", serverId),
  kw("guid", "3.0", "<guid:string>", "Its name in the shared statistics file.", (cursor, server, state) => {
    server.guid = takeGuid(cursor, state, `server ${server.shown}`);
  }),
  kw("backup", "1.3", "", "Used only when the others are down.", (_, server) => void (server.backup = true)),
  kw(
    "no-backup",
    "1.8",
    "",
    "Not a backup, where the default-server says so.",
    (_, server) => void (server.backup = false),
  ),
  kw("disabled", "1.3", "", "Starts in maintenance.", (_, server) => void (server.disabled = true)),
  kw("enabled", "1.3", "", "Does not start in maintenance.", (_, server) => void (server.disabled = false)),
  kw(
    "maxconn",
    "1.1",
    "<number:int>",
    "The most connections to it at a time; further ones wait.",
    number("maxconn"),
  ),
  kw("minconn", "1.3", "<number:int>", "Lets `maxconn` grow with the load, from this.", number("minconn")),
  kw("maxqueue", "1.4", "<number:int>", "The most requests that wait for it.", number("maxqueue")),
  kw("slowstart", "1.4", "<time:seconds>", "How long its weight grows once it is up.", slowstart),
  kw("cookie", "1.1", "<value:string>", "Its value in the persistence cookie.", cookie),
  kw(
    "redir",
    "1.4",
    "<prefix:string>",
    "Clients are sent there instead of being proxied.",
    (cursor, server) => {
      server.redirectPrefix = expects(cursor, "<prefix> as argument");
    },
  ),
  kw(
    "track",
    "1.4",
    "<server:string>",
    "Follows the state of another server, `[backend/]server`.",
    (cursor, server) => {
      server.track = expects(cursor, "[<proxy>/]<server> as argument");
    },
  ),
  kw("check", "1.3", "", "Checks its health.", checkFlag("enabled", true)),
  kw("no-check", "1.8", "", "Does not check its health.", checkFlag("enabled", false)),
  kw("inter", "1.3", "<time:time>", "Time between checks, 2 s if not set.", interval("inter")),
  kw(
    "fastinter",
    "1.4",
    "<time:time>",
    "Time between checks while its state changes.",
    interval("fastinter"),
  ),
  kw("downinter", "1.4", "<time:time>", "Time between checks while it is down.", interval("downinter")),
  kw("rise", "1.3", "<checks:int>", "Good checks until it is up, 2 if not set.", (cursor, server) => {
    server.check.rise = positive(cursor, "'rise'");
  }),
  kw("fall", "1.3", "<checks:int>", "Failed checks until it is down, 3 if not set.", (cursor, server) => {
    server.check.fall = positive(cursor, "'fall'");
  }),
  kw("port", "1.3", "<port:port>", "The port that is checked.", (cursor, server) => {
    server.check.port = leadingInteger(expects(cursor, "a port number as argument"));
  }),
  kw("addr", "1.3", "<address:host>", "The address that is checked.", checkAddress),
  kw("agent-check", "1.5", "", "Asks an agent how it is.", agentFlag(true)),
  kw("no-agent-check", "1.8", "", "Asks no agent.", agentFlag(false)),
  kw(
    "agent-inter",
    "1.5",
    "<time:time>",
    "Time between questions to the agent, 2 s if not set.",
    (cursor, server) => {
      server.agent.inter = delay(cursor, server);
    },
  ),
  kw("agent-port", "1.5", "<port:port>", "The agent's port.", (cursor, server) => {
    server.agent.port = leadingInteger(expects(cursor, "a port number as argument"));
  }),
  kw("agent-addr", "1.7", "<address:host>", "The agent's address.", agentAddress),
  kw("agent-send", "1.7", "<text:string>", "What the agent is told.", (cursor, server) => {
    server.agent.send = expects(cursor, "a string as argument");
  }),
  kw("check-ssl", "1.5", "", "Checks over TLS.", checkFlag("tls", true)),
  kw("no-check-ssl", "1.8", "", "Does not check over TLS.", checkFlag("tls", false)),
  kw("check-send-proxy", "1.5", "", "Sends a PROXY protocol header in checks.", checkFlag("sendProxy", true)),
  kw(
    "no-check-send-proxy",
    "1.8",
    "",
    "Sends no PROXY protocol header in checks.",
    checkFlag("sendProxy", false),
  ),
  kw(
    "healthcheck",
    "3.4",
    "<section:name>",
    "The `healthcheck` section whose checks are made.",
    (cursor, server) => {
      server.check.section = expects(cursor, "a healthcheck name as argument");
    },
  ),
  kw("check-sni", "1.8", "<name:string>", "The host name of TLS checks.", (cursor, server) => {
    server.check.sni = required(cursor, "missing SNI");
  }),
  kw("check-alpn", "2.0", "<protocols:string>", "What is offered in ALPN by checks.", (cursor, server) => {
    server.check.alpn = alpnList(cursor);
  }),
  kw(
    "error-limit",
    "1.4",
    "<errors:int>",
    "Errors in traffic until `on-error` happens.",
    (cursor, server) => {
      server.observe.errorLimit = positive(cursor, "error-limit");
    },
  ),
  kw("observe", "1.4", "{none|layer4|layer7}", "Watches traffic for errors.", observe),
  kw(
    "on-error",
    "1.4",
    "{fastinter|fail-check|sudden-death|mark-down}",
    "What errors in traffic lead to.",
    onError,
  ),
  kw(
    "on-marked-down",
    "1.5",
    "shutdown-sessions",
    "Closes its sessions when it goes down.",
    (cursor, server) => {
      server.onMarkedDown = oneOf(cursor, "shutdown-sessions");
    },
  ),
  kw(
    "on-marked-up",
    "1.5",
    "shutdown-backup-sessions",
    "Closes the sessions of backups when it comes up.",
    (cursor, server) => {
      server.onMarkedUp = oneOf(cursor, "shutdown-backup-sessions");
    },
  ),
  kw("send-proxy", "1.5", "", "Sends a PROXY protocol header, version 1.", sendProxy("v1")),
  kw("send-proxy-v2", "1.5", "", "Sends a PROXY protocol header, version 2.", sendProxy("v2")),
  kw(
    "send-proxy-v2-ssl",
    "1.5",
    "",
    "The same, with what is known of the client's TLS.",
    sendProxy("v2-ssl"),
  ),
  kw(
    "send-proxy-v2-ssl-cn",
    "1.5",
    "",
    "The same, with the name in the client's certificate.",
    sendProxy("v2-ssl-cn"),
  ),
  ...["send-proxy", "send-proxy-v2", "send-proxy-v2-ssl", "send-proxy-v2-ssl-cn"].map((name) =>
    kw(`no-${name}`, "1.8", "", "Sends no PROXY protocol header.", sendProxy(undefined)),
  ),
  kw("proto", "1.9", "{h1|h2|none}", "The protocol spoken to it.", (cursor, server) => {
    server.proto = protocolName(required(cursor, "missing value"), "proto");
  }),
  kw("ws", "2.5", "{auto|h1|h2}", "The protocol for WebSockets.", ws),
  kw("ssl", "1.5", "", "Speaks TLS to it.", (_, server) => {
    server.tlsEnabled = true;
    serverTls(server);
  }),
  kw("no-ssl", "1.8", "", "Does not speak TLS, where the default-server says so.", (_, server) => {
    server.tlsEnabled = false;
  }),
  kw("verify", "1.5", "{none|required}", "Whether its certificate is verified.", verify),
  kw(
    "verifyhost",
    "1.5",
    "<name:string>",
    "The name its certificate must have.",
    tlsText("verifyHost", "missing hostname to verify against"),
  ),
  kw("sni", "1.6", "<expression:expr>", "The host name sent in TLS.", sni),
  kw(
    "ca-file",
    "1.5",
    "<file:path>",
    "Who may have signed its certificate; `@system-ca` for the system's list.",
    authorityFile("caFile", "missing CAfile path"),
  ),
  kw(
    "crl-file",
    "1.5",
    "<file:path>",
    "Revoked certificates.",
    authorityFile("crlFile", "missing CRLfile path"),
  ),
  kw(
    "crt",
    "1.5",
    "<file:path>",
    "Our certificate and key.",
    tlsText("certificate", "missing certificate file path"),
  ),
  kw("alpn", "1.5", "<protocols:string>", "What is offered in ALPN.", (cursor, server) => {
    serverTls(server).alpn = alpnList(cursor);
  }),
  ...tlsParameters(kw, serverTls),
  kw("source", "1.1", "<address:host>", "The address we connect from.", source),
  kw("usesrc", "1.4", "<address:host>", "Stands behind `source` only.", () => {
    throw new Refused("'usesrc' only allowed after a 'source' statement.");
  }),
  kw(
    "init-addr",
    "1.7",
    "<methods:string>",
    "How its name is resolved at start: `last`, `libc`, `none`, addresses, with commas.",
    initAddr,
  ),
  kw("init-state", "3.1", "{none|fully-up|up|down|fully-down}", "Its state until it is checked.", initState),
  kw("resolvers", "1.6", "<section:name>", "The resolvers section for its name.", (cursor, server) => {
    server.resolvers = cursor.next();
  }),
  kw(
    "resolve-prefer",
    "1.6",
    "{ipv4|ipv6}",
    "Which kind of address is preferred for its name.",
    resolvePrefer,
  ),
  kw("stick", "1.4", "", "Is remembered by stick rules.", (_, server) => void (server.stick = true)),
  kw("non-stick", "1.5", "", "Is not remembered by stick rules.", (_, server) => void (server.stick = false)),
  kw(
    "pool-max-conn",
    "1.9",
    "<number:int>",
    "The most idle connections kept to it, -1 for all.",
    pool("poolMaxConn"),
  ),
  kw(
    "pool-purge-delay",
    "1.9",
    "<time:time>",
    "How often half of the idle connections is closed.",
    poolPurgeDelay,
  ),
  kw(
    "max-reuse",
    "2.0",
    "<number:int>",
    "How often a connection is used again, -1 for no limit.",
    pool("maxReuse"),
  ),
  kw(
    "pool-low-conn",
    "2.2",
    "<number:int>",
    "Idle connections below which threads do not share.",
    skipValue,
    "one pool serves all",
  ),
  kw("tfo", "1.5", "", "TCP Fast Open.", nothing, KERNEL),
  kw("no-tfo", "2.1", "", "No TCP Fast Open.", nothing, KERNEL),
  kw("tcp-ut", "1.6", "<time:time>", "TCP user timeout.", skipValue, KERNEL),
  kw("no-ssl-reuse", "1.6", "", "Starts every TLS session anew.", nothing, NODE_TLS),
  kw("ssl-reuse", "1.8", "", "Resumes TLS sessions.", nothing, NODE_TLS),
  kw(
    "sni-auto",
    "3.3",
    "",
    "Sends the Host header's name in TLS, as is done without `sni`.",
    nothing,
    "it is the default",
  ),
  kw("shard", "2.7", "<number:int>", "Its shard among peers.", skipValue, "peers do nothing"),
];
