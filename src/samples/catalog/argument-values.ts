/** How HAProxy reads texts of arguments that are declared as strings but mean more. */
import type { Argument, ArgumentCheck } from "./notation.ts";

const VARIABLE = /^(?:p?(?:sess|txn|req|res)|proc|check)\.[A-Za-z0-9_.]+$/;

/** Whether the text is the name of a variable, scope included. */
export const isVariable = (text: string): boolean => VARIABLE.test(text);

/** Clamps to 64 bits, as HAProxy does where it reads decimal numbers. */
function clamp(value: bigint): bigint {
  const max = 0x7fffffffffffffffn;
  if (value > max) return max;
  return value < -max - 1n ? -max - 1n : value;
}

/** A whole decimal number, sign allowed; nothing at all is 0. Undefined for any other text. */
export function decimal(text: string): bigint | undefined {
  const match = /^([+-]?)([0-9]*)$/.exec(text);
  if (!match) return undefined;
  const digits = BigInt(match[2] === "" ? "0" : (match[2] ?? "0"));
  return clamp(match[1] === "-" ? -digits : digits);
}

/** A number in C's notation (decimal, `0x...`, or octal with a leading 0), and where it ends. */
export function cNumber(text: string): { readonly value: bigint; readonly end: number } {
  const match = /^[\t-\r ]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  if (!match) return { value: 0n, end: 0 };
  const [all, sign = "", digits = "0"] = match;
  const octal = /^0[0-7]+$/.test(digits);
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  return { value: clamp(sign === "-" ? -value : value), end: all.length };
}

/** The number of an argument that HAProxy reads as an integer; 0 when it is missing, as in HAProxy. */
export function integerOf(argument: Argument | undefined): bigint {
  return typeof argument?.value === "string" || argument === undefined ? 0n : BigInt(argument.value);
}

/** The bytes that hexadecimal digits stand for, or what is wrong with them. */
export function hexBytes(text: string): Buffer | string {
  if (text.length % 2 !== 0) return "an even number of hex digit is expected";
  const wrong = /[^0-9a-fA-F]/.exec(text);
  return wrong ? `an hex digit is expected (found '${wrong[0]}')` : Buffer.from(text, "hex");
}

const NOT_BASE64 = "argument needs to be base64 encoded, and can either be a string or a variable";

/** What is wrong with a text that must be base64 or a variable. */
export function base64Fault(text: string): string | undefined {
  if (text === "" || isVariable(text)) return undefined;
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? undefined : NOT_BASE64;
}

/** An argument that may be left out but, when it is there, is one of these. */
export function oneOf(
  index: number,
  words: readonly string[],
  fault: (text: string) => string,
): ArgumentCheck {
  return (args) => {
    const text = args[index]?.text;
    return text === undefined || words.includes(text) ? undefined : fault(text);
  };
}

/** The first fault that one of these finds. */
export const allOf =
  (...checks: readonly ArgumentCheck[]): ArgumentCheck =>
  (args) => {
    for (const check of checks) {
      const fault = check(args);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
