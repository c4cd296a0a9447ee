/** Byte strings, a character a byte, as HTTP's grammar sees them. */

const hasHighByte = /[\x80-\xff]/;

/** Lower case, of ASCII letters only: names may hold any byte once `accept-unsafe-violations` lets them. */
export function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower === text || !hasHighByte.test(text)) return lower;
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Whether two byte strings are the same but for the case of ASCII letters. */
export function equalsIgnoringCase(one: string, other: string): boolean {
  return one === other || (one.length === other.length && lowerCase(one) === lowerCase(other));
}

/** Whether the byte there is linear white space: blank, tab, CR or LF (HTTP_IS_LWS). */
export function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

function table(test: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (test(code) ? 1 : 0));
}

/** By byte: 1 for what a method and a header name are made of. */
export const tokenBytes = table((code) => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(code)));

/** By byte: 1 for what a version in a start line is made of; HAProxy takes any capital letters here and looks closer later. */
export const versionBytes = table((code) => /[A-Z0-9./]/.test(String.fromCharCode(code)));

const nonToken = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** Whether it holds nothing but what a method or a header name is made of. */
export function isToken(text: string): boolean {
  return !nonToken.test(text);
}
