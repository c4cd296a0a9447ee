import { textToNumber, type Numeral } from "../../numbers.ts";
import type { Stream } from "./stream.ts";

/** Lua's L_MAXLENNUM: a numeral longer than this is none. */
const maxLength = 200;

/**
 * Reads a numeral as the "n" format does: the longest prefix that could be one,
 * which is used up whether it turns out to be a number or not.
 */
export function readNumeral(stream: Stream): Numeral | undefined {
  let text = "";
  const take = (accept: (c: string) => boolean): boolean => {
    const code = stream.peek();
    if (code < 0 || text.length > maxLength || !accept(String.fromCharCode(code))) return false;
    // One more than allowed is kept as the sign that it is too long; that byte stays unread.
    if (text.length === maxLength) {
      text += " ";
      return false;
    }
    text += String.fromCharCode(code);
    stream.skip();
    return true;
  };
  const digits = (hexadecimal: boolean): number => {
    let count = 0;
    const isDigit = hexadecimal ? isHexDigit : isDecimalDigit;
    while (take(isDigit)) count++;
    return count;
  };
  for (let code = stream.peek(); code === 32 || (code >= 9 && code <= 13); code = stream.peek())
    stream.skip();
  take((c) => c === "+" || c === "-");
  let count = 0;
  let hexadecimal = false;
  if (take((c) => c === "0")) {
    if (take((c) => c === "x" || c === "X")) hexadecimal = true;
    else count = 1;
  }
  count += digits(hexadecimal);
  if (take((c) => c === ".")) count += digits(hexadecimal);
  if (count > 0 && take((c) => (hexadecimal ? c === "p" || c === "P" : c === "e" || c === "E"))) {
    take((c) => c === "+" || c === "-");
    digits(false);
  }
  return text.length > maxLength ? undefined : textToNumber(text);
}

function isDecimalDigit(c: string): boolean {
  return c >= "0" && c <= "9";
}

function isHexDigit(c: string): boolean {
  return isDecimalDigit(c) || (c >= "a" && c <= "f") || (c >= "A" && c <= "F");
}
