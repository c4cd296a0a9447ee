/**
 * Keywords that are taken without effect, as what they tune is not there in
 * halua, or decides itself. Each says so in the manual, and in a message under
 * `-dD`. Their arguments are not looked at.
 */
import type { Line } from "../line.ts";
import { wholeInteger } from "../units.ts";
import { flag, ignore, linesOf, PROXY_SECTIONS, type LineParser } from "./build.ts";
import type { LineKeyword, Section } from "./keyword.ts";

const global = linesOf(["global"]);

/** Name, first version, grammar, what it is for in HAProxy, and a reader where the argument is checked. */
type Row = readonly [name: string, since: string, syntax: string, doc: string, parse?: LineParser];

function rows(accepted: string, list: readonly Row[]): LineKeyword[] {
  return list.map(([name, since, syntax, doc, parse = ignore]) =>
    global(name, since, syntax, doc, parse, { accepted }),
  );
}

function threadGroups(line: Line): void {
  line.atMost(1);
  const text = line.word(1);
  const value = wholeInteger(text);
  if (value === undefined)
    line.fail(`'thread-groups' passed a missing or unparsable integer value in '${text}'`);
  if (value < 1 || value > 32) line.fail(`'thread-groups' value must be between 1 and 32 (was ${value})`);
}

function idlePool(line: Line): void {
  const value = line.word(1);
  if (value !== "full" && value !== "on" && value !== "off") {
    line.fail(`'tune.idle-pool.shared' expects 'full', 'on' or 'off' but got '${value}'.`);
  }
}

const PROFILES: readonly string[] = ["on", "auto", "off", "lock", "no-lock", "memory", "no-memory"];

function profiling(line: Line): void {
  const wrong = (line.words.length > 1 ? line.words.slice(1) : [""]).find((word) => !PROFILES.includes(word));
  if (wrong === undefined) return;
  line.fail(
    `'profiling.tasks' expects a combination of either 'on', 'auto', 'off', 'lock', 'no-lock', 'memory', or 'no-memory', but got '${wrong}'.`,
  );
}

const none = flag(() => undefined);

const THREADS = rows("Node schedules its threads itself", [
  ["thread-group", "2.5", "<group:int> <threads:string>...", "Threads of a group."],
  ["thread-groups", "2.5", "<groups:int>", "The number of thread groups.", threadGroups],
  ["thread-hard-limit", "3.0", "<threads:int>", "The most threads."],
  ["max-threads-per-group", "3.4", "<threads:int>", "The most threads of a group."],
  ["cpu-map", "1.5", "<threads:string> <cpus:string>...", "CPUs of threads."],
  ["cpu-set", "3.2", "<directive:string>...", "CPUs of the process."],
  ["cpu-policy", "3.2", "<policy:string>", "How threads are spread over CPUs."],
  ["cpu-affinity", "3.4", "<affinity:string>", "How threads stay on CPUs."],
  ["numa-cpu-mapping", "2.4", "", "Stays on one NUMA node."],
  ["tune.sched.low-latency", "2.2", "{on|off}", "Short tasks first."],
  ["tune.runqueue-depth", "1.9", "<number:int>", "Tasks run at a time."],
  ["tune.maxpollevents", "1.4", "<number:int>", "Events handled at a time."],
  ["tune.events.max-events-at-once", "2.9", "<number:int>", "Events of subscriptions handled at a time."],
  ["tune.maxaccept", "1.4", "<number:int>", "Connections accepted at a time."],
  ["tune.max-rules-at-once", "3.2", "<number:int>", "Rules run at a time."],
  ["tune.listener.multi-queue", "2.0", "{on|fair|off}", "Spreads new connections over threads."],
  ["tune.listener.default-shards", "2.8", "<shards:string>", "Sockets an address is split into."],
  [
    "tune.takeover-other-tg-connections",
    "3.2",
    "<mode:string>",
    "Idle connections taken from other thread groups.",
  ],
  ["tune.renice.startup", "3.1", "<nice:int>", "Priority while starting."],
  ["tune.renice.runtime", "3.1", "<nice:int>", "Priority of the process."],
  ["tune.epoll.mask-events", "3.2", "<events:string>", "Events epoll does not report."],
  ["tune.fd.edge-triggered", "2.2", "{on|off}", "Edge-triggered polling."],
  ["tune.fd.tables", "3.5", "<mode:string>", "How threads share descriptors."],
  ["noepoll", "1.3", "", "Does not use epoll.", none],
  ["nopoll", "1.3", "", "Does not use poll.", none],
  ["nokqueue", "1.4", "", "Does not use kqueue.", none],
  ["noevports", "2.0", "", "Does not use event ports.", none],
  ["busy-polling", "1.9", "", "Polls without sleeping.", none],
  ["profiling.tasks", "1.9", "{on|auto|off|lock|no-lock|memory|no-memory}...", "Measures tasks.", profiling],
  ["warn-blocked-traffic-after", "3.1", "<time:time>", "Warns of tasks that take long."],
]);

const MEMORY = rows("Node manages memory itself", [
  ["tune.buffers.limit", "1.6", "<number:int>", "The most buffers."],
  ["tune.buffers.reserve", "1.6", "<number:int>", "Buffers kept for emergencies."],
  ["tune.bufsize.large", "3.4", "<size:size>", "The size of large buffers."],
  ["tune.bufsize.small", "3.1", "<size:size>", "The size of small buffers."],
  ["tune.memory.hot-size", "2.8", "<size:size>", "Memory kept near a thread."],
  ["tune.pattern.cache-size", "1.6", "<number:int>", "Cached pattern matches."],
  ["tune.pipesize", "1.5", "<bytes:int>", "The size of pipes."],
  ["tune.ring.queues", "3.0", "<number:int>", "Queues in front of rings."],
  ["tune.defaults.purge", "3.4", "", "Forgets defaults sections once read."],
  ["tune.recv_enough", "1.7", "<bytes:int>", "When reading pauses."],
  ["tune.disable-fast-forward", "2.8", "", "Does not forward data directly."],
  ["tune.disable-zero-copy-forwarding", "2.9", "", "Copies what is forwarded."],
  ["tune.applet.zero-copy-forwarding", "3.0", "{on|off}", "Forwards applets' data without a copy."],
  ["tune.h1.zero-copy-fwd-recv", "2.9", "{on|off}", "Receives HTTP/1 without a copy."],
  ["tune.h1.zero-copy-fwd-send", "2.9", "{on|off}", "Sends HTTP/1 without a copy."],
  ["tune.h2.zero-copy-fwd-send", "2.9", "{on|off}", "Sends HTTP/2 without a copy."],
  ["tune.pt.zero-copy-forwarding", "2.9", "{on|off}", "Forwards TCP without a copy."],
  ["tune.vars.global-max-size", "1.6", "<bytes:int>", "Memory for all variables."],
  ["tune.vars.proc-max-size", "1.7", "<bytes:int>", "Memory for `proc` variables."],
  ["tune.vars.sess-max-size", "1.6", "<bytes:int>", "Memory for `sess` variables."],
  ["tune.vars.txn-max-size", "1.6", "<bytes:int>", "Memory for `txn` variables."],
  ["tune.vars.reqres-max-size", "1.6", "<bytes:int>", "Memory for `req` and `res` variables."],
  ["tune.vars.check-max-size", "2.2", "<bytes:int>", "Memory for `check` variables."],
  ["no-memory-trimming", "2.6", "", "Keeps freed memory."],
  ["maxpipes", "1.4", "<number:int>", "The most pipes."],
  ["tune.chksize", "1.5", "<bytes:int>", "The size of check buffers."],
]);

const KERNEL = rows("Node gives no access to this socket option", [
  ["tune.rcvbuf.client", "1.4", "<bytes:int>", "Receive buffers of clients' sockets."],
  ["tune.rcvbuf.server", "1.4", "<bytes:int>", "Receive buffers of servers' sockets."],
  ["tune.rcvbuf.frontend", "2.9", "<bytes:int>", "Receive buffers of datagram sockets."],
  ["tune.rcvbuf.backend", "2.9", "<bytes:int>", "Receive buffers of datagram sockets to servers."],
  ["tune.sndbuf.client", "1.4", "<bytes:int>", "Send buffers of clients' sockets."],
  ["tune.sndbuf.server", "1.4", "<bytes:int>", "Send buffers of servers' sockets."],
  ["tune.sndbuf.frontend", "2.9", "<bytes:int>", "Send buffers of datagram sockets."],
  ["tune.sndbuf.backend", "2.9", "<bytes:int>", "Send buffers of datagram sockets to servers."],
  ["tune.notsent-lowat.client", "3.2", "<bytes:int>", "Unsent bytes kept for clients."],
  ["tune.notsent-lowat.server", "3.2", "<bytes:int>", "Unsent bytes kept for servers."],
  ["nosplice", "1.4", "", "Does not splice.", none],
  ["nogetaddrinfo", "1.5", "", "Does not use getaddrinfo.", none],
  ["noreuseport", "1.7", "", "Does not share ports.", none],
  ["noktls", "3.3", "", "Does not use kernel TLS.", none],
]);

const PROCESS = rows("rights and limits are as whoever starts halua sets them", [
  ["setcap", "2.9", "<capabilities:string>", "Capabilities kept after `user`."],
  ["strict-limits", "2.1", "", "Does not start when a limit cannot be set.", none],
  ["fd-hard-limit", "2.6", "<number:int>", "The most descriptors by default."],
  ["insecure-setuid-wanted", "2.2", "", "Allows processes to change their user.", none],
  ["mworker-max-reloads", "2.0", "<number:int>", "How many reloads a worker may outlive."],
  ["prealloc-fd", "2.8", "", "Makes room for all descriptors at once."],
  ["set-dumpable", "2.0", "[{on|off|libs}]", "Allows core dumps."],
]);

const ABSENT = rows("halua has nothing that this would set", [
  ["dns-accept-family", "3.2", "<families:string>", "Families of addresses names resolve to."],
  ["cluster-secret", "2.6", "<secret:string>", "The secret of a cluster."],
  ["anonkey", "2.7", "<key:int>", "Hides names in dumps."],
  ["limited-quic", "2.9", "", "QUIC on a library that lacks it.", none],
  ["harden.reject-privileged-ports.quic", "3.0", "{on|off}", "The same for QUIC."],
  ["tune.peers.max-updates-at-once", "2.7", "<number:int>", "Updates sent to peers at a time."],
]);

const COMPRESSION = rows("compression keeps little memory and is not limited", [
  ["maxzlibmem", "1.5", "<megabytes:int>", "Memory for compression."],
  ["maxcomprate", "1.5", "<kilobytes:int>", "The most bytes compressed a second."],
  ["maxcompcpuusage", "1.5", "<percent:percent>", "The most CPU for compression."],
]);

const TLS = rows("Node's TLS decides this, or the bind and server lines do", [
  ["maxsslconn", "1.5", "<number:int>", "The most TLS connections."],
  ["maxsslrate", "1.5", "<number:int>", "The most TLS handshakes a second."],
  ["ssl-default-bind-client-sigalgs", "2.8", "<list:string>", "Signatures accepted of clients."],
  ["ssl-default-server-client-sigalgs", "2.9", "<list:string>", "Signatures of our certificate."],
  ["ssl-dh-param-file", "1.6", "<file:path>", "Diffie-Hellman parameters."],
  ["ssl-load-extra-files", "2.2", "<type:string>...", "Files looked for beside certificates."],
  ["ssl-load-extra-del-ext", "2.3", "", "Looks for them without the certificate's ending."],
  ["ssl-security-level", "3.0", "<level:int>", "OpenSSL's security level."],
  ["ssl-skip-self-issued-ca", "2.2", "", "Does not send self-issued authorities."],
  ["ssl-mode-async", "1.8", "", "Asynchronous engines."],
  ["issuers-chain-path", "2.2", "<directory:directory>", "Certificates that complete chains."],
  ["tune.ssl.cachesize", "1.5", "<number:int>", "Cached TLS sessions."],
  ["tune.ssl.capture-buffer-size", "2.5", "<bytes:int>", "What is kept of TLS hellos."],
  [
    "tune.ssl.capture-cipherlist-size",
    "1.8",
    "<bytes:int>",
    "The old name of `tune.ssl.capture-buffer-size`.",
  ],
  ["tune.ssl.certificate-compression", "3.4", "{auto|off}", "Compressed certificates."],
  ["tune.ssl.default-dh-param", "1.5", "<bits:int>", "Size of Diffie-Hellman parameters."],
  ["tune.ssl.force-private-cache", "1.5", "", "Sessions are not shared by processes."],
  ["tune.ssl.hard-maxrecord", "2.6", "<bytes:int>", "The largest TLS record."],
  ["tune.ssl.keylog", "2.2", "{on|off}", "Keeps TLS secrets for `ssl_fc_*` fetches."],
  ["tune.ssl.keyupdate-rate-limit", "3.5", "<number:int>", "Key updates a second."],
  ["tune.ssl.lifetime", "1.5", "<time:seconds>", "How long TLS sessions are cached."],
  ["tune.ssl.maxrecord", "1.5", "<bytes:int>", "The largest TLS record at first."],
  ["tune.ssl.ssl-ctx-cache-size", "1.6", "<number:int>", "Cached generated certificates."],
]);

const PROTOCOL = rows("the proxy has limits of its own", [
  ["tune.h1.be.glitches-threshold", "3.4", "<number:int>", "Glitches of a server's connection."],
  ["tune.h1.fe.glitches-threshold", "3.4", "<number:int>", "Glitches of a client's connection."],
  [
    "tune.glitches.kill.cpu-usage",
    "3.2",
    "<percent:percent>",
    "CPU use above which glitches close connections.",
  ],
  ["tune.h2.be.glitches-threshold", "3.0", "<number:int>", "Glitches of a server's HTTP/2 connection."],
  ["tune.h2.fe.glitches-threshold", "3.0", "<number:int>", "Glitches of a client's HTTP/2 connection."],
  ["tune.h2.be.initial-window-size", "2.8", "<bytes:int>", "HTTP/2 window towards servers."],
  ["tune.h2.fe.initial-window-size", "2.8", "<bytes:int>", "HTTP/2 window towards clients."],
  ["tune.h2.initial-window-size", "1.8", "<bytes:int>", "HTTP/2 window."],
  ["tune.h2.be.max-concurrent-streams", "2.8", "<number:int>", "HTTP/2 streams to a server."],
  ["tune.h2.fe.max-concurrent-streams", "2.8", "<number:int>", "HTTP/2 streams of a client."],
  ["tune.h2.max-concurrent-streams", "1.8", "<number:int>", "HTTP/2 streams."],
  ["tune.h2.be.max-frames-at-once", "3.4", "<number:int>", "HTTP/2 frames of a server handled at a time."],
  ["tune.h2.fe.max-frames-at-once", "3.4", "<number:int>", "HTTP/2 frames of a client handled at a time."],
  ["tune.h2.fe.max-rst-at-once", "3.4", "<number:int>", "HTTP/2 resets handled at a time."],
  ["tune.h2.fe.max-total-streams", "3.0", "<number:int>", "HTTP/2 streams in a connection's life."],
  ["tune.h2.be.rxbuf", "3.1", "<size:size>", "HTTP/2 receive buffers towards servers."],
  ["tune.h2.fe.rxbuf", "3.1", "<size:size>", "HTTP/2 receive buffers towards clients."],
  ["tune.h2.header-table-size", "1.8", "<bytes:int>", "HTTP/2 header table."],
  ["tune.h2.max-frame-size", "2.0", "<bytes:int>", "HTTP/2 frames."],
  ["tune.h2.log-errors", "3.4", "<what:string>", "Which HTTP/2 errors are logged."],
  ["tune.idle-pool.shared", "2.2", "{full|on|off}", "Threads share idle connections.", idlePool],
  ["tune.idletimer", "1.5", "<time:time>", "When a stream counts as idle."],
  [
    "tune.pool-high-fd-ratio",
    "2.0",
    "<percent:percent>",
    "Descriptors above which idle connections are closed.",
  ],
  [
    "tune.pool-low-fd-ratio",
    "2.0",
    "<percent:percent>",
    "Descriptors below which idle connections are kept.",
  ],
  ["tune.max-checks-per-thread", "2.9", "<number:int>", "Health checks of a thread at a time."],
  ["tune.cli.max-payload-size", "3.4", "<size:size>", "The most of a payload on the command socket."],
  ["h2-workaround-bogus-websocket-clients", "2.5", "", "No WebSockets over HTTP/2.", none],
  ["pp2-never-send-local", "2.2", "", "PROXY protocol of local connections."],
  [
    "harden.reject-privileged-ports.tcp",
    "3.0",
    "{on|off}",
    "Refuses clients that come from privileged ports.",
  ],
]);

const DEFAULTS_BACK: readonly Section[] = ["defaults", "listen", "backend"];
const DEFAULTS_FRONT: readonly Section[] = ["defaults", "frontend", "listen"];
const proxy = linesOf(PROXY_SECTIONS);
const KEEPALIVE = "Node sets keep-alive with the system's times";

const PROXY: readonly LineKeyword[] = [
  ...(["clitcpka-cnt", "clitcpka-idle", "clitcpka-intvl"] as const).map((name) =>
    proxy(name, "2.3", "<value:string>", "TCP keep-alive towards clients.", ignore, {
      accepted: KEEPALIVE,
      places: DEFAULTS_FRONT,
    }),
  ),
  ...(["srvtcpka-cnt", "srvtcpka-idle", "srvtcpka-intvl"] as const).map((name) =>
    proxy(name, "2.3", "<value:string>", "TCP keep-alive towards servers.", ignore, {
      accepted: KEEPALIVE,
      places: DEFAULTS_BACK,
    }),
  ),
  proxy(
    "max-keep-alive-queue",
    "1.5",
    "<number:int>",
    "The queue in which keeping the connection is given up.",
    keepAliveQueue,
    {
      accepted: "halua always prefers the connection's server",
      places: DEFAULTS_BACK,
    },
  ),
  proxy(
    "max-session-srv-conns",
    "1.9",
    "<number:int>",
    "Idle connections a client may hold.",
    sessionConnections,
    {
      accepted: "connections are pooled by server",
      places: DEFAULTS_FRONT,
    },
  ),
  proxy(
    "load-server-state-from-file",
    "1.6",
    "{global|local|none}",
    "Servers' states across restarts.",
    loadState,
    {
      accepted: "states are kept by the shared statistics file",
      places: DEFAULTS_BACK,
    },
  ),
  proxy("server-state-file-name", "1.6", "[<file:path>]", "The file of servers' states.", ignore, {
    accepted: "states are kept by the shared statistics file",
    places: DEFAULTS_BACK,
  }),
  proxy("log-steps", "3.1", "<steps:string>", "At which steps a log line is written.", logSteps, {
    accepted: "one line is written at the end",
    places: DEFAULTS_FRONT,
  }),
];

const LOG_STEPS = [
  ...["accept", "request", "connect", "response", "close", "http-req", "http-res", "http-after-res"],
  ...["tcp-req-conn", "tcp-req-sess", "tcp-req-cont", "tcp-res-cont"],
];

function logSteps(line: Line): void {
  const steps = line.word(1);
  if (steps === "all") return;
  const wrong = steps
    .replace(/,$/, "")
    .split(",")
    .find((step) => steps !== "" && !LOG_STEPS.includes(step));
  if (wrong === undefined) return;
  line.fail(`invalid log step name (${wrong}). Expected values are: ${LOG_STEPS.join(", ")}`);
}

function keepAliveQueue(line: Line): void {
  const text = line.word(1);
  if (text === "") line.fail(`'${line.keyword}' expects expects an integer value (or -1 to disable)`);
  const wrong = /^-?[0-9]*([^0-9])/.exec(text)?.[1];
  if (wrong !== undefined) {
    line.fail(`'${line.keyword}' : unexpected character '${wrong}' in integer value '${text}'`);
  }
}

function sessionConnections(line: Line): void {
  if (line.word(1) === "") line.fail(`'${line.keyword}' expects a number. Got no argument`);
}

function loadState(line: Line): void {
  const value = line.word(1);
  if (value === "global" || value === "local" || value === "none") return;
  line.fail(`'load-server-state-from-file' expects 'global', 'local' or 'none'. Got '${value}'`);
}

const STATE_FILES = rows("states are kept by the shared statistics file", [
  ["server-state-base", "1.6", "<directory:directory>", "Where files of servers' states are."],
  ["server-state-file", "1.6", "<file:path>", "The file of servers' states."],
  ["stats-file", "3.0", "<file:path>", "A file of statistics to start from."],
]);

export const ACCEPTED_KEYWORDS: readonly LineKeyword[] = [
  ...THREADS,
  ...MEMORY,
  ...KERNEL,
  ...PROCESS,
  ...ABSENT,
  ...COMPRESSION,
  ...TLS,
  ...PROTOCOL,
  ...STATE_FILES,
  ...PROXY,
];
