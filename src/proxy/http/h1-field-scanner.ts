import { tokenBytes } from "./text.ts";

const cr = 0x0d;
const lf = 0x0a;
const colon = 0x3a;

/** What comes next. */
const enum Place {
  LineStart,
  Name,
  BeforeValue,
  BeforeValueLf,
  BeforeValueFold,
  Value,
  ValueLf,
  ValueFold,
  LastLf,
}

/** How far a scanner has come: to the end of what it looks for, of the bytes, or to one that must not be there. */
export type ScanResult = "done" | "more" | "bad";

/**
 * Finds the fields of a head or of trailers, byte by byte, as the states from
 * HDR_FIRST to LAST_LF of HAProxy's h1.c do; a line may end in a bare LF, and
 * goes on when the next one starts with a blank. It keeps its place between
 * calls, so that bytes are looked at once however they come.
 */
export class FieldScanner {
  /** The next byte to look at. */
  at = 0;
  /** Of each field found: where its name starts, its colon, and where its value starts and ends. */
  readonly marks: number[] = [];
  /** Whether a value goes on over more than one line: CR and LF in it are then blanks. */
  folded = false;
  readonly #acceptUnsafe: boolean;
  #place = Place.LineStart;
  #name = 0;
  #colon = 0;
  #value = 0;
  #end = 0;

  /** @param acceptUnsafe takes any byte but LF in names, and NUL in values */
  constructor(acceptUnsafe: boolean) {
    this.#acceptUnsafe = acceptUnsafe;
  }

  start(at: number): void {
    this.at = at;
    this.marks.length = 0;
    this.folded = false;
    this.#place = Place.LineStart;
  }

  /** Goes on up to `end`. */
  scan(bytes: Uint8Array, end: number): ScanResult {
    let at = this.at;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      switch (this.#place) {
        case Place.LineStart:
          this.#name = at;
          if (byte === cr) {
            this.#place = Place.LastLf;
            at++;
          } else this.#place = byte === lf ? Place.LastLf : Place.Name;
          break;

        case Place.Name: {
          at = skipToken(bytes, at, end);
          if (at === end) break;
          const stop = bytes[at] ?? 0;
          if (stop === colon) {
            if (at === this.#name) return this.#stop(at);
            this.#colon = at;
            this.#place = Place.BeforeValue;
          } else if (!this.#acceptUnsafe || stop === lf) return this.#stop(at);
          at++;
          break;
        }

        case Place.BeforeValue:
          if (byte === 0x20 || byte === 0x09) {
            at++;
            break;
          }
          this.#value = at;
          if (byte === cr) {
            this.#place = Place.BeforeValueLf;
            at++;
          } else this.#place = byte === lf ? Place.BeforeValueLf : Place.Value;
          break;

        case Place.BeforeValueLf:
          if (byte !== lf) return this.#stop(at);
          this.#place = Place.BeforeValueFold;
          at++;
          break;

        case Place.BeforeValueFold:
          if (byte === 0x20 || byte === 0x09) {
            this.#place = Place.BeforeValue;
            at++;
          } else {
            this.#end = this.#value;
            this.#found(bytes);
          }
          break;

        case Place.Value: {
          at = skipValue(bytes, at, end);
          if (at === end) break;
          const stop = bytes[at] ?? 0;
          if (stop === 0) {
            if (!this.#acceptUnsafe) return this.#stop(at);
            at++;
            break;
          }
          this.#end = at;
          this.#place = Place.ValueLf;
          if (stop === cr) at++;
          break;
        }

        case Place.ValueLf:
          if (byte !== lf) return this.#stop(at);
          this.#place = Place.ValueFold;
          at++;
          break;

        case Place.ValueFold:
          if (byte === 0x20 || byte === 0x09) {
            this.folded = true;
            this.#place = Place.Value;
          } else this.#found(bytes);
          break;

        case Place.LastLf:
          if (byte !== lf) return this.#stop(at);
          this.at = at + 1;
          return "done";
      }
    }
    this.at = at;
    return "more";
  }

  #found(bytes: Uint8Array): void {
    let end = this.#end;
    while (end - 1 > this.#value && isBlankByte(bytes[end - 1])) end--;
    this.marks.push(this.#name, this.#colon, this.#value, end);
    this.#place = Place.LineStart;
  }

  #stop(at: number): "bad" {
    this.at = at;
    return "bad";
  }
}

function skipToken(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && tokenBytes[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** To the next CR, LF or NUL. */
function skipValue(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= cr && (byte === cr || byte === lf || byte === 0)) break;
  }
  return at;
}

function isBlankByte(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === cr || byte === lf;
}
