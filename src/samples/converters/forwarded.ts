/**
 * Converters of the header `forwarded` (RFC 7239): its fields, the nodes in
 * them, and texts made fit to be a node (http_ext.c).
 */
import { FORWARDED_FIELDS, readForwarded, readNode, type ForwardedNode } from "../forwarded.ts";
import { formatAddress, parseIpv6, readIpv4 } from "../patterns/addresses.ts";
import { address, boolean, integer, text, textOf, type Sample } from "../sample.ts";
import { bytesOf, textAt, type Converter } from "./converter.ts";

const onNode =
  (value: (node: ForwardedNode) => Sample | undefined): Converter =>
  () =>
  (sample) => {
    const node = readNode(bytesOf(sample));
    return node && value(node);
  };

function nameSample({ name }: ForwardedNode): Sample | undefined {
  if (name.kind === "unknown") return text("unknown");
  if (name.kind === "hidden") return text(`_${name.text}`);
  const found = readIpv4(name.text) ?? parseIpv6(name.text);
  return found && address(found);
}

function portSample({ port }: ForwardedNode): Sample | undefined {
  if (!port) return undefined;
  return port.kind === "port" ? integer(port.port) : text(`_${port.text}`);
}

/** A made up name of a text; none where it has other characters than those may have. */
const hidden = (sample: Sample): Sample | undefined => {
  const value = textOf(sample);
  return value !== undefined && /^[A-Za-z0-9._-]+$/.test(value) ? text(`_${value}`) : undefined;
};

export const FORWARDED_CONVERTERS: Readonly<Record<string, Converter>> = {
  rfc7239_is_valid: () => (sample) => boolean(readForwarded(bytesOf(sample)) !== undefined),
  rfc7239_field: (args) => {
    const name = FORWARDED_FIELDS.find((each) => each === textAt(args, 0));
    return (sample) => {
      const value = name && readForwarded(bytesOf(sample))?.get(name);
      return value === undefined ? undefined : text(value);
    };
  },
  rfc7239_n2nn: onNode(nameSample),
  rfc7239_n2np: onNode(portSample),
  rfc7239_nn: () => (sample) => {
    if (sample.type === "ipv4") return text(formatAddress(sample.value));
    if (sample.type === "ipv6") return text(`[${formatAddress(sample.value)}]`);
    return textOf(sample) === "" ? text("unknown") : hidden(sample);
  },
  rfc7239_np: () => (sample) => {
    if (sample.type === "sint") return text(String(BigInt.asUintN(32, BigInt(sample.value))));
    return hidden(sample);
  },
};
