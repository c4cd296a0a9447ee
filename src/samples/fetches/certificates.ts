/** Fetches of certificates: the client's (`ssl_c_`), the one it was shown (`ssl_f_`), the server's (`ssl_s_`). */
import { createHash } from "node:crypto";
import {
  namedPart,
  onelineName,
  readCertificate,
  rfc2253Name,
  type Certificate,
  type NamePart,
} from "../certificates/certificate.ts";
import { binary, boolean, integer, text, type Sample } from "../sample.ts";
import type { FetchContext, TlsSocketView, TlsView } from "../views.ts";
import { argumentText, optionalText, plain, type Fetch } from "./fetch.ts";

/** The certificate as DER; undefined where there is none. */
type Whose = (context: FetchContext) => Buffer | undefined;

/** Node makes new objects whenever it is asked. */
const remembered = (
  ask: (socket: TlsSocketView) => Buffer | undefined,
): ((tls: TlsView | undefined) => Buffer | undefined) => {
  const known = new WeakMap<object, Buffer | "none">();
  return (tls) => {
    if (!tls) return undefined;
    let found = known.get(tls.socket);
    if (found === undefined) known.set(tls.socket, (found = ask(tls.socket) ?? "none"));
    return found === "none" ? undefined : found;
  };
};

const peerOf = remembered((socket) => socket.getPeerX509Certificate()?.raw);
const shownOn = remembered((socket) => socket.getX509Certificate()?.raw);

const client: Whose = ({ session }) => peerOf(session?.tls);
const own: Whose = ({ session }) => shownOn(session?.tls);
const server: Whose = ({ stream }) => peerOf(stream?.serverConnection?.tls);

/** A distinguished name: all of it in one line, as RFC 2253 has it, or one part. */
const distinguishedName =
  (whose: Whose, which: (certificate: Certificate) => readonly NamePart[]): Fetch =>
  (args) => {
    const part = argumentText(args, 0) ?? "";
    const number = args[1] === undefined ? 1 : Number(args[1].value);
    const format = argumentText(args, 2) ?? "";
    const show = (parts: readonly NamePart[]): string | undefined => {
      if (part !== "") return namedPart(parts, part, number);
      return format === "rfc2253" ? rfc2253Name(parts) : onelineName(parts);
    };
    return {
      one: (context) => {
        const der = whose(context);
        const certificate = der && readCertificate(der);
        return certificate && optionalText(show(which(certificate)));
      },
    };
  };

function family(prefix: string, whose: Whose): [string, Fetch][] {
  const ofBytes = (take: (der: Buffer) => Sample): Fetch =>
    plain((context) => {
      const der = whose(context);
      return der && take(der);
    });
  const ofCertificate = (take: (certificate: Certificate) => Sample | undefined): Fetch =>
    plain((context) => {
      const der = whose(context);
      const certificate = der && readCertificate(der);
      return certificate && take(certificate);
    });
  return [
    [`${prefix}_der`, ofBytes((der) => binary(der.toString("latin1")))],
    [`${prefix}_sha1`, ofBytes((der) => binary(createHash("sha1").update(der).digest().toString("latin1")))],
    [`${prefix}_serial`, ofCertificate(({ serial }) => binary(serial))],
    [`${prefix}_version`, ofCertificate(({ version }) => integer(version))],
    [`${prefix}_notbefore`, ofCertificate(({ notBefore }) => optionalText(notBefore))],
    [`${prefix}_notafter`, ofCertificate(({ notAfter }) => optionalText(notAfter))],
    [`${prefix}_sig_alg`, ofCertificate(({ signatureAlgorithm }) => text(signatureAlgorithm))],
    [`${prefix}_key_alg`, ofCertificate(({ keyAlgorithm }) => text(keyAlgorithm))],
    [`${prefix}_i_dn`, distinguishedName(whose, ({ issuer }) => issuer)],
    [`${prefix}_s_dn`, distinguishedName(whose, ({ subject }) => subject)],
  ];
}

const alternativeNames: Fetch = plain((context) => {
  const der = client(context);
  return der && optionalText(readCertificate(der)?.alternativeNames);
});

/** All policies, or the one that is asked for. */
const policies: Fetch = (args) => {
  const wanted = argumentText(args, 0) ?? "";
  return {
    one: (context) => {
      const der = client(context);
      const all = (der && readCertificate(der)?.policies) ?? [];
      const found = wanted === "" ? all : all.filter((each) => each === wanted).slice(0, 1);
      return found.length > 0 ? text(found.join(", ")) : undefined;
    },
  };
};

/** Whether the client has shown a certificate. */
const used: Fetch = plain((context) =>
  context.session?.tls ? boolean(client(context) !== undefined) : undefined,
);

export const CERTIFICATE_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...family("ssl_c", client),
  ...family("ssl_f", own),
  ...family("ssl_s", server),
  ["ssl_c_san", alternativeNames],
  ["ssl_c_policies", policies],
  ["ssl_c_used", used],
];
