import { tick } from "../../budget.ts";
import { checkInteger, numberToText } from "../../numbers.ts";
import { checkText, pushText, toText } from "../../strings.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { argumentError, checkNumber, lua, raise } from "../api.ts";
import { displayText } from "./display.ts";
import {
  fixed,
  formatFloat,
  formatSigned,
  formatUnsigned,
  hexadecimal,
  type NumberFormat,
  padText,
} from "./printf.ts";

/** One `%...` of a format string. */
export interface Directive extends NumberFormat {
  readonly conversion: string;
  /** No flag, width or precision: the common case has a short way. */
  readonly bare: boolean;
  /** Only a precision, and perhaps a width: `%5.2f`. */
  readonly simple: boolean;
  /** What is wrong with it; Lua finds out when it gets there. */
  readonly fault: string | undefined;
}

type Piece = string | Directive;

const formats = new Map<string, readonly Piece[]>();

/** The parts of a format string, worked out once. */
export function formatPieces(format: string): readonly Piece[] {
  const known = formats.get(format);
  if (known) return known;
  const pieces = parse(format);
  if (formats.size >= 400) formats.clear();
  formats.set(format, pieces);
  return pieces;
}

function parse(format: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  let at = 0;
  for (;;) {
    const percent = format.indexOf("%", at);
    if (percent < 0) break;
    literal += format.substring(at, percent);
    if (format[percent + 1] === "%") {
      literal += "%";
      at = percent + 2;
      continue;
    }
    if (literal !== "") pieces.push(literal);
    literal = "";
    const [directive, next] = parseDirective(format, percent + 1);
    pieces.push(directive);
    if (directive.fault !== undefined) return pieces;
    at = next;
  }
  literal += format.substring(at);
  if (literal !== "") pieces.push(literal);
  return pieces;
}

function parseDirective(format: string, start: number): [Directive, number] {
  let at = start;
  let fault: string | undefined;
  const isDigit = (): boolean => format.charCodeAt(at) >= 48 && format.charCodeAt(at) <= 57;
  const digits = (): string => {
    const from = at;
    while (at < from + 2 && isDigit()) at++;
    return format.substring(from, at);
  };
  while (at < format.length && "-+ #0".includes(format.charAt(at))) at++;
  const flags = format.substring(start, at);
  if (flags.length >= 6) fault = "invalid format (repeated flags)";
  const width = digits();
  let precision = -1;
  if (format[at] === ".") {
    at++;
    precision = Number(digits());
  }
  if (isDigit()) fault ??= "invalid format (width or precision too long)";
  const conversion = format.charAt(at);
  if (!"cdiouxXaAeEfgGqs".includes(conversion) || conversion === "") {
    fault ??= `invalid option '%${printable(conversion)}' to 'format'`;
  }
  const left = flags.includes("-");
  const directive = {
    conversion,
    bare: at === start,
    simple: flags === "",
    fault,
    left,
    plus: flags.includes("+"),
    space: flags.includes(" "),
    alternate: flags.includes("#"),
    zero: flags.includes("0") && !left,
    width: Number(width),
    precision,
  };
  return [directive, at + 1];
}

/** A character as Lua shows it in a message. */
function printable(character: string): string {
  const code = character === "" ? 0 : character.charCodeAt(0);
  return code >= 32 && code < 127 ? character : `<\\${code}>`;
}

/** `string.format`. */
export function format(L: LuaThread): number {
  const top = lua.lua_gettop(L);
  const pieces = formatPieces(checkText(L, 1));
  let text = "";
  let arg = 1;
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    else {
      if (++arg > top) argumentError(L, arg, "no value");
      text += formatArgument(L, piece, arg);
    }
  }
  tick(L, text.length >> 7);
  pushText(L, text);
  return 1;
}

function formatArgument(L: LuaThread, piece: Directive, arg: number): string {
  if (piece.fault !== undefined) raise(L, piece.fault);
  switch (piece.conversion) {
    case "d":
    case "i": {
      const value = checkInteger(L, arg);
      return piece.bare ? String(value) : formatSigned(piece, value);
    }
    case "s":
      return formatText(L, piece, arg);
    case "f":
    case "e":
    case "g":
    case "a":
    case "E":
    case "G":
    case "A":
      return formatNumber(L, piece, arg);
    case "c":
      return padText(piece, String.fromCharCode(Number(BigInt.asUintN(8, BigInt(checkInteger(L, arg))))));
    case "q":
      return quote(L, arg);
    default:
      return formatUnsigned(piece, checkInteger(L, arg), piece.conversion);
  }
}

function formatNumber(L: LuaThread, piece: Directive, arg: number): string {
  const value = checkNumber(L, arg);
  if (piece.conversion === "f" && piece.simple && value > -1e21 && value < 1e21) {
    const digits = fixed(value < 0 ? -value : value, piece.precision < 0 ? 6 : piece.precision);
    const text = value < 0 || Object.is(value, -0) ? `-${digits}` : digits;
    return text.length < piece.width ? text.padStart(piece.width) : text;
  }
  const nan = Number.isNaN(value) ? numberToText(value, true) : "";
  return formatFloat(piece, value, piece.conversion, nan);
}

function formatText(L: LuaThread, piece: Directive, arg: number): string {
  const text = displayText(L, arg);
  if (piece.bare) return text;
  if (text.includes("\0")) argumentError(L, arg, "string contains zeros");
  return padText(piece, piece.precision >= 0 ? text.substring(0, piece.precision) : text);
}

/** `%q`: the value as a literal that reads back as the same value. */
function quote(L: LuaThread, arg: number): string {
  switch (lua.lua_type(L, arg)) {
    case lua.LUA_TSTRING:
      return quoteText(toText(L, arg) ?? "");
    case lua.LUA_TNUMBER: {
      if (lua.lua_isinteger(L, arg)) return quoteInteger(lua.lua_tointegerx(L, arg) || 0);
      return quoteFloat(checkNumber(L, arg));
    }
    case lua.LUA_TNIL:
      return "nil";
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(L, arg) ? "true" : "false";
    default:
      return argumentError(L, arg, "value has no literal form");
  }
}

function quoteInteger(value: LuaInteger): string {
  // The lexer has no negative numerals, so the least integer must be written in hexadecimal.
  return value === -0x8000000000000000n ? "0x8000000000000000" : String(value);
}

function quoteFloat(value: number): string {
  if (!Number.isFinite(value)) return numberToText(value, true);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return `${sign}0x${hexadecimal(Math.abs(value), -1, false)}`;
}

/** A text as a literal that reads back as the same text. */
export function quoteText(text: string): string {
  let quoted = '"';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34 || code === 92 || code === 10) quoted += `\\${text.charAt(i)}`;
    else if (code < 32 || code === 127) {
      const next = text.charCodeAt(i + 1);
      const digit = next >= 48 && next <= 57;
      quoted += `\\${digit ? code.toString().padStart(3, "0") : code}`;
    } else quoted += text.charAt(i);
  }
  return `${quoted}"`;
}
