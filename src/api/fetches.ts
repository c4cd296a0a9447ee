import {
  LuaClass,
  LuaError,
  method,
  result,
  uncounted,
  type Argument,
  type FunctionItem,
} from "../lua/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { FETCHES, luaName, type FetchEntry } from "../samples/index.ts";
import { givenSample } from "./sample-values.ts";
import type { ScriptTxn } from "./script-txn.ts";

/** `Fetches`: HAProxy's sample fetches as methods (`txn.f`, `txn.sf`). */

/** `asText`: samples are given as text, "" where there is none (`sf`). */
export interface Fetches {
  readonly txn: ScriptTxn;
  readonly asText: boolean;
}

/** Sources that are only there while a channel's data or an HTTP message is at hand. */
const ofMessages: ReadonlySet<string> = new Set([
  "request buffer",
  "response buffer",
  "HTTP request headers",
  "HTTP request",
  "HTTP request body",
  "HTTP response headers",
  "HTTP response",
  "HTTP response body",
]);

type Method = (self: Argument<Fetches>) => FunctionItem<Runtime>;

function fetchMethod(entry: FetchEntry): Method {
  const { name } = entry;
  const needsMessage = entry.sources.some((source) => ofMessages.has(source));
  const refuse = (): never => {
    throw new LuaError(
      `the sample-fetch '${name}' needs to access data from channel's buffer which is not available in Lua services`,
      { position: false },
    );
  };
  return method<Runtime, Fetches>(luaName(name), {
    doc: `The fetch \`${name}\`.`,
    rest: "the fetch's arguments",
    returns: [result("any", "nil, or an empty string from `sf`, where there is no sample")],
    since: "1.6",
    count: uncounted,
    body: ({ host }, { txn, asText }, ...values) => {
      if (needsMessage && txn.kind === "service") return refuse();
      const sample = txn.samples.fetch(entry, values, txn);
      return givenSample(sample, asText, host.sampleBooleans);
    },
  });
}

/** Of two names that are one in Lua the later one counts; here that is the one with a dot (payload.c). */
const later: ReadonlySet<string> = new Set(["req.len", "req.ssl_hello_type", "req.ssl_sni", "req.ssl_ver"]);

const inOrder = [...FETCHES.values()].sort((a, b) => Number(later.has(a.name)) - Number(later.has(b.name)));

export const fetchesClass = new LuaClass<Runtime, Fetches>(
  "Fetches",
  "HAProxy's sample fetches. A method's name is the fetch's with `_` for each `.`, `-` and `+`; `lua/meta/classes.lua` lists them.",
  Object.fromEntries(inOrder.map((entry) => [luaName(entry.name), fetchMethod(entry)])),
  "index",
  { unlisted: true },
);
