import { LuaReference, type LuaValue } from "../lua/index.ts";

/** Lua's name for a value's type. */
export function typeName(value: LuaValue): string {
  if (value === undefined) return "nil";
  if (typeof value === "bigint") return "number";
  if (typeof value === "object") return value instanceof LuaReference ? value.type : "number";
  return typeof value;
}
