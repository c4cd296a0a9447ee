import { LuaError } from "../lua/index.ts";
import { parseAddress, type Destination, type Runtime } from "../runtime/index.ts";

/** `name`, `name:80`, `name:`; the last is what a port as an argument makes of the first. */
const hostName = /^(?<name>[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?)(?::(?<port>\d{1,5})?)?$/;

/**
 * Where `socket:connect(address, port)` leads, or HAProxy's error (hlua.c,
 * hlua_socket_connect). A host name is looked up when the connection is made,
 * where the runtime allows names at all.
 */
export function socketTarget(
  host: Runtime,
  address: string,
  given: number | undefined,
): () => Destination | Promise<Destination> {
  const port = given === undefined ? -1 : given | 0;
  // The colon lets an IPv6 address without brackets keep its last group.
  const text = port > 0 ? `${address}:` : address;
  const parsed = parseAddress(text);
  if ("error" in parsed) {
    const named = host.networkSettings.resolveNames ? namedTarget(host, text, port) : undefined;
    if (named) return named;
    throw new LuaError(`connect: cannot parse destination address '${text}'`);
  }
  const { destination } = parsed;
  if (destination.family === "unix" || destination.port > 0) return () => destination;
  const target = { ...destination, port: portOf(port) };
  return () => target;
}

/** The 16 bits of a port that count. */
function portOf(port: number): number {
  if (port === -1) throw new LuaError("connect: port missing");
  return port & 0xffff;
}

function namedTarget(host: Runtime, text: string, given: number): (() => Promise<Destination>) | undefined {
  const { name, port = "" } = hostName.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  const target = Number(port) > 0 ? Number(port) & 0xffff : portOf(given);
  return async () => {
    const [address = ""] = await host.network.resolve(name);
    return { family: address.includes(":") ? "ipv6" : "ipv4", host: address, port: target };
  };
}
