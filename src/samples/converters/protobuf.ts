/**
 * Protocol Buffers messages, bare or within gRPC: the value of a field, which
 * a path of field numbers names (protobuf.h in HAProxy, protobuf.dev/encoding).
 */
import { binary, integer, type Sample } from "../sample.ts";
import { bytesOf, type Converter } from "./converter.ts";

/** How a value is laid out, by the three lowest bits of its key. */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/** A number of a variable length: its value in 64 bits, and where the next byte is. */
function varint(bytes: Buffer, start: number, end: number): { value: bigint; next: number } | undefined {
  let value = 0n;
  for (let at = start, shift = 0n; shift < 64n; at++, shift += 7n) {
    // HAProxy takes nothing at all for 0.
    if (at >= end) return at === start ? { value, next: at } : undefined;
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: at + 1 };
  }
  return undefined;
}

/** A value where it was found: its layout, and its bytes up to the end of its message. */
interface Found {
  readonly layout: number;
  readonly at: number;
  /** Of a delimited value. */
  readonly length: number;
  readonly end: number;
}

/** Where the value behind this one starts; undefined where this one is cut short. */
function behind(bytes: Buffer, { layout, at, length, end }: Found): number | undefined {
  switch (layout) {
    case VARINT:
      return varint(bytes, at, end)?.next;
    case FIXED64:
      return end - at < 8 ? undefined : at + 8;
    case FIXED32:
      return end - at < 4 ? undefined : at + 4;
    default:
      return at + length;
  }
}

/** The first value that the path leads to, or where the search for it ended. */
function lookUp(bytes: Buffer, start: number, stop: number, path: readonly number[]): Found | number {
  let depth = 0;
  let at = start;
  for (let end = stop; at < end;) {
    const key = varint(bytes, at, end);
    if (!key) return end;
    const layout = Number(key.value & 7n);
    if (![VARINT, FIXED64, DELIMITED, FIXED32].includes(layout)) return key.next;
    const length = layout === DELIMITED ? varint(bytes, key.next, end) : { value: 0n, next: key.next };
    if (!length) return end;
    if (length.value > BigInt(end - length.next)) return length.next;
    const value = { layout, at: length.next, length: Number(length.value), end };
    if (Number(BigInt.asUintN(32, key.value >> 3n)) === path[depth]) {
      if (depth === path.length - 1) return value;
      if (layout !== DELIMITED) return value.at;
      depth++;
      at = value.at;
      end = value.at + value.length;
    } else {
      const next = behind(bytes, value);
      if (next === undefined) return value.at;
      at = next;
    }
  }
  return at;
}

const SIGNED_MIN = -(2n ** 63n);
const SIGNED_MAX = 2n ** 63n - 1n;

/** As C converts a floating point number on x86-64, where it is out of range too. */
function truncated(value: number): bigint {
  if (!Number.isFinite(value)) return SIGNED_MIN;
  const whole = BigInt(Math.trunc(value));
  return whole < SIGNED_MIN || whole > SIGNED_MAX ? SIGNED_MIN : whole;
}

const signed = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Types by layout: how the bytes at a place are read. */
const READERS: Readonly<Record<number, Readonly<Record<string, (bytes: Buffer, at: number) => bigint>>>> = {
  [FIXED64]: {
    fixed64: (bytes, at) => bytes.readBigInt64LE(at),
    sfixed64: (bytes, at) => bytes.readBigInt64LE(at),
    double: (bytes, at) => signed(truncated(bytes.readDoubleLE(at))),
  },
  [FIXED32]: {
    fixed32: (bytes, at) => BigInt(bytes.readUInt32LE(at)),
    sfixed32: (bytes, at) => BigInt(bytes.readInt32LE(at)),
    float: (bytes, at) => BigInt.asUintN(32, truncated(bytes.readFloatLE(at))),
  },
};

const WIDTHS: Readonly<Record<number, number>> = { [FIXED64]: 8, [FIXED32]: 4 };

const PLAIN_VARINTS = ["int32", "uint32", "int64", "uint64", "bool", "enum"];

function varintSample(bytes: Buffer, { at, end }: Found, type: string | undefined): Sample | undefined {
  const found = varint(bytes, at, end);
  if (!found) return undefined;
  if (type === undefined) return binary(bytes.toString("latin1", at, found.next));
  if (PLAIN_VARINTS.includes(type)) return integer(signed(found.value));
  if (type !== "sint32" && type !== "sint64") return undefined;
  return integer(signed((found.value >> 1n) ^ -(found.value & 1n)));
}

/** The value as a type; as bytes without one. None where the type is of another layout. */
function valueSample(bytes: Buffer, found: Found, type: string | undefined): Sample | undefined {
  const { layout, at, length, end } = found;
  if (layout === VARINT) return varintSample(bytes, found, type);
  const width = WIDTHS[layout] ?? length;
  if (end - at < width) return undefined;
  if (type === undefined) return binary(bytes.toString("latin1", at, at + width));
  const read = READERS[layout]?.[type];
  return read && integer(read(bytes, at));
}

const fieldPath = (text: string): number[] => text.split(".").map(Number);

/** A byte that says whether the message is compressed, and four with its length. */
const GRPC_HEADER = 5;

export const PROTOBUF_CONVERTERS: Readonly<Record<string, Converter>> = {
  protobuf: (args) => {
    const path = fieldPath(args[0]?.text ?? "");
    const type = args[1]?.text;
    return (sample) => {
      const bytes = Buffer.from(bytesOf(sample), "latin1");
      const found = lookUp(bytes, 0, bytes.length, path);
      return typeof found === "number" ? undefined : valueSample(bytes, found, type);
    };
  },
  ungrpc: (args) => {
    const path = fieldPath(args[0]?.text ?? "");
    const type = args[1]?.text;
    return (sample) => {
      const bytes = Buffer.from(bytesOf(sample), "latin1");
      let left = bytes.length;
      for (let at = 0; left > GRPC_HEADER;) {
        const start = at + GRPC_HEADER;
        const length = bytes.readUInt32BE(at + 1);
        left -= GRPC_HEADER;
        if (left < length) return undefined;
        const found = lookUp(bytes, start, start + length, path);
        const value = typeof found === "number" ? undefined : valueSample(bytes, found, type);
        if (value) return value;
        // As HAProxy, which takes what follows the place where it gave up for the next message.
        at = typeof found === "number" ? found : found.at;
        left -= length;
      }
      return undefined;
    };
  },
};
