import type { ForwardedConfig, ForwardedNodeConfig, ForwardedSource } from "../../config/types.ts";
import { cast, forwardedName, forwardedPort, isForwardedHost, readForwarded } from "../../samples/index.ts";
import type { Expressions } from "../expressions/expressions.ts";
import type { Headers } from "../http/headers.ts";
import type { ConnectionAddress } from "../stream/session.ts";
import type { RuleContext } from "./outcome.ts";

/** The header `forwarded` that a proxy gives its requests (`option forwarded`, RFC 7239), prepared. */
export type ForwardedHeader = (context: RuleContext) => void;

/** A part's text; undefined where there is none that may stand in the header. */
type Part = (context: RuleContext, address: ConnectionAddress) => string | undefined;

export function prepareForwarded(config: ForwardedConfig, expressions: Expressions): ForwardedHeader {
  const host = config.host && hostPart(config.host, expressions);
  const by = config.by && nodePart(config.by, expressions);
  const from = config.for && nodePart(config.for, expressions);
  return (context) => {
    const { stream, session } = context;
    if (!stream?.http) return;
    const { source, destination } = stream;
    const fields = [
      config.proto ? `proto=${session.tls ? "https" : "http"}` : undefined,
      host && `host="${host(context, source) ?? ""}"`,
      by && `by=${by(context, destination)}`,
      from && `for=${from(context, source)}`,
    ];
    appendForwarded(stream.http.request.headers, fields.filter((field) => field !== undefined).join(";"));
  };
}

/** Behind what is there, if all of that can be trusted; else in a header of its own. */
function appendForwarded(headers: Headers, value: string): void {
  const values = [...headers.values("forwarded")];
  const last = values.at(-1);
  if (!last || values.some((each) => readForwarded(each.value) === undefined)) {
    headers.add("forwarded", value);
    return;
  }
  const text = headers.value(last.line);
  headers.replaceAt(last.line, `${text},${value}`);
}

/** What an expression yields, as text. */
function textOf(
  source: ForwardedSource,
  expressions: Expressions,
): (context: RuleContext) => string | undefined {
  if (source === "original") return () => undefined;
  const evaluate = expressions.expression(source);
  return (context) => {
    const sample = evaluate(context);
    const text = sample && cast(sample, "str");
    if (typeof text?.value !== "string") return undefined;
    return sample?.type === "ipv6" ? `[${text.value}]` : text.value;
  };
}

function hostPart(source: ForwardedSource, expressions: Expressions): Part {
  const given =
    source === "original"
      ? ({ stream }: RuleContext) => firstValue(stream?.http?.request.headers)
      : textOf(source, expressions);
  return (context) => {
    const text = given(context);
    return text !== undefined && isForwardedHost(text) ? text : undefined;
  };
}

function firstValue(headers: Headers | undefined): string | undefined {
  const first = headers?.values("host").next();
  return first?.done === false ? first.value.value : undefined;
}

/** A node is quoted where it has brackets, or might have a port. */
function nodePart(
  { name, port }: ForwardedNodeConfig,
  expressions: Expressions,
): (context: RuleContext, address: ConnectionAddress) => string {
  const nameOf = namePart(name, expressions);
  const portOf = port && portPart(port, expressions);
  return (context, address) => {
    const node = nameOf(context, address) ?? "unknown";
    const behind = portOf?.(context, address);
    const text = behind === undefined ? node : `${node}:${behind}`;
    return portOf || text.startsWith("[") ? `"${text}"` : text;
  };
}

function namePart(source: ForwardedSource, expressions: Expressions): Part {
  if (source === "original") {
    return (_, address) => {
      if (address.family === "unix") return undefined;
      return address.family === 6 ? `[${address.host}]` : address.host;
    };
  }
  const given = textOf(source, expressions);
  return (context) => {
    const text = given(context);
    return text === undefined ? undefined : forwardedName(text);
  };
}

function portPart(source: ForwardedSource, expressions: Expressions): Part {
  if (source === "original") {
    return (_, address) => (address.family === "unix" ? undefined : String(address.port));
  }
  const given = textOf(source, expressions);
  return (context) => {
    const text = given(context);
    return text === undefined ? undefined : forwardedPort(text);
  };
}
