import { TLSSocket, type PeerCertificate } from "node:tls";
import type { ProxyProtocol } from "../../config/types.ts";
import { parseIpv6, readIpv4 } from "../../samples/patterns/index.ts";
import type { ClientTls, ConnectionAddress } from "../stream/session.ts";

/** Whom a header of the PROXY protocol speaks for. */
export interface ProxiedClient {
  readonly source: ConnectionAddress;
  readonly destination: ConnectionAddress;
  readonly tls: ClientTls | undefined;
}

/** Types of extensions (PP2_TYPE_*). */
const types = { alpn: 0x01, tls: 0x20, tlsVersion: 0x21, commonName: 0x22 } as const;

const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");

/**
 * The header that a connection to a server starts with (`send-proxy...`).
 * Source: the protocol's specification; connection.c for what HAProxy puts in.
 */
export function proxyHeader(version: ProxyProtocol, client: ProxiedClient): Buffer {
  return version === "v1" ? Buffer.from(lineOf(client), "latin1") : binaryHeader(version, client);
}

function lineOf({ source, destination }: ProxiedClient): string {
  if (source.family === "unix" || destination.family === "unix" || source.family !== destination.family) {
    return "PROXY UNKNOWN\r\n";
  }
  const ends = `${source.host} ${destination.host} ${source.port} ${destination.port}`;
  return `PROXY TCP${source.family} ${ends}\r\n`;
}

function binaryHeader(version: Exclude<ProxyProtocol, "v1">, client: ProxiedClient): Buffer {
  const { family, addresses } = addressBlock(client);
  const alpn = client.tls?.alpn;
  const extensions: Buffer[] = [];
  if (alpn !== undefined) extensions.push(extension(types.alpn, Buffer.from(alpn, "latin1")));
  if (version !== "v2") extensions.push(tlsExtension(client.tls, version === "v2-ssl-cn"));
  const body = Buffer.concat([addresses, ...extensions]);
  const head = Buffer.alloc(4);
  // Version 2; without addresses it speaks for nobody (LOCAL).
  head.writeUInt8(family === 0 ? 0x20 : 0x21, 0);
  head.writeUInt8(family, 1);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([signature, head, body]);
}

/** Family and protocol of the specification, and the block of addresses that belongs to it. */
function addressBlock({ source, destination }: ProxiedClient): { family: number; addresses: Buffer } {
  if (source.family === "unix" || destination.family === "unix") {
    return { family: 0, addresses: Buffer.alloc(0) };
  }
  const wide = source.family === 6 || destination.family === 6;
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(source.port, 0);
  ports.writeUInt16BE(destination.port, 2);
  const bytes = wide ? bytes6 : bytes4;
  return {
    family: wide ? 0x21 : 0x11,
    addresses: Buffer.concat([bytes(source.host), bytes(destination.host), ports]),
  };
}

function bytes4(host: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(readIpv4(host)?.bits ?? 0);
  return bytes;
}

function bytes6(host: string): Buffer {
  const bytes = Buffer.alloc(16);
  const units = parseIpv6(host.includes(":") ? host : `::ffff:${host}`)?.bits ?? "";
  for (let i = 0; i < units.length; i++) bytes.writeUInt16BE(units.charCodeAt(i), 2 * i);
  return bytes;
}

function extension(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(3);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(value.length, 1);
  return Buffer.concat([head, value]);
}

/** What is known of the client's TLS: whether there is any, its version, its certificate's name. */
function tlsExtension(tls: ClientTls | undefined, withName: boolean): Buffer {
  const fixed = Buffer.alloc(5);
  const parts: Buffer[] = [fixed];
  if (tls) {
    const certificate = certificateOf(tls);
    // A certificate was given in this connection, and in its session.
    fixed.writeUInt8(certificate ? 0x07 : 0x01, 0);
    parts.push(extension(types.tlsVersion, Buffer.from(tls.version, "latin1")));
    if (withName && certificate) parts.push(extension(types.commonName, Buffer.from(certificate)));
  }
  return extension(types.tls, Buffer.concat(parts));
}

/** The common name of the client's certificate; undefined without one. */
function certificateOf({ socket }: ClientTls): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  // Node gives an empty object where there is none.
  const { subject } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  return subject && String(subject.CN);
}
