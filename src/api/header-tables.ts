import { ListsFromZero, type HostValue } from "../lua/index.ts";
import type { Headers } from "../proxy/http/headers.ts";

/** The headers of a message for a script: lists by name, from index 0 on (hlua_http_get_headers). */
export function headerTable(headers: Headers): HostValue {
  const names: string[] = [];
  const values: string[] = [];
  for (let i = 0; i < headers.length; i++) {
    names.push(headers.name(i));
    values.push(headers.value(i));
  }
  return new ListsFromZero(names, values);
}
