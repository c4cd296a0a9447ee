import type { ScanResult } from "./h1-field-scanner.ts";
import { tokenBytes, versionBytes } from "./text.ts";

const cr = 0x0d;
const lf = 0x0a;

/** What comes next. A request line's places, a status line's, and those of both. */
const enum Place {
  Before,
  BeforeLf,
  Method,
  AfterMethod,
  Uri,
  AfterUri,
  Version,
  StatusVersion,
  AfterStatusVersion,
  Status,
  AfterStatus,
  Reason,
  Lf,
}

/** Finds the three parts of a start line, byte by byte, as HAProxy's h1.c does; see {@link FieldScanner}. */
export class LineScanner {
  /** The next byte to look at. */
  at = 0;
  /** Whether the line, and the empty ones before it, have not been seen to their end yet. */
  open = true;
  /** Where the three parts start and end. A part that is not there is empty. */
  readonly marks: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  readonly #isRequest: boolean;
  readonly #acceptUnsafe: boolean;
  #place = Place.Before;
  #status = 0;

  /** @param acceptUnsafe takes `#` and bytes outside ASCII in a request target, and long status codes */
  constructor(isRequest: boolean, acceptUnsafe: boolean) {
    this.#isRequest = isRequest;
    this.#acceptUnsafe = acceptUnsafe;
  }

  start(at: number): void {
    this.at = at;
    this.open = true;
    this.marks.fill(0);
    this.#place = Place.Before;
    this.#status = 0;
  }

  /** Whether it is a request line without a version: HTTP/0.9, which has no fields. */
  get isVersionless(): boolean {
    return this.#isRequest && this.marks[4] === this.marks[5];
  }

  /** Goes on up to `end`. */
  scan(bytes: Uint8Array, end: number): ScanResult {
    while (this.at < end) {
      const byte = bytes[this.at] ?? 0;
      const next = this.#step(byte, bytes, end);
      if (next === "bad") return "bad";
      if (next === "done") {
        this.open = false;
        return "done";
      }
    }
    return "more";
  }

  #step(byte: number, bytes: Uint8Array, end: number): ScanResult {
    switch (this.#place) {
      case Place.Before:
        return this.#before(byte);
      case Place.BeforeLf:
        return byte === lf ? this.#take(Place.Before) : "bad";
      case Place.Method:
        return this.#method(bytes, end);
      case Place.AfterMethod:
        return this.#gap(byte, 1, Place.Uri);
      case Place.Uri:
        return this.#uri(bytes, end);
      case Place.AfterUri:
        return this.#gap(byte, 2, Place.Version);
      case Place.Version:
        return this.#version(bytes, end);
      case Place.StatusVersion:
        return this.#statusVersion(bytes, end);
      case Place.AfterStatusVersion:
        return isLineEnd(byte) ? "bad" : this.#gap(byte, 1, Place.Status);
      case Place.Status:
        return this.#statusCode(byte);
      case Place.AfterStatus:
        return this.#gap(byte, 2, Place.Reason);
      case Place.Reason:
        return this.#reason(bytes, end);
      case Place.Lf:
        if (byte !== lf) return "bad";
        this.at++;
        return "done";
    }
  }

  /** Empty lines before a message are skipped. */
  #before(byte: number): ScanResult {
    if (tokenBytes[byte] === 1) {
      this.marks[0] = this.at;
      this.#place = this.#isRequest ? Place.Method : Place.StatusVersion;
      return "more";
    }
    if (byte === lf) return this.#take(Place.Before);
    return byte === cr ? this.#take(Place.BeforeLf) : "bad";
  }

  #method(bytes: Uint8Array, end: number): ScanResult {
    let at = this.at;
    while (at < end && tokenBytes[bytes[at] ?? 0] === 1) at++;
    this.at = at;
    if (at === end) return "more";
    const stop = bytes[at] ?? 0;
    this.marks[1] = at;
    if (isGap(stop)) return this.#take(Place.AfterMethod);
    return isLineEnd(stop) ? this.#lineEnd(stop, 1) : "bad";
  }

  #uri(bytes: Uint8Array, end: number): ScanResult {
    let at = this.at;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      // 0x23 is "#".
      if (byte > 0x20 && byte < 0x7f && byte !== 0x23) at++;
      else if (this.#acceptUnsafe && (byte === 0x23 || byte >= 0x80)) at++;
      else break;
    }
    this.at = at;
    if (at === end) return "more";
    const stop = bytes[at] ?? 0;
    this.marks[3] = at;
    if (isGap(stop)) return this.#take(Place.AfterUri);
    return isLineEnd(stop) ? this.#lineEnd(stop, 2) : "bad";
  }

  #version(bytes: Uint8Array, end: number): ScanResult {
    let at = this.at;
    while (at < end && versionBytes[bytes[at] ?? 0] === 1) at++;
    this.at = at;
    if (at === end) return "more";
    const stop = bytes[at] ?? 0;
    this.marks[5] = at;
    return isLineEnd(stop) ? this.#lineEnd(stop, 3) : "bad";
  }

  #statusVersion(bytes: Uint8Array, end: number): ScanResult {
    let at = this.at;
    while (at < end && versionBytes[bytes[at] ?? 0] === 1) at++;
    this.at = at;
    if (at === end) return "more";
    this.marks[1] = at;
    return isGap(bytes[at] ?? 0) ? this.#take(Place.AfterStatusVersion) : "bad";
  }

  #statusCode(byte: number): ScanResult {
    if (byte >= 0x30 && byte <= 0x39) {
      // More than three digits are a violation, and no more than fit into 16 bits are counted.
      const isLong = this.at - this.marks[2] >= 3;
      if (isLong && (!this.#acceptUnsafe || this.#status >= 6552)) return "bad";
      this.#status = this.#status * 10 + byte - 0x30;
      this.at++;
      return "more";
    }
    this.marks[3] = this.at;
    if (isGap(byte)) return this.#take(Place.AfterStatus);
    return isLineEnd(byte) ? this.#lineEnd(byte, 2) : "bad";
  }

  #reason(bytes: Uint8Array, end: number): ScanResult {
    let at = this.at;
    while (at < end && !isLineEnd(bytes[at] ?? 0)) at++;
    this.at = at;
    if (at === end) return "more";
    this.marks[5] = at;
    return this.#lineEnd(bytes[at] ?? 0, 3);
  }

  /** Blanks between two parts; a line that ends there has no more parts. */
  #gap(byte: number, parts: 1 | 2, next: Place): ScanResult {
    if (isGap(byte)) {
      this.at++;
      return "more";
    }
    if (isLineEnd(byte)) return this.#lineEnd(byte, parts);
    this.marks[parts === 1 ? 2 : 4] = this.at;
    this.#place = next;
    return "more";
  }

  /** The line ends here, behind that many parts; the others are empty. */
  #lineEnd(byte: number, parts: 1 | 2 | 3): ScanResult {
    if (parts < 2) this.marks[2] = this.marks[3] = this.at;
    if (parts < 3) this.marks[4] = this.marks[5] = this.at;
    this.#place = Place.Lf;
    if (byte === cr) this.at++;
    return "more";
  }

  #take(next: Place): ScanResult {
    this.at++;
    this.#place = next;
    return "more";
  }
}

function isGap(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isLineEnd(byte: number): boolean {
  return byte === cr || byte === lf;
}
