import type { TLSSocket } from "node:tls";

/** What a TLS socket holds beneath; only there does Node.js tell a server of its own what OpenSSL thinks of a client. */
interface Handle {
  verifyError(): (Error & { readonly code?: string }) | null | undefined;
}

/**
 * Why the client's certificate is not to be trusted, by OpenSSL's name
 * (`CERT_HAS_EXPIRED`); undefined for a good one and without one. OpenSSL
 * only notes it for Node.js, whose servers then decide, and a socket that
 * belongs to none of them has to be asked.
 */
export function peerCertificateError(socket: TLSSocket): string | undefined {
  if (!socket.getPeerX509Certificate()) return undefined;
  const { _handle: handle } = socket as unknown as { readonly _handle: Handle | null };
  const error = handle?.verifyError();
  return error ? (error.code ?? error.message) : undefined;
}
