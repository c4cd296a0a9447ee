import {
  LastArgumentError,
  method,
  nothing,
  result,
  string,
  undecided,
  type Argument,
  type FunctionItem,
} from "../lua/index.ts";
import type { RequestHead, ResponseHead } from "../proxy/http/message.ts";
import { addRequestHeader } from "../proxy/http/uri.ts";
import type { Runtime } from "../runtime/index.ts";
import { headerTable } from "./header-tables.ts";
import { replaceHeader } from "./replace-in-headers.ts";

/** The methods on headers that HTTP has for either side, and HTTPMessage (hlua.c). */

export type Head = RequestHead | ResponseHead;

type Method<T> = (self: Argument<T>) => FunctionItem<Runtime>;

/** How a class calls these methods, and where its objects have the headers. */
export interface HeaderOwner<T> {
  /** In front of each name. */
  readonly prefix: "req_" | "res_" | "";
  readonly since: string;
  /** What the error for a wrong number of arguments calls a method, where that is not its name. */
  readonly countedAs: Readonly<Record<string, string>>;
  guard(this: void, self: T): void;
  head(this: void, self: T): Head;
}

const unfit = /[\0\r\n]/;
const name = string("name", "in any case");

function add(head: Head, header: string, value: string): void {
  // HAProxy has no words for it.
  if (unfit.test(header) || unfit.test(value)) throw new LastArgumentError();
  if ("uri" in head) addRequestHeader(head, header, value);
  else head.headers.add(header, value);
}

export function headerMethods<T>(owner: HeaderOwner<T>): Record<string, Method<T>> {
  const { prefix, since, countedAs, guard, head } = owner;
  const replacing = (called: string, parts: boolean, doc: string): Method<T> =>
    method<Runtime, T, [Argument<string>, Argument<string>, Argument<string>]>(prefix + called, {
      doc,
      args: [
        name,
        string("regex", "a regular expression; case counts"),
        string("replacement", "`\\1` to `\\9` stand for groups, `\\0` for all that matched"),
      ],
      ...common(called, 4),
      body: (_execution, self, header, regex, replacement) => {
        replaceHeader(head(self), header, regex, replacement, parts);
        return nothing;
      },
    });
  const common = (
    called: string,
    count: number,
  ): { since: string; count: { message: () => string }; guard: typeof guard } => ({
    since,
    guard,
    count: { message: () => `'${countedAs[called] ?? prefix + called}' needs ${count} arguments` },
  });
  return {
    get_headers: method<Runtime, T>(`${prefix}get_headers`, {
      doc: "The headers: a list of values by each name, in lower case. The first value has index 0. To change the table changes nothing.",
      returns: [result("table<string, table<integer, string>>", "")],
      ...common("get_headers", 1),
      body: (_execution, self) => headerTable(head(self).headers),
    }),
    del_header: method<Runtime, T, [Argument<string>]>(`${prefix}del_header`, {
      doc: "Removes all headers of a name.",
      args: [name],
      ...common("del_header", 2),
      body: (_execution, self, header) => {
        head(self).headers.remove(header);
        return nothing;
      },
    }),
    rep_header: replacing("rep_header", false, "Replaces each value of a name's headers that matches."),
    rep_value: replacing("rep_value", true, "The same for each of the parts that commas separate."),
    add_header: method<Runtime, T, [Argument<string>, Argument<string>]>(`${prefix}add_header`, {
      doc: "Adds a header. One with a line break or NUL in it raises an error.",
      args: [name, string("value", "")],
      ...common("add_header", 3),
      body: (_execution, self, header, value) => {
        add(head(self), header, value);
        return nothing;
      },
    }),
    set_header: method<Runtime, T, [Argument<string>, ReturnType<typeof undecided>]>(`${prefix}set_header`, {
      doc: "Removes all headers of a name and adds one. They are gone also where the new value is refused.",
      args: [name, undecided("value", "string", "")],
      ...common("set_header", 3),
      body: (_execution, self, header, value) => {
        head(self).headers.remove(header);
        add(head(self), header, value(string));
        return nothing;
      },
    }),
  };
}
