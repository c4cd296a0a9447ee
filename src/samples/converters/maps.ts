/** The converters that look up in maps; see `../patterns` for how they match. */
import { matchMethods } from "../../match-methods.ts";
import type { Argument } from "../catalog/notation.ts";
import {
  mapConverter,
  readAddress,
  type ConverterMap,
  type MapValue,
  type OutputType,
} from "../patterns/index.ts";
import { address, integer, text, type Sample } from "../sample.ts";
import type { Converter } from "./converter.ts";

function valueSample(value: MapValue): Sample {
  switch (value.type) {
    case "str":
      return text(value.value);
    case "sint":
      return integer(value.value);
    default:
      return address(value.value);
  }
}

/** What is given for inputs that match nothing; undefined for none. */
function defaultSample(argument: Argument | undefined, output: OutputType): Sample | undefined {
  if (!argument) return undefined;
  if (output === "str") return text(argument.text);
  if (output === "sint") return integer(BigInt(argument.value));
  const found = readAddress(argument.text);
  return found && address(found);
}

/** The key or value that a map has for a sample; 1 for an entry that has no value. */
function lookUp({ map, gives }: ConverterMap, sample: Sample): Sample | undefined {
  const found = map.find(sample.value);
  if (!found) return undefined;
  if (gives === "key") return text(found.entry.key);
  return found.value ? valueSample(found.value) : integer(1);
}

const lookup =
  (output: OutputType): Converter =>
  (args, environment, call) => {
    const map = environment.map(call);
    const otherwise = defaultSample(args[1], output);
    return (sample) => (map && lookUp(map, sample)) ?? otherwise;
  };

/** `map`, `map_beg`, `map_int_ip`...: every name that stands for one. */
function* names(): Generator<[name: string, output: OutputType]> {
  const bases = ["map", ...matchMethods.map((method) => `map_${method}`)];
  for (const name of bases.flatMap((base) => [base, `${base}_int`, `${base}_ip`, `${base}_key`])) {
    const found = mapConverter(name);
    if (found) yield [name, found.output];
  }
}

export const MAP_CONVERTERS: Readonly<Record<string, Converter>> = Object.fromEntries(
  Array.from(names(), ([name, output]) => [name, lookup(output)]),
);
