/**
 * Typed samples: what fetches give and converters change, and HAProxy's
 * conversions between their types.
 * Source: sample-t.h for the types, the table of casts in sample.c.
 */
import { embedded, formatAddress, mapped, parseIpv6, readIpv4 } from "./patterns/addresses.ts";
import type { Ipv4, Ipv6 } from "./patterns/addresses.ts";
import { readInt, type Int } from "./patterns/integers.ts";

/**
 * A value with its type. Texts and binaries are byte strings, one unit a byte;
 * a method is its name. A boolean is an integer as in HAProxy, true when not
 * 0: arithmetic on it keeps its type.
 */
export type Sample =
  | { readonly type: "bool" | "sint"; readonly value: Int }
  | { readonly type: "str" | "bin" | "meth"; readonly value: string }
  | { readonly type: "ipv4"; readonly value: Ipv4 }
  | { readonly type: "ipv6"; readonly value: Ipv6 };

/** The types that a sample may be asked for; `addr` is an address of either family. */
export type TargetType = Sample["type"] | "any" | "addr";

export const text = (value: string): Sample => ({ type: "str", value });
export const binary = (value: string): Sample => ({ type: "bin", value });
export const integer = (value: Int): Sample => ({ type: "sint", value: narrow(value) });
export const boolean = (value: boolean): Sample => ({ type: "bool", value: value ? 1 : 0 });
export const address = (value: Ipv4 | Ipv6): Sample =>
  value.family === 4 ? { type: "ipv4", value } : { type: "ipv6", value };

/** A number where one holds the integer exactly, else a bigint. */
export function narrow(value: Int): Int {
  if (typeof value === "number") return value;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/**
 * The sample as a type; undefined where HAProxy has no such conversion or the
 * value does not allow it. Booleans and integers pass for each other as they are.
 */
export function cast(sample: Sample, to: TargetType): Sample | undefined {
  if (to === "any" || sample.type === to) return sample;
  switch (sample.type) {
    case "bool":
      return to === "bin" ? binary(bigEndian(sample.value === 0 ? 0 : 1)) : fromInteger(sample, to);
    case "sint":
      return fromInteger(sample, to);
    case "ipv4":
      if (to === "sint") return integer(sample.value.bits >>> 0);
      if (to === "ipv6") return address(mapped(sample.value));
      return fromAddress(sample, to);
    case "ipv6": {
      if (to !== "ipv4") return fromAddress(sample, to);
      const inner = embedded(sample.value);
      return inner && address(inner);
    }
    case "str":
      return fromText(sample.value, to);
    case "bin":
      if (to === "meth") return { type: "meth", value: sample.value };
      return to === "str" ? text(untilNul(sample.value)) : undefined;
    case "meth":
      return to === "str" || to === "bin" ? text(sample.value) : undefined;
  }
}

function fromInteger(sample: Sample & { readonly value: Int }, to: TargetType): Sample | undefined {
  const { type, value } = sample;
  switch (to) {
    case "bool":
    case "sint":
      return sample;
    case "str":
      return text(String(value));
    case "bin":
      return binary(bigEndian(value));
    case "addr":
    case "ipv4":
    case "ipv6": {
      if (type === "bool") return undefined;
      const bits = Number(BigInt.asIntN(32, BigInt(value)));
      return address(to === "ipv6" ? mapped({ family: 4, bits }) : { family: 4, bits });
    }
    default:
      return undefined;
  }
}

function fromAddress(sample: Sample & { readonly value: Ipv4 | Ipv6 }, to: TargetType): Sample | undefined {
  const { value } = sample;
  if (to === "addr") return sample;
  if (to === "str") return text(formatAddress(value));
  return to === "bin" ? binary(addressBytes(value)) : undefined;
}

function fromText(value: string, to: TargetType): Sample | undefined {
  switch (to) {
    case "bool":
    case "sint":
      return value === "" ? undefined : integer(readInt(value).value);
    case "bin":
      return text(value);
    case "meth":
      return { type: "meth", value };
    case "addr":
    case "ipv4":
    case "ipv6": {
      const found =
        (to === "ipv6" ? undefined : readIpv4(value)) ?? (to === "ipv4" ? undefined : parseIpv6(value));
      return found && address(found);
    }
    default:
      return undefined;
  }
}

/** The sample as text, or undefined where it has none. */
export function textOf(sample: Sample): string | undefined {
  const found = cast(sample, "str");
  return typeof found?.value === "string" ? found.value : undefined;
}

/** The bytes of an integer, most significant first. */
function bigEndian(value: Int): string {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return buffer.toString("latin1");
}

function addressBytes(value: Ipv4 | Ipv6): string {
  if (value.family === 6) {
    return value.bits.replace(/[^]/g, (unit) => {
      const code = unit.charCodeAt(0);
      return String.fromCharCode(code >> 8, code & 255);
    });
  }
  const { bits } = value;
  return String.fromCharCode(bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
}

function untilNul(value: string): string {
  const end = value.indexOf("\0");
  return end < 0 ? value : value.slice(0, end);
}
