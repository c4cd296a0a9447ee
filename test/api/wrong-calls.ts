import { classes, modules } from "../../src/api/index.ts";
import type { FunctionItem } from "../../src/lua/index.ts";
import type { Runtime } from "../../src/runtime/index.ts";

/**
 * Calls with wrong arguments, made from the declarations: every function and
 * method with no argument, with each argument in turn of every type, and with
 * too many. As a script that shows what each call gives, which HAProxy can run
 * too.
 */

/** The map that the script loads; it stands in the current folder. */
export const mapFile = { name: "wrong-calls.map", text: "key value\n" };

/** Something of every type. `fn` is a function that does nothing. */
const values = ["nil", "true", "7", "1.5", "'x'", "{}", "fn"];

/** Expressions that give an object of a class in a script's body. */
const objects: Readonly<Record<string, string>> = {
  Concat: "core.concat()",
  EventSub: "core.event_sub({ 'SERVER_UP' }, fn)",
  Map: `Map.new('${mapFile.name}')`,
  Queue: "core.queue()",
  Regex: "select(2, Regex.new('a', true))",
};

/** Expressions that give an object where there are proxies: in a task of {@link configuration}. */
const lateObjects: Readonly<Record<string, string>> = {
  HTTPClient: "core.httpclient()",
  Listener: "core.proxies.own.listeners.l1",
  Patref: `core.get_patref('${mapFile.name}')`,
  Proxy: "core.proxies.own",
  Server: "core.proxies.own.servers.s1",
  Socket: "core.tcp()",
  StickTable: "core.proxies.own.stktable",
};

/** Methods that would end the program, crash HAProxy on a fresh object, or wait for a peer. */
const apart: ReadonlySet<string> = new Set([
  "Proxy.stop",
  "Socket.close",
  "Socket.connect",
  "Socket.connect_ssl",
  "Socket.receive",
  "StickTable.lookup",
]);

/** What the late objects are of. */
export const configuration = `listen own
  mode http
  bind abns@halua-wrong-calls name l1
  server s1 127.0.0.1:9
  stick-table type string size 10 store gpc0
  http-request set-var(txn.x) path,map(${mapFile.name})
  timeout client 1s
  timeout connect 1s
  timeout server 1s
`;

/** Something that an argument of a declared type takes. */
function valid(type: string): string {
  const [first = ""] = type.replace(/\?$/, "").split("|");
  if (first.startsWith('"')) return first.replaceAll('"', "'");
  if (first.endsWith("[]")) return "{ 'SERVER_UP' }";
  const examples: Record<string, string> = {
    integer: "1",
    number: "1",
    string: "'s'",
    boolean: "true",
    function: "fn",
    any: "1",
    userdata: "core.parse_addr('::1')",
  };
  return examples[first] ?? "{}";
}

/** The argument lists to try; `self` is the object for a method. */
function argumentLists(item: FunctionItem<Runtime>, self: string | undefined): string[] {
  const examples = item.args.map(({ type }) => valid(type));
  if (self !== undefined) examples[0] = self;
  const needed = Math.max(item.count.least, self === undefined ? 0 : 1);
  const lists: string[][] = [[]];
  for (let i = 0; i < examples.length; i++) {
    for (const value of values) {
      lists.push([...examples.slice(0, i), value, ...examples.slice(i + 1, Math.max(needed, i + 1))]);
    }
  }
  if (item.count.most !== Infinity) {
    lists.push([...examples, ...Array.from({ length: item.count.most + 1 - examples.length }, () => "1")]);
  }
  return [...new Set(lists.map((list) => list.join(", ")))];
}

function calls(items: readonly FunctionItem<Runtime>[], prefix: string, self?: string): string[] {
  return items
    .filter(({ since }) => since !== "halua")
    .flatMap((item) =>
      argumentLists(item, self).map((list) => {
        const fn = `${prefix}${item.name}`;
        return `try("${fn}(${list.replaceAll('"', "'")})", ${fn}${list === "" ? "" : `, ${list}`})`;
      }),
    );
}

/** Calls of the methods of all classes that `objects` can make one of. */
function methodCalls(objects: Readonly<Record<string, string>>): string[] {
  return classes.flatMap(({ name, methods }) => {
    const make = objects[name];
    if (make === undefined) return [];
    const items = methods.filter((method) => !apart.has(`${name}.${method.name}`));
    return [`local ${name}_object = ${make}`, ...calls(items, `${name}_object.`, `${name}_object`)];
  });
}

/** The scripts begin with this. */
const prelude = [
  "local show = say or print",
  "local function fn() end",
  "local function results(ok, ...)",
  "  if ok then return 'true\\t' .. select('#', ...) end",
  "  return 'false\\t' .. tostring((...))",
  "end",
  "local function try(name, f, ...) show(name .. '\\t' .. results(pcall(f, ...))) end",
];

/** As {@link wrongCallsScript}, in a task, for objects of a configuration; ends by calling `done`. */
export function lateCallsScript(done: string): string {
  return [...prelude, "core.register_task(function()", ...methodCalls(lateObjects), done, "end)", ""].join(
    "\n",
  );
}

/** The script: one line of output a call, `call<TAB>true<TAB>count of results` or `call<TAB>false<TAB>error`. */
export function wrongCallsScript(): string {
  const functions = modules.flatMap(({ name, items }) =>
    calls(
      items.filter((item) => item.kind === "function"),
      `${name}.`,
    ),
  );
  const methods = methodCalls(objects);
  // Few local variables and short functions: Lua has limits for both.
  const groups = [functions, methods].map((lines) => `do\n${lines.join("\n")}\nend`);
  return [...prelude, ...groups, ""].join("\n");
}
