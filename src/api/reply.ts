import {
  declareFunction,
  integer,
  LuaError,
  LuaReference,
  optional,
  result,
  string,
  table,
  TableClass,
  tableEntries,
  tableGet,
  tableSet,
  type HostValue,
  type LuaThread,
  type LuaValue,
} from "../lua/index.ts";
import { noFacts, takeField, type FieldFacts } from "../proxy/http/h1-fields.ts";
import { Headers } from "../proxy/http/headers.ts";
import { reasonOf } from "../proxy/http/status.ts";
import type { LocalReply } from "../proxy/stream/transaction.ts";
import type { Runtime } from "../runtime/index.ts";
import { typeName } from "./lua-types.ts";
import { toInteger } from "./sample-values.ts";

/** `Reply`: an answer that a script makes, a table whose fields it may edit (hlua_txn_reply_* in hlua.c). */

const self = table("reply", "");

/** The table of headers in a reply; raises HAProxy's text where it is none. */
function headersOf(L: LuaThread, reply: LuaReference, expected: string): LuaReference {
  const headers = tableGet(L, reply, "headers");
  if (headers instanceof LuaReference && headers.type === "table") return headers;
  throw new LuaError(`Reply['headers'] is expected ${expected} an array. ${typeName(headers)} found`);
}

export const replyClass = new TableClass<Runtime>(
  "Reply",
  "An answer of HTTP, for `txn:done`. A table: its fields may be edited.",
  [
    declareFunction("set_status", {
      doc: "Sets the status.",
      args: [self, integer("status", "100 to 599"), optional(string("reason", "the usual one by default"))],
      returns: [result("boolean", "false for a status that is none")],
      since: "2.2",
      count: { least: 0, most: Infinity },
      body: ({ host }, reply, status, reason) => {
        if (status < 100 || status > 599) return false;
        tableSet(host.lua.main, reply, "status", status);
        tableSet(host.lua.main, reply, "reason", reason ?? reasonOf(status));
        return true;
      },
    }),
    declareFunction("add_header", {
      doc: "Adds a header.",
      args: [self, string("name", ""), string("value", "")],
      returns: [result("boolean", "true")],
      since: "2.2",
      count: { least: 0, most: Infinity },
      body: ({ host }, reply, name, value) => {
        const L = host.lua.main;
        const headers = headersOf(L, reply, "to a");
        const values = tableGet(L, headers, name);
        if (values === undefined) tableSet(L, headers, name, [value]);
        else if (values instanceof LuaReference && values.type === "table") append(L, values, value);
        else {
          throw new LuaError(
            `Reply['headers']['${name}'] is expected to be an array. ${typeName(values)} found`,
          );
        }
        return true;
      },
    }),
    declareFunction("del_header", {
      doc: "Removes the headers of a name.",
      args: [self, string("name", "as it was added: case counts here")],
      returns: [result("boolean", "true")],
      since: "2.2",
      count: { least: 0, most: Infinity },
      body: ({ host }, reply, name) => {
        const L = host.lua.main;
        tableSet(L, headersOf(L, reply, "to be"), name, undefined);
        return true;
      },
    }),
    declareFunction("set_body", {
      doc: "Sets the payload.",
      args: [self, string("body", "")],
      returns: [result("boolean", "true")],
      since: "2.2",
      count: { least: 0, most: Infinity },
      body: ({ host }, reply, body) => {
        tableSet(host.lua.main, reply, "body", body);
        return true;
      },
    }),
  ],
  [
    { kind: "field", name: "status", type: "integer", doc: "200 by default", since: "2.2" },
    { kind: "field", name: "reason", type: "string", doc: "the usual one for the status", since: "2.2" },
    { kind: "field", name: "body", type: "string?", doc: "", since: "2.2" },
    {
      kind: "field",
      name: "headers",
      type: "table<string, string[]>",
      doc: "a list of values, from 1 on, by each name",
      since: "2.2",
    },
  ],
);

/** Puts a value behind the last of a list. */
export function append(L: LuaThread, list: LuaReference, value: string): void {
  tableSet(L, list, lengthOf(L, list) + 1, value);
}

function lengthOf(L: LuaThread, list: LuaReference): number {
  let length = 0;
  while (tableGet(L, list, length + 1) !== undefined) length++;
  return length;
}

/** A number or string, as HAProxy takes for a text; undefined for anything else. */
function spelt(value: LuaValue): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}

/** `txn:reply{...}`: a Reply made of a table. Its reason is always the usual one, whatever the table says. */
export function newReply(L: LuaThread, template: LuaReference | undefined): HostValue {
  const given = (name: string): LuaValue => template && tableGet(L, template, name);
  const asked = given("status");
  const status = typeName(asked) === "number" ? toInteger(asked) : 200;
  const body = given("body");
  const headers = given("headers");
  return replyClass.of({
    status,
    reason: reasonOf(status),
    // What lua_tostring() gives ends at a NUL for HAProxy.
    body: typeof body === "string" ? untilNul(body) : undefined,
    headers:
      headers instanceof LuaReference && headers.type === "table" ? copiedHeaders(L, headers) : new Map(),
  });
}

function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

function copiedHeaders(L: LuaThread, headers: LuaReference): Map<HostValue, HostValue> {
  const copy = new Map<HostValue, HostValue>();
  for (const [name, value] of tableEntries(L, headers)) {
    const text = spelt(value);
    if (text !== undefined) copy.set(name, [value]);
    else if (value instanceof LuaReference && value.type === "table") {
      copy.set(
        name,
        tableEntries(L, value)
          .map(([, each]) => each)
          .filter((each) => spelt(each) !== undefined),
      );
    }
  }
  return copy;
}

/**
 * The answer that a table describes, a Reply or not (hlua_txn_forward_reply).
 * `content-length` follows the body, unless the script sends it in chunks.
 */
export function localReply(L: LuaThread, reply: LuaReference, version: string): LocalReply {
  const asked = tableGet(L, reply, "status");
  const status = typeName(asked) === "number" ? toInteger(asked) : 200;
  const reason = tableGet(L, reply, "reason");
  const given = tableGet(L, reply, "body");
  const body = typeof given === "string" ? given : "";
  const headers = new Headers();
  const facts = noFacts();
  const table = tableGet(L, reply, "headers");
  if (table instanceof LuaReference && table.type === "table") {
    for (const [name, values] of tableEntries(L, table)) addValues(L, headers, facts, spelt(name), values);
  }
  if (!facts.chunked) headers.add("content-length", String(body.length));
  return {
    head: { version, status, reason: typeof reason === "string" ? reason : reasonOf(status), headers },
    body,
  };
}

const asResponse = { block: "response", acceptUnsafe: false } as const;

function addValues(
  L: LuaThread,
  headers: Headers,
  facts: FieldFacts,
  name: string | undefined,
  values: LuaValue,
): void {
  const lower = name?.toLowerCase();
  if (name === undefined || lower === "content-length") return;
  if (!(values instanceof LuaReference) || values.type !== "table") return;
  for (const [, value] of tableEntries(L, values)) {
    const text = spelt(value);
    if (text === undefined) continue;
    // A transfer-encoding that makes no sense is sent all the same.
    const isTaken =
      lower === "transfer-encoding" && takeField(headers, facts, name, text, asResponse) === undefined;
    if (!isTaken) headers.add(name, text);
  }
}
