/**
 * Converters of network packets: the fields of Ethernet, IP and TCP headers,
 * and a fingerprint of them (net_helper.c). What is cut short gives no sample.
 */
import { address, binary, integer, type Sample } from "../sample.ts";
import { bytesOf, numberAt, type Converter } from "./converter.ts";

type Take = (packet: Buffer) => Sample | undefined;

const packet =
  (take: Take): Converter =>
  () =>
  (sample) =>
    take(Buffer.from(bytesOf(sample), "latin1"));

/** An integer of a packet that has at least so many bytes. */
const field = (least: number, value: (bytes: Buffer) => number): Converter =>
  packet((bytes) => (bytes.length < least ? undefined : integer(value(bytes))));

const slice = (bytes: Buffer, start: number, end = bytes.length): Sample =>
  binary(bytes.toString("latin1", start, end));

const ETHERNET_TAG = 0x8100;

/** Where the protocol of an Ethernet frame stands, behind all its tags. */
function ethernetType(bytes: Buffer): { at: number; vlan: number } | undefined {
  let vlan = 0;
  for (let at = 12; at + 2 < bytes.length; at += 4) {
    if (bytes.readUInt16BE(at) !== ETHERNET_TAG) return { at, vlan };
    if (at + 4 <= bytes.length) vlan = bytes.readUInt16BE(at + 2) & 0xfff;
  }
  return undefined;
}

const ofFrame = (take: (bytes: Buffer, at: number, vlan: number) => Sample | undefined): Converter =>
  packet((bytes) => {
    const found = ethernetType(bytes);
    return found && take(bytes, found.at, found.vlan);
  });

const ETHERNET: Readonly<Record<string, Converter>> = {
  "eth.data": ofFrame((bytes, at) => slice(bytes, at + 2)),
  "eth.dst": packet((bytes) => (bytes.length < 6 ? undefined : slice(bytes, 0, 6))),
  "eth.hdr": ofFrame((bytes, at) => slice(bytes, 0, at + 2)),
  "eth.proto": ofFrame((bytes, at) => integer(bytes.readUInt16BE(at))),
  "eth.src": packet((bytes) => (bytes.length < 12 ? undefined : slice(bytes, 6, 12))),
  "eth.vlan": ofFrame((_bytes, _at, vlan) => (vlan === 0 ? undefined : integer(vlan))),
};

const versionOf = (bytes: Buffer): number => (bytes[0] ?? 0) >> 4;

const TCP = 6;
const UDP = 17;

/** The upper protocol of an IP packet, and how long its header is with all extensions. */
function ipHeader(bytes: Buffer): { length: number; protocol: number } | undefined {
  const version = versionOf(bytes);
  if (version === 4) {
    const length = ((bytes[0] ?? 0) & 15) * 4;
    return bytes.length < length ? undefined : { length, protocol: bytes[9] ?? 0 };
  }
  if (version !== 6 || bytes.length < 40) return undefined;
  let length = 40;
  let protocol = bytes[6] ?? 0;
  while (protocol !== TCP && protocol !== UDP) {
    if (bytes.length < length + 2) return undefined;
    protocol = bytes[length] ?? 0;
    length += (bytes[length + 1] ?? 0) * 8 + 8;
  }
  return bytes.length < length ? undefined : { length, protocol };
}

/** The sample of a packet, by its version; none for other versions, or where it has too few bytes. */
const byVersion = (least4: number, four: Take, least6: number, six: Take): Converter =>
  packet((bytes) => {
    const version = versionOf(bytes);
    if (version === 4) return bytes.length < least4 ? undefined : four(bytes);
    return version !== 6 || bytes.length < least6 ? undefined : six(bytes);
  });

const v4Address = (bytes: Buffer, at: number): Sample => address({ family: 4, bits: bytes.readInt32BE(at) });

function v6Address(bytes: Buffer, at: number): Sample {
  const units = Array.from({ length: 8 }, (_, unit) => bytes.readUInt16BE(at + unit * 2));
  return address({ family: 6, bits: String.fromCharCode(...units) });
}

const dontFragment = (bytes: Buffer): number => ((bytes[6] ?? 0) >> 6) & 1;

const serviceClass = (bytes: Buffer): number => (bytes.readUInt16BE(0) >> 4) & 255;

const IP: Readonly<Record<string, Converter>> = {
  "ip.data": packet((bytes) => {
    const header = ipHeader(bytes);
    return header && header.length > 0 ? slice(bytes, header.length) : undefined;
  }),
  "ip.df": byVersion(
    6,
    (bytes) => integer(dontFragment(bytes)),
    1,
    () => integer(1),
  ),
  "ip.dst": byVersion(
    20,
    (bytes) => v4Address(bytes, 16),
    40,
    (bytes) => v6Address(bytes, 24),
  ),
  "ip.hdr": packet((bytes) => {
    const header = ipHeader(bytes);
    return header && header.length > 0 ? slice(bytes, 0, header.length) : undefined;
  }),
  "ip.proto": byVersion(
    10,
    (bytes) => integer(bytes[9] ?? 0),
    40,
    (bytes) => {
      const header = ipHeader(bytes);
      return header && integer(header.protocol);
    },
  ),
  "ip.src": byVersion(
    20,
    (bytes) => v4Address(bytes, 12),
    40,
    (bytes) => v6Address(bytes, 8),
  ),
  "ip.tos": byVersion(
    2,
    (bytes) => integer(bytes[1] ?? 0),
    2,
    (bytes) => integer(serviceClass(bytes)),
  ),
  "ip.ttl": byVersion(
    20,
    (bytes) => integer(bytes[8] ?? 0),
    40,
    (bytes) => integer(bytes[7] ?? 0),
  ),
  "ip.ver": field(1, versionOf),
};

/** How long a TCP header is; undefined where it is not whole. */
function tcpHeaderLength(bytes: Buffer): number | undefined {
  if (bytes.length < 20) return undefined;
  const length = ((bytes[12] ?? 0) >> 4) * 4;
  return length < 20 || bytes.length < length ? undefined : length;
}

const END = 0;
const NOTHING = 1;

/** The options of a TCP header: kinds and where they start and end, which may be behind the header. */
function* tcpOptions(
  bytes: Buffer,
  header: number,
): Generator<{ kind: number; at: number; end: number | undefined }> {
  for (let at = 20; at < header;) {
    const kind = bytes[at] ?? 0;
    if (kind === END) return;
    const length = kind === NOTHING ? 1 : at + 1 < header ? signedByte(bytes[at + 1] ?? 0) : 0;
    const isWhole = kind === NOTHING || length > 1;
    const end = isWhole ? at + (length & 255) : undefined;
    yield { kind, at, end };
    if (end === undefined) return;
    at = end;
  }
}

/** HAProxy compares an option's length as a C char, whose negative values end the list. */
const signedByte = (byte: number): number => (byte << 24) >> 24;

/** Where an option that lies wholly in the header starts. */
function optionAt(bytes: Buffer, header: number, wanted: number): number | undefined {
  for (const { kind, at, end } of tcpOptions(bytes, header)) {
    if (kind === wanted && end !== undefined && end <= header) return at;
  }
  return undefined;
}

/** An integer of a TCP option; 0 without the option. */
const ofOption = (kind: number, value: (bytes: Buffer, at: number) => number): Converter =>
  packet((bytes) => {
    const header = tcpHeaderLength(bytes);
    if (header === undefined) return undefined;
    const at = optionAt(bytes, header, kind);
    return integer(at === undefined ? 0 : value(bytes, at));
  });

/** HAProxy reads a value even behind the end of the packet; there is nothing there for us. */
const wide = (bytes: Buffer, at: number, length: number): number =>
  at + length <= bytes.length ? bytes.readUIntBE(at, length) : 0;

const OPTION = { mss: 2, windowScale: 3, sackPermitted: 4, timestamps: 8 } as const;

const TCP_FIELDS: Readonly<Record<string, Converter>> = {
  "tcp.dst": field(20, (bytes) => bytes.readUInt16BE(2)),
  "tcp.flags": field(20, (bytes) => bytes[13] ?? 0),
  "tcp.options.mss": ofOption(OPTION.mss, (bytes, at) => wide(bytes, at + 2, 2)),
  "tcp.options.sack": ofOption(OPTION.sackPermitted, () => 1),
  "tcp.options.tsopt": ofOption(OPTION.timestamps, () => 1),
  "tcp.options.tsval": ofOption(OPTION.timestamps, (bytes, at) => wide(bytes, at + 2, 4)),
  "tcp.options.wscale": ofOption(OPTION.windowScale, (bytes, at) => wide(bytes, at + 2, 1)),
  "tcp.options.wsopt": ofOption(OPTION.windowScale, () => 1),
  "tcp.options_list": packet((bytes) => {
    const header = tcpHeaderLength(bytes);
    if (header === undefined) return undefined;
    const kinds = Array.from(tcpOptions(bytes, header), ({ kind }) => kind);
    return binary(String.fromCharCode(...kinds));
  }),
  "tcp.seq": field(20, (bytes) => bytes.readUInt32BE(4)),
  "tcp.src": field(20, (bytes) => bytes.readUInt16BE(0)),
  "tcp.win": field(20, (bytes) => bytes.readUInt16BE(14)),
};

/** What the fingerprint takes from an IP header. */
interface IpTraits {
  readonly tos: number;
  readonly ttl: number;
  readonly df: number;
  /** There are options, or extension headers. */
  readonly extended: boolean;
  /** Of the whole packet. */
  readonly length: number;
  readonly source: Buffer;
}

function ipTraits(bytes: Buffer): IpTraits | undefined {
  const version = versionOf(bytes);
  if (version === 4 && bytes.length >= 16) {
    return {
      tos: bytes[1] ?? 0,
      ttl: bytes[8] ?? 0,
      df: dontFragment(bytes),
      extended: ((bytes[0] ?? 0) & 15) !== 5,
      length: bytes.readUInt16BE(2),
      source: bytes.subarray(12, 16),
    };
  }
  if (version !== 6 || bytes.length < 40) return undefined;
  return {
    tos: serviceClass(bytes),
    ttl: bytes[7] ?? 0,
    df: 1,
    extended: bytes[6] !== TCP && bytes[6] !== UDP,
    length: (40 + bytes.readUInt16BE(4)) & 0xffff,
    source: bytes.subarray(8, 24),
  };
}

/** What it takes from TCP's options. */
function optionTraits(bytes: Buffer, header: number) {
  const traits = { mss: 0, windowScale: 0, mask: 0, kinds: [] as number[] };
  for (const { kind, at, end } of tcpOptions(bytes, header)) {
    if (end === undefined || end > header) break;
    traits.kinds.push(kind);
    if (kind === OPTION.mss && at + 3 < header) traits.mss = bytes.readUInt16BE(at + 2);
    if (kind === OPTION.windowScale && at + 2 < header) {
      traits.windowScale = Math.min(15, (bytes[at + 2] ?? 0) + 1);
    }
    if (kind >= 2) traits.mask |= 1 << (kind < 9 ? kind - 2 : 7);
  }
  return traits;
}

/** Times to live by what they began with: up to 32, 64, 128, 255. */
const ttlClass = (ttl: number): number => [32, 64, 128].filter((limit) => ttl > limit).length;

const WITH_TTL = 1;
const WITH_OPTIONS = 2;
const WITH_SOURCE = 4;

function fingerprint(bytes: Buffer, mode: number): Sample | undefined {
  const ip = ipTraits(bytes);
  const ipLength = ip && ipHeader(bytes)?.length;
  if (!ip || ipLength === undefined || ipLength === 0 || ipLength > ip.length) return undefined;
  const tcp = bytes.subarray(ipLength);
  const header = tcpHeaderLength(tcp);
  if (header === undefined || header > ip.length - ipLength) return undefined;
  const options = optionTraits(tcp, header);
  const fixed = Buffer.alloc(8);
  fixed[0] = ip.tos;
  fixed[1] =
    ((versionOf(bytes) === 6 ? 1 : 0) << 7) |
    (ip.df << 6) |
    (ttlClass(ip.ttl) << 4) |
    ((ip.extended ? 1 : 0) << 3) |
    ((ip.length - ipLength > header ? 1 : 0) << 2) |
    ((tcp[13] ?? 0) >> 6);
  fixed[2] = ((header << 2) | options.windowScale) & 255;
  fixed.writeUInt16BE(tcp.readUInt16BE(14), 3);
  fixed.writeUInt16BE(options.mss, 5);
  fixed[7] = options.mask;
  const parts: Uint8Array[] = [fixed];
  if (mode & WITH_TTL) parts.push(Buffer.of(ip.ttl));
  if (mode & WITH_OPTIONS) parts.push(Buffer.from(options.kinds));
  if (mode & WITH_SOURCE) parts.push(ip.source);
  return binary(Buffer.concat(parts).toString("latin1"));
}

export const PACKET_CONVERTERS: Readonly<Record<string, Converter>> = {
  ...ETHERNET,
  ...IP,
  ...TCP_FIELDS,
  "ip.fp": (args) => {
    const mode = numberAt(args, 0) ?? 0;
    return (sample) => fingerprint(Buffer.from(bytesOf(sample), "latin1"), mode);
  },
};
