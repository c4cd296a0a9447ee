/** `crt-ignore-err`, `ca-ignore-err`: numbers or names of faults, or all of them. Source: configuration manual 5.1; bind_parse_ignore_err() in cfgparse-ssl.c. */
import { highestX509Error, x509ErrorNumber } from "../../x509-errors.ts";
import { Refused } from "../diagnostics.ts";
import { bindTls, type BindDraft } from "../drafts/lines.ts";
import { leadingInteger } from "../units.ts";
import type { BindKeyword } from "./keyword.ts";
import { parametersOf, required } from "./parameters.ts";

const kw = parametersOf<"bind", BindDraft>("bind");

const ignoredErrors =
  (of: "certificate" | "authority"): BindKeyword["parse"] =>
  (cursor, bind) => {
    const name = cursor.peek(-1);
    const list = required(cursor, "missing error IDs list");
    const tls = bindTls(bind);
    const known = tls.ignoredErrors[of];
    const ids = list.split(",").filter((id) => id !== "");
    const ignored =
      list === "all" || known === "all" ? "all" : [...known, ...ids.map((id) => errorNumber(name, id, list))];
    tls.ignoredErrors = { ...tls.ignoredErrors, [of]: ignored };
  };

function errorNumber(name: string, id: string, list: string): number {
  if (!/^[0-9]/.test(id)) {
    const number = id.startsWith("X509_V_ERR_") ? x509ErrorNumber(id) : undefined;
    if (number !== undefined) return number;
    throw new Refused(`'${name}' : error constant '${id}' unknown in error IDs list '${list}'`);
  }
  const number = leadingInteger(id);
  if (number >= 1 && number <= highestX509Error) return number;
  throw new Refused(
    `'${name}' : ID '${number}' out of range (1..${highestX509Error}) in error IDs list '${list}'`,
  );
}

export const IGNORED_ERRORS_KEYWORDS: readonly BindKeyword[] = [
  kw(
    "crt-ignore-err",
    "1.5",
    "<list:string>",
    "Faults of a client's certificate that do not matter: OpenSSL's numbers or names, or `all`.",
    ignoredErrors("certificate"),
  ),
  kw(
    "ca-ignore-err",
    "1.5",
    "<list:string>",
    "Faults of those above a client's certificate that do not matter: OpenSSL's numbers or names, or `all`.",
    ignoredErrors("authority"),
  ),
];
