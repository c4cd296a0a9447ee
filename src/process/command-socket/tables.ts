import {
  columnTypes,
  isColumnName,
  type ColumnName,
  type StickEntry,
  type StickKey,
  type StickTable,
} from "../../samples/stick-tables/index.ts";
import { readAddress } from "../../samples/patterns/index.ts";
import { address, text, type Sample } from "../../samples/sample.ts";
import { message, type Command, type CommandAnswer, type CommandContext } from "./command.ts";

/** Commands about stick tables, with HAProxy's words (stick_table.c). */

type Verb = "show" | "set" | "clear";

const USAGES: Readonly<Record<Verb, string>> = {
  show: "show table [<table> [<filter>]*]        : report table usage stats or dump this table's contents (filter: data/key)",
  set: "set table <table> key <k> [data.* <v>]* : update or create a table entry's data",
  clear: "clear table <table> [<filter>]*         : remove an entry from a table (filter: data/key)",
};

/** What is said to words that do not make a command. */
const WANTED: Readonly<Record<Verb, string>> = {
  show: 'Optional argument only supports "data.<store_data_type>" <operator> <value> or key <key> or ptr <ptr>',
  set:
    "Required arguments: <table> key <key> [data.<store_data_type> <value>]* " +
    "or <table> ptr <ptr> [data.<store_data_type> <value>]*",
  clear:
    'Required arguments: <table> "data.<store_data_type>" <operator> <value> ' +
    "or <table> key <key> or <table> ptr <ptr>",
};

const DOING: Readonly<Record<Verb, string>> = {
  show: "Showing keys from",
  set: "Inserting keys into",
  clear: "Removing keys from",
};

/** An answer that is only a refusal. */
class Refusal extends Error {}

function refuse(said: string): never {
  throw new Refusal(said);
}

/** HAProxy's columns in its order. */
const COLUMNS = Object.keys(columnTypes).filter(isColumnName);

/** A column, and the element of it. */
interface Place {
  readonly column: ColumnName;
  readonly element: number;
}

const isArray = (column: ColumnName): boolean => "isArray" in columnTypes[column];

/** A column that a word names: `gpc0`, or `gpc[1]`, where the beginning of an array's name is enough. */
function placeNamed(word: string): Place | undefined {
  const [, name = word, index] = /^([^[]*)\[([0-9]+)\]$/.exec(word) ?? [];
  if (index === undefined) return isColumnName(name) ? { column: name, element: 0 } : undefined;
  const column = COLUMNS.find((each) => isArray(each) && each.startsWith(name));
  return column && { column, element: Number(index) };
}

/** A whole number of 64 bits. */
const integer = (word: string): bigint | undefined =>
  /^[+-]?[0-9]+$/.test(word) ? BigInt(word.replace("+", "")) : undefined;

// What is shown

const ESCAPES: Readonly<Record<string, string>> = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\x1b": "\\e",
  "\\": "\\\\",
  " ": "\\ ",
  "=": "\\=",
};

const hex = (char: string): string => char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");

function shownKey(table: StickTable, key: StickKey): string {
  if (typeof key === "number" || table.type === "ip" || table.type === "ipv6") return String(key);
  if (table.type === "binary") return key.replace(/[^]/g, hex);
  return key.replace(/[^!-<>-[\]-~]/g, (char) => ESCAPES[char] ?? `\\x${hex(char)}`);
}

/** `gpc1_rate(10000)=7`; the number of an element stands behind the first part of an array's name. */
function shownCells(table: StickTable, entry: StickEntry): string {
  let cells = "";
  for (const name of COLUMNS) {
    const column = table.columns.get(name);
    if (!column) continue;
    const period = columnTypes[name].kind === "rate" ? `(${column.period ?? 0})` : "";
    for (let element = 0; element < (column.elements ?? 1); element++) {
      const shown = isArray(name) ? name.replace(/^[^_]*/, (first) => `${first}${element}`) : name;
      cells += ` ${shown}${period}=${entry.get(name, element) ?? "-"}`;
    }
  }
  return cells;
}

const handle = (entry: StickEntry): string => `0x${entry.number.toString(16)}`;

function shownEntry(table: StickTable, entry: StickEntry): string {
  const place = `use=${entry.users} exp=${table.timeLeft(entry)} shard=0`;
  return `${handle(entry)}: key=${shownKey(table, entry.key)} ${place}${shownCells(table, entry)}\n`;
}

const head = (table: StickTable): string =>
  `# table: ${table.name}, type: ${table.type}, size:${table.size}, used:${table.used}\n`;

// Filters

type Operator = (a: bigint, b: bigint) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  le: (a, b) => a <= b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
};

type Filter = (entry: StickEntry) => boolean;

/** As many conditions as a filter may have. */
const MOST_CONDITIONS = 4;

/** `data.gpc0 gt 5 data.conn_cur eq 0`: all must hold. */
function parseFilter(table: StickTable, words: readonly string[]): Filter {
  const conditions: Filter[] = [];
  let at = 0;
  while (conditions.length < MOST_CONDITIONS && (words[at] ?? "") !== "") {
    conditions.push(parseCondition(table, words.slice(at, at + 3), conditions.length + 1));
    at += 3;
  }
  if ((words[at] ?? "") !== "") {
    // Words are counted from those of the command on.
    refuse(`Detected extra data in filter, ${at + 4}th word of input, after '${words[at - 1] ?? ""}'`);
  }
  return (entry) => conditions.every((holds) => holds(entry));
}

function parseCondition(
  table: StickTable,
  [name = "", operator = "", wanted = ""]: readonly string[],
  number: number,
): Filter {
  const fail = (said: string): never => refuse(`Filter entry #${number}: ${said}`);
  const place = placeNamed(name.slice("data.".length)) ?? fail("Unknown data type");
  const { column, element } = place;
  if (!table.columns.has(column)) fail("Data type not stored in this table");
  const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!compare) return fail('Require and operator among "eq", "ne", "le", "ge", "lt", "gt"');
  const limit = integer(wanted) ?? fail("Require a valid integer value to compare against");
  return (entry) => {
    if (!entry.has(column, element)) return false;
    const value = entry.get(column, element);
    // A text counts as 0.
    return compare(typeof value === "number" ? BigInt(value) : 0n, limit);
  };
}

// What is done

function setCells(entry: StickEntry, words: readonly string[]): void {
  for (let at = 0; (words[at] ?? "") !== ""; at += 2) {
    const [name = "", value = ""] = words.slice(at, at + 2);
    if (!name.startsWith("data.")) refuse('"data.<type>" followed by a value expected');
    const { column, element } = placeNamed(name.slice("data.".length)) ?? refuse("Unknown data type");
    if (!entry.has(column)) refuse("Data type not stored in this table");
    const wanted = integer(value) ?? refuse("Require a valid integer value to store");
    if (!entry.has(column, element)) refuse("index out of range in this data array");
    const { kind } = columnTypes[column];
    if (kind === "rate") entry.setRate(column, Number(BigInt.asUintN(32, wanted)), element);
    else if (kind !== "dict") entry.set(column, Number(BigInt.asIntN(64, wanted)), element);
  }
}

/** The sample that stands for a key's text; addresses may be of either family. */
function keySample(table: StickTable, word: string): Sample {
  if (table.type !== "ip" && table.type !== "ipv6") return text(word);
  const found = readAddress(word);
  return found ? address(found) : refuse("Invalid key");
}

/** Shows, sets or removes one entry. */
function onEntry(
  context: CommandContext,
  verb: Verb,
  table: StickTable,
  entry: StickEntry | undefined,
  words: readonly string[],
): CommandAnswer {
  if (table.type === "binary") {
    refuse(`${DOING[verb]} tables of type other than ip, ipv6, string and integer is not supported`);
  }
  if (context.level === "user") refuse("Permission denied");
  if (!entry) return undefined;
  switch (verb) {
    case "show":
      return { text: head(table) + shownEntry(table, entry) };
    case "clear":
      if (!table.remove(entry)) refuse("Entry currently in use, cannot remove");
      return undefined;
    case "set":
      try {
        setCells(entry, words);
      } finally {
        table.renew(entry);
      }
      return undefined;
  }
}

function byKey(
  context: CommandContext,
  verb: Verb,
  table: StickTable,
  words: readonly string[],
): CommandAnswer {
  const [word = "", ...cells] = words;
  if (word === "") refuse("Key value expected");
  const key = table.key(keySample(table, word)) ?? refuse("Invalid key");
  // A key of a table whose keys cannot be typed is not made.
  const made = verb === "set" && table.type !== "binary";
  const entry = made ? (table.entry(key) ?? refuse("Unable to allocate a new entry")) : table.find(key);
  return onEntry(context, verb, table, entry, cells);
}

function byHandle(
  context: CommandContext,
  verb: Verb,
  table: StickTable,
  words: readonly string[],
): CommandAnswer {
  const [word = "", ...cells] = words;
  if (!word.startsWith("0x")) refuse("Pointer expected (0xffff notation)");
  if (!/^0x[0-9a-fA-F]*$/.test(word)) refuse("Malformed ptr.");
  const wanted = Number.parseInt(word.slice(2), 16);
  const entry =
    Array.from(table.entries()).find(({ number }) => number === wanted) ??
    refuse("No entry can be found matching ptr.");
  return onEntry(context, verb, table, entry, cells);
}

/** Shows or clears what a filter lets through. */
function byFilter(context: CommandContext, verb: Verb, table: StickTable, filter: Filter): CommandAnswer {
  if (verb === "show" && context.level === "user") {
    return { text: `${head(table)}# contents not dumped due to insufficient privileges\n` };
  }
  const entries = Array.from(table.entries()).filter(filter);
  if (verb === "show") {
    return { text: head(table) + entries.map((entry) => shownEntry(table, entry)).join("") };
  }
  // HAProxy empties the table at a `set table` without a key; that cannot be meant.
  if (verb === "clear") for (const entry of entries) table.remove(entry);
  return undefined;
}

function onTable(context: CommandContext, verb: Verb, words: readonly string[]): CommandAnswer {
  const [name = "", how = "", ...rest] = words;
  const tables = context.proxies.all.flatMap(({ stickTable }) => stickTable ?? []);
  if (name === "") {
    if (verb !== "show") refuse(WANTED[verb]);
    // The latest first.
    return { text: tables.toReversed().map(head).join("") };
  }
  const table = tables.find((each) => each.name === name) ?? refuse("No such table");
  if (verb !== "show" && context.level === "user") refuse("Permission denied");
  if (how === "key") return byKey(context, verb, table, rest);
  if (how === "ptr") return byHandle(context, verb, table, rest);
  if (how.startsWith("data.")) {
    if (verb === "set") {
      refuse('content-based lookup is only supported with the "show" and "clear" actions');
    }
    return byFilter(context, verb, table, parseFilter(table, [how, ...rest]));
  }
  return how === "" ? byFilter(context, verb, table, () => true) : refuse(WANTED[verb]);
}

const tableCommand = (verb: Verb): Command => ({
  words: [verb, "table"],
  usage: USAGES[verb],
  run: (context, words) => {
    try {
      return onTable(context, verb, words.slice(2));
    } catch (error) {
      if (error instanceof Refusal) return message(error.message);
      throw error;
    }
  },
});

export const tableCommands: readonly Command[] = [
  tableCommand("show"),
  tableCommand("set"),
  tableCommand("clear"),
];
