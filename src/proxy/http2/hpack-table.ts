/** A header field of HTTP/2; byte strings. */
export type Field = readonly [name: string, value: string];

/** RFC 7541, appendix A; its first index is 1. */
// prettier-ignore
const fixed: readonly Field[] = [
  [":authority", ""], [":method", "GET"], [":method", "POST"], [":path", "/"], [":path", "/index.html"],
  [":scheme", "http"], [":scheme", "https"], [":status", "200"], [":status", "204"], [":status", "206"],
  [":status", "304"], [":status", "400"], [":status", "404"], [":status", "500"], ["accept-charset", ""],
  ["accept-encoding", "gzip, deflate"], ["accept-language", ""], ["accept-ranges", ""], ["accept", ""],
  ["access-control-allow-origin", ""], ["age", ""], ["allow", ""], ["authorization", ""],
  ["cache-control", ""], ["content-disposition", ""], ["content-encoding", ""], ["content-language", ""],
  ["content-length", ""], ["content-location", ""], ["content-range", ""], ["content-type", ""],
  ["cookie", ""], ["date", ""], ["etag", ""], ["expect", ""], ["expires", ""], ["from", ""], ["host", ""],
  ["if-match", ""], ["if-modified-since", ""], ["if-none-match", ""], ["if-range", ""],
  ["if-unmodified-since", ""], ["last-modified", ""], ["link", ""], ["location", ""], ["max-forwards", ""],
  ["proxy-authenticate", ""], ["proxy-authorization", ""], ["range", ""], ["referer", ""], ["refresh", ""],
  ["retry-after", ""], ["server", ""], ["set-cookie", ""], ["strict-transport-security", ""],
  ["transfer-encoding", ""], ["user-agent", ""], ["vary", ""], ["via", ""], ["www-authenticate", ""],
];

/** What an entry counts beyond its texts (RFC 7541 4.1). */
const entryOverhead = 32;

/** The first index of each name, and of each whole field, in the fixed table. */
export const fixedNames: ReadonlyMap<string, number> = new Map(
  fixed.map(([name], i) => [name, i + 1] as const).toReversed(),
);
export const fixedFields: ReadonlyMap<string, number> = new Map(
  fixed.map(([name, value], i) => [`${name}\0${value}`, i + 1] as const),
);

/** The fields that a sender of HTTP/2 may refer to by number: the fixed ones, and those it has sent. */
export class HpackTable {
  /** The latest first. */
  readonly #entries: Field[] = [];
  #size = 0;
  #limit: number;
  /** Bytes: what we have allowed. */
  readonly #most: number;

  constructor(most: number) {
    this.#most = this.#limit = most;
  }

  get(index: number): Field | undefined {
    return index <= fixed.length ? fixed[index - 1] : this.#entries[index - fixed.length - 1];
  }

  add(field: Field): void {
    this.#entries.unshift(field);
    this.#size += sizeOf(field);
    this.#shrink();
  }

  /** The sender wants a table of this size; false where that is more than allowed. */
  resize(limit: number): boolean {
    if (limit > this.#most) return false;
    this.#limit = limit;
    this.#shrink();
    return true;
  }

  #shrink(): void {
    while (this.#size > this.#limit) {
      const last = this.#entries.pop();
      if (!last) return;
      this.#size -= sizeOf(last);
    }
  }
}

function sizeOf([name, value]: Field): number {
  return name.length + value.length + entryOverhead;
}
