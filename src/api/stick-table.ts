import {
  any,
  LuaClass,
  LuaFloat,
  LuaReference,
  method,
  result,
  Several,
  tableEntries,
  tableToArray,
  uncounted,
  type Execution,
  type HostValue,
  type LuaValue,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import {
  columnTypes,
  isColumnName,
  type ColumnName,
  type StickEntry,
  type StickTable,
} from "../samples/stick-tables/index.ts";

/** The class StickTable (hlua_fcn.c): what scripts read of a proxy's stick table. */

const operators = {
  eq: (a: number, b: number) => a === b,
  ne: (a: number, b: number) => a !== b,
  lt: (a: number, b: number) => a < b,
  le: (a: number, b: number) => a <= b,
  gt: (a: number, b: number) => a > b,
  ge: (a: number, b: number) => a >= b,
};

/** How many conditions a filter may have. */
const mostConditions = 4;

/** One condition of a filter: what an entry's column must be. */
interface Condition {
  readonly column: ColumnName;
  readonly holds: (value: number, wanted: number) => boolean;
  readonly wanted: number;
}

/** What is wrong with a filter, in HAProxy's words. */
class FilterFault {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** A value as lua_tointeger takes it: 0 for what is no integer. */
function toInteger(value: LuaValue): number {
  const number = value instanceof LuaFloat ? value.value : value;
  if (typeof number === "bigint" || typeof number === "string") return toInteger(Number(number));
  return typeof number === "number" && Number.isInteger(number) ? number : 0;
}

function parseFilter(
  execution: Execution<Runtime>,
  table: StickTable,
  filter: LuaValue,
): Condition[] | FilterFault {
  if (filter === undefined) return [];
  if (!(filter instanceof LuaReference) || filter.type !== "table")
    return new FilterFault("filter table expected");
  const L = execution.host.lua.main;
  const conditions: Condition[] = [];
  for (const [, triplet] of tableEntries(L, filter)) {
    if (conditions.length >= mostConditions) {
      return new FilterFault(`Filter table too large (len > ${mostConditions})`);
    }
    const isTriplet =
      triplet instanceof LuaReference && triplet.type === "table" && tableToArray(L, triplet).length === 3;
    const condition = isTriplet
      ? parseCondition(
          table,
          tableEntries(L, triplet).map(([, value]) => value),
        )
      : 'Filter table entry must be a triplet: {"data_col", "op", val}';
    if (typeof condition === "string")
      return new FilterFault(`${condition} (entry #${conditions.length + 1})`);
    conditions.push(condition);
  }
  return conditions;
}

function parseCondition(
  table: StickTable,
  [column, operator, wanted]: readonly LuaValue[],
): Condition | string {
  if (typeof column !== "string") return "Filter table data column must be string";
  if (!isColumnName(column) || !table.columns.has(column)) {
    return "Filter table data column not present in stick table";
  }
  if (typeof operator !== "string") return "Filter table operator must be string";
  const holds = Object.entries(operators).find(([name]) => name === operator)?.[1];
  return holds ? { column, holds, wanted: toInteger(wanted) } : "Unknown operator in filter table";
}

/** Texts are not compared: such a condition holds. */
function holds(entry: StickEntry, { column, holds: compare, wanted }: Condition): boolean {
  const value = entry.get(column);
  return typeof value !== "number" || compare(value, wanted);
}

function columnsOf(table: StickTable, entry: StickEntry): Record<string, HostValue> {
  const columns: Record<string, HostValue> = {};
  for (const name of table.columns.keys()) columns[name] = entry.get(name) ?? "-";
  return columns;
}

/** A key as lua_tostring takes it. */
function keyText(key: LuaValue): string | undefined {
  if (typeof key === "string") return key;
  if (key instanceof LuaFloat) return key.value.toFixed(1);
  return typeof key === "number" || typeof key === "bigint" ? String(key) : undefined;
}

const key = any("key", "the key as text; it is converted to the table's type");
const filter = {
  ...any(
    "filter",
    'up to four conditions `{column, op, value}`, all of which must hold; `op` is "eq", "ne", "lt", "le", "gt" or "ge"',
  ),
  type: "table",
  optional: true,
};

export const stickTableClass = new LuaClass<Runtime, StickTable>(
  "StickTable",
  "A proxy's stick table. Of columns with several elements only the first is shown.",
  {
    info: method<Runtime, StickTable>("info", {
      doc: "What the table is.",
      returns: [
        result(
          "{type: string, length: integer, size: integer, used: integer, nopurge: boolean, expire: integer, data: table<string, integer>}",
          "`length` in bytes, a string's with its NUL; `expire` in milliseconds, 0 for never; `data` the columns with the period of rates in milliseconds, -1 for others",
        ),
      ],
      since: "1.9",
      count: uncounted,
      body: (_execution, table) => ({
        type: table.type,
        length: table.keyLength,
        size: table.size,
        used: table.used,
        nopurge: table.noPurge,
        expire: table.expire,
        data: Object.fromEntries(
          Array.from(table.columns.values(), ({ name, period }) => [
            name,
            columnTypes[name].kind === "rate" ? (period ?? 0) : -1,
          ]),
        ),
      }),
    }),
    lookup: method<Runtime, StickTable, [typeof key]>("lookup", {
      doc: "The entry of a key.",
      args: [key],
      returns: [
        result(
          "table<string, integer|string>?",
          "its columns, `use` (how many streams hold it) and `expire` (milliseconds left); nil where there is none, or the key is not of the table's type",
        ),
      ],
      since: "1.9",
      count: uncounted,
      body: (_execution, table, given) => {
        const text = keyText(given);
        const found = text === undefined ? undefined : table.key({ type: "str", value: text });
        const entry = found === undefined ? undefined : table.find(found);
        return entry && { use: entry.users, expire: table.timeLeft(entry), ...columnsOf(table, entry) };
      },
    }),
    dump: method<Runtime, StickTable, [typeof filter]>("dump", {
      doc: "All entries, or those that a filter lets through. Integer keys are whole; HAProxy shows their lowest byte.",
      args: [filter],
      returns: [
        result(
          "table<string|integer, table<string, integer|string>>?",
          "columns by key; nil for a wrong filter",
        ),
        result("string?", "what is wrong with the filter, or that the table's keys are binary"),
      ],
      since: "1.9",
      count: uncounted,
      body: (execution, table, given) => {
        const conditions = parseFilter(execution, table, given);
        if (conditions instanceof FilterFault) return new Several(undefined, conditions.message);
        const rows = new Map<HostValue, HostValue>();
        for (const entry of table.entries()) {
          if (!conditions.every((condition) => holds(entry, condition))) continue;
          if (table.type === "binary") return new Several(undefined, "Unsupported stick table key type");
          rows.set(entry.key, columnsOf(table, entry));
        }
        return rows;
      },
    }),
  },
);
