/** The converters that halua computes, by name. Each is a function of its arguments; see {@link Converter}. */
import { ADDRESS_CONVERTERS } from "./addresses.ts";
import type { Converter } from "./converter.ts";
import { CIPHER_CONVERTERS } from "./ciphers.ts";
import { DATE_CONVERTERS } from "./dates.ts";
import { ENCODING_CONVERTERS } from "./encodings.ts";
import { HASH_CONVERTERS } from "./hashes.ts";
import { JSON_CONVERTERS } from "./json.ts";
import { MESSAGE_CONVERTERS } from "./messages.ts";
import { NUMBER_CONVERTERS } from "./numbers.ts";
import { TEXT_CONVERTERS } from "./text.ts";

export type { ConversionContext } from "./converter.ts";

export const COMPUTED_CONVERTERS: ReadonlyMap<string, Converter> = new Map(
  Object.entries({
    ...TEXT_CONVERTERS,
    ...NUMBER_CONVERTERS,
    ...ENCODING_CONVERTERS,
    ...HASH_CONVERTERS,
    ...CIPHER_CONVERTERS,
    ...DATE_CONVERTERS,
    ...ADDRESS_CONVERTERS,
    ...JSON_CONVERTERS,
    ...MESSAGE_CONVERTERS,
  }),
);
