/** 2^64 - 1: more HAProxy cannot count. */
const most = "18446744073709551615";

const oneLength = /^[ \t\r\n]*0*(\d+)[ \t\r\n]*$/;

/**
 * Reads a `content-length` header: one number, or the same one several times
 * with commas between. Gives its digits without leading zeros; undefined when
 * it is not that, or not `previous`, what an earlier line has said.
 */
export function readContentLength(value: string, previous: string | undefined): string | undefined {
  // Nearly always it is one plain number.
  if (previous === undefined && isPlain(value)) return value;
  let length = previous;
  for (const part of value.split(",")) {
    const digits = oneLength.exec(part)?.[1];
    if (digits === undefined || (length !== undefined && digits !== length)) return undefined;
    length = digits;
  }
  if (length === undefined || length.length > most.length) return undefined;
  return length.length === most.length && length > most ? undefined : length;
}

/** Whether it is a number without leading zeros that has too few digits to be too large. */
function isPlain(value: string): boolean {
  if (value.length === 0 || value.length >= most.length) return false;
  for (let i = 0; i < value.length; i++) {
    const digit = value.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  return value.length === 1 || !value.startsWith("0");
}
