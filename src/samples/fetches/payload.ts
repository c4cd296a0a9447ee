/**
 * Fetches of the raw bytes of a TCP stream (payload.c). In HTTP there are none:
 * what has come was taken apart.
 */
import { decimal } from "../catalog/argument-values.ts";
import { binary, boolean, integer, text, type Sample } from "../sample.ts";
import type { ChannelView, FetchContext, HeadersView } from "../views.ts";
import { argumentNumber, argumentText, named, plain, type Fetch } from "./fetch.ts";

/** The channel of the direction, in TCP. */
export function rawChannel({ stream, check, direction }: FetchContext): ChannelView | undefined {
  if (check) return direction === "response" ? check.answer : undefined;
  if (!stream || stream.http) return undefined;
  return direction === "response" ? stream.response : stream.request;
}

/** No value; notes that more bytes may give one. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the value that is missing may be of any type
export function tooShort<T>(context: FetchContext): T | undefined {
  context.incomplete = true;
  return undefined;
}

const bytesAt = (bytes: Buffer, offset: number, size: number): Sample =>
  binary(bytes.toString("latin1", offset, offset + size));

const payload: Fetch = (args) => {
  const offset = argumentNumber(args, 0);
  const size = argumentNumber(args, 1);
  return {
    one: (context) => {
      const channel = rawChannel(context);
      if (!channel || offset < 0 || size < 0 || offset + size > channel.capacity) return undefined;
      const bytes = channel.peek();
      if (offset + size > bytes.length) return tooShort(context);
      if (size !== 0) return bytesAt(bytes, offset, size);
      // All there is, which may become more.
      if (!channel.isFull && !channel.noMoreInput) context.incomplete = true;
      return bytesAt(bytes, offset, bytes.length - offset);
    },
  };
};

/** Where the value starts, by the third argument: behind its length, that far from there (with a sign), or at a place. */
function valueOffset(given: string, behindLength: number): number {
  if (given === "") return behindLength;
  const number = Number(decimal(given) ?? 0n);
  // As HAProxy keeps an absolute place: it halves the number, and an odd one counts from behind the length.
  if (/^[+-]/.test(given)) return behindLength + number;
  return number & 1 ? behindLength + (number >> 1) : number >> 1;
}

const lengthAndValue: Fetch = (args) => {
  const lengthOffset = argumentNumber(args, 0);
  const lengthSize = argumentNumber(args, 1);
  const offset = valueOffset(argumentText(args, 2) ?? "", lengthOffset + lengthSize);
  return {
    one: (context) => {
      const channel = rawChannel(context);
      if (!channel) return undefined;
      const bytes = channel.peek();
      if (lengthOffset + lengthSize > bytes.length) return tooShort(context);
      let size = 0;
      for (let at = 0; at < lengthSize; at++) size = ((size << 8) | (bytes[lengthOffset + at] ?? 0)) >>> 0;
      if (size === 0 || offset + size > channel.capacity) return undefined;
      if (offset + size > bytes.length) return tooShort(context);
      return bytesAt(bytes, offset, size);
    },
  };
};

/** What HAProxy's start lines and the ends of its heads hold besides their texts. */
const headOverhead = 20 + 1;

/** How many bytes HAProxy keeps of a message's head: its texts, without separators. */
function headLength(line: readonly string[], headers: HeadersView): number {
  let length = headOverhead + line.join("").length;
  for (let i = 0; i < headers.length; i++) length += headers.name(i).length + headers.value(i).length;
  return length;
}

function headLengthOf(context: FetchContext): number {
  if (!context.stream?.http) return 0;
  const request = context.requestHead();
  if (request) return headLength([request.method, request.uri, request.version], request.headers);
  const response = context.responseHead();
  return response
    ? headLength([response.version, String(response.status), response.reason], response.headers)
    : 0;
}

/** How many bytes there are; in HTTP with those of the head, which HAProxy counts too. */
const length: Fetch = plain((context) => {
  const { stream, direction } = context;
  if (!stream) return undefined;
  context.incomplete = true;
  const channel = direction === "response" ? stream.response : stream.request;
  return integer(headLengthOf(context) + channel.inputLength);
});

/** A cookie of a remote desktop client (MS-RDPBCGR 2.2.1.1); the name is in any case, without one any cookie will do. */
function rdpCookie(context: FetchContext, name: string): string | undefined {
  const { stream } = context;
  if (!stream || stream.http) return undefined;
  const bytes = stream.request.peek();
  const start = 11;
  if (bytes.length <= start + 7) return tooShort(context);
  const rest = bytes.toString("latin1", start);
  if (!/^cookie:/i.test(rest)) return undefined;
  const [, pair = ""] = /^cookie: *([^]*)$/i.exec(rest) ?? [];
  const value = rdpValue(context, pair, name);
  if (value === undefined) return undefined;
  const end = value.indexOf("\r");
  if (end < 0 || end + 2 > value.length) return tooShort(context);
  return value[end + 1] === "\n" ? value.slice(0, end) : undefined;
}

/** What stands behind the name and its `=`. */
function rdpValue(context: FetchContext, pair: string, name: string): string | undefined {
  if (name !== "") {
    if (pair.length <= name.length) return tooShort(context);
    const same = pair[name.length] === "=" && pair.slice(0, name.length).toLowerCase() === name.toLowerCase();
    return same ? pair.slice(name.length + 1) : undefined;
  }
  const stop = /[=\r\n]/.exec(pair);
  if (!stop) return tooShort(context);
  return stop[0] === "=" ? pair.slice(stop.index + 1) : undefined;
}

const rdp: Fetch = (args) => {
  const name = argumentText(args, 0) ?? "";
  return {
    one: (context) => {
      const value = rdpCookie(context, name);
      return value === undefined ? undefined : text(value);
    },
  };
};

const rdpCount: Fetch = (args) => {
  const name = argumentText(args, 0) ?? "";
  return {
    one: (context) => {
      const value = rdpCookie(context, name);
      return context.incomplete ? undefined : integer(value === undefined ? 0 : 1);
    },
  };
};

/** Tokens of the distcc protocol whose parameter is not the length of a body. */
const BODILESS = new Set(["ARGC", "DIST", "NFIL", "STAT", "DONE"]);
const TOKEN_SIZE = 12;

interface Token {
  readonly parameter: number;
  readonly body: string;
}

/** The token with that name, the first or the one with that number; each is a name, eight hexadecimal digits, and a body. */
function distccToken(context: FetchContext, name: string, number: number): Token | undefined {
  const channel = rawChannel(context);
  if (!channel) return undefined;
  const bytes = channel.peek().toString("latin1");
  let seen = 0;
  for (let at = 0; ;) {
    if (at + TOKEN_SIZE > bytes.length)
      return at + TOKEN_SIZE <= channel.capacity ? tooShort(context) : undefined;
    const token = bytes.slice(at, at + 4);
    const digits = bytes.slice(at + 4, at + TOKEN_SIZE);
    if (!/^[0-9a-fA-F]{8}$/.test(digits)) return undefined;
    at += TOKEN_SIZE;
    const parameter = parseInt(digits, 16);
    const size = BODILESS.has(token) ? 0 : parameter;
    if (token === name && (number === 0 || ++seen === number)) {
      return { parameter, body: bytes.slice(at, at + size) };
    }
    if (size > bytes.length - at) return undefined;
    at += size;
  }
}

const distcc =
  (sample: (token: Token) => Sample): Fetch =>
  (args) => {
    const name = argumentText(args, 0) ?? "";
    const number = argumentNumber(args, 1);
    return {
      one: (context) => {
        const token = distccToken(context, name, number);
        return token && sample(token);
      },
    };
  };

export const PAYLOAD_FETCHES: readonly (readonly [string, Fetch])[] = [
  ...named("payload req.payload res.payload", payload),
  ...named("payload_lv req.payload_lv res.payload_lv", lengthAndValue),
  ...named("req.len req_len res.len", length),
  ...named("rdp_cookie req.rdp_cookie", rdp),
  ...named("rdp_cookie_cnt req.rdp_cookie_cnt", rdpCount),
  ["distcc_param", distcc(({ parameter }) => integer(parameter))],
  ["distcc_body", distcc(({ body }) => binary(body))],
  ["wait_end", plain((context) => (context.final ? boolean(true) : tooShort(context)))],
];
