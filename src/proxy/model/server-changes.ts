import { isIP, SocketAddress } from "node:net";

/** The changes that `set server` and a script's setters ask for, with HAProxy's answers (server.c). */

/** Where a server is reached. */
export type ServerAddress =
  | {
      readonly family: 4 | 6;
      readonly host: string;
      readonly port: number;
      /** Whether the port is relative to the client's. */
      readonly relative?: boolean;
    }
  | { readonly family: "unix"; readonly path: string }
  | { readonly family: "none" };

/** The integer at the start of a text as C's strtol reads it, and what follows it. */
function leadingInteger(text: string): { value: number; rest: string } | undefined {
  const found = /^[ \t\n\v\f\r]*([+-]?[0-9]+)/.exec(text);
  return found?.[1] === undefined
    ? undefined
    : { value: Number(found[1]), rest: text.slice(found[0].length) };
}

/** The weight that `text` asks for, or what HAProxy says instead. */
export function parseWeight(text: string, initial: number, dynamic: boolean): number | string {
  if (text === "") return "Require <weight> or <weight%>.";
  const read = leadingInteger(text);
  if (!read) return "Empty weight string empty or preceded by garbage";
  let weight = read.value;
  if (read.rest === "%") {
    if (weight < 0) return "Relative weight must be positive.";
    weight = Math.min(256, Math.floor((initial * Math.min(weight, 25_600)) / 100));
  } else if (weight < 0 || weight > 256) {
    return "Absolute weight can only be between 0 and 256 inclusive.";
  } else if (read.rest !== "") {
    return "Trailing garbage in weight string";
  }
  if (weight !== 0 && weight !== initial && !dynamic) {
    return "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.";
  }
  return weight;
}

/** The number of connections that `text` asks for, or what HAProxy says instead. */
export function parseMaxconn(text: string): number | string {
  if (text === "") return "Require <maxconn>.";
  const read = leadingInteger(text);
  if (!read) return "maxconn string empty or preceded by garbage";
  // It is unsigned in HAProxy.
  return read.rest === "" ? read.value >>> 0 : "Trailing garbage in maxconn string";
}

/** An IP address as inet_ntop writes it; undefined for anything else. */
export function canonicalIp(text: string): { family: 4 | 6; host: string } | undefined {
  switch (isIP(text)) {
    case 4:
      return { family: 4, host: text };
    case 6:
      return { family: 6, host: new SocketAddress({ address: text, family: "ipv6" }).address };
    default:
      return undefined;
  }
}

/** A change of address: the text HAProxy answers with, and the new address if there is one. */
export interface AddressChange {
  readonly text: string;
  readonly address?: ServerAddress;
}

/** `updater` is who HAProxy says changed it. `checkPort`: whether health checks depend on the server's port. */
export function changeAddress(
  current: ServerAddress,
  address: string | undefined,
  port: string | undefined,
  updater: string,
  checkPort: boolean,
): AddressChange {
  if (current.family !== 4 && current.family !== 6) {
    return {
      text: "Update for the current server address family is only supported through configuration file.",
    };
  }
  const host = address === undefined ? current : newHost(address);
  if (typeof host === "string") return { text: host };
  const wanted = port === undefined ? current : newPort(port);
  if (typeof wanted === "string") return { text: wanted };

  const changes: string[] = [];
  if (host.host !== current.host) changes.push(`IP changed from '${current.host}' to '${host.host}'`);
  const wasRelative = current.relative ?? false;
  const isRelative = wanted.relative ?? false;
  let relative = wasRelative;
  let newPortNumber = current.port;
  if (isRelative && !wasRelative && checkPort) {
    changes.push(
      "can't change <port> to port map because it is incompatible with current health check port configuration (use 'port' statement from the 'server' directive).",
    );
  } else if (wanted.port !== current.port || isRelative !== wasRelative) {
    const sign = (mapped: boolean): string => (mapped ? "+" : "");
    changes.push(
      `port changed from '${sign(wasRelative)}${current.port}' to '${sign(isRelative)}${wanted.port}'`,
    );
    relative = isRelative;
    newPortNumber = wanted.port;
  }
  const changed = host.host !== current.host || newPortNumber !== current.port || relative !== wasRelative;
  if (!changed) return { text: "nothing changed" };
  return {
    text: `${changes.join(", ")} by '${updater}'`,
    address: { family: host.family, host: host.host, port: newPortNumber, ...(relative && { relative }) },
  };
}

function newHost(text: string): { family: 4 | 6; host: string } | string {
  return canonicalIp(text) ?? `Invalid addr '${text}'`;
}

function newPort(text: string): { port: number; relative?: boolean } | string {
  const read = leadingInteger(text);
  if (!read) return `problem converting port '${text}' to an int`;
  // Ports are 16 bits wide in HAProxy, and wrap.
  return { port: read.value & 0xffff, relative: text.startsWith("+") || text.startsWith("-") };
}

/** An address as `server:get_addr()` shows it. */
export function addressForScripts(address: ServerAddress): string {
  switch (address.family) {
    case "none":
      return "<unknown>";
    case "unix":
      return address.path;
    default:
      return `${address.host}:${address.port}`;
  }
}

/** An address as `show stat` shows it; undefined where it shows none. */
export function addressForStats(address: ServerAddress): string | undefined {
  switch (address.family) {
    case "none":
      return undefined;
    case "unix":
      return "unix";
    case 6:
      return `[${address.host}]:${address.port}`;
    case 4:
      return `${address.host}:${address.port}`;
  }
}
