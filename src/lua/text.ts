/**
 * Text across the border. Lua strings are bytes; in the kit they travel as
 * byte strings, one UTF-16 unit a byte, which V8 keeps in one byte each. A
 * class body that wants characters decodes here.
 */

/** The characters that a byte string holds in UTF-8; malformed bytes become U+FFFD. */
export function decodeUtf8(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

/** The byte string that spells `text` in UTF-8. */
export function encodeUtf8(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** Bytes as a byte string. */
export function bytesToText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** A byte string as bytes. */
export function textToBytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
