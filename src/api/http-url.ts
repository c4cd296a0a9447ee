/** What HAProxy reads out of a URL (http_client.c, httpclient_spliturl). */
export interface HttpUrl {
  readonly tls: boolean;
  /** As written; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
  /** The host and, where it is written, the port: the `host` header. */
  readonly authority: string;
  /** From the path on, as written. */
  readonly path: string;
}

const form = /^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\/(?<authority>[^/?#]*)(?<path>.*)$/s;

const defaultPorts: Partial<Record<string, number>> = { http: 80, https: 443 };

/** Takes a URL apart; undefined when it has no scheme. Any scheme but https is http, at port 0 where none is written. */
export function parseHttpUrl(url: string): HttpUrl | undefined {
  const { scheme = "", authority: whole = "", path = "" } = form.exec(url)?.groups ?? {};
  if (scheme === "") return undefined;
  const authority = whole.slice(whole.lastIndexOf("@") + 1);
  const { host = authority, port } = /^(?<host>.*):(?<port>\d*)$/s.exec(authority)?.groups ?? {};
  return {
    tls: scheme.toLowerCase() === "https",
    host,
    port: port === undefined ? (defaultPorts[scheme.toLowerCase()] ?? 0) : Number(port) & 0xffff,
    authority,
    path: path.startsWith("/") ? path : `/${path}`,
  };
}
