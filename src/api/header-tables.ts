import type { HostValue } from "../lua/index.ts";
import type { Headers } from "../proxy/http/headers.ts";

/** The headers of a message for a script: lists by name, from index 0 on (hlua_http_get_headers). */
export function headerTable(headers: Headers): HostValue {
  const lists = new Map<string, Map<number, string>>();
  for (let i = 0; i < headers.length; i++) {
    const name = headers.name(i);
    const list = lists.get(name);
    // HAProxy puts a value behind the border that Lua sees: 0, then 1, 2...
    if (list) list.set(list.size, headers.value(i));
    else lists.set(name, new Map([[0, headers.value(i)]]));
  }
  return lists;
}
