/** The ClientHello of TLS: taken apart for fetches on what passes through, and to choose a certificate by (RFC 8446 4.1.2, RFC 6066 3; payload.c for what is accepted). */

/** What a client says first: RFC 8446 4.1.2. */
export interface ClientHello {
  readonly cipherSuites: Buffer;
  readonly extensions: Buffer;
}

/** What a part of a hello says of itself: that it is none, or not all there. */
export type Shortfall = "other" | "short";

const handshakeRecord = 0x16;
const clientHello = 1;

/** Takes the hello at the front of the bytes apart. */
export function readClientHello(bytes: Buffer): ClientHello | Shortfall {
  const record = readRecord(bytes);
  if (typeof record === "string") return record;
  if (record[0] !== clientHello) return "other";
  const size = record.readUIntBE(1, 3);
  if (size < 2 + 32 + 1 + 2 + 2 + 1 + 1 + 2 + 2) return "other";
  if (record.length - 4 < size) return "short";
  const hello = record.subarray(4, 4 + size);
  if ((hello[0] ?? 0) < 3 || (hello[1] ?? 0) < 1) return "other";
  const session = hello[34] ?? 0;
  if (session > 32 || session > size - 35) return "other";
  const suites = hello.subarray(35 + session);
  const suitesSize = suites.length < 4 ? 0 : suites.readUInt16BE(0);
  if (suitesSize < 2 || suitesSize > suites.length) return "other";
  return {
    cipherSuites: suites.subarray(2, 2 + suitesSize),
    extensions: extensionsOf(suites.subarray(2 + suitesSize)),
  };
}

/** The first record; what it says is checked as soon as it has come. */
function readRecord(bytes: Buffer): Buffer | Shortfall {
  if (bytes.length === 0) return "short";
  if (bytes[0] !== handshakeRecord) return "other";
  if (bytes.length < 3) return "short";
  if ((bytes[1] ?? 0) < 3) return "other";
  if (bytes.length < 5) return "short";
  const size = bytes.readUInt16BE(3);
  if (size < 1 + 3 + 2 + 32 + 1 + 2 + 2 + 1 + 1 + 2 + 2) return "other";
  return bytes.length - 5 < size ? "short" : bytes.subarray(5);
}

const none = Buffer.alloc(0);

/** The list of extensions, behind the compression methods; empty where what stands there is none. */
function extensionsOf(bytes: Buffer): Buffer {
  const methods = bytes[0] ?? 0;
  if (bytes.length < 2 || methods < 1 || methods > bytes.length) return none;
  const rest = bytes.subarray(1 + methods);
  const size = rest.length < 2 ? rest.length : rest.readUInt16BE(0);
  return size > rest.length - 2 ? none : rest.subarray(2, 2 + size);
}

/** The extension of that type, up to the end of the list; undefined where there is none, or the list is wrong before it. */
export function extension(extensions: Buffer, type: number): { data: Buffer; size: number } | undefined {
  let rest = extensions;
  while (rest.length >= 4) {
    const size = rest.readUInt16BE(2);
    if (size > rest.length - 4) return undefined;
    if (rest.readUInt16BE(0) === type) return { data: rest.subarray(4), size };
    rest = rest.subarray(4 + size);
  }
  return undefined;
}

/** Numbers of extensions (RFC 8446 4.2, RFC 5077). */
export const extensionTypes = {
  serverName: 0,
  groups: 10,
  signatures: 13,
  protocols: 16,
  ticket: 35,
  keyShares: 51,
} as const;

/** A list in an extension, with its size in front. */
export function listIn(extensions: Buffer, type: number, shortest: number): Buffer | undefined {
  const found = extension(extensions, type);
  if (!found || found.size < 2) return undefined;
  const size = found.data.readUInt16BE(0);
  return size < shortest || size > found.data.length - 2 ? undefined : found.data.subarray(2, 2 + size);
}

/** The name of the host that is asked for, as it is written. */
export function serverNameOf({ extensions }: ClientHello): string | undefined {
  const names = listIn(extensions, extensionTypes.serverName, 4);
  if (names?.[0] !== 0) return undefined;
  const size = names.readUInt16BE(1);
  return size + 3 > names.length ? undefined : names.toString("latin1", 3, 3 + size);
}

/** The names of the protocols that the client speaks, dearest first, up to where the list is wrong. */
export function protocolsOf({ extensions }: ClientHello): string[] {
  const found = extension(extensions, extensionTypes.protocols);
  if (!found || found.size < 3) return [];
  const names = found.data.subarray(2, found.size);
  const protocols: string[] = [];
  for (let at = 0; at < names.length;) {
    const end = at + 1 + (names[at] ?? 0);
    if (end > names.length) break;
    protocols.push(names.toString("latin1", at + 1, end));
    at = end;
  }
  return protocols;
}

/** Bytes of a signature scheme: those before TLS 1.3 name a hash and what signs, the later ones are numbers. */
const oldSignatures = { rsa: 1, ecdsa: 3 } as const;
const pssHash = 8;
const pssSchemes: readonly number[] = [4, 5, 6, 9, 10, 11];

/** Which keys' signatures are understood; only those of RSA where nothing is said (RFC 5246 7.4.1.4.1, RFC 8446 4.2.3). */
export function signaturesOf({ extensions }: ClientHello): {
  readonly ecdsa: boolean;
  readonly rsa: boolean;
} {
  const schemes = listIn(extensions, extensionTypes.signatures, 2);
  if (!schemes) return { ecdsa: false, rsa: true };
  let [ecdsa, rsa] = [false, false];
  for (let at = 0; at + 1 < schemes.length; at += 2) {
    const [hash = 0, sign = 0] = schemes.subarray(at, at + 2);
    ecdsa ||= sign === oldSignatures.ecdsa;
    rsa ||= sign === oldSignatures.rsa || (hash === pssHash && pssSchemes.includes(sign));
  }
  return { ecdsa, rsa };
}
