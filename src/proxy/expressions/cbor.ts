/** CBOR (RFC 8949), as log-format texts write it: in hexadecimal, or as bytes with the flag `bin`. */

type StringKind = "text" | "bytes";

const MAJOR = { unsigned: 0x00, negative: 0x20, bytes: 0x40, text: 0x60, array: 0x80, map: 0xa0 } as const;
const INDEFINITE = 0x1f;

export class CborWriter {
  readonly #raw: boolean;
  #kind: StringKind = "text";
  #isOpen = false;

  /** @param raw whether bytes are written as they are */
  constructor(raw: boolean) {
    this.#raw = raw;
  }

  byte(value: number): string {
    return this.#raw ? String.fromCharCode(value) : value.toString(16).toUpperCase().padStart(2, "0");
  }

  text(value: string): string {
    return this.#head(MAJOR.text, BigInt(value.length)) + this.#bytes(value);
  }

  integer(value: number | bigint): string {
    const exact = BigInt(value);
    return exact >= 0n ? this.#head(MAJOR.unsigned, exact) : this.#head(MAJOR.negative, -exact - 1n);
  }

  boolean(value: boolean): string {
    return this.byte(value ? 0xf5 : 0xf4);
  }

  get nothing(): string {
    return this.byte(0xf6);
  }

  /** Starts what is of unknown length; {@link CborWriter.close} ends it. */
  open(kind: StringKind | "array" | "map"): string {
    if (kind === "text" || kind === "bytes") {
      this.#kind = kind;
      this.#isOpen = true;
    }
    return this.byte(MAJOR[kind] | INDEFINITE);
  }

  close(): string {
    this.#isOpen = false;
    return this.byte(0xff);
  }

  /** Parts of a string: of the one that is open, or a byte string of their own. */
  pieces(parts: readonly string[]): string {
    if (this.#isOpen) return parts.map((part) => this.#piece(this.#kind, part)).join("");
    const written = parts.map((part) => this.#piece("bytes", part)).join("");
    return this.byte(MAJOR.bytes | INDEFINITE) + written + this.byte(0xff);
  }

  #piece(kind: StringKind, value: string): string {
    return this.#head(MAJOR[kind], BigInt(value.length)) + this.#bytes(value);
  }

  #bytes(value: string): string {
    return this.#raw ? value : Buffer.from(value, "latin1").toString("hex").toUpperCase();
  }

  #head(major: number, argument: bigint): string {
    if (argument < 24n) return this.byte(major | Number(argument));
    const [extra, width] =
      argument <= 0xffn
        ? [24, 1]
        : argument <= 0xffffn
          ? [25, 2]
          : argument <= 0xffffffffn
            ? [26, 4]
            : [27, 8];
    const digits = argument.toString(16).padStart(width * 2, "0");
    const bytes = Buffer.from(digits, "hex").toString("latin1");
    return this.byte(major | extra) + this.#bytes(bytes);
  }
}
