/**
 * The names HAProxy 3.5 knows, place by place: to tell a keyword that halua has
 * not from one that nobody has, and to look for the nearest word in the lists
 * that HAProxy looks in. Facts: `haproxy -dKcfg`, and the lists its own messages give.
 * The order is HAProxy's where a message shows it, alphabetical elsewhere.
 */
import type { Ruleset } from "../actions.ts";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Global keywords in HAProxy's keyword lists. */
export const GLOBAL_REGISTERED: readonly string[] = words(`
  acme.scheduler ca-base chroot close-spread-time cpu-affinity cpu-policy cpu-set crt-base daemon
  default-path dns-accept-family expose-deprecated-directives expose-experimental-directives
  force-cfg-parser-pause grace h1-accept-payload-with-any-method h1-case-adjust h1-case-adjust-file
  h1-do-not-close-on-insecure-transfer-encoding hard-stop-after harden.reject-privileged-ports.quic
  harden.reject-privileged-ports.tcp http-err-codes http-fail-codes httpclient.resolvers.disabled
  httpclient.resolvers.id httpclient.resolvers.prefer httpclient.retries httpclient.ssl.ca-file
  httpclient.ssl.verify httpclient.timeout.connect issuers-chain-path jwt.decrypt_alg_list
  jwt.decrypt_enc_list key-base localpeer lua-load lua-load-per-thread lua-prepend-path master-worker
  max-threads-per-group maxsslconn mworker-max-reloads nbproc nbthread no-memory-trimming noepoll
  noevports nokqueue noktls nopoll ocsp-update.disable ocsp-update.httpproxy ocsp-update.maxdelay
  ocsp-update.mindelay ocsp-update.mode pidfile pp2-never-send-local prealloc-fd presetenv profiling.tasks
  quiet resetenv set-var set-var-fmt setcap setenv shm-stats-file shm-stats-file-max-objects
  ssl-default-bind-ciphers ssl-default-bind-ciphersuites ssl-default-bind-client-sigalgs
  ssl-default-bind-curves ssl-default-bind-options ssl-default-bind-sigalgs ssl-default-server-ciphers
  ssl-default-server-ciphersuites ssl-default-server-client-sigalgs ssl-default-server-curves
  ssl-default-server-options ssl-default-server-sigalgs ssl-dh-param-file ssl-engine
  ssl-load-extra-del-ext ssl-load-extra-files ssl-mode-async ssl-passphrase-cmd ssl-propquery ssl-provider
  ssl-provider-path ssl-security-level ssl-skip-self-issued-ca stats stress-level thread-group
  thread-groups thread-hard-limit tune.applet.zero-copy-forwarding tune.buffers.limit tune.buffers.reserve
  tune.bufsize tune.bufsize.large tune.bufsize.small tune.chksize tune.cli.max-payload-size
  tune.comp.maxlevel tune.defaults.purge tune.disable-fast-forward tune.disable-zero-copy-forwarding
  tune.epoll.mask-events tune.events.max-events-at-once tune.fail-alloc tune.fd.edge-triggered
  tune.fd.tables tune.glitches.kill.cpu-usage tune.h1.be.glitches-threshold tune.h1.fe.glitches-threshold
  tune.h1.zero-copy-fwd-recv tune.h1.zero-copy-fwd-send tune.h2.be.glitches-threshold
  tune.h2.be.initial-window-size tune.h2.be.max-concurrent-streams tune.h2.be.max-frames-at-once
  tune.h2.be.rxbuf tune.h2.fe.glitches-threshold tune.h2.fe.initial-window-size
  tune.h2.fe.max-concurrent-streams tune.h2.fe.max-frames-at-once tune.h2.fe.max-rst-at-once
  tune.h2.fe.max-total-streams tune.h2.fe.rxbuf tune.h2.header-table-size tune.h2.initial-window-size
  tune.h2.log-errors tune.h2.max-concurrent-streams tune.h2.max-frame-size tune.h2.zero-copy-fwd-send
  tune.http.cookielen tune.http.logurilen tune.http.maxhdr tune.idle-pool.shared tune.idletimer
  tune.listener.default-shards tune.listener.multi-queue tune.lua.bool-sample-conversion
  tune.lua.burst-timeout tune.lua.forced-yield tune.lua.log.loggers tune.lua.log.stderr tune.lua.maxmem
  tune.lua.openlibs tune.lua.service-timeout tune.lua.session-timeout tune.lua.task-timeout
  tune.max-checks-per-thread tune.max-rules-at-once tune.maxaccept tune.maxpollevents tune.maxrewrite
  tune.memory.hot-size tune.notsent-lowat.client tune.notsent-lowat.server tune.pattern.cache-size
  tune.peers.max-updates-at-once tune.pipesize tune.pool-high-fd-ratio tune.pool-low-fd-ratio
  tune.pt.zero-copy-forwarding tune.rcvbuf.backend tune.rcvbuf.client tune.rcvbuf.frontend
  tune.rcvbuf.server tune.recv_enough tune.renice.runtime tune.renice.startup tune.ring.queues
  tune.runqueue-depth tune.sched.low-latency tune.sndbuf.backend tune.sndbuf.client tune.sndbuf.frontend
  tune.sndbuf.server tune.ssl.cachesize tune.ssl.capture-buffer-size tune.ssl.capture-cipherlist-size
  tune.ssl.certificate-compression tune.ssl.default-dh-param tune.ssl.force-private-cache
  tune.ssl.hard-maxrecord tune.ssl.keylog tune.ssl.keyupdate-rate-limit tune.ssl.lifetime
  tune.ssl.maxrecord tune.ssl.ocsp-update.maxdelay tune.ssl.ocsp-update.mindelay
  tune.ssl.ssl-ctx-cache-size tune.stick-counters tune.streams-elasticity
  tune.takeover-other-tg-connections tune.vars.check-max-size tune.vars.global-max-size
  tune.vars.proc-max-size tune.vars.reqres-max-size tune.vars.sess-max-size tune.vars.txn-max-size
  unsetenv warn-blocked-traffic-after zero-warning
`);

/** Global keywords HAProxy treats by hand and suggests. */
export const GLOBAL_COMMON: readonly string[] = words(`
  global busy-polling set-dumpable insecure-fork-wanted insecure-setuid-wanted nosplice nogetaddrinfo
  noreuseport uid gid external-check user group maxconn ssl-server-verify maxconnrate maxsessrate
  maxsslrate maxcomprate maxpipes maxzlibmem maxcompcpuusage ulimit-n description node unix-bind log
  log-send-hostname server-state-base server-state-file log-tag spread-checks max-spread-checks cpu-map
  strict-limits numa-cpu-mapping defaults listen frontend backend peers resolvers cluster-secret
  limited-quic stats-file
`);

/** Global keywords HAProxy treats by hand and never suggests. */
export const GLOBAL_UNLISTED: readonly string[] = words(`
  h2-workaround-bogus-websocket-clients fd-hard-limit quick-exit anonkey
`);

/** Keywords of proxies in HAProxy's keyword lists. */
export const PROXY_REGISTERED: readonly string[] = words(`
  be-unpublished clitcpka-cnt clitcpka-idle clitcpka-intvl clitimeout compression contimeout declare
  errorfile errorfiles errorloc errorloc302 errorloc303 external-check filter filter-sequence
  force-be-switch guid hash-preserve-affinity http-check http-error log-steps max-keep-alive-queue
  rate-limit retry-on srvtcpka-cnt srvtcpka-idle srvtcpka-intvl srvtimeout ssl-f-use tcp-check tcp-request
  tcp-response timeout use-fcgi-app
`);

/** Keywords of proxies HAProxy treats by hand and suggests. */
export const PROXY_COMMON: readonly string[] = words(`
  listen frontend backend defaults server default-server server-template bind monitor-net monitor-uri mode
  id description disabled enabled acl dynamic-cookie-key cookie email-alert persist appsession
  load-server-state-from-file server-state-file-name max-session-srv-conns capture retries http-request
  http-response http-after-response http-send-name-header block redirect use_backend use-server
  force-persist ignore-persist stick-table stick stats option default_backend http-reuse monitor
  transparent maxconn backlog fullconn dispatch balance hash-type hash-balance-factor unique-id-format
  unique-id-header log-format log-format-sd log-tag log source usesrc error-log-format
`);

/** Parameters of `bind`. */
export const BIND_NAMES: readonly string[] = words(`
  accept-netscaler-cip accept-proxy allow-0rtt alpn backlog ca-file ca-ignore-err ca-sign-file
  ca-sign-pass ca-verify-file cc ciphers ciphersuites client-sigalgs crl-file crt crt-ignore-err crt-list
  curves default-crt defer-accept ecdhe expose-fd force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12
  force-tlsv13 generate-certificates gid group guid-prefix id idle-ping interface ktls label level maxconn
  mode mss name namespace nbconn nice no-alpn no-ca-names no-sslv3 no-strict-sni no-tls-tickets no-tlsv10
  no-tlsv11 no-tlsv12 no-tlsv13 npn prefer-client-ciphers process proto severity-output shards sigalgs ssl
  ssl-max-ver ssl-min-ver strict-sni tcp-md5sig tcp-ss tcp-ut tfo thread tls-ticket-keys tls-tickets
  transparent uid user v4v6 v6only verify
`);

/** Parameters of `server`. */
export const SERVER_NAMES: readonly string[] = words(`
  addr agent-addr agent-check agent-inter agent-port agent-send allow-0rtt alpn backup ca-file cc check
  check-alpn check-pool-conn-name check-proto check-reuse-pool check-send-proxy check-sni check-sni-auto
  check-ssl check-via-socks4 ciphers ciphersuites client-sigalgs cookie crl-file crt curves disabled
  downinter enabled error-limit fall fastinter force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12
  force-tlsv13 guid hash-key healthcheck id idle-ping init-addr init-state inter ktls log-bufsize
  log-proto max-reuse maxconn maxqueue minconn namespace no-agent-check no-backup no-check
  no-check-reuse-pool no-check-send-proxy no-check-sni-auto no-check-ssl no-renegotiate no-send-proxy
  no-send-proxy-v2 no-send-proxy-v2-ssl no-send-proxy-v2-ssl-cn no-sni-auto no-ssl no-ssl-reuse no-sslv3
  no-tfo no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 non-stick npn observe on-error
  on-marked-down on-marked-up pool-conn-name pool-low-conn pool-max-conn pool-purge-delay port proto
  proxy-v2-options redir renegotiate resolve-net resolve-opts resolve-prefer resolvers rise send-proxy
  send-proxy-v2 send-proxy-v2-ssl send-proxy-v2-ssl-cn set-proxy-v2-tlv-fmt shard sigalgs slowstart sni
  sni-auto socks4 source ssl ssl-max-ver ssl-min-ver ssl-reuse stick strict-maxconn tcp-md5sig tcp-ut tfo
  tls-tickets track usesrc verify verifyhost weight ws
`);

/** Options in HAProxy's lists. */
export const OPTION_NAMES: readonly string[] = words(`
  abortonclose accept-unsafe-violations-in-http-request accept-unsafe-violations-in-http-response
  allbackups checkcache clitcpka contstats disable-h2-upgrade dontlog-normal dontlognull
  h1-case-adjust-bogus-client h1-case-adjust-bogus-server http-buffer-request http-drop-request-trailers
  http-drop-response-trailers http-ignore-probes http-no-delay http-pretend-keepalive
  http-use-proxy-header idle-close-on-response independent-streams log-health-checks log-separate-errors
  logasap nolinger persist prefer-last-server socket-stats splice-auto splice-request splice-response
  srvtcpka tcp-smart-accept tcp-smart-connect transparent
`);

/** Options HAProxy treats by hand and suggests. */
export const OPTION_COMMON: readonly string[] = words(`
  httpclose http-server-close http-keep-alive redispatch httplog tcplog tcpka httpchk ssl-hello-chk
  smtpchk pgsql-check redis-check mysql-check ldap-check spop-check tcp-check external-check forwardfor
  original-to forwarded
`);

/** Options HAProxy treats by hand and never suggests. */
export const OPTION_UNLISTED: readonly string[] = words(`
  originalto httpslog http-restrict-req-hdr-names use-small-buffers accept-invalid-http-request
  accept-invalid-http-response
`);

/** Actions of each ruleset; `(*)` marks names that an argument follows at once. */
export const ACTION_NAMES: Readonly<Record<Ruleset, readonly string[]>> = {
  "http-request": words(`
    send-spoe-group wait-for-handshake set-retries set-log-level set-nice use-service sc-add-gpc(*)
    sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*) sc-set-gpt(*) sc-set-gpt0(*) do-resolve(*) cache-use
    add-acl(*) add-header add-headers-bin allow auth capture del-acl(*) del-header del-headers-bin
    del-map(*) deny disable-l7-retry do-log early-hint normalize-uri pause redirect reject
    replace-header replace-path replace-pathq replace-uri replace-value return set-header
    set-headers-bin set-map(*) set-method set-path set-pathq set-query set-uri strict-mode tarpit
    track-sc(*) set-timeout wait-for-body set-var-fmt(*) set-var(*) unset-var(*) set-bc-mark set-bc-tos
    set-dst set-dst-port set-fc-mark set-fc-tos set-mark set-src set-src-port set-tos silent-drop
    set-bandwidth-limit set-priority-class set-priority-offset
  `),
  "http-response": words(`
    send-spoe-group set-log-level set-nice sc-add-gpc(*) sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*)
    sc-set-gpt(*) sc-set-gpt0(*) cache-store add-acl(*) add-header add-headers-bin allow capture
    del-acl(*) del-header del-headers-bin del-map(*) deny do-log pause redirect replace-header
    replace-value return set-header set-headers-bin set-map(*) set-status strict-mode track-sc(*)
    set-timeout wait-for-body set-var-fmt(*) set-var(*) unset-var(*) set-fc-mark set-fc-tos set-mark
    set-tos silent-drop set-bandwidth-limit
  `),
  "http-after-response": words(`
    set-log-level sc-add-gpc(*) sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*) sc-set-gpt(*) sc-set-gpt0(*)
    add-header add-headers-bin allow capture del-acl(*) del-header del-headers-bin del-map(*) do-log
    replace-header replace-value set-header set-headers-bin set-map(*) set-status strict-mode
    set-var-fmt(*) set-var(*) unset-var(*)
  `),
  "tcp-request connection": words(`
    sc-add-gpc(*) sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*) sc-set-gpt(*) sc-set-gpt0(*)
    set-var-fmt(*) set-var(*) unset-var(*) do-log set-dst set-dst-port set-fc-mark set-fc-tos set-mark
    set-src set-src-port set-tos silent-drop
  `),
  "tcp-request session": words(`
    sc-add-gpc(*) sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*) sc-set-gpt(*) sc-set-gpt0(*)
    set-var-fmt(*) set-var(*) unset-var(*) attach-srv do-log set-dst set-dst-port set-fc-mark set-fc-tos
    set-mark set-src set-src-port set-tos silent-drop
  `),
  "tcp-request content": words(`
    send-spoe-group set-retries set-log-level set-nice switch-mode use-service sc-add-gpc(*)
    sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*) sc-set-gpt(*) sc-set-gpt0(*) do-resolve(*)
    set-var-fmt(*) set-var(*) unset-var(*) do-log set-bc-mark set-bc-tos set-dst set-dst-port
    set-fc-mark set-fc-tos set-mark set-src set-src-port set-tos silent-drop set-bandwidth-limit
    set-priority-class set-priority-offset
  `),
  "tcp-response content": words(`
    send-spoe-group set-log-level set-nice sc-add-gpc(*) sc-inc-gpc(*) sc-inc-gpc0(*) sc-inc-gpc1(*)
    sc-set-gpt(*) sc-set-gpt0(*) set-var-fmt(*) set-var(*) unset-var(*) do-log set-fc-mark set-fc-tos
    set-mark set-tos silent-drop set-bandwidth-limit
  `),
};
