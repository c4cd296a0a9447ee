import type { RequestHead } from "../proxy/http/message.ts";
import { reasonOf } from "../proxy/http/status.ts";
import { setMethod, setPath, setQuery, setUri } from "../proxy/http/uri.ts";
import type { Transaction } from "../proxy/stream/transaction.ts";

/** What scripts change in start lines; HTTP and HTTPMessage have the same methods for it. */

export type RequestLineEdit = "set_method" | "set_path" | "set_query" | "set_uri";

/** Each gives whether it could. */
export const requestLineEdits: Readonly<
  Record<RequestLineEdit, (head: RequestHead, value: string) => boolean>
> = {
  set_method: (head, value) => {
    setMethod(head, value);
    return true;
  },
  set_path: (head, value) => {
    setPath(head, value);
    return true;
  },
  set_query: (head, value) => {
    setQuery(head, value);
    return true;
  },
  set_uri: setUri,
};

/** Sets the response's status, where there is a response. */
export function setStatus(http: Transaction | undefined, code: number, reason: string | undefined): void {
  if (!http?.response) return;
  http.response.status = code;
  http.response.reason = reason ?? reasonOf(code);
  http.status = code;
}
