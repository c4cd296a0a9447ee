/** What an expression matched: the whole, then its groups; undefined when it did not match. */
export type Spans = (readonly [start: number, end: number] | undefined)[] | undefined;

/**
 * Writes a replacement: `\0` to `\9` stand for the whole match and its groups,
 * `\x41` for a byte, a backslash takes away the meaning of what follows
 * (exp_replace() in regex.c). Undefined for a template that ends in the middle.
 */
export function expand(template: string, subject: string, spans: NonNullable<Spans>): string | undefined {
  let result = "";
  for (let at = 0; at < template.length; at++) {
    const character = template.charAt(at);
    if (character !== "\\") {
      result += character;
      continue;
    }
    const escaped = template.charAt(++at);
    if (escaped === "") return undefined;
    if (/[0-9]/.test(escaped)) {
      const span = spans[Number(escaped)];
      if (span) result += subject.slice(...span);
    } else if (escaped === "x") {
      const digits = template.slice(at + 1, at + 3);
      if (digits.length < 2) return undefined;
      result += String.fromCharCode(looseHex(digits));
      at += 2;
    } else result += escaped;
  }
  return result;
}

/** HAProxy does not look whether they are digits. */
function looseHex(digits: string): number {
  const value = (digit: string): number => {
    const code = digit.toUpperCase().charCodeAt(0) - 0x30;
    return code > 9 ? code - 7 : code;
  };
  return ((value(digits.charAt(0)) << 4) + value(digits.charAt(1))) & 0xff;
}
