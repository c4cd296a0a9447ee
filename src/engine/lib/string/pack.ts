import { tick } from "../../budget.ts";
import { checkInteger, optInteger, wrap64 } from "../../numbers.ts";
import { checkText, pushText } from "../../strings.ts";
import type { LuaInteger, LuaThread } from "../../types.ts";
import { argumentError, checkNumber, checkStack, type Functions, lua, raise } from "../api.ts";
import { type Field, FormatReader } from "./pack-format.ts";
import { absolutePosition, maxText, outOfMemory } from "./strings.ts";

const view = new DataView(new ArrayBuffer(8));

/** The bytes of an integer, two's complement, extended by its sign to `size`. */
function integerBytes(value: LuaInteger, size: number, little: boolean): string {
  let bytes = "";
  if (typeof value === "number" && value >= -0x80000000 && value <= 0xffffffff) {
    const fill = value < 0 ? 255 : 0;
    for (let i = 0; i < size; i++) bytes += String.fromCharCode(i < 4 ? (value >> (8 * i)) & 255 : fill);
  } else {
    const fill = value < 0 ? 255 : 0;
    view.setBigInt64(0, BigInt(value), true);
    for (let i = 0; i < size; i++) bytes += String.fromCharCode(i < 8 ? view.getUint8(i) : fill);
  }
  return little ? bytes : reversed(bytes);
}

function reversed(bytes: string): string {
  let result = "";
  for (let i = bytes.length - 1; i >= 0; i--) result += bytes.charAt(i);
  return result;
}

function floatBytes(value: number, size: number, little: boolean): string {
  if (size === 4) view.setFloat32(0, value, little);
  else view.setFloat64(0, value, little);
  let bytes = "";
  for (let i = 0; i < size; i++) bytes += String.fromCharCode(view.getUint8(i));
  return bytes;
}

function pack(L: LuaThread): number {
  const reader = new FormatReader(L, checkText(L, 1));
  let result = "";
  let arg = 1;
  // Lua keeps a nil above its arguments while it packs, so a missing one reads as nil, not as no value.
  lua.lua_pushnil(L);
  for (;;) {
    const field = reader.next(result.length);
    if (!field) break;
    result += "\0".repeat(field.padding);
    if (field.kind !== "align" && field.kind !== "nothing" && field.kind !== "pad") arg++;
    result += packField(L, field, arg, reader.little);
  }
  tick(L, result.length >> 6);
  pushText(L, result);
  return 1;
}

function packField(L: LuaThread, field: Field, arg: number, little: boolean): string {
  const { size } = field;
  switch (field.kind) {
    case "signed": {
      const value = checkInteger(L, arg);
      if (size < 8) {
        const limit = 2 ** (size * 8 - 1);
        if (!(value >= -limit && value < limit)) argumentError(L, arg, "integer overflow");
      }
      return integerBytes(value, size, little);
    }
    case "unsigned": {
      const value = checkInteger(L, arg);
      if (size < 8 && !(value >= 0 && value < 2 ** (size * 8))) argumentError(L, arg, "unsigned overflow");
      const bytes = integerBytes(value, Math.min(size, 8), true);
      const all = bytes.padEnd(size, "\0");
      return little ? all : reversed(all);
    }
    case "float":
      return floatBytes(checkNumber(L, arg), size, little);
    case "fixed": {
      const text = checkText(L, arg);
      if (text.length > size) argumentError(L, arg, "string longer than given size");
      if (size > maxText) outOfMemory(L);
      return text.padEnd(size, "\0");
    }
    case "counted": {
      const text = checkText(L, arg);
      if (size < 8 && text.length >= 2 ** (size * 8)) {
        argumentError(L, arg, "string length does not fit in given size");
      }
      return integerBytes(text.length, size, little) + text;
    }
    case "zero": {
      const text = checkText(L, arg);
      if (text.includes("\0")) argumentError(L, arg, "string contains zeros");
      return `${text}\0`;
    }
    case "pad":
      return "\0";
    case "align":
    case "nothing":
      return "";
  }
}

function packsize(L: LuaThread): number {
  const reader = new FormatReader(L, checkText(L, 1));
  let total = 0;
  for (;;) {
    const field = reader.next(total);
    if (!field) break;
    if (field.kind === "counted" || field.kind === "zero") argumentError(L, 1, "variable-length format");
    const size = field.padding + field.size;
    if (total > 0x7fffffff - size) argumentError(L, 1, "format result too large");
    total += size;
  }
  lua.lua_pushinteger(L, total);
  return 1;
}

function unpack(L: LuaThread): number {
  const reader = new FormatReader(L, checkText(L, 1));
  const data = checkText(L, 2);
  let at = absolutePosition(optInteger(L, 3, 1), data.length) - 1;
  if (at < 0 || at > data.length) argumentError(L, 3, "initial position out of string");
  let count = 0;
  for (;;) {
    const field = reader.next(at);
    if (!field) break;
    if (field.padding + field.size > data.length - at) argumentError(L, 2, "data string too short");
    at += field.padding;
    checkStack(L, 2, "too many results");
    count++;
    switch (field.kind) {
      case "signed":
      case "unsigned":
        lua.lua_pushinteger(L, readInteger(L, data, at, field, reader.little));
        break;
      case "float":
        lua.lua_pushnumber(L, readFloat(data, at, field.size, reader.little));
        break;
      case "fixed":
        pushText(L, data.substring(at, at + field.size));
        break;
      case "counted": {
        const length = Number(readInteger(L, data, at, { ...field, kind: "unsigned" }, reader.little));
        if (length < 0 || field.size + length > data.length - at)
          argumentError(L, 2, "data string too short");
        pushText(L, data.substring(at + field.size, at + field.size + length));
        at += length;
        break;
      }
      case "zero": {
        // As in C, text that nothing ends runs to the zero behind every Lua string.
        const end = data.indexOf("\0", at);
        const stop = end < 0 ? data.length : end;
        pushText(L, data.substring(at, stop));
        at = stop + 1;
        break;
      }
      case "pad":
      case "align":
      case "nothing":
        count--;
    }
    at += field.size;
  }
  lua.lua_pushinteger(L, at + 1);
  return count + 1;
}

function readInteger(L: LuaThread, data: string, at: number, field: Field, little: boolean): LuaInteger {
  const { size } = field;
  const signed = field.kind === "signed";
  const byteAt = (i: number): number => data.charCodeAt(little ? at + i : at + size - 1 - i);
  let value = 0n;
  if (size <= 6) {
    let small = 0;
    for (let i = size - 1; i >= 0; i--) small = small * 256 + byteAt(i);
    return signed && small >= 2 ** (size * 8 - 1) ? small - 2 ** (size * 8) : small;
  }
  for (let i = Math.min(size, 8) - 1; i >= 0; i--) value = (value << 8n) | BigInt(byteAt(i));
  if (size < 8) return wrap64(signed ? BigInt.asIntN(size * 8, value) : value);
  const negative = BigInt.asIntN(64, value) < 0n;
  const fill = signed && negative ? 255 : 0;
  for (let i = 8; i < size; i++) {
    if (byteAt(i) !== fill) raise(L, `${size}-byte integer does not fit into Lua Integer`);
  }
  return wrap64(value);
}

function readFloat(data: string, at: number, size: number, little: boolean): number {
  for (let i = 0; i < size; i++) view.setUint8(i, data.charCodeAt(at + i));
  return size === 4 ? view.getFloat32(0, little) : view.getFloat64(0, little);
}

/** The functions that turn values into bytes of a C layout and back. */
export const packFunctions: Functions = { pack, packsize, unpack };
