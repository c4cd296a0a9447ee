/** Fetches of the ends of connections. */
import { networkInterfaces } from "node:os";
import { formatAddress, parseIpv6, readIpv4, type Address } from "../patterns/addresses.ts";
import { address, boolean, cast, integer, type Sample } from "../sample.ts";
import type { AddressView, FetchContext } from "../views.ts";
import { plain, type Fetch } from "./fetch.ts";

/** An address as a sample; none of a UNIX socket. */
export function addressSample(end: AddressView | undefined): Sample | undefined {
  const found = end && parsed(end);
  return found && address(found);
}

function parsed(end: AddressView): Address | undefined {
  if (end.family === "unix") return undefined;
  return end.family === 4 ? readIpv4(end.host) : parseIpv6(end.host);
}

/** The bytes of an address, most significant first; none of a UNIX socket. */
export function addressBytesOf(end: AddressView): string | undefined {
  const sample = addressSample(end);
  const bytes = sample && cast(sample, "bin");
  return typeof bytes?.value === "string" ? bytes.value : undefined;
}

/** Port 0 is none. */
function portSample(end: AddressView | undefined): Sample | undefined {
  return end && end.family !== "unix" && end.port !== 0 ? integer(end.port) : undefined;
}

/** Whether this machine has the address; a UNIX socket's is always its own. */
function isLocal(end: AddressView): boolean {
  if (end.family === "unix") return true;
  const found = parsed(end);
  if (!found) return false;
  if (found.family === 4 && found.bits >>> 24 === 127) return true;
  const text = formatAddress(found);
  return Object.values(networkInterfaces()).some((ends) => ends?.some((own) => own.address === text));
}

/** The client's address: what rules of the stream or of the connection have made of it. */
export function sourceOf({ session, stream }: FetchContext): AddressView | undefined {
  return stream?.source ?? session?.source;
}

type EndOf = (context: FetchContext) => AddressView | undefined;

function family(prefix: string, end: EndOf): [string, Fetch][] {
  return [
    [prefix, plain((context) => addressSample(end(context)))],
    [`${prefix}_port`, plain((context) => portSample(end(context)))],
  ];
}

function localFamily(prefix: string, end: EndOf): [string, Fetch][] {
  return [
    ...family(prefix, end),
    [
      `${prefix}_is_local`,
      plain((context) => {
        const found = end(context);
        return found && boolean(isLocal(found));
      }),
    ],
  ];
}

export const ADDRESS_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...localFamily("src", sourceOf),
  ...localFamily("dst", ({ session, stream }) => stream?.destination ?? session?.destination),
  ...localFamily("fc_src", ({ session }) => session?.peer),
  ...localFamily("fc_dst", ({ session }) => session?.local),
  ...family("bc_src", ({ stream }) => stream?.serverConnection?.source),
  ...family("bc_dst", ({ stream }) => stream?.serverConnection?.destination),
];
