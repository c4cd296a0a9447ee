import {
  asLuaTable,
  declareFunction,
  integer,
  LuaError,
  LuaTable,
  optional,
  result,
  seenType,
  string,
  table,
  TableClass,
  type HostValue,
  type Seen,
} from "../lua/index.ts";
import { noFacts, takeField, type FieldFacts } from "../proxy/http/h1-fields.ts";
import { Headers } from "../proxy/http/headers.ts";
import { isVersion11 } from "../proxy/http/message.ts";
import { reasonOf } from "../proxy/http/status.ts";
import type { LocalReply } from "../proxy/stream/transaction.ts";
import type { Runtime } from "../runtime/index.ts";

/** `Reply`: an answer that a script makes, a table whose fields it may edit (hlua_txn_reply_* in hlua.c). */

const self = asLuaTable(table("reply", ""));

/** The table of headers in a reply; raises HAProxy's text where it is none. */
function headersOf(reply: LuaTable, expected: string): LuaTable {
  const headers = reply.get("headers");
  if (headers instanceof LuaTable) return headers;
  throw new LuaError(`Reply['headers'] is expected ${expected} an array. ${seenType(headers)} found`);
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
      body: (_execution, reply, status, reason) => {
        if (status < 100 || status > 599) return false;
        reply.set("status", status);
        reply.set("reason", reason ?? reasonOf(status));
        return true;
      },
    }),
    declareFunction("add_header", {
      doc: "Adds a header.",
      args: [self, string("name", ""), string("value", "")],
      returns: [result("boolean", "true")],
      since: "2.2",
      count: { least: 0, most: Infinity },
      body: (_execution, reply, name, value) => {
        const headers = headersOf(reply, "to a");
        const values = headers.get(name);
        if (values === undefined) headers.setList(name, value);
        else if (values instanceof LuaTable) values.append(value);
        else {
          throw new LuaError(
            `Reply['headers']['${name}'] is expected to be an array. ${seenType(values)} found`,
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
      body: (_execution, reply, name) => {
        headersOf(reply, "to be").set(name, undefined);
        return true;
      },
    }),
    declareFunction("set_body", {
      doc: "Sets the payload.",
      args: [self, string("body", "")],
      returns: [result("boolean", "true")],
      since: "2.2",
      count: { least: 0, most: Infinity },
      body: (_execution, reply, body) => {
        reply.set("body", body);
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

/** A number or string, as HAProxy takes for a text; undefined for anything else. */
function spelt(value: Seen): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}

/** The status in a table; 200 where it is no number. */
function statusOf(table: LuaTable | undefined): number {
  const asked = table?.get("status");
  if (typeof asked !== "number") return 200;
  return Number.isInteger(asked) ? asked : 0;
}

/** `txn:reply{...}`: a Reply made of a table. Its reason is always the usual one, whatever the table says. */
export function newReply(template: LuaTable | undefined): HostValue {
  const status = statusOf(template);
  const body = template?.get("body");
  const headers = template?.get("headers");
  return replyClass.of({
    status,
    reason: reasonOf(status),
    // What lua_tostring() gives ends at a NUL for HAProxy.
    body: typeof body === "string" ? untilNul(body) : undefined,
    headers: headers instanceof LuaTable ? copiedHeaders(headers) : new Map(),
  });
}

function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

function copiedHeaders(headers: LuaTable): Map<HostValue, HostValue> {
  const copy = new Map<HostValue, HostValue>();
  headers.forEach((name, value) => {
    if (typeof name !== "string" && typeof name !== "number") return;
    if (typeof value === "string" || typeof value === "number") copy.set(name, [value]);
    else if (value instanceof LuaTable) copy.set(name, listed(value));
  });
  return copy;
}

function listed(values: LuaTable): (string | number)[] {
  const list: (string | number)[] = [];
  values.forEach((_, value) => {
    if (typeof value === "string" || typeof value === "number") list.push(value);
  });
  return list;
}

/**
 * The answer that a table describes, a Reply or not (hlua_txn_forward_reply).
 * `content-length` follows the body, unless the script sends it in chunks.
 */
export function localReply(reply: LuaTable, requestVersion: string): LocalReply {
  const status = statusOf(reply);
  const reason = reply.get("reason");
  const given = reply.get("body");
  const body = typeof given === "string" ? given : "";
  const headers = new Headers();
  const facts = noFacts();
  const table = reply.get("headers");
  if (table instanceof LuaTable)
    table.forEach((name, values) => addValues(headers, facts, spelt(name), values));
  if (!facts.chunked) headers.append("content-length", String(body.length));
  const version = isVersion11(requestVersion) ? "HTTP/1.1" : "HTTP/1.0";
  return {
    head: { version, status, reason: typeof reason === "string" ? reason : reasonOf(status), headers },
    body,
  };
}

const asResponse = { block: "response", acceptUnsafe: false } as const;

function addValues(headers: Headers, facts: FieldFacts, name: string | undefined, values: Seen): void {
  const lower = name?.toLowerCase();
  if (lower === undefined || lower === "content-length" || !(values instanceof LuaTable)) return;
  values.forEach((_, value) => {
    const text = spelt(value);
    if (text === undefined) return;
    // A transfer-encoding that makes no sense is sent all the same.
    const isTaken =
      lower === "transfer-encoding" && takeField(headers, facts, lower, text, asResponse) === undefined;
    if (!isTaken) headers.append(lower, text);
  });
}
