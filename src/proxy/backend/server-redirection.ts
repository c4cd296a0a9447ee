import { Headers } from "../http/headers.ts";
import type { RequestHead } from "../http/message.ts";
import { splitUri } from "../http/uri.ts";
import type { LocalReply } from "../stream/transaction.ts";

/** `redir`: sends the client to the server's own address (http_perform_server_redirect); undefined for requests that are proxied. */
export function redirectionTo(prefix: string | undefined, request: RequestHead): LocalReply | undefined {
  const { method, uri } = request;
  if (prefix === undefined || (method !== "GET" && method !== "HEAD")) return undefined;
  const { pathAndQuery } = splitUri(uri);
  if (pathAndQuery === undefined) return undefined;
  // A lone slash leaves the address as it is.
  const location = (prefix === "/" ? "" : prefix) + pathAndQuery;
  const headers = Headers.from([
    ["cache-control", "no-cache"],
    ["content-length", "0"],
    ["location", location],
  ]);
  return { head: { version: "HTTP/1.1", status: 302, reason: "Found", headers }, body: "" };
}
