import type { InputType } from "../../match-methods.ts";
import { formatAddress, readAddress, type Address } from "./addresses.ts";
import { readInt, type Int } from "./integers.ts";
import type { Sample } from "./indexes.ts";

/** What a map gives: `map_str` and the like give text, `map_str_int` integers, `map_str_ip` addresses. */
export type OutputType = "str" | "sint" | "addr";

/** A map's value, with the name of its type as `get map` shows it. */
export type MapValue =
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "sint"; readonly value: Int }
  | { readonly type: "ipv4" | "ipv6"; readonly value: Address };

/** The value that a map's text stands for; undefined when it is not one of that type. */
export function parseValue(output: OutputType, text: string): MapValue | undefined {
  switch (output) {
    case "str":
      return { type: "str", value: text };
    case "sint": {
      const { value, rest } = readInt(text);
      return rest === "" ? { type: "sint", value } : undefined;
    }
    case "addr": {
      const address = readAddress(text);
      return address && { type: address.family === 4 ? "ipv4" : "ipv6", value: address };
    }
  }
}

/** A map's value as text. */
export function valueText(value: MapValue): string {
  return typeof value.value === "object" ? formatAddress(value.value) : String(value.value);
}

/** A sample's text as the type that a method compares; undefined where HAProxy cannot convert it. */
export function sampleFromText(input: InputType, text: string): Sample | undefined {
  switch (input) {
    case "sint":
      return text === "" ? undefined : readInt(text).value;
    case "addr":
      return readAddress(text);
    default:
      return text;
  }
}

/**
 * `regm`: the map's value with `\0` to `\9` replaced by the groups of the
 * match and `\xHH` by a byte; undefined where a backslash ends the text.
 */
export function replaceGroups(template: string, groups: readonly (string | undefined)[]): string | undefined {
  if (/(?:^|[^\\])(?:\\\\)*\\(?:x.?)?$/s.test(template)) return undefined;
  return template.replace(
    /\\(?:([0-9])|x(..)|(.))/gs,
    (_all, digit?: string, hex?: string, other?: string) => {
      if (digit !== undefined) return groups[Number(digit)] ?? "";
      if (hex !== undefined) return String.fromCharCode(hexByte(hex));
      return other ?? "";
    },
  );
}

/** Two hexadecimal digits, read as HAProxy does without looking whether they are (exp_replace). */
function hexByte(hex: string): number {
  const digit = (at: number): number => {
    const value = (hex.toUpperCase().charCodeAt(at) - 48) & 0xff;
    return value > 9 ? value - 7 : value;
  };
  return ((digit(0) << 4) + digit(1)) & 0xff;
}
