/** Converters of addresses. */
import { embedded, mask4, parseIpv6, prefix6, readIpv4, type Ipv6 } from "../patterns/addresses.ts";
import { address, type Sample } from "../sample.ts";
import { textAt, type Converter } from "./converter.ts";

/** The bits of a mask that is written as a length or as an address. */
function bits4(mask: string): number {
  return /^[0-9]+$/.test(mask) ? mask4(Number(mask)) : (readIpv4(mask)?.bits ?? 0);
}

function bits6(mask: string): string {
  if (!/^[0-9]+$/.test(mask)) return parseIpv6(mask)?.bits ?? "";
  return prefix6("\uffff".repeat(8), Number(mask)).padEnd(8, "\0");
}

function masked(value: Ipv6, mask: string): Sample {
  const units = Array.from({ length: 8 }, (_, at) => value.bits.charCodeAt(at) & mask.charCodeAt(at));
  return address({ family: 6, bits: String.fromCharCode(...units) });
}

export const ADDRESS_CONVERTERS: Readonly<Record<string, Converter>> = {
  ipmask: (args) => {
    const narrow = bits4(textAt(args, 0));
    const wide = args[1] && bits6(args[1].text);
    return (sample) => {
      const v4 = sample.type === "ipv6" ? embedded(sample.value) : sample.type === "ipv4" && sample.value;
      if (v4) return address({ family: 4, bits: v4.bits & narrow });
      return sample.type === "ipv6" && wide !== undefined ? masked(sample.value, wide) : undefined;
    };
  },
};
