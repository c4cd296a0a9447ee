/**
 * Fetches of a TLS ClientHello that passes through a TCP stream
 * (RFC 8446 4.1.2, RFC 6066 3, RFC 7301 3.1; payload.c for what is accepted).
 */
import {
  extension,
  extensionTypes,
  listIn,
  protocolsOf,
  readClientHello,
  serverNameOf,
  type ClientHello,
  type Shortfall,
} from "../client-hello.ts";
import { binary, boolean, integer, text, type Sample } from "../sample.ts";
import type { ChannelView, FetchContext } from "../views.ts";
import { named, plain, type Fetch } from "./fetch.ts";
import { rawChannel, tooShort } from "./payload.ts";

/** The hello of a context; notes where it is not all there. */
function helloOf(context: FetchContext): ClientHello | undefined {
  const channel = rawChannel(context);
  const hello = channel && readClientHello(channel.peek());
  if (hello === "short") return tooShort(context);
  return hello === "other" ? undefined : hello;
}

const ofHello = (take: (hello: ClientHello) => Sample | undefined): Fetch =>
  plain((context) => {
    const hello = helloOf(context);
    return hello && take(hello);
  });

const list = (type: number): Fetch =>
  ofHello(({ extensions }) => {
    const found = listIn(extensions, type, 2);
    return found && binary(found.toString("latin1"));
  });

function serverName(hello: ClientHello): Sample | undefined {
  const name = serverNameOf(hello);
  return name === undefined ? undefined : text(name);
}

const alpn: Fetch = () => {
  const each = (context: FetchContext): Iterable<Sample> => {
    const hello = helloOf(context);
    return hello ? protocolsOf(hello).map(text) : [];
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
function keyShareGroups({ extensions }: ClientHello): Sample | undefined {
  const shares = listIn(extensions, extensionTypes.keyShares, 4);
  if (!shares) return undefined;
  let groups = "";
  for (let at = 0; at + 4 <= shares.length; at += 4 + shares.readUInt16BE(at + 2)) {
    groups += shares.toString("latin1", at, at + 2);
  }
  return binary(groups);
}

/** 0: the client knows no tickets; 1: it does; 2: it has one. */
function sessionTicket({ extensions }: ClientHello): Sample {
  const found = extension(extensions, extensionTypes.ticket);
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

const clientHello = 1;
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
    ofHello(({ extensions }) => (extension(extensions, extensionTypes.groups) ? boolean(true) : undefined)),
  ],
  ["req.ssl_st_ext", ofHello(sessionTicket)],
  ["req.ssl_cipherlist", ofHello(({ cipherSuites }) => binary(cipherSuites.toString("latin1")))],
  ["req.ssl_supported_groups", list(extensionTypes.groups)],
  ["req.ssl_sigalgs", list(extensionTypes.signatures)],
  ["req.ssl_keyshare_groups", ofHello(keyShareGroups)],
];
