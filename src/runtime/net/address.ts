import { isIPv4, isIPv6 } from "node:net";

/** Where a connection goes: an IP address and port, or a UNIX socket (a leading NUL is Linux's abstract name). */
export type Destination =
  | { readonly family: "ipv4" | "ipv6"; readonly host: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string };

/** What an address text means, or HAProxy's words for what is wrong with it. */
export type ParsedAddress = { readonly destination: Destination } | { readonly error: string };

/** Which prefix means which family (tools.c, str2sa_range); those of datagrams, QUIC and inherited sockets are refused. */
const families: readonly (readonly [
  prefix: string,
  family: "unix" | "abns" | "abnsz" | "any" | "ipv4" | "ipv6",
])[] = [
  ["unix@", "unix"],
  ["uxst@", "unix"],
  ["abns@", "abns"],
  ["abnsz@", "abnsz"],
  ["ip@", "any"],
  ["ipv4@", "ipv4"],
  ["ipv6@", "ipv6"],
  ["tcp@", "any"],
  ["tcp4@", "ipv4"],
  ["tcp6@", "ipv6"],
  ["mptcp@", "any"],
  ["mptcp4@", "ipv4"],
  ["mptcp6@", "ipv6"],
];

/** sockaddr_un holds 108 bytes; HAProxy keeps ten of them free for the names it makes at a reload. */
const pathRoom = 107;
const longestPath = pathRoom - 10;

/**
 * Reads an address as HAProxy writes them for streams: `1.2.3.4:80`,
 * `[::1]:80`, `::1:80`, `ipv4@...`, `unix@/path`, `/path`, `abns@name`; no
 * host names. `*` and nothing are any address. A missing port is 0. MPTCP
 * becomes TCP.
 */
export function parseAddress(text: string): ParsedAddress {
  let rest = expandEnvironment(text);
  if (rest === "") return { error: `'${text}' resolves to an empty address (environment variable missing?)` };
  if (rest.startsWith("stream+")) rest = rest.slice("stream+".length);
  const found = families.find(([prefix]) => rest.startsWith(prefix));
  if (found) rest = rest.slice(found[0].length);
  const family = found?.[1] ?? (rest.startsWith("/") ? "unix" : "any");
  if (family === "unix" || family === "abns" || family === "abnsz") return unixAddress(text, rest, family);
  return inetAddress(text, rest, family);
}

/** `$NAME` and `${NAME}` stand for environment variables in addresses. */
function expandEnvironment(text: string): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_all, braced?: string, bare?: string) => {
    return process.env[braced ?? bare ?? ""] ?? "";
  });
}

function unixAddress(text: string, path: string, family: "unix" | "abns" | "abnsz"): ParsedAddress {
  const longest = family === "unix" ? longestPath : pathRoom;
  if (path.length > longest) return { error: `socket path '${text}' too long (max ${longest})` };
  // An abns name fills the whole field with NULs, an abnsz name is as long as it is (sock_unix.c).
  if (family === "abns") path = `\0${path}`.padEnd(pathRoom + 1, "\0");
  if (family === "abnsz") path = `\0${path}`;
  return { destination: { family: "unix", path } };
}

function inetAddress(text: string, rest: string, family: "any" | "ipv4" | "ipv6"): ParsedAddress {
  // The last colon starts the port, unless a bracket closes after it.
  const colon = rest.lastIndexOf(":");
  const hasPort = colon >= 0 && colon > rest.lastIndexOf("]");
  const port = hasPort ? rest.slice(colon + 1) : "";
  const host = readHost(hasPort ? rest.slice(0, colon) : rest, family);
  const wrong = portError(text, port);
  if (wrong !== undefined) return { error: wrong };
  if (!host) return { error: `invalid address: '${hasPort ? rest.slice(0, colon) : rest}' in '${text}'` };
  return { destination: { ...host, port: Number(port) } };
}

function portError(text: string, port: string): string | undefined {
  if (port.startsWith("-") || port.startsWith("+")) return `port offset not permitted here in '${text}'`;
  if (/^\d[^-]*-/.test(port)) return `port range not permitted here in '${text}'`;
  const strange = /\D/.exec(port);
  if (strange) return `invalid character '${strange[0]}' in port number '${port}' in '${text}'`;
  return Number(port) > 65535 ? `invalid port '${port}'` : undefined;
}

/** An IP address, in brackets or not; `*` and nothing stand for any address. */
function readHost(
  text: string,
  family: "any" | "ipv4" | "ipv6",
): { family: "ipv4" | "ipv6"; host: string } | undefined {
  const host = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (host === "" || host === "*") {
    return family === "ipv6" ? { family, host: "::" } : { family: "ipv4", host: "0.0.0.0" };
  }
  if (family !== "ipv6" && isIPv4(host)) return { family: "ipv4", host };
  // A scope (`%lo`) is for programs that know the interface; inet_pton refuses it.
  if (family !== "ipv4" && isIPv6(host) && !host.includes("%")) return { family: "ipv6", host };
  return undefined;
}

/** The IP address that a URL's host spells, if it is one. */
export function ipOf(host: string): { family: "ipv4" | "ipv6"; host: string } | undefined {
  return host === "" ? undefined : readHost(host, "any");
}

/** How getpeername and getsockname show an end: `1.2.3.4:80`, `[::1]:80`. */
export function endpointName(host: string | undefined, port: number | undefined): string | undefined {
  if (host === undefined || port === undefined) return undefined;
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
