/** Reads DER (X.690): tags, lengths and the few kinds of values that certificates are made of. */

/** An element: its tag (class, form and number in one byte), and what is in it. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

export const Tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  identifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of the element that is marked with a number in its context, primitive or constructed. */
export const contextTag = (number: number, constructed = true): number =>
  (constructed ? 0xa0 : 0x80) | number;

/** The elements that stand one behind the other; what cannot be read ends them. */
export function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const length = lengthAt(bytes, at + 1);
    if (!length || length.end + length.value > bytes.length) break;
    const end = length.end + length.value;
    found.push({ tag: bytes[at] ?? 0, content: bytes.subarray(length.end, end) });
    at = end;
  }
  return found;
}

function lengthAt(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | undefined {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { value: first, end: at + 1 };
  const width = first & 0x7f;
  if (width === 0 || width > 4 || at + 1 + width > bytes.length) return undefined;
  return { value: bytes.readUIntBE(at + 1, width), end: at + 1 + width };
}

/** An object identifier with dots. */
export function identifier(content: Buffer): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (numbers.length === 0) {
      const first = Math.min(Math.floor(number / 40), 2);
      numbers.push(first, number - first * 40);
    } else numbers.push(number);
    number = 0;
  }
  return numbers.join(".");
}
