/** Fetches of a message's payload, as far as it has come and not yet gone on. */
import { binary, integer } from "../sample.ts";
import type { ChannelView, FetchContext, FramingView } from "../views.ts";
import { plain, type Fetch } from "./fetch.ts";

type Side = "request" | "response";

const channelOf = ({ stream }: FetchContext, side: Side): ChannelView | undefined =>
  side === "request" ? stream?.request : stream?.response;

/** The payload of an HTTP message; undefined where there is no message (yet). */
export function payloadOf(context: FetchContext, side: Side): Buffer | undefined {
  const head = side === "request" ? context.requestHead() : context.responseHead();
  if (!head || !context.stream?.http) return head && Buffer.alloc(0);
  return channelOf(context, side)?.peek();
}

const body = (side: Side): Fetch =>
  plain((context) => {
    const payload = payloadOf(context, side);
    if (!payload) return undefined;
    const channel = channelOf(context, side);
    if (channel && !channel.isFull && !channel.noMoreInput) context.incomplete = true;
    return binary(payload.toString("latin1"));
  });

const bodyLength = (side: Side): Fetch =>
  plain((context) => {
    const payload = payloadOf(context, side);
    return payload && integer(payload.length);
  });

/** The length that the message announces, or what has come where it announces none. */
const bodySize = (side: Side): Fetch =>
  plain((context) => {
    const payload = payloadOf(context, side);
    if (!payload) return undefined;
    const http = context.stream?.http;
    const framing: FramingView | undefined =
      side === "request" ? http?.requestFraming : http?.responseFraming;
    return integer(framing?.kind === "length" ? framing.length : payload.length);
  });

export const BODY_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["req.body", body("request")],
  ["req.body_len", bodyLength("request")],
  ["req.body_size", bodySize("request")],
  ["res.body", body("response")],
  ["res.body_len", bodyLength("response")],
  ["res.body_size", bodySize("response")],
];
