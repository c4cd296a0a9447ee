/**
 * Fetches of a TLS ClientHello that passes through a TCP stream
 * (RFC 8446 4.1.2, RFC 6066 3, RFC 7301 3.1; payload.c for what is accepted).
 */
import { binary, boolean, integer, text, type Sample } from "../sample.ts";
import type { ChannelView, FetchContext } from "../views.ts";
import { named, plain, type Fetch } from "./fetch.ts";
import { rawChannel, tooShort } from "./payload.ts";

interface Hello {
  readonly cipherSuites: Buffer;
  readonly extensions: Buffer;
}

/** What a part of a hello says of itself: that it is none, or not all there. */
type Shortfall = "other" | "short";

const handshakeRecord = 0x16;
const clientHello = 1;

/** Takes the hello at the front of the bytes apart. */
function readHello(bytes: Buffer): Hello | Shortfall {
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
function extension(extensions: Buffer, type: number): { data: Buffer; size: number } | undefined {
  let rest = extensions;
  while (rest.length >= 4) {
    const size = rest.readUInt16BE(2);
    if (size > rest.length - 4) return undefined;
    if (rest.readUInt16BE(0) === type) return { data: rest.subarray(4), size };
    rest = rest.subarray(4 + size);
  }
  return undefined;
}

/** The hello of a context; notes where it is not all there. */
function helloOf(context: FetchContext): Hello | undefined {
  const channel = rawChannel(context);
  const hello = channel && readHello(channel.peek());
  if (hello === "short") return tooShort(context);
  return hello === "other" ? undefined : hello;
}

const ofHello = (take: (hello: Hello) => Sample | undefined): Fetch =>
  plain((context) => {
    const hello = helloOf(context);
    return hello && take(hello);
  });

/** A list in an extension, with its size in front. */
function listIn(extensions: Buffer, type: number, shortest: number): Buffer | undefined {
  const found = extension(extensions, type);
  if (!found || found.size < 2) return undefined;
  const size = found.data.readUInt16BE(0);
  return size < shortest || size > found.data.length - 2 ? undefined : found.data.subarray(2, 2 + size);
}

const list = (type: number): Fetch =>
  ofHello(({ extensions }) => {
    const found = listIn(extensions, type, 2);
    return found && binary(found.toString("latin1"));
  });

const serverNameType = 0;
const groupsType = 10;
const signaturesType = 13;
const protocolsType = 16;
const ticketType = 35;
const keySharesType = 51;

function serverName({ extensions }: Hello): Sample | undefined {
  const names = listIn(extensions, serverNameType, 4);
  if (names?.[0] !== 0) return undefined;
  const size = names.readUInt16BE(1);
  return size + 3 > names.length ? undefined : text(names.toString("latin1", 3, 3 + size));
}

/** The names of the protocols that the client speaks, dearest first. */
function* protocols({ extensions }: Hello): Iterable<Sample> {
  const found = extension(extensions, protocolsType);
  if (!found || found.size < 3) return;
  const names = found.data.subarray(2, found.size);
  for (let at = 0; at < names.length;) {
    const end = at + 1 + (names[at] ?? 0);
    if (end > names.length) return;
    yield text(names.toString("latin1", at + 1, end));
    at = end;
  }
}

const alpn: Fetch = () => {
  const each = (context: FetchContext): Iterable<Sample> => {
    const hello = helloOf(context);
    return hello ? protocols(hello) : [];
  };
  return {
    one: (context) => {
      for (const name of each(context)) return name;
      return undefined;
    },
    each,
  };
};

/** The groups of the key shares, without their keys. */
function keyShareGroups({ extensions }: Hello): Sample | undefined {
  const shares = listIn(extensions, keySharesType, 4);
  if (!shares) return undefined;
  let groups = "";
  for (let at = 0; at + 4 <= shares.length; at += 4 + shares.readUInt16BE(at + 2)) {
    groups += shares.toString("latin1", at, at + 2);
  }
  return binary(groups);
}

/** 0: the client knows no tickets; 1: it does; 2: it has one. */
function sessionTicket({ extensions }: Hello): Sample {
  const found = extension(extensions, ticketType);
  if (!found) return integer(0);
  return integer(found.size > 0 ? 2 : 1);
}

const isRecordType = (byte: number): boolean => (byte >= 0x14 && byte <= 0x17) || byte === 0xff;

/** The type of the handshake message in the first record, once all of it has come. */
const helloType: Fetch = plain((context) => {
  const bytes = rawChannel(context)?.peek();
  if (!bytes) return undefined;
  const [first] = bytes;
  if (first === undefined) return tooShort(context);
  if (!isRecordType(first)) return undefined;
  if (bytes.length < 9) return tooShort(context);
  if ((bytes[1] ?? 0) < 3 || bytes.readUInt16BE(3) < 4) return undefined;
  return bytes.length < 9 + bytes.readUIntBE(6, 3) ? tooShort(context) : integer(bytes[5] ?? 0);
});

const longestRecord = (1 << 14) + 2048;

/** The version that the client asks for, major and minor in 16 bits each. */
const version: Fetch = plain((context) => {
  const { stream } = context;
  if (!stream || stream.http) return undefined;
  const bytes = stream.request.peek();
  const [first] = bytes;
  if (first === undefined) return tooShort(context);
  const found = isRecordType(first) ? recordVersion(bytes) : sslv2Version(bytes);
  if (found === "short") return tooShort(context);
  if (found === "other") return undefined;
  return bytes.length < longestHere(stream.request, found.end) ? tooShort(context) : integer(found.version);
});

interface VersionFound {
  readonly version: number;
  /** Where the message ends. */
  readonly end: number;
}

const longestHere = ({ capacity }: ChannelView, end: number): number => Math.min(end, capacity);

const versionAt = (bytes: Buffer, at: number): number => ((bytes[at] ?? 0) << 16) + (bytes[at + 1] ?? 0);

function recordVersion(bytes: Buffer): VersionFound | Shortfall {
  if (bytes.length < 11) return "short";
  const size = bytes.readUInt16BE(3);
  if (versionAt(bytes, 1) < 0x30000 || size < 6 || size > longestRecord) return "other";
  return { version: versionAt(bytes, 9), end: 5 + size };
}

/** A hello of SSLv2, whose header is two or three bytes long. */
function sslv2Version(bytes: Buffer): VersionFound | Shortfall {
  const isShort = ((bytes[0] ?? 0) & 0x80) !== 0;
  const header = isShort ? 2 : 3;
  if (bytes.length < header + 1) return "short";
  const size = bytes.readUInt16BE(0) & (isShort ? 0x7fff : 0x3fff);
  const padding = isShort ? 0 : (bytes[2] ?? 0);
  if (bytes[header] !== clientHello) return "other";
  if (bytes.length < header + 9) return "short";
  const [ciphers, session, challenge] = [3, 5, 7].map((at) => bytes.readUInt16BE(header + at)) as [
    number,
    number,
    number,
  ];
  const fits = ciphers % 3 === 0 && (session === 0 || session === 16) && challenge >= 16 && challenge <= 32;
  const parts = ciphers + session + challenge;
  if (!fits || size !== 9 + parts) return "other";
  return { version: versionAt(bytes, header + 1), end: header + 9 + parts + padding };
}

export const TLS_HELLO_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...named("req.ssl_hello_type req_ssl_hello_type res.ssl_hello_type rep_ssl_hello_type", helloType),
  ...named("req.ssl_ver req_ssl_ver", version),
  ...named("req.ssl_sni req_ssl_sni", ofHello(serverName)),
  ["req.ssl_alpn", alpn],
  [
    "req.ssl_ec_ext",
    ofHello(({ extensions }) => (extension(extensions, groupsType) ? boolean(true) : undefined)),
  ],
  ["req.ssl_st_ext", ofHello(sessionTicket)],
  ["req.ssl_cipherlist", ofHello(({ cipherSuites }) => binary(cipherSuites.toString("latin1")))],
  ["req.ssl_supported_groups", list(groupsType)],
  ["req.ssl_sigalgs", list(signaturesType)],
  ["req.ssl_keyshare_groups", ofHello(keyShareGroups)],
];
