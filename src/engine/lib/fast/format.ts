import { textOfValue } from "../../core/access.ts";
import { LuaFloat, type Value } from "../../core/model.ts";
import type { Directive } from "../string/format.ts";
import { quoteText } from "../string/format.ts";
import { fixed, formatFloat, formatSigned, formatUnsigned, padText } from "../string/printf.ts";

/** One argument as a directive of string.format wants it; undefined where the long way has to decide. */
export function formatValue(piece: Directive, v: Value): string | undefined {
  if (piece.fault !== undefined) return undefined;
  switch (piece.conversion) {
    case "d":
    case "i":
      if (typeof v !== "number") return undefined;
      return piece.bare ? String(v) : formatSigned(piece, v);
    case "s": {
      const text = typeof v === "string" ? v : typeof v === "boolean" ? String(v) : textOfValue(v);
      if (piece.bare || text === undefined) return text;
      if (text.includes("\0")) return undefined;
      return padText(piece, piece.precision >= 0 ? text.substring(0, piece.precision) : text);
    }
    case "x":
    case "X":
    case "u":
    case "o":
      return typeof v === "number" ? formatUnsigned(piece, v, piece.conversion) : undefined;
    case "q":
      return typeof v === "string" ? quoteText(v) : undefined;
    case "c":
      return undefined;
    default:
      return formatNumber(piece, v);
  }
}

function formatNumber(piece: Directive, v: Value): string | undefined {
  const n = typeof v === "number" ? v : v instanceof LuaFloat ? v.n : NaN;
  if (Number.isNaN(n)) return undefined;
  if (piece.conversion !== "f" || !piece.simple || n >= 1e21 || n <= -1e21) {
    return formatFloat(piece, n, piece.conversion, "");
  }
  const digits = fixed(n < 0 ? -n : n, piece.precision < 0 ? 6 : piece.precision);
  const text = n < 0 || Object.is(n, -0) ? `-${digits}` : digits;
  return text.length < piece.width ? text.padStart(piece.width) : text;
}
