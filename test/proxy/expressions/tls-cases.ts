/** What is asked of a connection with TLS, by a client with a certificate and by one without. */

const names = ["ssl_c", "ssl_f"];

const ofCertificate = [
  "der",
  "sha1",
  "serial",
  "version",
  "notbefore",
  "notafter",
  "sig_alg",
  "key_alg",
  "i_dn",
  "s_dn",
  "s_dn(CN)",
  "s_dn(OU)",
  "s_dn(ou,2)",
  "s_dn(OU,-1)",
  "s_dn(OU,-2)",
  "s_dn(OU,3)",
  "s_dn(emailAddress)",
  "s_dn(,0,rfc2253)",
  "i_dn(,0,rfc2253)",
];

export const TLS_EXPRESSIONS: readonly string[] = [
  ...names.flatMap((prefix) => ofCertificate.map((name) => `${prefix}_${name}`)),
  "ssl_c_san",
  "ssl_c_policies",
  "ssl_c_policies(2.23.140.1.2.1)",
  "ssl_c_policies(1.2.3)",
  "ssl_c_used",
  "ssl_c_verify",
  "ssl_c_err",
  "ssl_c_ca_err",
  "ssl_c_ca_err_depth",
  "ssl_fc",
  "ssl_fc_protocol",
  "ssl_fc_cipher",
  "ssl_fc_use_keysize",
  "ssl_fc_alg_keysize",
  "ssl_fc_sni",
  "ssl_fc_has_sni",
  "ssl_fc_alpn",
  "ssl_fc_npn",
  "ssl_fc_is_resumed",
  "ssl_fc_has_crt",
  "ssl_fc_has_early",
  "ssl_fc_early_rcvd",
  "ssl_fc_err",
  "ssl_fc_err_str",
];

/** The configuration; `bind` is the rest of its line. */
export function tlsConfiguration(bind: string): string {
  const rules = TLS_EXPRESSIONS.map((expression, at) => `http-request set-var(txn.v${at}) '${expression}'`);
  const answers = TLS_EXPRESSIONS.map((_, at) => {
    const parts = ["length", "concat(),hex", "hex"].map((how) => `%[var(txn.v${at}),${how}]`);
    return `http-after-response set-header r${at} '${parts.join("|")}'`;
  });
  const lines = [
    "mode http",
    `bind 127.0.0.1:21000 ${bind}`,
    ...rules,
    "http-request return status 200",
    ...answers,
  ];
  return `defaults\n timeout client 9s\nfrontend f\n${lines.map((line) => ` ${line}\n`).join("")}`;
}
