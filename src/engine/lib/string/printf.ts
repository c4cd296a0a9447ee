/**
 * C's printf conversions of numbers, to the digit: JavaScript's own toFixed and
 * toExponential are correctly rounded except that they round an exact tie away
 * from zero where C rounds it to even, so ties are found and corrected.
 */
export interface NumberFormat {
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alternate: boolean;
  readonly zero: boolean;
  /** Least number of characters. */
  readonly width: number;
  /** Digits as the conversion counts them, or -1 if not given. */
  readonly precision: number;
}

/** Puts sign or prefix, zeros and digits together in the given width. */
function assemble(format: NumberFormat, prefix: string, digits: string, zeroFill: boolean): string {
  const missing = format.width - prefix.length - digits.length;
  if (missing <= 0) return prefix + digits;
  if (format.left) return prefix + digits + " ".repeat(missing);
  if (zeroFill) return prefix + "0".repeat(missing) + digits;
  return " ".repeat(missing) + prefix + digits;
}

/** Pads text in a field, as `%s` and `%c` do. */
export function padText(format: NumberFormat, text: string): string {
  return format.left ? text.padEnd(format.width) : text.padStart(format.width);
}

function signOf(format: NumberFormat, negative: boolean): string {
  if (negative) return "-";
  if (format.plus) return "+";
  return format.space ? " " : "";
}

function isZero(value: number | bigint): boolean {
  return value === 0 || value === 0n;
}

/** `%d` and `%i`. */
export function formatSigned(format: NumberFormat, value: number | bigint): string {
  const negative = value < 0;
  let digits = negative ? value.toString().slice(1) : value.toString();
  if (format.precision >= 0)
    digits = isZero(value) && format.precision === 0 ? "" : digits.padStart(format.precision, "0");
  return assemble(format, signOf(format, negative), digits, format.zero && format.precision < 0);
}

/** `%u`, `%o`, `%x`, `%X`: the value as 64 unsigned bits. */
export function formatUnsigned(format: NumberFormat, value: number | bigint, conversion: string): string {
  const bits = value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
  const radix = conversion === "o" ? 8 : conversion === "u" ? 10 : 16;
  let digits = bits.toString(radix);
  if (format.precision >= 0)
    digits = isZero(value) && format.precision === 0 ? "" : digits.padStart(format.precision, "0");
  let prefix = "";
  if (format.alternate && radix === 8 && !digits.startsWith("0")) digits = `0${digits}`;
  if (format.alternate && radix === 16 && !isZero(value)) prefix = "0x";
  if (conversion === "X") [prefix, digits] = [prefix.toUpperCase(), digits.toUpperCase()];
  return assemble(format, prefix, digits, format.zero && format.precision < 0);
}

/** `%f %e %g %a` and their capitals. `nan` is how this Lua writes a value that is no number. */
export function formatFloat(format: NumberFormat, value: number, conversion: string, nan: string): string {
  const lower = conversion.toLowerCase();
  const upper = lower !== conversion;
  if (!Number.isFinite(value)) {
    const [negative, word] = Number.isNaN(value) ? [nan.startsWith("-"), "nan"] : [value < 0, "inf"];
    return assemble(format, signOf(format, negative), upper ? word.toUpperCase() : word, false);
  }
  const negative = value < 0 || Object.is(value, -0);
  const magnitude = negative ? -value : value;
  const precision = format.precision < 0 ? 6 : format.precision;
  let prefix = signOf(format, negative);
  let digits: string;
  switch (lower) {
    case "f":
      digits = fixed(magnitude, precision);
      if (format.alternate && precision === 0) digits += ".";
      break;
    case "e":
      digits = exponential(magnitude, precision, format.alternate);
      break;
    case "g":
      digits = general(magnitude, precision === 0 ? 1 : precision, format.alternate);
      break;
    default:
      prefix += "0x";
      digits = hexadecimal(magnitude, format.precision, format.alternate);
  }
  if (upper) [prefix, digits] = [prefix.toUpperCase(), digits.toUpperCase()];
  return assemble(format, prefix, digits, format.zero);
}

/** `%.<precision>f` of a value that is not negative. */
export function fixed(value: number, precision: number): string {
  if (value >= 1e21) {
    const whole = BigInt(value).toString();
    return precision === 0 ? whole : `${whole}.${"0".repeat(precision)}`;
  }
  const text = value.toFixed(precision);
  // A tie is a value whose last kept binary place is the half of the last decimal place.
  const scaled = value * 2 ** (precision + 1);
  if (scaled <= Number.MAX_SAFE_INTEGER && Number.isInteger(scaled) && scaled % 2 !== 0) return evenTie(text);
  return text;
}

/** The text of a tie that was rounded up: goes back by one if that made the last digit odd. */
function evenTie(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last % 2 === 0 ? text : text.slice(0, -1) + String.fromCharCode(last - 1);
}

/** The significant digits and the decimal exponent of the first one, correctly rounded. */
function significant(value: number, count: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(count), exponent: 0 };
  const text = value.toExponential(count - 1);
  const split = text.indexOf("e");
  const exponent = Number(text.slice(split + 1));
  let digits = text.slice(0, 1) + text.slice(2, split);
  if (digits.charCodeAt(digits.length - 1) % 2 !== 0 && isTie(value, count - 1 - exponent))
    digits = evenTie(digits);
  return { digits, exponent };
}

/** Whether `value` is exactly half way between two numbers of `places` decimal places (perhaps negative). */
function isTie(value: number, places: number): boolean {
  if (places >= 0) {
    const scaled = value * 2 ** (places + 1);
    return scaled <= Number.MAX_SAFE_INTEGER && Number.isInteger(scaled) && scaled % 2 !== 0;
  }
  if (!Number.isInteger(value)) return false;
  const unit = 10n ** BigInt(-places);
  return (BigInt(value) % unit) * 2n === unit;
}

function exponentText(exponent: number): string {
  const digits = Math.abs(exponent).toString().padStart(2, "0");
  return `e${exponent < 0 ? "-" : "+"}${digits}`;
}

function exponential(value: number, precision: number, alternate: boolean): string {
  const { digits, exponent } = significant(value, precision + 1);
  const point = precision > 0 || alternate ? "." : "";
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}${exponentText(exponent)}`;
}

/** `%.<precision>g`: fixed or exponential, whichever the exponent asks for, without trailing zeros. */
export function general(value: number, precision: number, alternate: boolean): string {
  const { digits, exponent } = significant(value, precision);
  const kept = alternate ? digits : digits.replace(/0+$/, "") || "0";
  if (exponent < -4 || exponent >= precision) {
    const point = kept.length > 1 || alternate ? "." : "";
    return `${kept.slice(0, 1)}${point}${kept.slice(1)}${exponentText(exponent)}`;
  }
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${kept}`;
  const whole = kept.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = kept.slice(exponent + 1);
  return fraction !== "" || alternate ? `${whole}.${fraction}` : whole;
}

const bits = new DataView(new ArrayBuffer(8));

/** `%a` without sign and prefix: one digit before the point, the fraction in hexadecimal, a binary exponent. */
export function hexadecimal(value: number, precision: number, alternate: boolean): string {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  let fraction = raw & 0xfffffffffffffn;
  const biased = Number(raw >> 52n);
  let lead = biased === 0 ? 0n : 1n;
  const exponent = value === 0 ? 0 : biased === 0 ? -1022 : biased - 1023;
  let digits: string;
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(52 - 4 * precision);
    const whole = (lead << 52n) | fraction;
    const unit = 1n << dropped;
    let kept = whole >> dropped;
    const rest = whole & (unit - 1n);
    if (rest * 2n > unit || (rest * 2n === unit && (kept & 1n) === 1n)) kept++;
    lead = kept >> BigInt(4 * precision);
    fraction = kept & ((1n << BigInt(4 * precision)) - 1n);
    digits = precision === 0 ? "" : fraction.toString(16).padStart(precision, "0");
  } else {
    digits = fraction.toString(16).padStart(13, "0");
    digits = precision < 0 ? digits.replace(/0+$/, "") : digits.padEnd(precision, "0");
  }
  const point = digits !== "" || alternate ? "." : "";
  return `${lead}${point}${digits}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}
