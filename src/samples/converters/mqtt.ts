/**
 * The first packets of MQTT connections, CONNECT and CONNACK, of versions 3.1,
 * 3.1.1 and 5.0: whether they are right, and what their fields hold (mqtt.c;
 * MQTT 5.0, chapter 3.1 and 3.2). HAProxy reads no other packets.
 */
import { mqttFields, MQTT_FIELDS } from "../catalog/mqtt-fields.ts";
import { boolean, text } from "../sample.ts";
import { bytesOf, textAt, type Converter } from "./converter.ts";

/** Fields by the names of the catalog; properties go by their number. */
type Fields = Map<string, number | string>;

/** Something in a packet is not as it must be. */
class Malformed extends Error {}

function must(holds: boolean): void {
  if (!holds) throw new Malformed();
}

/** Reads a part of a packet from its front. */
class PacketReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** An integer of so many bytes. */
  integer(size: number): number {
    must(this.left >= size);
    this.#at += size;
    return this.#bytes.readUIntBE(this.#at - size, size);
  }

  /** An integer of up to four bytes, whose highest bits say that more follow. Nothing at all is 0. */
  varint(): number {
    let value = 0;
    for (let shift = 0; this.left > 0; shift += 7) {
      must(shift < 28);
      const byte = this.integer(1);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    return value;
  }

  /** A text, or bytes, with its length in front. */
  string(): string {
    return this.#take(this.integer(2)).toString("latin1");
  }

  /** The properties of version 5. */
  properties(): PacketReader {
    return new PacketReader(this.#take(this.varint()));
  }

  #take(length: number): Buffer {
    must(this.left >= length);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

/** How a property is read: an integer of so many bytes, perhaps with a range, or a text. */
interface PropertyKind {
  readonly size?: 1 | 2 | 4;
  readonly least?: number;
  readonly most?: number;
}

const STRING: PropertyKind = {};
const flag: PropertyKind = { size: 1, most: 1 };
const two: PropertyKind = { size: 2 };
const four: PropertyKind = { size: 4 };

const KINDS: Readonly<Record<number, PropertyKind>> = {
  1: flag,
  2: four,
  3: STRING,
  8: STRING,
  9: STRING,
  17: four,
  18: { least: 1 },
  19: two,
  21: STRING,
  22: STRING,
  23: flag,
  24: four,
  25: flag,
  26: STRING,
  28: STRING,
  31: STRING,
  33: { size: 2, least: 1 },
  34: two,
  36: flag,
  37: flag,
  39: { size: 4, least: 1 },
  40: flag,
  41: flag,
  42: flag,
};

const USER_PROPERTY = 38;

const OF_CONNECT = [17, 21, 22, 23, 25, 33, 34, 39];
const OF_WILL = [1, 2, 3, 8, 9, 24];
const OF_CONNACK = [17, 18, 19, 21, 22, 26, 28, 31, 33, 34, 36, 37, 39, 40, 41, 42];

/** Reads properties, each of those allowed once; those of users, as often as they like, are not kept. */
function readProperties(reader: PacketReader, allowed: readonly number[], fields: Fields): void {
  // Integers that are not there are 0.
  for (const number of allowed) if (KINDS[number]?.size) fields.set(String(number), 0);
  const seen = new Set<number>();
  for (const properties = reader.properties(); properties.left > 0;) {
    const number = properties.integer(1);
    if (number === USER_PROPERTY) {
      properties.string();
      properties.string();
      continue;
    }
    const kind = KINDS[number];
    must(kind !== undefined && allowed.includes(number) && !seen.has(number));
    seen.add(number);
    const value = kind?.size ? properties.integer(kind.size) : properties.string();
    const measured = typeof value === "string" ? value.length : value;
    must(measured >= (kind?.least ?? 0) && measured <= (kind?.most ?? Infinity));
    fields.set(String(number), value);
  }
}

/** The flags of CONNECT. */
const RESERVED = 0x01;
const WILL = 0x04;
const WILL_QOS = 0x18;
const WILL_RETAIN = 0x20;
const PASSWORD = 0x40;
const USERNAME = 0x80;

const VERSION_3_1_1 = 4;
const VERSION_5 = 5;

function readConnect(reader: PacketReader, fields: Fields): void {
  const name = reader.string();
  must(/^(?:mqtt|mqisdp)$/i.test(name));
  const version = reader.integer(1);
  must(version >= 3 && version <= VERSION_5);
  const flags = reader.integer(1);
  must((flags & RESERVED) === 0 && (flags & (WILL | WILL_QOS | WILL_RETAIN)) !== WILL_QOS);
  fields.set("protocol_name", name).set("protocol_version", version).set("flags", flags);
  fields.set("keepalive", reader.integer(2));
  if (version === VERSION_5) {
    readProperties(reader, OF_CONNECT, fields);
    must((fields.get("21") ?? "") !== "" || (fields.get("22") ?? "") === "");
  }
  fields.set("client_identifier", reader.string());
  if (flags & WILL) {
    if (version === VERSION_5) readProperties(reader, OF_WILL, fields);
    fields.set("will_topic", reader.string()).set("will_payload", reader.string());
  }
  if (flags & USERNAME) fields.set("username", reader.string());
  if (flags & PASSWORD) fields.set("password", reader.string());
}

function readConnack(reader: PacketReader, fields: Fields): void {
  must(reader.left >= 2);
  const version = reader.left === 2 ? VERSION_3_1_1 : VERSION_5;
  const flags = reader.integer(1);
  must(flags <= 1);
  fields.set("protocol_version", version).set("flags", flags).set("reason_code", reader.integer(1));
  if (version === VERSION_5) readProperties(reader, OF_CONNACK, fields);
}

const CONNECT = 1;
const CONNACK = 2;
const PUBLISH = 3;

/** The flags that packets must have, by their type; those of PUBLISH vary. */
const TYPE_FLAGS: Readonly<Record<number, number>> = { 6: 2, 8: 2, 10: 2 };

/** A packet's type and fields; "more" while it is not whole, "invalid" where it is not right. */
function readPacket(bytes: Buffer): { readonly type: number; readonly fields: Fields } | "more" | "invalid" {
  if (bytes.length < 2) return "more";
  const first = bytes[0] ?? 0;
  const type = first >> 4;
  const fields: Fields = new Map();
  try {
    must(type > 0 && (type === PUBLISH || (first & 15) === (TYPE_FLAGS[type] ?? 0)));
    const reader = new PacketReader(bytes.subarray(1));
    const length = reader.varint();
    const whole = reader.left;
    if (whole < length) return "more";
    must(type === CONNECT || type === CONNACK);
    if (type === CONNECT) readConnect(reader, fields);
    else readConnack(reader, fields);
    must(whole - reader.left === length);
    return { type, fields };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return "invalid";
  }
}

function typeNumber(name: string): number {
  const names = [...MQTT_FIELDS.keys()];
  const index = names.indexOf(name.toLowerCase());
  return index < 0 ? Number(name) : index + 1;
}

export const MQTT_CONVERTERS: Readonly<Record<string, Converter>> = {
  mqtt_is_valid: () => (sample) => {
    const packet = readPacket(Buffer.from(bytesOf(sample), "latin1"));
    return packet === "more" ? undefined : boolean(packet !== "invalid");
  },
  mqtt_field_value: (args) => {
    const wanted = typeNumber(textAt(args, 0));
    const name = mqttFields(textAt(args, 0))?.find((each) => each === textAt(args, 1).toLowerCase());
    return (sample) => {
      const packet = readPacket(Buffer.from(bytesOf(sample), "latin1"));
      if (typeof packet === "string" || packet.type !== wanted || name === undefined) return undefined;
      const value = packet.fields.get(name);
      return value === undefined || value === "" ? undefined : text(String(value));
    };
  },
};
