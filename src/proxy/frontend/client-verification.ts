import type { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { BindTls } from "../../config/types.ts";
import { x509ErrorNumber } from "../../x509-errors.ts";
import type { ClientVerification } from "../stream/session.ts";
import { peerCertificateError } from "./peer-certificate.ts";

const good: ClientVerification = { result: 0, certificate: 0, authority: 0, depth: 0, refused: undefined };

/** 1, the number of what is not said, for any fault without a number. */
const numberOf = (name: string): number => x509ErrorNumber(name) ?? 1;

const E = {
  noIssuer: numberOf("UNABLE_TO_GET_ISSUER_CERT"),
  noIssuerHere: numberOf("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
  leafNotVerified: numberOf("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
  selfSignedInChain: numberOf("SELF_SIGNED_CERT_IN_CHAIN"),
  notYetValid: numberOf("CERT_NOT_YET_VALID"),
  expired: numberOf("CERT_HAS_EXPIRED"),
  invalidAuthority: numberOf("INVALID_CA"),
  pathTooLong: numberOf("PATH_LENGTH_EXCEEDED"),
} as const;

/** Faults that only those above a certificate can have. */
const ofAuthorities: ReadonlySet<number> = new Set([
  E.noIssuer,
  E.noIssuerHere,
  E.selfSignedInChain,
  E.invalidAuthority,
  E.pathTooLong,
]);

/**
 * Judges the certificate that a client has shown, after its handshake: Node
 * lets OpenSSL go on past all faults and keeps the last one, from which is
 * told whose it was (ssl_sock_bind_verifycbk() in ssl_sock.c, which is asked
 * about each). A client that was not asked for a certificate, or that may do
 * without, is fine without.
 */
export function verifyClient(
  socket: TLSSocket,
  ignoredErrors: BindTls["ignoredErrors"],
  wallMs: number,
): ClientVerification {
  const fault = peerCertificateError(socket);
  const certificate = socket.getPeerX509Certificate();
  if (!certificate || fault === undefined) return good;
  const result = numberOf(fault);
  if (ofAuthorities.has(result) || (isAboutTime(result) && isValidAt(certificate, wallMs))) {
    const refused = isIgnored(ignoredErrors.authority, result) ? undefined : "SSL_CA_FAIL";
    return { result, certificate: 0, authority: result, depth: 1, refused };
  }
  // Before OpenSSL says that it cannot verify the only certificate there is, it says that its issuer is missing.
  const first = result === E.leafNotVerified ? E.noIssuerHere : result;
  const ignored = [first, result].every((number) => isIgnored(ignoredErrors.certificate, number));
  return {
    result,
    certificate: first,
    authority: 0,
    depth: 0,
    refused: ignored ? undefined : "SSL_CRT_FAIL",
  };
}

function isIgnored(ignored: BindTls["ignoredErrors"]["certificate"], number: number): boolean {
  return ignored === "all" || ignored.includes(number);
}

function isAboutTime(number: number): boolean {
  return number === E.notYetValid || number === E.expired;
}

function isValidAt({ validFrom, validTo }: X509Certificate, wallMs: number): boolean {
  return Date.parse(validFrom) <= wallMs && wallMs <= Date.parse(validTo);
}
