import {
  embedded,
  mapped,
  mask4,
  parseNetwork,
  prefix6,
  type Address,
  type Ipv4,
  type Ipv6,
  type Network,
} from "./addresses.ts";
import type { PatternEntry } from "./entry.ts";
import { PatternError } from "./errors.ts";
import type { PatternIndex, Sample } from "./indexes.ts";

/** Gives an address for a host name; undefined for none. */
export type ResolveName = (name: string) => Ipv4 | undefined;

/**
 * Networks of one family: for each length of prefix in use the networks of
 * that length, so that a lookup costs one look a length, however many there are.
 */
class Prefixes<K extends number | string> {
  readonly #byLength = new Map<number, Map<K, PatternEntry[]>>();
  /** The lengths in use, the longest first. */
  #lengths: number[] = [];
  readonly #cut: (bits: K, length: number) => K;

  constructor(cut: (bits: K, length: number) => K) {
    this.#cut = cut;
  }

  add(bits: K, length: number, entry: PatternEntry): void {
    const networks = this.#byLength.get(length) ?? new Map<K, PatternEntry[]>();
    if (networks.size === 0) {
      this.#byLength.set(length, networks);
      this.#lengths = [...this.#byLength.keys()].sort((a, b) => b - a);
    }
    const key = this.#cut(bits, length);
    const known = networks.get(key);
    if (known) known.push(entry);
    else networks.set(key, [entry]);
  }

  remove(bits: K, length: number, entry: PatternEntry): void {
    const networks = this.#byLength.get(length);
    const key = this.#cut(bits, length);
    const known = networks?.get(key);
    const i = known?.indexOf(entry) ?? -1;
    if (!networks || !known || i < 0) return;
    known.splice(i, 1);
    if (known.length === 0) networks.delete(key);
    if (networks.size > 0) return;
    this.#byLength.delete(length);
    this.#lengths = this.#lengths.filter((other) => other !== length);
  }

  /** The smallest network that holds an address. */
  find(bits: K): PatternEntry | undefined {
    for (const length of this.#lengths) {
      const known = this.#byLength.get(length)?.get(this.#cut(bits, length));
      if (known) return known[0];
    }
    return undefined;
  }
}

/**
 * `ip`: the smallest network that holds the address. IPv4 samples are looked
 * up among IPv6 networks too, as ::ffff:a.b.c.d, and IPv6 samples that hold an
 * IPv4 address among those of IPv4. Masks with holes come last, in order.
 */
export class NetworkIndex implements PatternIndex {
  readonly #v4 = new Prefixes<number>((bits, length) => bits & mask4(length));
  readonly #v6 = new Prefixes<string>(prefix6);
  readonly #holed = new Map<PatternEntry, { readonly bits: number; readonly mask: number }>();
  readonly #resolve: ResolveName | undefined;

  constructor(resolve?: ResolveName) {
    this.#resolve = resolve;
  }

  #parse(entry: PatternEntry): Network {
    const network = parseNetwork(entry.key, this.#resolve);
    if (!network) throw new PatternError(`'${entry.key}' is not a valid IPv4 or IPv6 address`);
    return network;
  }

  add(entry: PatternEntry): void {
    const network = this.#parse(entry);
    if ("mask" in network) this.#holed.set(entry, network);
    else if (network.family === 4) this.#v4.add(network.bits, network.length, entry);
    else this.#v6.add(network.bits, network.length, entry);
  }

  remove(entry: PatternEntry): void {
    const network = this.#parse(entry);
    if ("mask" in network) this.#holed.delete(entry);
    else if (network.family === 4) this.#v4.remove(network.bits, network.length, entry);
    else this.#v6.remove(network.bits, network.length, entry);
  }

  find(sample: Sample): PatternEntry | undefined {
    return typeof sample === "object" ? this.#findAddress(sample) : undefined;
  }

  #findAddress(address: Address): PatternEntry | undefined {
    if (address.family === 4) {
      return (
        this.#v4.find(address.bits) ?? this.#v6.find(mapped(address).bits) ?? this.#findHoled(address.bits)
      );
    }
    return this.#v6.find(address.bits) ?? this.#findEmbedded(address);
  }

  #findEmbedded(address: Ipv6): PatternEntry | undefined {
    const v4 = embedded(address);
    return v4 && (this.#v4.find(v4.bits) ?? this.#findHoled(v4.bits));
  }

  #findHoled(bits: number): PatternEntry | undefined {
    for (const [entry, network] of this.#holed) {
      if (((bits ^ network.bits) & network.mask) === 0) return entry;
    }
    return undefined;
  }

  kind(entry: PatternEntry): "tree" | "list" {
    return this.#holed.has(entry) ? "list" : "tree";
  }
}
