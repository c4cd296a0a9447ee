import type { ScanResult } from "./h1-field-scanner.ts";

const cr = 0x0d;
const lf = 0x0a;

/** What comes next. */
const enum Place {
  FirstDigit,
  Digits,
  Blanks,
  Extension,
  Quoted,
  Escaped,
  Lf,
}

/** Larger chunks than this are refused: languages that count in floating point might read them otherwise. */
const tooLarge = 2 ** 52;

/** By byte: the value of a hexadecimal digit; 255 for other bytes. */
const digits = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});

/**
 * Reads the line in front of a chunk: the length in hexadecimal digits, blanks,
 * extensions, CRLF (h1_parse_chunk_size). Extensions mean nothing and are
 * dropped; what could hide a line end in them is refused.
 */
export class ChunkLineScanner {
  /** The next byte to look at. */
  at = 0;
  /** The chunk's length, once the line is done. */
  size = 0;
  /** How long the line has been so far. */
  length = 0;
  #place = Place.FirstDigit;

  start(at: number): void {
    this.at = at;
    this.size = 0;
    this.length = 0;
    this.#place = Place.FirstDigit;
  }

  scan(bytes: Uint8Array): ScanResult {
    for (; this.at < bytes.length; this.at++, this.length++) {
      const byte = bytes[this.at] ?? 0;
      if (this.#place === Place.Lf) {
        if (byte !== lf) return "bad";
        this.at++;
        return "done";
      }
      if (!this.#step(byte)) return "bad";
    }
    return "more";
  }

  /** Takes a byte; false when it must not be there. */
  #step(byte: number): boolean {
    switch (this.#place) {
      case Place.FirstDigit:
      case Place.Digits: {
        const digit = digits[byte] ?? 255;
        if (digit === 255) return this.#place === Place.Digits && this.#afterSize(byte);
        this.size = this.size * 16 + digit;
        this.#place = Place.Digits;
        return this.size < tooLarge;
      }
      case Place.Blanks:
        return this.#afterSize(byte);
      case Place.Extension:
        if (byte === cr) this.#place = Place.Lf;
        else if (byte === 0x22) this.#place = Place.Quoted;
        else return byte !== 0x5c && isText(byte);
        return true;
      case Place.Quoted:
        if (byte === 0x22) this.#place = Place.Extension;
        else if (byte === 0x5c) this.#place = Place.Escaped;
        return isText(byte);
      case Place.Escaped:
        this.#place = Place.Quoted;
        return isText(byte);
      default:
        return false;
    }
  }

  #afterSize(byte: number): boolean {
    if (byte === 0x20 || byte === 0x09) this.#place = Place.Blanks;
    else if (byte === cr) this.#place = Place.Lf;
    else if (byte === 0x3b) this.#place = Place.Extension;
    else return false;
    return true;
  }
}

/** No control byte but the tab. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09;
}
