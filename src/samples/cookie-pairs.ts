/**
 * How HAProxy reads cookies (http_extract_cookie_value): of a `cookie` header
 * and of a `set-cookie` header alike.
 */

/** One `name=value`, and where it stands in the header's value. */
export interface CookiePair {
  readonly name: string;
  /** As written, with its quotes. */
  readonly value: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/**
 * The pairs of one header line, in order; those behind the first of a
 * `set-cookie` header are attributes. Names that start with `$`, and parts
 * without an equals sign, are none.
 *
 * @param isList whether it is a `cookie` header, in which commas separate too
 * @param shortest how many bytes a name and its equals sign have at least: what has no more is not looked at
 */
export function* cookiePairs(header: string, isList: boolean, shortest: number): Generator<CookiePair> {
  let from = 0;
  while (from + shortest < header.length) {
    const start = skipGap(header, from);
    const { equals, nameEnd } = nameOf(header, start, isList);
    const hasValue = header[equals] === "=";
    const valueStart = hasValue ? skipGap(header, equals + 1) : equals;
    const next = hasValue ? cookieValueEnd(header, valueStart) : equals;
    if (header[start] !== "$" && equals !== next) {
      let valueEnd = next;
      while (valueEnd > valueStart && isGap(header, valueEnd - 1)) valueEnd--;
      yield {
        name: header.slice(start, nameEnd),
        value: header.slice(valueStart, valueEnd),
        nameStart: start,
        nameEnd,
        valueStart,
        valueEnd,
      };
    }
    from = next + 1;
  }
}

function nameOf(header: string, start: number, isList: boolean): { equals: number; nameEnd: number } {
  let equals = start;
  let nameEnd = start;
  for (; equals < header.length; equals++) {
    const character = header[equals];
    if (character === "=" || character === ";" || (isList && character === ",")) break;
    if (!isGap(header, equals)) nameEnd = equals + 1;
  }
  return { equals, nameEnd };
}

/** At the next comma or semicolon outside a quoted string (http_find_cookie_value_end). */
function cookieValueEnd(header: string, from: number): number {
  let quoted = false;
  for (let at = from; at < header.length; at++) {
    const character = header[at];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === "\\") at++;
    else if (!quoted && (character === "," || character === ";")) return at;
  }
  return header.length;
}

function skipGap(header: string, from: number): number {
  let at = from;
  while (at < header.length && isGap(header, at)) at++;
  return at;
}

function isGap(header: string, at: number): boolean {
  const character = header[at];
  return character === " " || character === "\t";
}
