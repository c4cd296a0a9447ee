/** The converters that halua computes, by name. Each is a function of its arguments; see {@link Converter}. */
import { ADDRESS_CONVERTERS } from "./addresses.ts";
import type { Converter } from "./converter.ts";
import { CERTIFICATE_CONVERTERS } from "./certificates.ts";
import { CIPHER_CONVERTERS } from "./ciphers.ts";
import { DATE_CONVERTERS } from "./dates.ts";
import { ENCODING_CONVERTERS } from "./encodings.ts";
import { HASH_CONVERTERS } from "./hashes.ts";
import { FORWARDED_CONVERTERS } from "./forwarded.ts";
import { JSON_CONVERTERS } from "./json.ts";
import { JWE_CONVERTERS } from "./jwe.ts";
import { JWT_CONVERTERS } from "./jwt.ts";
import { MAP_CONVERTERS } from "./maps.ts";
import { MESSAGE_CONVERTERS } from "./messages.ts";
import { MQTT_CONVERTERS } from "./mqtt.ts";
import { NUMBER_CONVERTERS } from "./numbers.ts";
import { PACKET_CONVERTERS } from "./packets.ts";
import { PROTOBUF_CONVERTERS } from "./protobuf.ts";
import { STATE_CONVERTERS } from "./state.ts";
import { STICK_CONVERTERS } from "./stick.ts";
import { STREAM_CONVERTERS } from "./stream.ts";
import { TEXT_CONVERTERS } from "./text.ts";
import { VARIABLE_CONVERTERS } from "./variables.ts";

export type { ConversionContext } from "./converter.ts";

export const COMPUTED_CONVERTERS: ReadonlyMap<string, Converter> = new Map(
  Object.entries({
    ...TEXT_CONVERTERS,
    ...NUMBER_CONVERTERS,
    ...ENCODING_CONVERTERS,
    ...HASH_CONVERTERS,
    ...CIPHER_CONVERTERS,
    ...CERTIFICATE_CONVERTERS,
    ...DATE_CONVERTERS,
    ...ADDRESS_CONVERTERS,
    ...JSON_CONVERTERS,
    ...MESSAGE_CONVERTERS,
    ...FORWARDED_CONVERTERS,
    ...JWE_CONVERTERS,
    ...JWT_CONVERTERS,
    ...MQTT_CONVERTERS,
    ...PACKET_CONVERTERS,
    ...PROTOBUF_CONVERTERS,
    ...MAP_CONVERTERS,
    ...STATE_CONVERTERS,
    ...STICK_CONVERTERS,
    ...STREAM_CONVERTERS,
    ...VARIABLE_CONVERTERS,
  }),
);
