/**
 * Numbers to text and back in Lua's words, on plain values. A Lua integer is a
 * JS number while |v| <= 2^53-1 and a bigint beyond; a Lua float is a JS number
 * that its caller knows to be one.
 */

/** A numeral read from text, with Lua's subtype. */
export interface Numeral {
  readonly value: number | bigint;
  readonly isFloat: boolean;
}

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** Two's complement in 64 bits; a JS number again as soon as it is safe. */
export function wrap64(value: bigint): number | bigint {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

/** A float's exact integer value, or undefined when it has none in 64 bits. */
export function floatToInteger(n: number): number | bigint | undefined {
  if (Number.isSafeInteger(n)) return n + 0;
  if (n >= -9223372036854775808 && n < 9223372036854775808 && Math.floor(n) === n) {
    return wrap64(BigInt(n));
  }
  return undefined;
}

/** The text of a number as `tostring` and `..` give it. */
export function numberToText(value: number | bigint, isFloat: boolean): string {
  return isFloat && typeof value === "number" ? floatToText(value) : String(value);
}

/** `%.14g`, with `.0` added where it would read back as an integer. */
export function floatToText(n: number): string {
  if (Number.isInteger(n) && n < 1e14 && n > -1e14) {
    return n === 0 && 1 / n < 0 ? "-0.0" : `${n}.0`;
  }
  if (n === Infinity) return "inf";
  if (n === -Infinity) return "-inf";
  // What x86-64 gives for 0/0 has its sign set, and C prints that. JavaScript does not keep the sign.
  if (Number.isNaN(n)) return "-nan";
  const shortest = String(n);
  const point = shortest.indexOf("e");
  if (point < 0 && shortest.length <= 15 && Math.abs(n) >= 0.0001 && Math.abs(n) < 1e14) return shortest;
  return general14(n);
}

function general14(n: number): string {
  const [digits, exponent] = roundHalfEven(Math.abs(n), 14);
  const sign = n < 0 ? "-" : "";
  const short = digits.replace(/0+$/, "");
  if (exponent < -4 || exponent >= 14) {
    const mantissa = short.length > 1 ? `${short.slice(0, 1)}.${short.slice(1)}` : short;
    const size = Math.abs(exponent);
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${short}`;
  if (short.length <= exponent + 1) return `${sign}${short.padEnd(exponent + 1, "0")}.0`;
  return `${sign}${short.slice(0, exponent + 1)}.${short.slice(exponent + 1)}`;
}

/**
 * A positive number's first `precision` digits and its decimal exponent.
 * JavaScript rounds an exact half up and C to even, so a tie is looked at again.
 */
function roundHalfEven(n: number, precision: number): [digits: string, exponent: number] {
  const split = (text: string): [string, number] => {
    const e = text.indexOf("e");
    return [text.slice(0, e).replace(".", ""), Number(text.slice(e + 1))];
  };
  if (!mayBeTie(n, precision)) return split(n.toExponential(precision - 1));
  const long = split(n.toExponential(Math.min(100, precision + 40)));
  const tail = long[0].slice(precision);
  if (tail.startsWith("5") && /^50*$/.test(tail)) {
    const kept = long[0].slice(0, precision);
    if ((kept.charCodeAt(precision - 1) & 1) === 0) return [kept, long[1]];
  }
  return split(n.toExponential(precision - 1));
}

/**
 * A tie has one digit more than is kept, a 5. Decimals of up to 15 digits are all
 * different doubles, so the shortest text of such a number has these digits.
 */
function mayBeTie(n: number, precision: number): boolean {
  if (precision >= 15) return true;
  const digits = String(n).replace(/e.*$/, "").replace(".", "").replace(/^0+/, "");
  return digits.length === precision + 1 && digits.endsWith("5");
}

const DECIMAL_INTEGER = /^[-+]?[0-9]+$/;
const DECIMAL_FLOAT = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const HEX_INTEGER = /^([-+]?)0[xX]([0-9a-fA-F]+)$/;
const HEX_FLOAT = /^([-+]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([-+]?[0-9]+))?$/;

/** As many digits as are a safe integer whatever they are. */
const SAFE_DIGITS = 15;

/** The value of a text of a few digits, which most numerals are; -1 for all others. */
function plainInteger(text: string): number {
  if (text.length === 0 || text.length > SAFE_DIGITS) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The number a text stands for by the rules of Lua's lexer, with blanks around it allowed. */
export function textToNumber(text: string): Numeral | undefined {
  const plain = plainInteger(text);
  if (plain >= 0) return { value: plain, isFloat: false };
  const trimmed = trimBlanks(text);
  if (trimmed.length === 0) return undefined;
  if (DECIMAL_INTEGER.test(trimmed)) {
    const value = Number(trimmed);
    if (Number.isSafeInteger(value)) return { value: value + 0, isFloat: false };
    const exact = BigInt(trimmed.startsWith("+") ? trimmed.slice(1) : trimmed);
    return BigInt.asIntN(64, exact) === exact
      ? { value: wrap64(exact), isFloat: false }
      : { value, isFloat: true };
  }
  if (DECIMAL_FLOAT.test(trimmed)) return { value: Number(trimmed), isFloat: true };
  const integer = HEX_INTEGER.exec(trimmed);
  if (integer) {
    // JavaScript reads it in the same way, without a sign.
    if (integer[1] === "" && trimmed.length <= 12) return { value: Number(trimmed), isFloat: false };
    const exact = BigInt(`0x${integer[2] ?? ""}`);
    return { value: wrap64(integer[1] === "-" ? -exact : exact), isFloat: false };
  }
  const float = HEX_FLOAT.exec(trimmed);
  if (float) return hexFloat(float);
  return undefined;
}

function hexFloat(parts: RegExpExecArray): Numeral | undefined {
  const whole = parts[2] ?? "";
  const fraction = parts[3] ?? "";
  if (whole.length + fraction.length === 0) return undefined;
  const digits = BigInt(`0x${whole}${fraction}`);
  const exponent = Number(parts[4] ?? "0") - 4 * fraction.length;
  const value = scale(digits, exponent);
  return { value: parts[1] === "-" ? -value : value, isFloat: true };
}

/** digits * 2^exponent, rounded once. */
function scale(digits: bigint, exponent: number): number {
  if (digits === 0n) return 0;
  const size = digits.toString(2).length;
  if (exponent + size > 1100) return Infinity;
  if (exponent + size < -1100) return 0;
  if (exponent >= 0) return Number(digits << BigInt(exponent));
  // Keep 64 significant bits and a sticky one, so that the one rounding is the last step.
  const extra = size - 64;
  if (extra <= 0) return ldexp(Number(digits), exponent, digits);
  const kept = digits >> BigInt(extra);
  const sticky = kept << BigInt(extra) === digits ? 0n : 1n;
  return ldexp(Number(kept | sticky), exponent + extra, kept | sticky);
}

function ldexp(value: number, exponent: number, exact: bigint): number {
  const magnitude = exponent + exact.toString(2).length;
  if (magnitude > -1022) {
    const half = Math.trunc(exponent / 2);
    return value * 2 ** half * 2 ** (exponent - half);
  }
  // Subnormal: let the division of integers do the rounding to the last place.
  const shift = BigInt(-1074 - exponent);
  if (shift <= 0n) return Number(exact << -shift) * 2 ** -1074;
  const floor = exact >> shift;
  const rest = exact - (floor << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (floor & 1n) === 1n);
  return Number(up ? floor + 1n : floor) * 2 ** -1074;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** Whether a JS number is a Lua integer on its own, without a bigint. */
export function isSafe(n: number): boolean {
  return n <= MAX_SAFE && n >= -MAX_SAFE;
}
