/**
 * The fetches and converters that halua accepts in a configuration but will
 * never compute, with the reason: there they give no sample.
 */

/** Why these are left out; a name that ends in `*` stands for all that begin so. */
const REASONS: readonly (readonly [reason: string, names: string])[] = [
  [
    "needs the kernel's TCP_INFO, which Node does not give",
    "bc_rtt bc_rttvar fc_rtt fc_rttvar fc_fackets fc_lost fc_reordering fc_retrans fc_sacked fc_unacked",
  ],
  ["needs the saved SYN packet of a socket, which Node does not give", "fc_saved_syn"],
  [
    "shows HAProxy's internal message representation, which halua does not have",
    "internal.htx.* internal.htx_blk.*",
  ],
  [
    "shows HAProxy's own structures, which halua does not have",
    "fs.debug_str bs.debug_str term_events cpu_calls cpu_ns_avg cpu_ns_tot lat_ns_avg lat_ns_tot",
  ],
  ["counts oddities of HTTP that halua does not count", "fc_glitches bc_glitches"],
  ["belongs to SPOE, which halua does not speak", "spoe.engine-id"],
  ["tells the group of a key exchange, which Node does not", "ssl_fc_curve ssl_bc_curve"],
  [
    "needs the chain of certificates as the peer sent or the library verified it, which Node does not give",
    "ssl_c_chain_der ssl_s_chain_der ssl_c_r_dn",
  ],
  [
    "needs the raw TLS ClientHello, which Node consumes",
    "ssl_fc_cipherlist_* ssl_fc_ecformats_bin ssl_fc_eclist_bin ssl_fc_extlist_bin ssl_fc_sigalgs_bin " +
      "ssl_fc_supported_versions_bin ssl_fc_protocol_hello_id",
  ],
  [
    "shows TLS secrets, which Node keeps to its key log",
    "ssl_fc_client_early_traffic_secret ssl_fc_client_handshake_traffic_secret ssl_fc_client_random " +
      "ssl_fc_client_traffic_secret_0 ssl_fc_early_exporter_secret ssl_fc_exporter_secret " +
      "ssl_fc_server_handshake_traffic_secret ssl_fc_server_random ssl_fc_server_traffic_secret_0 " +
      "ssl_fc_session_key ssl_bc_client_early_traffic_secret ssl_bc_client_handshake_traffic_secret " +
      "ssl_bc_client_random ssl_bc_client_traffic_secret_0 ssl_bc_early_exporter_secret " +
      "ssl_bc_exporter_secret ssl_bc_server_handshake_traffic_secret ssl_bc_server_random " +
      "ssl_bc_server_traffic_secret_0 ssl_bc_session_key",
  ],
  ["tells of QUIC, which halua does not speak", "quic_enabled"],
  ["belongs to SPOE, which halua does not have", "spoe.engine-id"],
  [
    "measures the calls of HAProxy's tasks, which halua's streams are not",
    "cpu_calls cpu_ns_avg cpu_ns_tot lat_ns_avg lat_ns_tot",
  ],
  ["lists events inside HAProxy's layers, which halua does not have", "term_events"],
  ["needs a certificate of a crt-store, which halua does not have", "jwt_decrypt_cert"],
  ["belongs to FastCGI, which halua does not speak", "fcgi.docroot fcgi.index"],
  ["belongs to the HTTP cache, which halua accepts and leaves idle", "res.cache_hit res.cache_name"],
];

const EXACT = new Map<string, string>();
const PREFIXES: [prefix: string, reason: string][] = [];
for (const [reason, names] of REASONS) {
  for (const name of names.split(" ")) {
    if (name.endsWith("*")) PREFIXES.push([name.slice(0, -1), reason]);
    else EXACT.set(name, reason);
  }
}

/** Why halua will not compute this, or undefined when nothing stands against it. */
export function reasonForAbsence(name: string): string | undefined {
  return EXACT.get(name) ?? PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1];
}
