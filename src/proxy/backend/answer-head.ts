import type { RequestHead, ResponseHead } from "../http/message.ts";
import type { ServerTraffic } from "./server-traffic.ts";

/** Whether a request wants to change protocols: a server must not do so unasked. */
export function asksForUpgrade({ headers }: RequestHead): boolean {
  if (!headers.has("upgrade")) return false;
  for (const { value } of headers.values("connection")) if (value.toLowerCase() === "upgrade") return true;
  return false;
}

/** Whether a response begins to authenticate the connection itself, as NTLM and its like do. */
export function authenticatesConnection({ status, headers }: ResponseHead): boolean {
  if (status !== 401 && status !== 407) return false;
  const name = status === 401 ? "www-authenticate" : "proxy-authenticate";
  for (const { value } of headers.values(name)) if (/^(?:nego|ntlm)/i.test(value)) return true;
  return false;
}

/** Counts an answer on its server, and tells who watches that server. */
export function countStatus(server: ServerTraffic | undefined, status: number): void {
  const counters = server?.model.counters;
  const kind = Math.floor(status / 100);
  counters?.add(kind >= 1 && kind <= 5 ? `hrsp_${kind}xx` : "hrsp_other", 1);
  counters?.add("req_tot", 1);
  // What a client's mistake or wish brings about is no trouble of the server's.
  const works = status >= 100 && (status < 500 || status === 501 || status === 505);
  server?.observer?.response(works, works ? undefined : "status");
}
