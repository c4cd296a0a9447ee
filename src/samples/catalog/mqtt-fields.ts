/**
 * Which fields of which MQTT packets `mqtt_field_value` can be asked for.
 * Source: configuration manual, mqtt_field_value; MQTT 5.0 section 2.2.2.2 for
 * the numbers of properties.
 */
import type { Argument } from "./notation.ts";

/** Packet types in the order of their numbers, from 1; properties go by number. */
export const MQTT_FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    connect:
      "flags protocol_name protocol_version client_identifier will_topic will_payload username password " +
      "keepalive 1 2 3 8 9 17 21 22 23 24 25 33 34 38 39",
    connack: "flags protocol_version reason_code 17 18 19 21 22 26 28 31 33 34 36 37 38 39 40 41 42",
    publish: "1 2 3 8 9 11 35 38",
    puback: "reason_code 31 38",
    pubrec: "reason_code 31 38",
    pubrel: "reason_code 31 38",
    pubcomp: "reason_code 31 38",
    subscribe: "11 38",
    suback: "31 38",
    unsubscribe: "38",
    unsuback: "31 38",
    pingreq: "",
    pingresp: "",
    disconnect: "reason_code 17 28 31 38",
    auth: "21 22 31 38",
  }).map(([type, fields]) => [type, fields.split(" ").filter((field) => field !== "")]),
);

/** The fields of a packet type, which is given by name or by number. */
export function mqttFields(type: string): readonly string[] | undefined {
  const number = /^[0-9]+$/.test(type) ? Number(type) : 0;
  return MQTT_FIELDS.get(type.toLowerCase()) ?? [...MQTT_FIELDS.values()][number - 1];
}

/** HAProxy's text for a packet type or a field that does not exist. */
export function mqttFieldFault(args: readonly Argument[]): string | undefined {
  const [type = "", field = ""] = args.map(({ text }) => text);
  const fields = mqttFields(type);
  if (!fields) return `Unknown MQTT type '${type}'`;
  return fields.includes(field.toLowerCase())
    ? undefined
    : `Unknown MQTT field name '${field}' for packet type '${type}'`;
}
