/**
 * Addresses of `bind`, `server`, `log`, `source`: `[family@]host[:port]`,
 * socket paths and inherited descriptors.
 * Source: configuration manual 11 ("Address formats"); the texts are those of tools.c.
 */
import { Refused } from "./diagnostics.ts";
import type { Environment } from "./environment.ts";
import { isIpv4, isIpv6 } from "./ip-text.ts";

/** No port, one or a range of them, or one relative to the client's. */
export type Port =
  | { readonly kind: "none" }
  | { readonly kind: "range"; readonly low: number; readonly high: number }
  | { readonly kind: "offset"; readonly offset: number };

/** Where an address leads to. A `name` is resolved by whoever uses it. */
export type Endpoint =
  | { readonly kind: "ip"; readonly family: 4 | 6; readonly host: string; readonly port: Port }
  | { readonly kind: "name"; readonly family?: 4 | 6; readonly host: string; readonly port: Port }
  | { readonly kind: "unix"; readonly path: string }
  /** The abstract name space; `z`: the name ends at its first zero (`abnsz@`). */
  | { readonly kind: "abstract"; readonly name: string; readonly z: boolean }
  | { readonly kind: "fd"; readonly fd: number }
  | { readonly kind: "sockpair"; readonly fd: number };

export interface Address {
  /** As written. */
  readonly text: string;
  readonly transport: "stream" | "datagram";
  readonly endpoint: Endpoint;
}

/** What is allowed where the address stands. */
export interface AddressRules {
  readonly stream?: boolean;
  readonly datagram?: boolean;
  /** Plain addresses are datagram ones although both are allowed. */
  readonly defaultDatagram?: boolean;
  readonly port?: "none" | "optional" | "required";
  readonly portRange?: boolean;
  readonly portOffset?: boolean;
  readonly fd?: boolean;
  /** Names are allowed; otherwise only numbers. */
  readonly names?: boolean;
  /** Put before the path of a UNIX socket (`unix-bind prefix`). */
  readonly unixPrefix?: string;
}

interface Scheme {
  readonly kind?: "unix" | "abns" | "abnsz" | "fd" | "sockpair" | "quic" | "rhttp";
  readonly family?: 4 | 6;
  readonly transport?: "stream" | "datagram";
}

const SCHEMES: Readonly<Record<string, Scheme>> = {
  "unix@": { kind: "unix" },
  "uxdg@": { kind: "unix", transport: "datagram" },
  "uxst@": { kind: "unix", transport: "stream" },
  "abns@": { kind: "abns" },
  "abnsz@": { kind: "abnsz" },
  "ip@": {},
  "ipv4@": { family: 4 },
  "ipv6@": { family: 6 },
  "tcp4@": { family: 4, transport: "stream" },
  "tcp6@": { family: 6, transport: "stream" },
  "tcp@": { transport: "stream" },
  "udp4@": { family: 4, transport: "datagram" },
  "udp6@": { family: 6, transport: "datagram" },
  "udp@": { transport: "datagram" },
  // Node knows no multipath TCP; a plain connection is what the kernel falls back to.
  "mptcp4@": { family: 4, transport: "stream" },
  "mptcp6@": { family: 6, transport: "stream" },
  "mptcp@": { transport: "stream" },
  "quic4@": { kind: "quic", family: 4 },
  "quic6@": { kind: "quic", family: 6 },
  "quic+": { kind: "quic" },
  "fd@": { kind: "fd" },
  "sockpair@": { kind: "sockpair" },
  "rhttp@": { kind: "rhttp" },
};

/** Room for a path in a socket address: 107 bytes, 10 of which HAProxy keeps for `.<pid>.tmp`. */
const MAX_PATH = 107;
const PATH_RESERVE = 10;

/**
 * @throws Refused with HAProxy's text, or halua's own for what it does not do (QUIC, reverse HTTP)
 */
export function parseAddress(text: string, rules: AddressRules, environment: Environment): Address {
  let rest = expandVariables(text, environment);
  if (rest === "") {
    throw new Refused(`'${text}' resolves to an empty address (environment variable missing?)`);
  }
  const prefersDatagram =
    rules.datagram === true && (rules.stream !== true || rules.defaultDatagram === true);
  let transport: "stream" | "datagram" = prefersDatagram ? "datagram" : "stream";
  for (const [prefix, kind] of [
    ["stream+", "stream"],
    ["dgram+", "datagram"],
  ] as const) {
    if (!rest.startsWith(prefix)) continue;
    rest = rest.slice(prefix.length);
    transport = kind;
    break;
  }
  let scheme: Scheme = rest.startsWith("/") ? { kind: "unix" } : {};
  for (const [prefix, found] of Object.entries(SCHEMES)) {
    if (!rest.startsWith(prefix)) continue;
    rest = rest.slice(prefix.length);
    scheme = found;
    transport = found.transport ?? transport;
    break;
  }
  const endpoint = parseEndpoint(text, rest, scheme, rules);
  if (transport === "stream" && !rules.stream) {
    throw new Refused(`stream-type address not acceptable in '${text}'`);
  }
  if (transport === "datagram" && !rules.datagram) {
    throw new Refused(`dgram-type address not acceptable in '${text}'`);
  }
  return { text, transport, endpoint };
}

function parseEndpoint(text: string, rest: string, scheme: Scheme, rules: AddressRules): Endpoint {
  switch (scheme.kind) {
    case "quic":
      throw new Refused(`QUIC is not supported by halua in '${text}'`);
    case "rhttp":
      throw new Refused(`reverse HTTP is not supported by halua in '${text}'`);
    case "unix":
    case "abns":
    case "abnsz":
      return unixEndpoint(text, rest, scheme.kind, rules);
    case "fd":
    case "sockpair": {
      if (!/^\s*\+?[0-9]+$/.test(rest)) {
        throw new Refused(`file descriptor '${rest}' is not a valid integer in '${text}'`);
      }
      if (scheme.kind === "fd" && !rules.fd) {
        throw new Refused(`a file descriptor is not acceptable here in '${text}'`);
      }
      return { kind: scheme.kind, fd: Number(rest) };
    }
    default:
      return internetEndpoint(text, rest, scheme.family, rules);
  }
}

function unixEndpoint(
  text: string,
  rest: string,
  kind: "unix" | "abns" | "abnsz",
  rules: AddressRules,
): Endpoint {
  const prefix = kind === "unix" ? (rules.unixPrefix ?? "") : "";
  const room = kind === "unix" ? MAX_PATH - PATH_RESERVE - prefix.length : MAX_PATH;
  if (rest.length > room) throw new Refused(`socket path '${text}' too long (max ${room})`);
  if (kind === "unix") return { kind: "unix", path: prefix + rest };
  return { kind: "abstract", name: rest, z: kind === "abnsz" };
}

function internetEndpoint(
  text: string,
  rest: string,
  family: 4 | 6 | undefined,
  rules: AddressRules,
): Endpoint {
  const mark = Math.max(rest.lastIndexOf("]"), rest.lastIndexOf(":"));
  let host = rest;
  let portText = "";
  if (mark >= 0 && rest.charAt(mark) === ":") {
    if ((rules.port ?? "none") === "none") {
      throw new Refused(`port specification not permitted here in '${text}'`);
    }
    host = rest.slice(0, mark);
    portText = rest.slice(mark + 1);
  } else if (rules.port === "required") {
    throw new Refused(`missing port specification in '${text}'`);
  }
  const port = parsePort(text, portText, rules);
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  if (bare === "" || bare === "*") {
    return { kind: "ip", family: family ?? 4, host: family === 6 ? "::" : "0.0.0.0", port };
  }
  if (family !== 6 && isIpv4(bare)) return { kind: "ip", family: 4, host: bare, port };
  if (family !== 4 && isIpv6(bare)) return { kind: "ip", family: 6, host: bare, port };
  // What is written like an address of the other family is no name.
  const numeric = isIpv4(bare) || isIpv6(bare);
  if (!rules.names || numeric || !/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(bare)) {
    throw new Refused(`invalid address: '${host}' in '${text}'`);
  }
  return { kind: "name", host: bare, port, ...(family !== undefined && { family }) };
}

function parsePort(text: string, port: string, rules: AddressRules): Port {
  const first = port.charAt(0);
  if (first === "") {
    if (rules.port === "required") throw new Refused(`missing port specification in '${text}'`);
    return { kind: "none" };
  }
  const number = (digits: string): number => {
    const wrong = /^[0-9]*([^0-9])/.exec(digits)?.[1];
    if (wrong !== undefined) {
      throw new Refused(`invalid character '${wrong}' in port number '${digits}' in '${text}'`);
    }
    return Number(digits);
  };
  if (/[0-9]/.test(first)) {
    const dash = port.indexOf("-");
    if (dash >= 0 && !rules.portRange) throw new Refused(`port range not permitted here in '${text}'`);
    const lowText = dash < 0 ? port : port.slice(0, dash);
    const highText = dash < 0 ? port : port.slice(dash + 1);
    const low = number(lowText);
    const high = number(highText);
    const least = rules.port === "required" ? 1 : 0;
    if (low < least || low > 65535) throw new Refused(`invalid port '${lowText}'`);
    if (high < least || high > 65535) throw new Refused(`invalid port '${highText}'`);
    if (low > high) throw new Refused(`invalid port range '${low}-${high}'`);
    return { kind: "range", low, high };
  }
  if (first === "-" || first === "+") {
    if (!rules.portOffset) throw new Refused(`port offset not permitted here in '${text}'`);
    const offset = number(port.slice(1));
    return { kind: "offset", offset: first === "-" ? -offset : offset };
  }
  throw new Refused(`invalid character '${first}' in port number '${port}' in '${text}'`);
}

/** `$NAME` and `${NAME}` anywhere in an address; an unknown one is empty. */
export function expandVariables(text: string, environment: Environment): string {
  return text.replace(
    /\$(?:\{([A-Za-z0-9_]*)\}|([A-Za-z0-9_]+))/g,
    (_, braced: string | undefined, bare: string | undefined) => environment.get(braced ?? bare ?? "") ?? "",
  );
}
