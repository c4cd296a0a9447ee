import fc from "fast-check";

/** A Lua string literal for bytes given as latin1 text. */
export function literal(text: string): string {
  let quoted = '"';
  for (const c of text) {
    const code = c.charCodeAt(0);
    if (c === '"' || c === "\\") quoted += `\\${c}`;
    else if (code < 32 || code > 126) quoted += `\\${code.toString().padStart(3, "0")}`;
    else quoted += c;
  }
  return `${quoted}"`;
}

/** The characters of a text, one by one. */
export function characters(text: string): string[] {
  return Array.from(text);
}

/** Joins the texts of parts that are chosen one by one. */
export function joined(separator: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(separator));
}

/** Integers where something happens: around zero, powers of two, the ends of 32, 53 and 64 bits. */
export const integer = fc.oneof(
  fc.integer({ min: -9, max: 20 }).map(String),
  fc.constantFrom(
    "0",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "10",
    "63",
    "64",
    "255",
    "256",
    "1000000",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "-9007199254740992",
    "-9007199254740993",
    "9223372036854775807",
    "9223372036854775806",
    "math.mininteger",
    "math.maxinteger",
    "0x7fffffffffffffff",
    "0xffffffffffffffff",
    "0x8000000000000000",
    "1000000007",
    "123456789012345678",
    "-987654321987654321",
  ),
);

export const float = fc.oneof(
  fc.constantFrom(
    "0.0",
    "-0.0",
    "1.0",
    "0.5",
    "-1.5",
    "2.5",
    "3.0",
    "1e15",
    "1e16",
    "1e100",
    "1e308",
    "5e-324",
    "0.1",
    "1e-5",
    "123.456",
    "2^53",
    "2^63",
    "-2^63",
    "2^31",
    "1/0",
    "-1/0",
    "0/0",
    "3.14159",
    "0x1p-3",
    "1e14",
    "9007199254740993.0",
    "1e300",
    "0.3",
    "100.0",
    "-7.25",
    "99999999999999.0",
  ),
  fc.double({ noNaN: true, min: -1000, max: 1000 }).map((x) => `(${Object.is(x, -0) ? "-0.0" : x})`),
);

/** Texts that are numerals, nearly numerals, or neither. */
export const numeralText = fc
  .constantFrom(
    "10",
    " 10 ",
    "0x10",
    "1e2",
    "1.5",
    "-3",
    "- 3",
    "",
    " ",
    "abc",
    "0x",
    "1e",
    "10a",
    "9223372036854775807",
    "9223372036854775808",
    "0xffffffffffffffffff",
    "1e400",
    "0x1p4",
    ".5",
    "5.",
    "0x.8",
    "inf",
    "nan",
    "1_0",
    "\t7\n",
    "1\0",
    "-0",
    "-0x1",
    "00012",
  )
  .map(literal);

const letters = fc.constantFrom(...characters("aaabbc12 .-%_xyzABC=,;()[]\n\t\0\xe4\xff"));
export const rawText = fc.array(letters, { maxLength: 14 }).map((parts) => parts.join(""));
export const text = rawText.map(literal);

export const number = fc.oneof(integer, float);
export const plainValue = fc.oneof(
  integer,
  float,
  numeralText,
  text,
  fc.constantFrom("nil", "true", "false", "{}", "type", "{1,2,3}"),
);

/** An index into a short string or list. */
export const index = fc.oneof(
  fc.integer({ min: -6, max: 8 }).map(String),
  fc.constantFrom("math.mininteger", "math.maxinteger", "nil", "2.0", "1.5", '"2"', "100", "-100"),
);
