import { HpackTable, fixedFields, fixedNames, type Field } from "./hpack-table.ts";
import { decodeHuffman } from "./huffman.ts";

/** The table size that a decoder has unless its settings say otherwise. */
const tableSize = 4096;

/** No length or index that anybody means has more bytes than this. */
const mostIntegerBytes = 5;

/** What cannot be decoded: the connection's state is lost with it (COMPRESSION_ERROR). */
export class HpackError extends Error {
  override readonly name = "HpackError";
}

/** Reads the header blocks of one direction of a connection (RFC 7541). */
export class HpackDecoder {
  readonly #table = new HpackTable(tableSize);
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  /** The fields of a whole block. Throws HpackError. */
  decode(block: Buffer): Field[] {
    this.#bytes = block;
    this.#at = 0;
    const fields: Field[] = [];
    while (this.#at < block.length) {
      const field = this.#field(fields.length === 0);
      if (field) fields.push(field);
    }
    return fields;
  }

  /** One representation; undefined for a change of the table's size. */
  #field(isFirst: boolean): Field | undefined {
    const byte = this.#bytes[this.#at] ?? 0;
    if ((byte & 0x80) !== 0) return this.#indexed(this.#integer(7));
    if ((byte & 0x40) !== 0) {
      const field = this.#literal(6);
      this.#table.add(field);
      return field;
    }
    if ((byte & 0x20) === 0) return this.#literal(4);
    if (!isFirst || !this.#table.resize(this.#integer(5))) throw new HpackError("table size");
    return undefined;
  }

  #indexed(index: number): Field {
    const field = this.#table.get(index);
    if (!field) throw new HpackError("index");
    return field;
  }

  #literal(prefix: number): Field {
    const index = this.#integer(prefix);
    const name = index === 0 ? this.#text() : this.#indexed(index)[0];
    return [name, this.#text()];
  }

  /** An integer whose first bits stand in the current byte (RFC 7541 5.1). */
  #integer(prefix: number): number {
    const full = 2 ** prefix - 1;
    let value = this.#byte() & full;
    if (value < full) return value;
    for (let i = 0; i < mostIntegerBytes; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new HpackError("integer");
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new HpackError("truncated");
    return byte;
  }

  #text(): string {
    const isHuffman = ((this.#bytes[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new HpackError("truncated");
    this.#at += length;
    const text = isHuffman ? decodeHuffman(bytes) : bytes.toString("latin1");
    if (text === undefined) throw new HpackError("huffman");
    return text;
  }
}

/**
 * A header block, as a byte string. As HAProxy's, it refers to the fixed table
 * only: what it says does not depend on what was sent before.
 */
export function encodeFields(fields: Iterable<Field>): string {
  let block = "";
  for (const [name, value] of fields) {
    const whole = fixedFields.get(`${name}\0${value}`);
    if (whole !== undefined) {
      block += integer(whole, 7, 0x80);
      continue;
    }
    const index = fixedNames.get(name);
    block += index === undefined ? "\0" + text(name) : integer(index, 4, 0);
    block += text(value);
  }
  return block;
}

function text(value: string): string {
  return integer(value.length, 7, 0) + value;
}

function integer(value: number, prefix: number, flags: number): string {
  const full = 2 ** prefix - 1;
  if (value < full) return String.fromCharCode(flags | value);
  let encoded = String.fromCharCode(flags | full);
  let rest = value - full;
  while (rest >= 0x80) {
    encoded += String.fromCharCode((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return encoded + String.fromCharCode(rest);
}
