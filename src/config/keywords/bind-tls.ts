/** What `bind` lines, and single certificates of their lists, say of TLS. Source: configuration manual 5.1; texts of cfgparse-ssl.c. */
import type { Cursor } from "../cursor.ts";
import { Refused } from "../diagnostics.ts";
import { bindTls, type BindDraft } from "../drafts/lines.ts";
import { inBase } from "../files.ts";
import type { BindKeyword } from "./keyword.ts";
import { nothing, parametersOf, required } from "./parameters.ts";
import { alpnList, NODE_TLS, tlsParameters } from "./tls.ts";

const kw = parametersOf<"bind", BindDraft>("bind");

function verify(cursor: Cursor, bind: BindDraft): void {
  const value = required(cursor, "missing verify method");
  if (value !== "none" && value !== "optional" && value !== "required") {
    throw new Refused(
      `'verify' : unknown verify method '${value}', only 'none', 'optional', and 'required' are supported`,
    );
  }
  bindTls(bind).verify = value;
}

/** A file of authorities or of what they revoked, both of which HAProxy calls ca-file where it is missing. */
const authorityFile =
  (field: "caFile" | "caVerifyFile" | "crlFile", missing: string): BindKeyword["parse"] =>
  (cursor, bind, state) => {
    const name = cursor.peek(-1);
    const path = required(cursor, missing);
    const full = inBase(state.global.caBase, path);
    if (!state.files.exists(full)) {
      state.diagnostics.add("alert", `Couldn't open the ca-file '${full}' (No such file or directory).`);
      throw new Refused(`'${name}' : unable to load ${full}`);
    }
    bindTls(bind)[field] = state.directory.lasting(full);
  };

export const BIND_TLS_SETTINGS: readonly BindKeyword[] = [
  kw(
    "alpn",
    "1.5",
    "<protocols:string>",
    "What is offered in ALPN; `h2,http/1.1` for HTTP if not set.",
    (cursor, bind) => {
      bindTls(bind).alpn = alpnList(cursor);
    },
  ),
  kw("no-alpn", "2.8", "", "Offers nothing in ALPN.", (_, bind) => {
    bindTls(bind).alpn = [];
  }),
  kw(
    "ca-file",
    "1.5",
    "<file:path>",
    "Who may have signed client certificates.",
    authorityFile("caFile", "missing CAfile path"),
  ),
  kw(
    "crl-file",
    "1.5",
    "<file:path>",
    "Revoked client certificates.",
    authorityFile("crlFile", "missing CRLfile path"),
  ),
  kw(
    "ca-verify-file",
    "2.2",
    "<file:path>",
    "More of those who may have signed client certificates. Their names are sent to clients, too, as Node does with all.",
    authorityFile("caVerifyFile", "missing CAfile path"),
  ),
  kw("verify", "1.5", "{none|optional|required}", "Whether clients need a certificate.", verify),
  ...tlsParameters(kw, bindTls),
  kw("ecdhe", "1.5", "<name:string>", "One curve for the key exchange.", (cursor, bind) => {
    bindTls(bind).curves = required(cursor, "missing named curve");
  }),
  kw("no-ca-names", "1.8", "", "Does not tell clients which authorities are trusted.", nothing, NODE_TLS),
];
