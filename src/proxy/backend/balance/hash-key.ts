import type { Balance, HashType } from "../../../config/types.ts";
import type { SampleExpression } from "../../../config/expressions.ts";
import { cast } from "../../../samples/index.ts";
import { parseIpv6, readIpv4 } from "../../../samples/patterns/index.ts";
import type { Expressions } from "../../expressions/expressions.ts";
import { queryOf, splitUri } from "../../http/uri.ts";
import type { Channel } from "../../stream/channel.ts";
import type { ConnectionAddress } from "../../stream/session.ts";
import type { Stream } from "../../stream/stream.ts";
import { avalanche, hashOf, type Hash } from "./hashes.ts";

/** The hash that decides where a stream goes; undefined where it has no key (get_server_*h in backend.c). */
export type HashKey = (stream: Stream) => number | undefined;

/** Prepares what a balancing algorithm hashes; undefined for one that does not hash. */
export function hashKeyOf(
  balance: Balance,
  hashType: HashType,
  expressions: Expressions,
): HashKey | undefined {
  const hash = hashOf(hashType);
  switch (balance.algorithm) {
    case "source":
      // Always the same function, whatever hash-type says.
      return ({ session }) => {
        const folded = foldedAddress(session.source);
        return folded === undefined || !hashType.avalanche ? folded : avalanche(folded);
      };
    case "uri":
      return uriKey(balance, hash);
    case "url_param":
      return parameterKey(balance.name, hash);
    case "hdr":
      return headerKey(balance.header, balance.domainOnly, hash);
    case "rdp-cookie":
      return sampleKey(rdpCookie(balance.name), "bin", hash, expressions);
    case "hash":
      // A hash that is the number itself needs it as text.
      return sampleKey(balance.expression, hashType.hash === "none" ? "str" : "bin", hash, expressions);
    default:
      return undefined;
  }
}

function uriKey(balance: Balance & { readonly algorithm: "uri" }, hash: Hash): HashKey {
  const { length, depth, whole, pathOnly } = balance;
  return ({ http }) => {
    if (!http) return undefined;
    const { uri } = http.request;
    const all = pathOnly ? (splitUri(uri).pathAndQuery ?? "") : uri;
    const limited = length === undefined ? all : all.slice(0, length);
    return hash(limited.slice(0, keyEnd(limited, whole, depth)));
  };
}

/** Where the part of a URI that counts ends: at the question mark, or in front of the slash behind `depth` directories. */
function keyEnd(uri: string, whole: boolean, depth: number | undefined): number {
  let slashes = 0;
  for (let at = 0; at < uri.length; at++) {
    const char = uri.charAt(at);
    if (char === "/" && ++slashes === (depth ?? -1) + 1) return at;
    if (char === "?" && !whole) return at;
  }
  return uri.length;
}

function parameterKey(name: string, hash: Hash): HashKey {
  return (stream) => {
    const { http } = stream;
    if (!http) return undefined;
    const inQuery = parameter(queryOf(http.request.uri) ?? "", name);
    if (inQuery !== undefined) return hash(inQuery);
    if (http.request.method !== "POST") return undefined;
    const inBody = parameter(bodySoFar(stream.request), name);
    // A form's body holds nothing but tokens; a blank ends the value, anything else says that it is none.
    const [, token = "", rest = ""] =
      inBody === undefined ? [] : (/^([!#$%&'*+\-.^_`|~0-9A-Za-z]*)(.?)/s.exec(inBody) ?? []);
    return inBody === undefined || !/^[ \t\r\n]?$/.test(rest) ? undefined : hash(token);
  };
}

/** What has come of a payload that nobody has begun to send on. */
function bodySoFar(request: Channel): string {
  const output = request.take();
  if (output) request.untake(output);
  const held = request.inputLength > 0 ? [request.peek()] : [];
  return Buffer.concat([...(output ?? []), ...held]).toString("latin1");
}

/** The value of the first parameter of that name. */
function parameter(query: string, name: string): string | undefined {
  for (const part of query.split("&")) if (part.startsWith(`${name}=`)) return part.slice(name.length + 1);
  return undefined;
}

function headerKey(name: string, domainOnly: boolean, hash: Hash): HashKey {
  return ({ http }) => {
    const [first] = http?.request.headers.values(name) ?? [];
    if (first === undefined || first.value === "") return undefined;
    return hash(domainOnly ? mainDomain(first.value) : first.value);
  };
}

/** The part of a host's name before the top-level domain: `example` of `www.example.com`. */
function mainDomain(host: string): string {
  const end = host.lastIndexOf(".");
  if (end <= 0) return host;
  return host.slice(end < 2 ? 0 : host.lastIndexOf(".", end - 2) + 1, end);
}

function sampleKey(
  expression: SampleExpression,
  type: "bin" | "str",
  hash: Hash,
  expressions: Expressions,
): HashKey {
  const evaluate = expressions.expression(expression);
  return (stream) => {
    const sample = evaluate({ session: stream.session, stream, direction: "request", final: true });
    const key = sample && cast(sample, type);
    return typeof key?.value === "string" ? hash(key.value) : undefined;
  };
}

/** `balance rdp-cookie(name)` is `hash rdp_cookie(name)`. */
function rdpCookie(name: string): SampleExpression {
  const argument = { type: "string", text: name, value: name } as const;
  return {
    fetch: { name: "rdp_cookie", args: [argument] },
    converters: [],
    type: "str",
    sources: [],
    places: 0,
  };
}

/** The 32-bit words of an address, combined by exclusive or. */
function foldedAddress(address: ConnectionAddress): number | undefined {
  if (address.family === "unix") return undefined;
  if (address.family === 4) {
    const bits = readIpv4(address.host)?.bits;
    return bits === undefined ? undefined : bits >>> 0;
  }
  const units = parseIpv6(address.host)?.bits;
  if (units === undefined) return undefined;
  let folded = 0;
  for (let i = 0; i < 8; i++) folded ^= units.charCodeAt(i) << (i % 2 === 0 ? 16 : 0);
  return folded >>> 0;
}
