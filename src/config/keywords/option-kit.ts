/** What the parsers of options share. */
import type { Line } from "../line.ts";
import type { OptionKeyword, Place } from "./keyword.ts";

const PLACES: readonly Place[] = ["option"];

/** Makes an entry of the table. */
export function option(
  name: string,
  since: string,
  syntax: string,
  doc: string,
  parse: OptionKeyword["parse"],
  accepted?: string,
): OptionKeyword {
  const support = accepted === undefined ? "supported" : { accepted };
  return { kind: "option", name, places: PLACES, syntax, since, doc, support, parse };
}

export function noModifier(line: Line): never {
  return line.failTight(`negation/default is not supported for option '${line.word(1)}'.`);
}

/** A reader for options that know neither `no` nor `default`. */
export const plain =
  (parse: OptionKeyword["parse"]): OptionKeyword["parse"] =>
  (line, state) => {
    if (line.modifier !== "") noModifier(line);
    parse(line, state);
  };
