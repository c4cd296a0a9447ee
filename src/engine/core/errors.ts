import {
  throwLua,
  LuaFloat,
  LuaFunction,
  Table,
  Thread,
  Userdata,
  type CallInfo,
  type Table as TableType,
  type Value,
} from "./model.ts";
import { operandName } from "./names.ts";
import { regs } from "./regs.ts";
import { getStr } from "./table.ts";

export const STATUS = { OK: 0, YIELD: 1, ERRRUN: 2, ERRSYNTAX: 3, ERRMEM: 4, ERRGCMM: 5, ERRERR: 6 } as const;

/** The name of a value's type, as `type` gives it. */
export function typeName(v: Value): string {
  switch (typeof v) {
    case "undefined":
      return "nil";
    case "boolean":
      return "boolean";
    case "number":
    case "bigint":
      return "number";
    case "string":
      return "string";
    default:
      if (v instanceof Table) return "table";
      if (v instanceof LuaFunction) return "function";
      if (v instanceof LuaFloat) return "number";
      if (v instanceof Thread) return "thread";
      return "userdata";
  }
}

/** The metatable of any value. */
export function metatableOf(v: Value): TableType | undefined {
  if (v instanceof Table || v instanceof Userdata) return v.mt;
  const { typeMeta } = regs.L.G;
  switch (typeof v) {
    case "undefined":
      return typeMeta[0];
    case "boolean":
      return typeMeta[1];
    case "number":
    case "bigint":
      return typeMeta[3];
    case "string":
      return typeMeta[4];
    default:
      if (v instanceof LuaFloat) return typeMeta[3];
      if (v instanceof LuaFunction) return typeMeta[6];
      if (v instanceof Thread) return typeMeta[8];
      return typeMeta[2];
  }
}

/** The type's name for an error message: a `__name` of the metatable goes first. */
export function typeNameForError(v: Value): string {
  if (v instanceof Table || v instanceof Userdata) {
    const name = v.mt === undefined ? undefined : getStr(v.mt, "__name");
    if (typeof name === "string") return name;
  }
  return typeName(v);
}

/** How a chunk's name is shown: `=name`, `@file`, or a piece of the source. */
export function chunkId(source: string): string {
  const max = 59;
  if (source.startsWith("=")) return source.slice(1, max + 1);
  if (source.startsWith("@")) {
    return source.length <= max + 1 ? source.slice(1) : `...${source.slice(source.length - (max - 3))}`;
  }
  const line = source.indexOf("\n");
  const room = max - '[string ""]'.length - 3;
  if (line < 0 && source.length < room) return `[string "${source}"]`;
  const first = line < 0 ? source : source.slice(0, line);
  return `[string "${first.slice(0, room)}..."]`;
}

export function currentLine(ci: CallInfo): number {
  const p = ci.fn?.proto;
  return p ? (p.lineinfo[ci.pc] ?? -1) : -1;
}

/** "file:line: " of the Lua function at `ci`; empty for a host function. */
export function position(ci: CallInfo): string {
  const p = ci.fn?.proto;
  if (!p) return "";
  const line = currentLine(ci);
  const where = p.source === undefined ? "?" : chunkId(p.source);
  return `${where}:${line}: `;
}

/** Raises a value as a Lua error. */
export function raise(value: Value): never {
  throwLua(value, STATUS.ERRRUN);
}

/** Raises a message about the running function, with its position. */
export function runError(message: string): never {
  raise(position(regs.L.ci) + message);
}

export function memoryError(): never {
  throwLua("not enough memory", STATUS.ERRMEM);
}

export function typeError(v: Value, action: string, side: number): never {
  runError(`attempt to ${action} a ${typeNameForError(v)} value${operandName(regs.L.ci, side)}`);
}

export function compareError(a: Value, b: Value): never {
  const x = typeNameForError(a);
  const y = typeNameForError(b);
  if (x === y) runError(`attempt to compare two ${x} values`);
  runError(`attempt to compare ${x} with ${y}`);
}
