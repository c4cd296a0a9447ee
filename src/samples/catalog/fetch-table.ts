/**
 * Every sample fetch of HAProxy 3.5, as its `-dKsmp` prints them: name,
 * arguments (those in brackets may be missing), type of the sample; grouped by
 * where the information comes from, which decides where the fetch may be used.
 * Source: configuration manual 7.3; sample-t.h for the sources.
 */
import type { SampleSource } from "./notation.ts";

export interface FetchGroup {
  readonly sources: readonly SampleSource[];
  /** One fetch a line. */
  readonly lines: string;
}

export const FETCH_TABLE: readonly FetchGroup[] = [
  {
    sources: ["constants"],
    lines: `
      acl(string[,string,string,string,string,string,string,string,string,string,string,string]): bool
      act_conn: sint
      always_false: bool
      always_true: bool
      bin(string): bin
      bool(string): bool
      date([integer,string]): sint
      date_us: sint
      dump_all_vars([string,string,string]): str
      env(string): str
      hostname: str
      int(integer): sint
      ipv4(IPv4 address): ipv4
      ipv6(IPv6 address): ipv6
      meth(string): meth
      nbproc: sint
      pid: sint
      proc: sint
      quic_enabled: bool
      rand([integer]): sint
      str(string): str
      tgroup: sint
      thread: sint
      uptime: sint
      uuid([integer]): str
      var(string[,string]): any
    `,
  },
  {
    sources: ["constants", "listener", "frontend"],
    lines: `
      unique-id: str
    `,
  },
  {
    sources: ["internal state"],
    lines: `
      avg_queue(backend): sint
      be_conn(backend): sint
      be_conn_free(backend): sint
      be_sess_rate(backend): sint
      connslots(backend): sint
      cpu_calls: sint
      cpu_ns_avg: sint
      cpu_ns_tot: sint
      cpu_usage_grp: sint
      cpu_usage_proc: sint
      cpu_usage_thr: sint
      fe_conn(frontend): sint
      fe_req_rate(frontend): sint
      fe_sess_rate(frontend): sint
      internal.strm.is_htx: bool
      last_entity: str
      last_rule_file: str
      last_rule_line: sint
      lat_ns_avg: sint
      lat_ns_tot: sint
      nbsrv(backend): sint
      prio_class: sint
      prio_offset: sint
      queue(backend): sint
      sc0_bytes_in_rate([table]): sint
      sc0_bytes_out_rate([table]): sint
      sc0_clr_gpc0([table]): sint
      sc0_clr_gpc1([table]): sint
      sc0_conn_cnt([table]): sint
      sc0_conn_cur([table]): sint
      sc0_conn_rate([table]): sint
      sc0_get_gpc0([table]): sint
      sc0_get_gpc1([table]): sint
      sc0_get_gpt0([table]): sint
      sc0_glitch_cnt([table]): sint
      sc0_glitch_rate([table]): sint
      sc0_gpc0_rate([table]): sint
      sc0_gpc1_rate([table]): sint
      sc0_http_err_cnt([table]): sint
      sc0_http_err_rate([table]): sint
      sc0_http_fail_cnt([table]): sint
      sc0_http_fail_rate([table]): sint
      sc0_http_req_cnt([table]): sint
      sc0_http_req_rate([table]): sint
      sc0_inc_gpc0([table]): sint
      sc0_inc_gpc1([table]): sint
      sc0_key: any
      sc0_sess_cnt([table]): sint
      sc0_sess_rate([table]): sint
      sc0_tracked([table]): bool
      sc0_trackers([table]): sint
      sc1_bytes_in_rate([table]): sint
      sc1_bytes_out_rate([table]): sint
      sc1_clr_gpc(integer[,table]): sint
      sc1_clr_gpc0([table]): sint
      sc1_clr_gpc1([table]): sint
      sc1_conn_cnt([table]): sint
      sc1_conn_cur([table]): sint
      sc1_conn_rate([table]): sint
      sc1_get_gpc0([table]): sint
      sc1_get_gpc1([table]): sint
      sc1_get_gpt0([table]): sint
      sc1_glitch_cnt([table]): sint
      sc1_glitch_rate([table]): sint
      sc1_gpc0_rate([table]): sint
      sc1_gpc1_rate([table]): sint
      sc1_http_err_cnt([table]): sint
      sc1_http_err_rate([table]): sint
      sc1_http_fail_cnt([table]): sint
      sc1_http_fail_rate([table]): sint
      sc1_http_req_cnt([table]): sint
      sc1_http_req_rate([table]): sint
      sc1_inc_gpc0([table]): sint
      sc1_inc_gpc1([table]): sint
      sc1_key: any
      sc1_sess_cnt([table]): sint
      sc1_sess_rate([table]): sint
      sc1_tracked([table]): bool
      sc1_trackers([table]): sint
      sc2_bytes_in_rate([table]): sint
      sc2_bytes_out_rate([table]): sint
      sc2_clr_gpc0([table]): sint
      sc2_clr_gpc1([table]): sint
      sc2_conn_cnt([table]): sint
      sc2_conn_cur([table]): sint
      sc2_conn_rate([table]): sint
      sc2_get_gpc0([table]): sint
      sc2_get_gpc1([table]): sint
      sc2_get_gpt0([table]): sint
      sc2_glitch_cnt([table]): sint
      sc2_glitch_rate([table]): sint
      sc2_gpc0_rate([table]): sint
      sc2_gpc1_rate([table]): sint
      sc2_http_err_cnt([table]): sint
      sc2_http_err_rate([table]): sint
      sc2_http_fail_cnt([table]): sint
      sc2_http_fail_rate([table]): sint
      sc2_http_req_cnt([table]): sint
      sc2_http_req_rate([table]): sint
      sc2_inc_gpc0([table]): sint
      sc2_inc_gpc1([table]): sint
      sc2_key: any
      sc2_sess_cnt([table]): sint
      sc2_sess_rate([table]): sint
      sc2_tracked([table]): bool
      sc2_trackers([table]): sint
      sc_bytes_in_rate(integer[,table]): sint
      sc_bytes_out_rate(integer[,table]): sint
      sc_clr_gpc(integer,integer[,table]): sint
      sc_clr_gpc0(integer[,table]): sint
      sc_clr_gpc1(integer[,table]): sint
      sc_conn_cnt(integer[,table]): sint
      sc_conn_cur(integer[,table]): sint
      sc_conn_rate(integer[,table]): sint
      sc_get_gpc(integer,integer[,table]): sint
      sc_get_gpc0(integer[,table]): sint
      sc_get_gpc1(integer[,table]): sint
      sc_get_gpt(integer,integer[,table]): sint
      sc_get_gpt0(integer[,table]): sint
      sc_glitch_cnt(integer[,table]): sint
      sc_glitch_rate(integer[,table]): sint
      sc_gpc0_rate(integer[,table]): sint
      sc_gpc1_rate(integer[,table]): sint
      sc_gpc_rate(integer,integer[,table]): sint
      sc_http_err_cnt(integer[,table]): sint
      sc_http_err_rate(integer[,table]): sint
      sc_http_fail_cnt(integer[,table]): sint
      sc_http_fail_rate(integer[,table]): sint
      sc_http_req_cnt(integer[,table]): sint
      sc_http_req_rate(integer[,table]): sint
      sc_inc_gpc(integer,integer[,table]): sint
      sc_inc_gpc0(integer[,table]): sint
      sc_inc_gpc1(integer[,table]): sint
      sc_key(integer): any
      sc_sess_cnt(integer[,table]): sint
      sc_sess_rate(integer[,table]): sint
      sc_tracked(integer[,table]): bool
      sc_trackers(integer[,table]): sint
      spoe.engine-id: str
      srv_conn(server): sint
      srv_conn_free(server): sint
      srv_is_up(server): bool
      srv_iweight(server): sint
      srv_queue(server): sint
      srv_sess_rate(server): sint
      srv_uweight(server): sint
      srv_weight(server): sint
      stopping: bool
      table_avl(table): sint
      table_cnt(table): sint
      term_events: str
      txn.id32: sint
      txn.sess_term_state: str
      wait_end: bool
      waiting_entity: str
    `,
  },
  {
    sources: ["frontend"],
    lines: `
      cur_client_timeout: sint
      dst_conn: sint
      fe_client_timeout: sint
      fe_defbe: str
      fe_id: sint
      fe_name: str
      fe_tarpit_timeout: sint
      so_id: sint
      so_name: str
    `,
  },
  {
    sources: ["frontend", "client address", "client-side connection", "request buffer"],
    lines: `
      req.ssl_cipherlist: bin
      req.ssl_keyshare_groups: bin
      req.ssl_sigalgs: bin
      req.ssl_supported_groups: bin
    `,
  },
  {
    sources: ["frontend", "backend"],
    lines: `
      cur_tarpit_timeout: sint
    `,
  },
  {
    sources: ["client address"],
    lines: `
      accept_date([string]): sint
      bc_rtt([string]): sint
      bc_rttvar([string]): sint
      dst: addr
      dst_is_local: bool
      dst_port: sint
      fc.timer.handshake: sint
      fc_dst: addr
      fc_dst_is_local: bool
      fc_dst_port: sint
      fc_err: sint
      fc_err_name: str
      fc_err_str: str
      fc_fackets([string]): sint
      fc_glitches: sint
      fc_http_major: sint
      fc_lost([string]): sint
      fc_nb_streams: sint
      fc_pp_authority: str
      fc_pp_unique_id: str
      fc_rcvd_proxy: bool
      fc_reordering([string]): sint
      fc_retrans([string]): sint
      fc_rtt([string]): sint
      fc_rttvar([string]): sint
      fc_sacked([string]): sint
      fc_saved_syn: bin
      fc_src: addr
      fc_src_is_local: bool
      fc_src_port: sint
      fc_unacked([string]): sint
      sc0_kbytes_in([table]): sint
      sc0_kbytes_out([table]): sint
      sc1_kbytes_in([table]): sint
      sc1_kbytes_out([table]): sint
      sc2_kbytes_in([table]): sint
      sc2_kbytes_out([table]): sint
      sc_kbytes_in(integer[,table]): sint
      sc_kbytes_out(integer[,table]): sint
      src: addr
      src_bytes_in_rate(table): sint
      src_bytes_out_rate(table): sint
      src_clr_gpc(integer,table): sint
      src_clr_gpc0(table): sint
      src_clr_gpc1(table): sint
      src_conn_cnt(table): sint
      src_conn_cur(table): sint
      src_conn_rate(table): sint
      src_get_gpc(integer,table): sint
      src_get_gpc0(table): sint
      src_get_gpc1(table): sint
      src_get_gpt(integer,table): sint
      src_get_gpt0(table): sint
      src_glitch_cnt(table): sint
      src_glitch_rate(table): sint
      src_gpc0_rate(table): sint
      src_gpc1_rate(table): sint
      src_gpc_rate(integer,table): sint
      src_http_err_cnt(table): sint
      src_http_err_rate(table): sint
      src_http_fail_cnt(table): sint
      src_http_fail_rate(table): sint
      src_http_req_cnt(table): sint
      src_http_req_rate(table): sint
      src_inc_gpc(integer,table): sint
      src_inc_gpc0(table): sint
      src_inc_gpc1(table): sint
      src_is_local: bool
      src_kbytes_in(table): sint
      src_kbytes_out(table): sint
      src_port: sint
      src_sess_cnt(table): sint
      src_sess_rate(table): sint
      src_updt_conn_cnt(table): sint
    `,
  },
  {
    sources: ["client-side connection"],
    lines: `
      fc_pp_tlv(string): str
      fc_settings_streams_limit: sint
      fs.aborted: sint
      fs.debug_str([integer]): str
      fs.id: str
      fs.rst_code: sint
      ssl_bc_client_early_traffic_secret: str
      ssl_bc_client_handshake_traffic_secret: str
      ssl_bc_client_traffic_secret_0: str
      ssl_bc_early_exporter_secret: str
      ssl_bc_exporter_secret: str
      ssl_bc_server_handshake_traffic_secret: str
      ssl_bc_server_traffic_secret_0: str
      ssl_c_ca_err: sint
      ssl_c_ca_err_depth: sint
      ssl_c_chain_der: bin
      ssl_c_der: bin
      ssl_c_err: sint
      ssl_c_i_dn([string,integer,string]): str
      ssl_c_key_alg: str
      ssl_c_notafter: str
      ssl_c_notbefore: str
      ssl_c_policies([string]): str
      ssl_c_r_dn([string,integer,string]): str
      ssl_c_s_dn([string,integer,string]): str
      ssl_c_san: str
      ssl_c_serial: bin
      ssl_c_sha1: bin
      ssl_c_sig_alg: str
      ssl_c_used: bool
      ssl_c_verify: sint
      ssl_c_version: sint
      ssl_f_der: bin
      ssl_f_i_dn([string,integer,string]): str
      ssl_f_key_alg: str
      ssl_f_notafter: str
      ssl_f_notbefore: str
      ssl_f_s_dn([string,integer,string]): str
      ssl_f_serial: bin
      ssl_f_sha1: bin
      ssl_f_sig_alg: str
      ssl_f_version: sint
      ssl_fc: bool
      ssl_fc_alg_keysize: sint
      ssl_fc_alpn: str
      ssl_fc_cipher: str
      ssl_fc_cipherlist_bin([integer]): str
      ssl_fc_cipherlist_hex([integer]): bin
      ssl_fc_cipherlist_str([integer]): str
      ssl_fc_cipherlist_xxh: sint
      ssl_fc_client_early_traffic_secret: str
      ssl_fc_client_handshake_traffic_secret: str
      ssl_fc_client_random: bin
      ssl_fc_client_traffic_secret_0: str
      ssl_fc_crtname: str
      ssl_fc_curve: str
      ssl_fc_early_exporter_secret: str
      ssl_fc_early_rcvd: bool
      ssl_fc_ecformats_bin: str
      ssl_fc_eclist_bin([integer]): str
      ssl_fc_err: sint
      ssl_fc_err_str: str
      ssl_fc_exporter_secret: str
      ssl_fc_extlist_bin([integer]): str
      ssl_fc_has_crt: bool
      ssl_fc_has_early: bool
      ssl_fc_has_sni: bool
      ssl_fc_is_resumed: bool
      ssl_fc_npn: str
      ssl_fc_protocol: str
      ssl_fc_protocol_hello_id: sint
      ssl_fc_server_handshake_traffic_secret: str
      ssl_fc_server_random: bin
      ssl_fc_server_traffic_secret_0: str
      ssl_fc_session_id: bin
      ssl_fc_session_key: bin
      ssl_fc_sigalgs_bin([integer]): bin
      ssl_fc_sni: str
      ssl_fc_supported_versions_bin([integer]): bin
      ssl_fc_unique_id: bin
      ssl_fc_use_keysize: sint
      ssl_s_chain_der: bin
      ssl_s_der: bin
      ssl_s_i_dn([string,integer,string]): str
      ssl_s_key_alg: str
      ssl_s_notafter: str
      ssl_s_notbefore: str
      ssl_s_s_dn([string,integer,string]): str
      ssl_s_serial: bin
      ssl_s_sha1: bin
      ssl_s_sig_alg: str
      ssl_s_version: sint
    `,
  },
  {
    sources: ["request buffer"],
    lines: `
      rdp_cookie([string]): str
      rdp_cookie_cnt([string]): sint
      req.len: sint
      req.payload(integer,integer): bin
      req.payload_lv(integer,integer[,string]): bin
      req.rdp_cookie([string]): str
      req.rdp_cookie_cnt([string]): sint
      req.ssl_alpn: str
      req.ssl_ec_ext: bool
      req.ssl_hello_type: sint
      req.ssl_sni: str
      req.ssl_st_ext: sint
      req.ssl_ver: sint
      req_len: sint
      req_ssl_hello_type: sint
      req_ssl_sni: str
      req_ssl_ver: sint
    `,
  },
  {
    sources: ["request buffer", "response buffer"],
    lines: `
      distcc_body(string[,integer]): bin
      distcc_param(string[,integer]): sint
      payload(integer,integer): bin
      payload_lv(integer,integer[,string]): bin
    `,
  },
  {
    sources: ["HTTP request headers"],
    lines: `
      base: str
      base32: sint
      base32+src: bin
      baseq: str
      cook([string]): str
      cook_cnt([string]): sint
      cook_val([string]): sint
      fcgi.docroot: str
      fcgi.index: str
      hdr_cnt([string]): sint
      hdr_ip([string,integer]): addr
      hdr_val([string,integer]): sint
      http_auth(user list): bool
      http_auth_bearer([string]): str
      http_auth_group(user list): str
      http_auth_pass: str
      http_auth_type: str
      http_auth_user: str
      path: str
      pathq: str
      query([string]): str
      req.body: bin
      req.body_len: sint
      req.body_param([string,string]): bin
      req.body_size: sint
      req.cook([string]): str
      req.cook_cnt([string]): sint
      req.cook_names([string]): str
      req.cook_val([string]): sint
      req.fhdr([string,integer]): str
      req.fhdr_cnt([string]): sint
      req.hdr([string,integer]): str
      req.hdr_cnt([string]): sint
      req.hdr_ip([string,integer]): addr
      req.hdr_names([string]): str
      req.hdr_val([string,integer]): sint
      req.hdrs: bin
      req.hdrs_bin: bin
      req.timer.hdr: sint
      req.timer.idle: sint
      req.timer.tq: sint
      url: str
      url32: sint
      url32+src: bin
      url_ip: ipv4
      url_param([string,string,string]): str
      url_port: sint
      urlp([string,string,string]): str
      urlp_val([string,string,string]): sint
    `,
  },
  {
    sources: ["HTTP request headers", "HTTP response headers"],
    lines: `
      cookie([string]): str
      hdr([string,integer]): str
      internal.htx.data: sint
      internal.htx.free: sint
      internal.htx.free_data: sint
      internal.htx.has_eom: bool
      internal.htx.nbblks: sint
      internal.htx.size: sint
      internal.htx.used: sint
      internal.htx_blk.data(string): bin
      internal.htx_blk.hdrname(string): str
      internal.htx_blk.hdrval(string): str
      internal.htx_blk.size(string): sint
      internal.htx_blk.start_line(string): str
      internal.htx_blk.type(string): str
    `,
  },
  {
    sources: ["HTTP request"],
    lines: `
      capture.req.hdr(integer): str
      capture.req.method: str
      capture.req.uri: str
      capture.req.ver: str
      capture.res.ver: str
      http_first_req: bool
      method: meth
      req.proto_http: bool
      req.ver: str
      req_proto_http: bool
      req_ver: str
      request_date([string]): sint
    `,
  },
  {
    sources: ["backend"],
    lines: `
      be_connect_timeout: sint
      be_id: sint
      be_max_retries: sint
      be_name: str
      be_queue_timeout: sint
      be_server_timeout: sint
      be_tarpit_timeout: sint
      be_tunnel_timeout: sint
      cur_connect_timeout: sint
      cur_max_retries: sint
      cur_queue_timeout: sint
      cur_server_timeout: sint
      cur_tunnel_timeout: sint
    `,
  },
  {
    sources: ["server"],
    lines: `
      srv_id: sint
      srv_name: str
    `,
  },
  {
    sources: ["server address"],
    lines: `
      bc.timer.connect: sint
      bc_be_queue: sint
      bc_dst: addr
      bc_dst_port: sint
      bc_err: sint
      bc_err_name: str
      bc_err_str: str
      bc_glitches: sint
      bc_http_major: sint
      bc_reused: bool
      bc_src: addr
      bc_src_port: sint
      bc_srv_queue: sint
      req.timer.queue: sint
      txn.conn_retries: sint
      txn.redispatched: bool
    `,
  },
  {
    sources: ["server-side connection"],
    lines: `
      bc_nb_streams: sint
      bc_settings_streams_limit: sint
      bs.aborted: sint
      bs.debug_str([integer]): str
      bs.id: sint
      bs.rst_code: sint
      ssl_bc: bool
      ssl_bc_alg_keysize: sint
      ssl_bc_alpn: str
      ssl_bc_cipher: str
      ssl_bc_client_random: bin
      ssl_bc_curve: str
      ssl_bc_err: sint
      ssl_bc_err_str: str
      ssl_bc_is_resumed: bool
      ssl_bc_npn: str
      ssl_bc_protocol: str
      ssl_bc_server_random: bin
      ssl_bc_session_id: bin
      ssl_bc_session_key: bin
      ssl_bc_sni: str
      ssl_bc_unique_id: bin
      ssl_bc_use_keysize: sint
    `,
  },
  {
    sources: ["response buffer"],
    lines: `
      rep_ssl_hello_type: sint
      res.len: sint
      res.payload(integer,integer): bin
      res.payload_lv(integer,integer[,string]): bin
      res.ssl_hello_type: sint
    `,
  },
  {
    sources: ["HTTP response headers"],
    lines: `
      res.body: bin
      res.body_len: sint
      res.body_size: sint
      res.cook([string]): str
      res.cook_cnt([string]): sint
      res.cook_names([string]): str
      res.cook_val([string]): sint
      res.fhdr([string,integer]): str
      res.fhdr_cnt([string]): sint
      res.hdr([string,integer]): str
      res.hdr_cnt([string]): sint
      res.hdr_ip([string,integer]): addr
      res.hdr_names([string]): str
      res.hdr_val([string,integer]): sint
      res.hdrs: bin
      res.hdrs_bin: bin
      res.timer.hdr: sint
      scook([string]): str
      scook_cnt([string]): sint
      scook_val([string]): sint
      shdr([string,integer]): str
      shdr_cnt([string]): sint
      shdr_ip([string,integer]): addr
      shdr_val([string,integer]): sint
    `,
  },
  {
    sources: ["HTTP response"],
    lines: `
      capture.res.hdr(integer): str
      res.cache_hit: bool
      res.cache_name: str
      res.comp: bool
      res.comp_algo: str
      res.ver: str
      resp_ver: str
      server_status: sint
      status: sint
      txn.status: sint
    `,
  },
  {
    sources: ["request buffer statistics"],
    lines: `
      bytes_in: sint
      req.bytes_in: sint
      req.bytes_out: sint
    `,
  },
  {
    sources: ["response buffer statistics"],
    lines: `
      bytes_out: sint
      res.bytes_in: sint
      res.bytes_out: sint
      res.timer.data: sint
    `,
  },
  {
    sources: ["transaction statistics"],
    lines: `
      txn.timer.total: sint
      txn.timer.user: sint
    `,
  },
  {
    sources: ["session statistics"],
    lines: `
      fc.timer.total: sint
    `,
  },
];
